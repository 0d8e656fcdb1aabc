"""A manifest of MUSIC-AVQA's videos, from its folders or from its JSON files of questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from avisbuild.errors import FormatError, MediaError
from avisbuild.media.limits import MediaLimits
from avisbuild.progress import Progress, silent
from avisbuild.untrusted.text import named_file, read_document
from avisbuild_pipelines.download.proof import prove_media
from avisbuild_pipelines.known_sets.names import Entry
from avisbuild_pipelines.manifest.music_avqa import MusicAvqa, is_music_avqa_id, is_synthetic


@dataclass(frozen=True, slots=True, kw_only=True)
class MusicAvqaList:
    """The videos that can be used; those that are not there; those that cannot be read, with why."""

    entries: tuple[Entry, ...]
    missing: tuple[str, ...]
    unreadable: dict[str, str]


def list_music_avqa(
    folder: MusicAvqa, wanted: Iterable[str] | None = None, *, progress: Progress = silent
) -> MusicAvqaList:
    """Look at every wanted video of the folder, all of them if None; nothing is copied."""
    names = sorted(set(folder.paths if wanted is None else wanted))
    entries: list[Entry] = []
    missing: list[str] = []
    unreadable: dict[str, str] = {}
    for count, name in enumerate(names, start=1):
        if name not in folder.paths:
            missing.append(name)
            continue
        try:
            prove_media(folder.paths[name], MediaLimits())
        except (MediaError, OSError) as error:
            unreadable[name] = str(error)
        else:
            entries.append(
                Entry(video_id=name, source=f"music-avqa:{name}", synthetic=is_synthetic(name))
            )
        progress(count, len(names), name)
    return MusicAvqaList(entries=tuple(entries), missing=tuple(missing), unreadable=unreadable)


def read_question_ids(path: Path) -> set[str]:
    """The videos that a JSON file of questions names; raises FormatError."""
    try:
        records = read_document(path, opened=named_file)
    except OSError as error:
        raise FormatError("questions-unreadable", path=path, reason=error.strerror) from error
    except ValueError as error:
        raise FormatError("questions-no-json", path=path, reason=error) from error
    if not isinstance(records, list) or not all(isinstance(one, dict) for one in records):
        raise FormatError("questions-no-list", path=path)
    names = {str(one.get("video_id", "")) for one in records}
    wrong = sorted(name for name in names if not is_music_avqa_id(name))
    if wrong:
        raise FormatError("questions-ids", path=path, found=wrong[0])
    return names
