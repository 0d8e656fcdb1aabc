"""A small project with one video, and short ways to say masks and states, for the tests of the workbench."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avisbuild.annotation import VideoView, Workbench, commands
from avisbuild.masks import decode, encode
from avisbuild.records import (
    Category,
    CategoryId,
    InstanceId,
    MaskSource,
    Proposal,
    Provenance,
    Recipe,
    Rle,
    Sounding,
    Taxonomy,
    Video,
    VideoId,
)
from avisbuild.store import Project

HEIGHT, WIDTH = 18, 32
SIZE = (HEIGHT, WIDTH)
POND, LAKE = VideoId("pond"), VideoId("lake")
DOG, CAT = CategoryId(1), CategoryId(2)
RECIPE = Recipe(
    name="pets",
    taxonomy=Taxonomy(
        name="pets",
        categories=(
            Category(category_id=DOG, name="dog", colour_rgb=(255, 0, 0)),
            Category(category_id=CAT, name="cat", colour_rgb=(0, 255, 0)),
        ),
    ),
)
STATES = {
    "#": Sounding.SOUNDING,
    ".": Sounding.SILENT,
    ">": Sounding.OFFSCREEN,
    "~": Sounding.OCCLUDED,
    "?": Sounding.UNSURE,
}
CLICKED = Provenance(source=MaskSource.CLICK, author="ann", model="fake", prompts="{}")


def new_project(folder: Path, *, seconds: int = 6) -> Project:
    """A project with the empty video `pond` and another one, `lake`."""
    project = Project.create(folder, RECIPE)
    with project.edit(author="clip", action="Clip") as edit:
        for name in (POND, LAKE):
            edit.add_video(
                Video(video_id=name, second_count=seconds, height_px=HEIGHT, width_px=WIDTH)
            )
    return project


def square(corner: int = 0, side: int = 4) -> Rle:
    """A square, `corner` pixels down and to the right."""
    pixels = np.zeros(SIZE, np.bool_)
    pixels[corner : corner + side, corner : corner + side] = True
    return encode(pixels)


def pixels(rle: Rle | None) -> NDArray[np.bool_]:
    """The pixels of a mask that must be there."""
    assert rle is not None
    return decode(rle)


def suggestion(
    name: InstanceId, second: int, *, corner: int = 2, model: str = "flow", confidence: float = 0.5
) -> Proposal:
    """A proposal for a cell."""
    return Proposal(
        instance_id=name, second=second, rle=square(corner), model=model, confidence=confidence
    )


def add(workbench: Workbench, category: CategoryId = DOG, states: str = "") -> InstanceId:
    """A new instance; `states` has a sign a second: # sounding, > offscreen, ~ occluded, ? unsure."""
    made = commands.new_instance(workbench.view, category)
    workbench.run(commands.add_instance(workbench.view, made))
    name = made.instance_id
    for second, sign in enumerate(states):
        if sign != ".":
            one = range(second, second + 1)
            workbench.run(commands.set_sounding(workbench.view, name, one, STATES[sign]))
    return name


def commit(workbench: Workbench, name: InstanceId, second: int, corner: int = 0) -> None:
    """A mask for a cell."""
    workbench.run(commands.commit_mask(workbench.view, name, second, square(corner), CLICKED))


def states_text(view: VideoView, name: InstanceId) -> str:
    """The states of an instance as signs."""
    signs = {state: sign for sign, state in STATES.items()}
    return "".join(signs[state] for state in view.track(name).states)


def masked(view: VideoView, name: InstanceId) -> list[int]:
    """The seconds in which an instance has a mask."""
    return [second for second, rle in enumerate(view.track(name).masks) if rle is not None]


def picture(view: VideoView) -> Mapping[str, tuple[str, list[int]]]:
    """Each instance's name with its states and the seconds of its masks."""
    return {
        view.name(each.instance_id): (
            states_text(view, each.instance_id),
            masked(view, each.instance_id),
        )
        for each in view.instances
    }


def undo_label(workbench: Workbench) -> str | None:
    """What `undo` would take back, in English."""
    return None if workbench.to_undo is None else workbench.to_undo.action


def redo_label(workbench: Workbench) -> str | None:
    """What `redo` would do again, in English."""
    return None if workbench.to_redo is None else workbench.to_redo.action
