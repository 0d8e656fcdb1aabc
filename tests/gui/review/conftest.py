"""A video that one person has handed in, and others who review it."""

from collections.abc import Callable

import numpy as np
import pytest
from gui.annotator_case import FIRST, HEIGHT_PX, WIDTH_PX

from avisbuild import masks
from avisbuild.annotation import Workbench, commands
from avisbuild.annotation.commands.instances import new_instance
from avisbuild.records import MaskSource, Provenance, Rle, Sounding, VideoId
from avisbuild.store import Project

HandIn = Callable[..., None]


@pytest.fixture
def hand_in(project: Project) -> HandIn:
    """Annotates a video, a dog in its first three seconds and a cat in the second, and hands it in."""

    def make(video_id: VideoId = FIRST, *, author: str = "eva") -> None:
        bench = Workbench(project, author=author)
        bench.open_video(video_id)
        for name, seconds, left in (("dog", range(3), 20), ("cat", range(1, 2), 90)):
            made = new_instance(bench.view, bench.view.taxonomy.by_name[name].category_id)
            bench.run(commands.add_instance(bench.view, made))
            bench.run(
                commands.set_sounding(bench.view, made.instance_id, seconds, Sounding.SOUNDING)
            )
            for second in seconds:
                bench.run(
                    commands.commit_mask(
                        bench.view,
                        made.instance_id,
                        second,
                        square(left + 4 * second),
                        Provenance(source=MaskSource.BRUSH, author=author),
                    )
                )
        bench.run_as_is(
            commands.submit(bench.view, author=author, review_rounds=project.recipe.review_rounds)
        )

    return make


def square(left: int, *, side: int = 16) -> Rle:
    """A mask of a square at half height."""
    pixels = np.zeros((HEIGHT_PX, WIDTH_PX), np.bool_)
    pixels[40 : 40 + side, left : left + side] = True
    return masks.encode(pixels)
