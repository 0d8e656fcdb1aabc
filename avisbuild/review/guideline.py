"""The guideline: its examples, which `init` brings into the project, and what in a video breaks a rule."""

import os
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from avisbuild import files, inside
from avisbuild.annotation import VideoView
from avisbuild.checks.issue import IssueKind
from avisbuild.checks.suspects import Suspect, SuspectKind
from avisbuild.checks.suspects.wording import suspect_message
from avisbuild.checks.wording import issue_message
from avisbuild.errors import FormatError
from avisbuild.media.still_picture import plain_rgb
from avisbuild.messages import Message
from avisbuild.records import GuidelineRule, Recipe
from avisbuild.records.video_folder import guideline_picture_path
from avisbuild.system.paths import lies_in
from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import check_bytes
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

_FORMATS = ("PNG", "JPEG", "WEBP")


def read_example(folder: Path, rule: GuidelineRule, *, longest_px: int) -> NDArray[np.uint8]:
    """The example of a rule that has one, (H, W, 3) uint8 RGB, made smaller where it is longer than that.

    `folder` is the project's. Raises FormatError where there is no picture, and OutsideError for a link out.
    """
    path = guideline_picture_path(folder, rule.picture)
    with _unpacked(path, _data(path)) as picture:
        plain = plain_rgb(picture)
    plain.thumbnail((longest_px, longest_px))
    return np.asarray(plain)


def examples_beside(recipe: Recipe, folder: Path) -> Mapping[str, bytes]:
    """The files of a recipe's examples by name, from the folder `guideline` in that of the recipe.

    Raises FormatError for one that is not there, leads out of the folder, or is no picture.
    """
    found = {}
    for name in sorted({rule.picture for rule in recipe.guideline if rule.picture}):
        path = guideline_picture_path(folder, name)
        if not lies_in(os.path.realpath(path), os.path.realpath(folder)):
            raise FormatError("guideline-picture-outside", path=path, folder=folder)
        data = _data(path)
        _unpacked(path, data).close()
        found[name] = data
    return found


def check_checks(recipe: Recipe, *, where: object) -> None:
    """Raise FormatError, naming `where`, for a rule that names a check that there is not."""
    known = sorted((*IssueKind, *SuspectKind))
    for rule in recipe.guideline:
        if rule.check and rule.check not in known:
            listed = ", ".join(known)
            raise FormatError(
                "guideline-check", where=where, rule=rule.rule_id, check=rule.check, known=listed
            )


def suspects_named(rules: Sequence[GuidelineRule]) -> frozenset[SuspectKind]:
    """The kinds of suspects that rules have as their checks."""
    checks = {rule.check for rule in rules}
    return frozenset(kind for kind in SuspectKind if kind.value in checks)


def breaches(
    rules: Sequence[GuidelineRule], view: VideoView, suspects: Sequence[Suspect] = ()
) -> Mapping[str, tuple[Message, ...]]:
    """What in a video breaks a rule, or may, by the rule's id; for rules that have a check and are broken.

    `suspects` are those that were found of the kinds that are named.
    """
    said: dict[str, list[Message]] = {}
    for issue in view.issues():
        said.setdefault(issue.kind.value, []).append(issue_message(issue))
    for suspect in suspects:
        said.setdefault(suspect.kind.value, []).append(suspect_message(suspect))
    found = {rule.rule_id: tuple(said.get(rule.check, ())) for rule in rules}
    return {rule_id: messages for rule_id, messages in found.items() if messages}


def keep_examples(folder: Path, examples: Mapping[str, bytes]) -> None:
    """Write the files into a project."""
    for name, data in examples.items():
        path = inside.checked(guideline_picture_path(folder, name))
        path.parent.mkdir(exist_ok=True)
        files.write_bytes(path, data)


def _data(path: Path) -> bytes:
    try:
        with inside.reading(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            check_bytes("picture-too-heavy", path, size, limits.EXAMPLE_BYTES)
            return stream.read(limits.EXAMPLE_BYTES)
    except OSError as error:
        raise FormatError("guideline-picture", path=path, reason=error.strerror) from error


def _unpacked(path: Path, data: bytes) -> Image.Image:
    try:
        picture = open_picture(BytesIO(data), path, formats=_FORMATS, most_px=limits.EXAMPLE_PX)
        picture.load()
    except PICTURE_ERRORS as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("guideline-picture", path=path, reason=error) from error
    return picture
