"""Times as manifests write them: seconds, MM:SS or H:MM:SS, each with decimals, of which three count."""

import re

_TIME = re.compile(
    r"(?:(?:(?P<hours>[0-9]{1,4}):)?(?P<minutes>[0-9]{1,2}):(?P<clock>[0-9]{2})|(?P<seconds>[0-9]{1,9}))"
    r"(?:\.(?P<fraction>[0-9]{1,400}))?"
)
# As Python writes what is next to nothing, such as the rest of a subtraction: 5.551115123125783e-17.
_NEXT_TO_NOTHING = re.compile(r"[0-9](\.[0-9]{1,400})?e-(0[5-9]|[1-9][0-9]{1,2})")


def milliseconds(text: str) -> int:
    """Read a time as integer milliseconds, rounded half up; raises ValueError."""
    if _NEXT_TO_NOTHING.fullmatch(text):
        return 0
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"expected seconds or [H:]MM:SS(.mmm), got {text!r}")
    hours, minutes = int(match["hours"] or 0), int(match["minutes"] or 0)
    seconds = int(match["clock"] or match["seconds"])
    if (match["clock"] and seconds > 59) or (match["hours"] and minutes > 59):
        raise ValueError(f"expected minutes and seconds below 60, got {text!r}")
    digits = (match["fraction"] or "").ljust(4, "0")
    thousandths = int(digits[:3]) + (digits[3] >= "5")
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def is_rounded(text: str) -> bool:
    """Whether a time that can be read has more than the three decimals that count."""
    text = text.strip()
    return "e" in text or bool(text.partition(".")[2][3:].strip("0"))


def clock(ms: int) -> str:
    """Write milliseconds as seconds with three decimals, which `milliseconds` reads back."""
    return f"{ms // 1000}.{ms % 1000:03d}"
