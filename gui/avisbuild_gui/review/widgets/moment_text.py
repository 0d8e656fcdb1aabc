"""What the moments that can be compared are called."""

from datetime import datetime

from avisbuild.records import RoundState
from avisbuild.review.handovers import Handover
from avisbuild.store import NOW
from avisbuild_gui.texts import tr


def moment_text(handover: Handover) -> str:
    """`Review 1 begun · bob · 30 Nov 14:05`."""
    return " · ".join((_what(handover), handover.person, *_when(handover.at)))


def short_moment_text(sequence: int, handovers: tuple[Handover, ...]) -> str:
    """The same of an entry of the journal, without the time; the ends of the journal have names, too."""
    if sequence == NOW:
        return tr("Now")
    for each in handovers:
        if each.sequence == sequence:
            return f"{_what(each)} · {each.person}"
    return tr("The beginning")


def _what(handover: Handover) -> str:
    match handover.state:
        case RoundState.IN_REVIEW:
            text = tr("Review {number} begun")
        case RoundState.CHANGES_REQUESTED:
            text = tr("Returned in review {number}")
        case RoundState.ACCEPTED if handover.review:
            text = tr("Accepted in review {number}")
        case RoundState.ACCEPTED:
            text = tr("Accepted")
        case _ if handover.review:
            text = tr("Handed in again for review {number}")
        case _:
            text = tr("Handed in")
    return text.format(number=handover.review)


def _when(at: str) -> list[str]:
    """The local time to the minute; the year where it is another one."""
    if not at:
        return []
    local, now = datetime.fromisoformat(at).astimezone(), datetime.now().astimezone()
    return [local.strftime("%m-%d %H:%M" if local.year == now.year else "%Y-%m-%d %H:%M")]
