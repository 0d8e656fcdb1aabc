"""`decided.csv`: what people decided of pairs that an audit found, and what that does to the pairs."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from avisbuild.documents.csv_text import csv_text, plain_cell
from avisbuild.errors import FormatError
from avisbuild.messages import Message
from avisbuild.records import VideoId, video_id
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.untrusted.text import table_stream

DECIDED_FILE = "decided.csv"
_COLUMNS = ("a", "b", "decision", "by", "note")
_AT = "@"


class Decision(StrEnum):
    """What a person said of two videos."""

    DIFFERENT = "different"
    SAME = "same"


@dataclass(frozen=True, slots=True, order=True)
class Clip:
    """A video as a decision names it: `name@key`, where the key is that of its fingerprint and counts more.

    Whoever writes by hand may leave the key out; then the name alone counts.
    """

    name: str
    key: str = ""

    def __str__(self) -> str:
        return f"{self.name}{_AT}{self.key}" if self.key else self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A line of `decided.csv`; which of the two stands first says nothing."""

    first: Clip
    second: Clip
    decision: Decision
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """The pairs that are left, and which decisions did something, had nothing to do, or know other videos."""

    pairs: tuple[Pair, ...]
    applied: int = 0
    without_effect: int = 0
    unknown: tuple[Decided, ...] = ()


def read_decisions(path: Path) -> tuple[Decided, ...]:
    """Read `decided.csv`; a line without a decision is not decided yet.

    Raises FormatError that names the line, and OSError.
    """
    found: dict[frozenset[Clip], tuple[int, Decided]] = {}
    try:
        with table_stream(path) as stream:
            reader = csv.DictReader(stream, strict=True)
            if not set(_COLUMNS[:3]) <= set(reader.fieldnames or ()):
                raise _wrong(path, Message("decided-columns", columns=", ".join(_COLUMNS)))
            for row in reader:
                decided = _read_row(path, reader.line_num, row)
                if decided is None:
                    continue
                both = frozenset((decided.first, decided.second))
                line, other = found.setdefault(both, (reader.line_num, decided))
                if other.decision != decided.decision:
                    fields = {"line": reader.line_num, "first": line, "found": other.decision}
                    raise _wrong(path, Message("decided-twice", **fields))
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError("audit-unreadable", file=path.name, reason=error) from error
    return tuple(decided for _, decided in found.values())


def apply_decisions(
    pairs: Iterable[Pair],
    decisions: Iterable[Decided],
    videos: Iterable[VideoId],
    keys: Mapping[VideoId, str],
) -> Applied:
    """Take away what was decided "different", tie together what was decided "same".

    `keys` are those of the fingerprints. A decision with a key knows its video under any name, and no
    other under that name; where a video has no fingerprint (names only), its name has to do. Of two
    lines that contradict each other under different names, "same" holds wherever it stands: it leaks nothing.
    """
    left = list(pairs)
    known = _Known(videos, keys)
    unknown: list[Decided] = []
    applied = without_effect = 0
    for decided in sorted(decisions, key=lambda each: each.decision is Decision.SAME):
        both = [(a, b) for a in known.videos(decided.first) for b in known.videos(decided.second)]
        both = [(min(each), max(each)) for each in both if each[0] != each[1]]
        if not both:
            unknown.append(decided)
            continue
        changed = _apply(left, decided, set(both))
        applied, without_effect = applied + changed, without_effect + (not changed)
    return Applied(
        pairs=tuple(left),
        applied=applied,
        without_effect=without_effect,
        unknown=tuple(unknown),
    )


def _apply(left: list[Pair], decided: Decided, both: set[tuple[VideoId, VideoId]]) -> bool:
    before = len(left)
    if decided.decision is Decision.DIFFERENT:
        left[:] = [pair for pair in left if (pair.first, pair.second) not in both]
    else:
        note = f"{decided.by}: {decided.note}".strip(": ")
        left += [
            Pair(first=first, second=second, evidence=Evidence.DECISION, note=note)
            for first, second in sorted(both)
        ]
    return len(left) != before


def to_decide(pairs: Sequence[Pair], keys: Mapping[VideoId, str]) -> str:
    """The text of a `decided.csv` with a line for each pair that a person has not decided."""
    open_ = {
        (pair.first, pair.second): pair for pair in pairs if pair.evidence is not Evidence.DECISION
    }
    rows = [
        (str(Clip(first, keys.get(first, ""))), str(Clip(second, keys.get(second, ""))), "", "", "")
        for first, second in sorted(open_)
    ]
    return csv_text(_COLUMNS, rows)


class _Known:
    """Which videos a clip of a decision means."""

    def __init__(self, videos: Iterable[VideoId], keys: Mapping[VideoId, str]) -> None:
        self._keys = keys
        self._videos = set(videos)
        self._by_key: dict[str, list[VideoId]] = {}
        for name in sorted(keys):
            self._by_key.setdefault(keys[name], []).append(name)

    def videos(self, clip: Clip) -> list[VideoId]:
        name = VideoId(clip.name)
        if clip.key in self._by_key:
            return self._by_key[clip.key]
        if name in self._videos and (not clip.key or name not in self._keys):
            return [name]
        return []


def _read_row(path: Path, line: int, row: Mapping[str, str | None]) -> Decided | None:
    told = (row["decision"] or "").strip()
    if not told:
        return None
    if told not in tuple(Decision):
        known = ", ".join(Decision)
        raise _wrong(path, Message("decided-word", line=line, known=known, found=told))
    first, second = (_read_clip(path, line, row[column] or "") for column in _COLUMNS[:2])
    if first == second:
        raise _wrong(path, Message("decided-one", line=line, video=first.name))
    return Decided(
        first=min(first, second),
        second=max(first, second),
        decision=Decision(told),
        by=plain_cell((row.get("by") or "").strip()),
        note=plain_cell((row.get("note") or "").strip()),
    )


def _read_clip(path: Path, line: int, cell: str) -> Clip:
    name, _, key = plain_cell(cell.strip()).partition(_AT)
    try:
        return Clip(video_id(name.strip()), key.strip())
    except ValueError as error:
        raise _wrong(path, Message("audit-video", line=line, reason=error)) from error


def _wrong(path: Path, problem: Message) -> FormatError:
    return FormatError("splits-wrong", file=path.name, problem=problem)
