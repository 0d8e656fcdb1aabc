"""Who has a video open, in words."""

from datetime import datetime

from avisbuild.messages.printable import printable
from avisbuild.store.locks import Held
from avisbuild_gui.texts.language import tr


def held_text(held: Held, *, author: str) -> str:
    """Who has the open video, since when, on which machine, and what follows from that."""
    fields = held.fields()
    if held.is_stale:
        text = tr(
            "{who} opened this video at {since} on {machine} and has not been heard of since {heard}."
        )
        fields["heard"] = _local(held.lock.heartbeat_at)
    elif held.lock.owner == author:
        text = tr(
            "You have had this video open in another window, on {machine}, since {since}; look on here, "
            "or leave it there."
        )
    else:
        text = tr(
            "{who} has had this video open on {machine} since {since}; look on here until it is free."
        )
    return printable(text.format(**fields))


def taking_over_text(held: Held) -> str:
    """What taking a video over means, to be asked before it is done."""
    text = tr("Take it over? What {who} has not committed there stays there, and is refused.")
    return printable(text.format(**held.fields()))


def lost_text(held: Held) -> str:
    """That another has taken the open video over meanwhile."""
    text = tr(
        "{who} took this video over at {since}, on {machine}: nothing was heard of this window. "
        "Your drafts are kept."
    )
    return printable(text.format(**held.fields()))


def holder_text(held: Held) -> str:
    """Who has a video of the list, and where."""
    text = tr("open at {who}'s, on {machine}, since {since}")
    if held.is_stale:
        text = tr("left open at {who}'s, on {machine}, since {since}")
    return printable(text.format(**held.fields()))


def _local(utc: str) -> str:
    return f"{datetime.fromisoformat(utc).astimezone():%Y-%m-%d %H:%M}"
