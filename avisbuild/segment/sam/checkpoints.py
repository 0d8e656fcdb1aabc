"""The published files of weights: where they come from, where they lie here, and whether they are whole."""

import os
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from avisbuild.errors import AvisbuildError
from avisbuild.files import sha256_of, write_json
from avisbuild.messages import Message
from avisbuild.segment.errors import CheckpointError
from avisbuild.untrusted.text import read_document

_SOURCE = "https://dl.fbaipublicfiles.com/segment_anything"


class CheckpointState(StrEnum):
    """What is known of a file of weights."""

    PRESENT = "present"
    ABSENT = "absent"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """A published file of weights; `name` is the segmenter's, `fallback` that of a smaller one."""

    name: str
    title: str
    file_name: str
    url: str
    byte_count: int
    sha256: str
    fallback: str
    licence: str = "Apache-2.0"

    @property
    def model_type(self) -> str:
        """segment-anything's own name of the model."""
        return self.name.removeprefix("sam_")


def _sam(
    size: str, title: str, md5_start: str, byte_count: int, sha256: str, fallback: str
) -> Checkpoint:
    file_name = f"sam_vit_{size}_{md5_start}.pth"
    return Checkpoint(
        name=f"sam_vit_{size}",
        title=title,
        file_name=file_name,
        url=f"{_SOURCE}/{file_name}",
        byte_count=byte_count,
        sha256=sha256,
        fallback=fallback,
    )


# The six digits in a file's name are the first of its MD5, not of its SHA-256.
CHECKPOINTS = {
    checkpoint.name: checkpoint
    for checkpoint in (
        _sam(
            "h",
            "SAM ViT-H",
            "4b8939",
            2_564_550_879,
            "a7bf3b02f3ebf1267aba913ff637d9a2d5c33d3173bb679e46d9f338c26f262e",
            fallback="sam_vit_l",
        ),
        _sam(
            "l",
            "SAM ViT-L",
            "0b3195",
            1_249_524_607,
            "3adcc4315b642a4d2101128f611684e8734c41232a17c648ed1693702a49a622",
            fallback="sam_vit_b",
        ),
        _sam(
            "b",
            "SAM ViT-B",
            "01ec64",
            375_042_383,
            "ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912",
            fallback="classical",
        ),
    )
}


def checkpoint_named(name: str) -> Checkpoint:
    """The published weights of that name; raises AvisbuildError that lists the names there are."""
    if name not in CHECKPOINTS:
        raise AvisbuildError("model-unknown", name=name, known=", ".join(CHECKPOINTS))
    return CHECKPOINTS[name]


def weights_folder() -> Path:
    """Where weights lie: $AVISBUILD_WEIGHTS, else avisbuild/weights in the user's cache folder."""
    if own := os.environ.get("AVISBUILD_WEIGHTS"):
        return Path(own)
    caches = os.environ.get("XDG_CACHE_HOME", "")
    # The XDG rules: a relative path is not heard.
    parent = Path(caches) if Path(caches).is_absolute() else Path.home() / ".cache"
    return parent / "avisbuild" / "weights"


def checkpoint_path(checkpoint: Checkpoint, folder: Path | None = None) -> Path:
    """Where the file lies, or belongs; `folder` defaults to `weights_folder()`."""
    return (folder or weights_folder()) / checkpoint.file_name


def checkpoint_state(checkpoint: Checkpoint, folder: Path | None = None) -> CheckpointState:
    """Whether the file is there and whole; reads it once, and again only after it changed."""
    path = checkpoint_path(checkpoint, folder)
    if not path.is_file():
        return CheckpointState.ABSENT
    if path.stat().st_size != checkpoint.byte_count or weights_digest(path) != checkpoint.sha256:
        return CheckpointState.DAMAGED
    return CheckpointState.PRESENT


def require(checkpoint: Checkpoint, folder: Path | None = None) -> Path:
    """The file's path; raises CheckpointError with the cure where it is missing or damaged."""
    path = checkpoint_path(checkpoint, folder)
    if not path.is_file():
        raise CheckpointError(
            "no-weights", title=checkpoint.title, path=path, cure=how_to_get(checkpoint, folder)
        )
    verify(path, checkpoint.sha256)
    return path


def verify(path: Path, sha256: str) -> str:
    """The digest, which is the expected one; raises CheckpointError where the file is missing or another."""
    if not path.is_file():
        raise CheckpointError("no-such-weights", path=path)
    found = weights_digest(path)
    if found != sha256:
        raise CheckpointError(
            "weights-damaged",
            path=path,
            byte_count=path.stat().st_size,
            found=found[:12],
            expected=sha256[:12],
        )
    return found


def how_to_get(checkpoint: Checkpoint, folder: Path | None = None) -> Message:
    """What to do to have the weights, with and without a network here; part of a line."""
    return Message("weights-pull", name=checkpoint.name, by_hand=by_hand(checkpoint, folder))


def by_hand(checkpoint: Checkpoint, folder: Path | None = None) -> Message:
    """Where a file goes that was fetched elsewhere; part of a line."""
    return Message("weights-by-hand", url=checkpoint.url, path=checkpoint_path(checkpoint, folder))


def weights_digest(path: Path) -> str:
    """The SHA-256 of a file, remembered beside it for as long as its size and time of change stay."""
    seen = _seen(path)
    try:
        known = read_document(_note(path))
        if {key: known[key] for key in seen} == seen and len(known["sha256"]) == 64:
            return str(known["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        pass  # No note, or none that can be read: the file itself says it.
    digest = sha256_of(path)
    remember_digest(path, digest)
    return digest


def remember_digest(path: Path, sha256: str) -> None:
    """Note the digest of a file that was just read to its end."""
    # A folder of weights that many share is often read-only: then each start reads the file.
    with suppress(OSError):
        write_json(_note(path), {**_seen(path), "sha256": sha256})


def _note(path: Path) -> Path:
    return path.with_name(f".{path.name}.sha256.json")


def _seen(path: Path) -> dict[str, int]:
    stamp = path.stat()
    return {"byte_count": stamp.st_size, "mtime_ns": stamp.st_mtime_ns}
