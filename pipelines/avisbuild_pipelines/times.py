"""Times as manifests write them: seconds, MM:SS or H:MM:SS, each with up to three decimals."""

import re

_TIME = re.compile(r"(?:(?:([0-9]{1,4}):)?([0-9]{1,4}):)?([0-9]{1,9})(?:\.([0-9]{1,9}))?")


def milliseconds(text: str) -> int:
    """Read a time as integer milliseconds, rounded half up; raises ValueError."""
    match = _TIME.fullmatch(text)
    if match is None:
        raise ValueError(f"expected seconds or [H:]MM:SS(.mmm), got {text!r}")
    hours, minutes, seconds, fraction = match.groups()
    if (minutes and int(seconds) > 59) or (hours and int(minutes) > 59):
        raise ValueError(f"expected minutes and seconds below 60, got {text!r}")
    digits = (fraction or "").ljust(4, "0")
    thousandths = int(digits[:3]) + (digits[3] >= "5")
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds)
    return whole * 1000 + thousandths


def clock(ms: int) -> str:
    """Write milliseconds as seconds with three decimals, which `milliseconds` reads back."""
    return f"{ms // 1000}.{ms % 1000:03d}"
