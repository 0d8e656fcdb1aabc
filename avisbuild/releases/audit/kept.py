"""What an audit of a project found, kept in the project for whoever plans its splits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec

from avisbuild import inside
from avisbuild.errors import FormatError
from avisbuild.files import write_json
from avisbuild.records import VideoId, video_id
from avisbuild.records.video_folder import CACHE
from avisbuild.releases.audit.audit import Found
from avisbuild.releases.audit.media import media_of_project
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.untrusted.text import read_document

_VERSION = 1
_Number = Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)]


def audit_cache_dir(project_dir: Path) -> Path:
    """Where fingerprints and findings are kept; it may be deleted at any time, and that costs time only."""
    return project_dir / CACHE / "audit"


def kept_path(project_dir: Path) -> Path:
    """The file of the findings."""
    return audit_cache_dir(project_dir) / "pairs.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPairs:
    """The pairs of the last audit that still hold.

    `unseen` are videos that no audit has seen as they are now: made, or clipped again, since the last one,
    or one that it could not read.
    """

    pairs: tuple[Pair, ...] = ()
    unseen: tuple[VideoId, ...] = ()


def keep_pairs(project_dir: Path, found: Found) -> Path:
    """Write what was found beside the stamp of each video that it is about."""
    path = inside.checked(kept_path(project_dir))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_json(
        path,
        {
            "version": _VERSION,
            "stamps": {name: each.stamp for name, each in found.media.items()},
            "unread": list(found.problems),
            "keys": dict(found.keys),
            "pairs": [_document(pair) for pair in found.pairs],
        },
    )
    return path


def read_kept_pairs(project_dir: Path, videos: Iterable[VideoId]) -> KeptPairs:
    """The pairs between these videos, without those of a video that is no longer what the audit saw.

    Raises FormatError for a file that is not one of ours, and OutsideError.
    """
    path = kept_path(project_dir)
    wanted = sorted(set(videos))
    if not inside.checked(path).is_file():
        return KeptPairs(unseen=tuple(wanted))
    try:
        kept = msgspec.convert(read_document(path), _Kept)
        if kept.version != _VERSION:
            raise ValueError(f"expected version {_VERSION}, got {kept.version}")
        pairs = tuple(map(_pair, kept.pairs))
    except (OSError, ValueError, RecursionError, msgspec.ValidationError) as error:
        raise FormatError("audit-kept-broken", path=path, reason=error) from error
    now = {name: each.stamp for name, each in media_of_project(project_dir, wanted).items()}
    same = {name for name in wanted if now.get(name, "") == kept.stamps.get(name)}
    return KeptPairs(
        pairs=tuple(pair for pair in pairs if pair.first in same and pair.second in same),
        unseen=tuple(name for name in wanted if name not in same or name in kept.unread),
    )


class _KeptPair(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    first: str
    second: str
    evidence: Evidence
    score: _Number = 1.0
    seconds: tuple[int, int] | None = None
    offset_s: _Number | None = None
    span_s: _Number | None = None
    speed: _Number = 1.0
    is_mirrored: bool = False
    crop: tuple[_Number, _Number, _Number, _Number] | None = None
    note: str = ""


class _Kept(msgspec.Struct):
    version: int
    stamps: dict[str, str]
    keys: dict[str, str]
    pairs: list[_KeptPair]
    unread: frozenset[str] = frozenset()


def _document(pair: Pair) -> Mapping[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(pair)
    return told


def _pair(kept: _KeptPair) -> Pair:
    fields = {name: getattr(kept, name) for name in kept.__struct_fields__}
    fields |= {"first": video_id(kept.first), "second": video_id(kept.second)}
    return Pair(**fields)
