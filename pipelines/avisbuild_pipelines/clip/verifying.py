"""Whether files are still those that were written: each is hashed again and compared with its record."""

from pathlib import Path

from avisbuild import inside
from avisbuild.files import sha256_of
from avisbuild.records.video_folder import CLIP_JSON
from avisbuild_pipelines.clip.clipping import read_clip


def verify_clip(video_dir: Path) -> list[str]:
    """What is wrong with the files of a video, one line each: missing, changed, or not recorded."""
    record = read_clip(inside.check_tree(video_dir))
    recorded = record.document.get("sha256") if record else None
    if not isinstance(recorded, dict):
        return [f"no valid {CLIP_JSON}"]
    present = {
        path.relative_to(video_dir).as_posix() for path in video_dir.rglob("*") if path.is_file()
    } - {CLIP_JSON}
    wrong = [f"{name}: missing" for name in sorted(recorded.keys() - present)]
    wrong += [f"{name}: not in {CLIP_JSON}" for name in sorted(present - recorded.keys())]
    for name in sorted(recorded.keys() & present):
        wrong += verify_file(video_dir / name, recorded[name], name=name)
    return wrong


def verify_file(path: Path, sha256: str, *, name: str) -> list[str]:
    """What is wrong with one file, called `name`, that is there: changed, or not to be read."""
    try:
        found = sha256_of(path)
    except OSError as error:
        return [f"{name}: cannot be read: {error.strerror}"]
    return [] if found == sha256 else [f"{name}: changed since it was written"]
