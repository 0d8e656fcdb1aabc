"""What suspects say, as messages: one line each, on the command line and in the window."""

from collections.abc import Iterable, Mapping

from avisbuild.checks.suspects.finding import Need
from avisbuild.checks.suspects.suspect import Suspect, SuspectKind
from avisbuild.messages import Message, joined

_KINDS: Mapping[SuspectKind, str] = {
    SuspectKind.SWAP: "kind-swap",
    SuspectKind.JUMP: "kind-jump",
    SuspectKind.AREA_JUMP: "kind-area-jump",
    SuspectKind.OVERLAP: "kind-overlap",
    SuspectKind.MASK_IN_SILENCE: "kind-mask-in-silence",
    SuspectKind.LOUD_UNMARKED: "kind-loud-unmarked",
    SuspectKind.MARKED_AT_FLOOR: "kind-marked-at-floor",
    SuspectKind.STATE_FLICKER: "kind-state-flicker",
    SuspectKind.MASK_FLICKER: "kind-mask-flicker",
    SuspectKind.SPECKS: "kind-specks",
    SuspectKind.HOLES: "kind-holes",
    SuspectKind.SLIVERS: "kind-slivers",
    SuspectKind.BORDER: "kind-border",
    SuspectKind.LAG: "kind-lag",
}
_SENTENCES: Mapping[SuspectKind, str] = {
    SuspectKind.SWAP: "suspect-swap",
    SuspectKind.JUMP: "suspect-jump",
    SuspectKind.AREA_JUMP: "suspect-area-jump",
    SuspectKind.OVERLAP: "suspect-overlap",
    SuspectKind.MASK_IN_SILENCE: "suspect-mask-in-silence",
    SuspectKind.LOUD_UNMARKED: "suspect-loud-unmarked",
    SuspectKind.MARKED_AT_FLOOR: "suspect-marked-at-floor",
    SuspectKind.STATE_FLICKER: "suspect-state-flicker",
    SuspectKind.MASK_FLICKER: "suspect-mask-away",
    SuspectKind.SPECKS: "suspect-specks",
    SuspectKind.HOLES: "suspect-holes",
    SuspectKind.SLIVERS: "suspect-slivers",
    SuspectKind.BORDER: "suspect-border",
    SuspectKind.LAG: "suspect-lag-late",
}
# What a finder puts in the field `how`, where it has another sentence than the usual one.
_OTHERWISE: Mapping[str, str] = {
    "to": "suspect-jump-to",
    "once": "suspect-mask-once",
    "confirmed": "suspect-silence-is-mask",
    "silence": "suspect-loud-silence",
    "early": "suspect-lag-early",
}
_SIDES: Mapping[str, str] = {
    "left": "border-left",
    "top": "border-top",
    "right": "border-right",
    "bottom": "border-bottom",
}
_NEEDS: Mapping[Need, str] = {Need.SOUND: "not-looked-sound", Need.FRAMES: "not-looked-frames"}


def suspect_message(suspect: Suspect) -> Message:
    """`dog_1 and cat_1, second 3: their masks share 40 % of the smaller one`, without the video."""
    fields: dict[str, object] = {**suspect.fields, "second": suspect.second}
    for state in {"state", "around"} & fields.keys():
        fields[state] = Message(suspect.fields[state])
    if "side" in fields:
        fields["side"] = Message(_SIDES[suspect.fields["side"]])
    if "stop" in fields:
        fields["seconds"] = _seconds(suspect.second, int(suspect.fields["stop"]))
    kind = _OTHERWISE.get(suspect.fields.get("how", ""), _SENTENCES[suspect.kind])
    return Message(kind, **fields)


def suspect_in_video(suspect: Suspect) -> Message:
    """The same with the video's name in front, for where several videos are listed."""
    return Message(
        "suspect-in-video", video=suspect.place.video_id, suspect=suspect_message(suspect)
    )


def kind_message(kind: SuspectKind) -> Message:
    """What a kind is called where kinds are chosen: `two instances overlap`."""
    return Message(_KINDS[kind])


def not_looked_for_messages(missing: Mapping[SuspectKind, Need]) -> tuple[Message, ...]:
    """What was not looked for, a line for each thing that could not be had."""
    needs = sorted(set(missing.values()))
    return tuple(
        Message(_NEEDS[need], kinds=_listed(kind for kind, its in missing.items() if its is need))
        for need in needs
    )


def _listed(kinds: Iterable[SuspectKind]) -> Message:
    return joined([kind_message(kind) for kind in kinds], by="listed")


def _seconds(start: int, stop: int) -> Message:
    if stop - start == 1:
        return Message("second", second=start)
    return Message("seconds", seconds=f"{start}-{stop - 1}")
