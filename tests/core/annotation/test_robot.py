"""A whole video from empty to handed in, without a window, with different segmenters."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from annotation_scene import Oracle, Scene, read_frame, render_scene
from core.annotation.annotation_robot import AnnotationRobot, iou
from core.prompt_text import prompt_in

from avisbuild.annotation import Workbench
from avisbuild.masks import decode
from avisbuild.records import MaskSource, RoundState, Sounding
from avisbuild.segment import Image, Segmenter
from avisbuild.segment.classical.segmenter import ClassicalSegmenter
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.store import Project

SECONDS = 8


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    folder = tmp_path_factory.mktemp("scene") / "rendered"
    return render_scene(folder, seconds=SECONDS, height_px=90)


@pytest.fixture
def project(scene: Scene, tmp_path: Path) -> Iterator[Project]:
    with scene.blank_project(tmp_path / "project") as project:
        yield project


@pytest.fixture
def workbench(project: Project, scene: Scene) -> Workbench:
    workbench = Workbench(project, author="robot")
    workbench.open_video(scene.video_id)
    return workbench


def frames_of(scene: Scene) -> Callable[[int], Image]:
    folder = scene.folder / "videos" / scene.video_id / "frames"
    return lambda second: read_frame(folder / f"{second:05d}.jpg")


def robot_at(workbench: Workbench, scene: Scene, segmenter: Segmenter) -> AnnotationRobot:
    return AnnotationRobot(workbench, scene.truth, segmenter, frames_of(scene))


def test_with_a_perfect_segmenter_a_mask_costs_one_click_and_one_key(
    workbench: Workbench, project: Project, scene: Scene
) -> None:
    """R10, R11, R17, R38: and what is handed in is the truth, bit for bit, states included."""
    robot = robot_at(workbench, scene, Oracle(scene))
    effort = robot.annotate()
    sounding = sum(track.states.count(Sounding.SOUNDING) for track in scene.heard)
    assert (effort.masks, effort.clicks, effort.keys, effort.strokes) == (sounding,) * 3 + (0,)
    assert project.states()[scene.video_id] is RoundState.SUBMITTED
    assert workbench.view.issues() == ()
    for track in scene.heard:
        mine = workbench.view.track(robot.ids[track.instance.instance_id])
        assert mine.states == track.states
        assert mine.masks == tuple(
            rle if state is Sounding.SOUNDING else None
            for rle, state in zip(track.masks, track.states, strict=True)
        )


@pytest.mark.parametrize("make", [FakeSegmenter, ClassicalSegmenter])
def test_with_a_poor_segmenter_the_brush_makes_every_mask_good(
    workbench: Workbench, scene: Scene, make: Callable[[], Segmenter]
) -> None:
    """R29, R37: every mask is good, and tells by what it was made."""
    segmenter = make()
    robot = robot_at(workbench, scene, segmenter)
    effort = robot.annotate()
    by_id = {robot.ids[track.instance.instance_id]: track for track in scene.heard}
    assert effort.masks == len(workbench.view.provenances)
    for (name, second), told in workbench.view.provenances.items():
        rle, wanted = workbench.view.mask_at(name, second), by_id[name].masks[second]
        assert rle is not None
        assert wanted is not None
        assert iou(decode(rle), decode(wanted)) >= 0.9
        assert (told.author, told.model) == ("robot", segmenter.name)
        assert told.source in (MaskSource.CLICK, MaskSource.BRUSH)


def test_a_clicked_mask_is_decoded_again_from_its_prompts(
    workbench: Workbench, scene: Scene
) -> None:
    """R37: prompts, model and candidate give the same pixels again."""
    segmenter = Oracle(scene)
    robot_at(workbench, scene, segmenter).annotate()
    frame_of = frames_of(scene)
    for (name, second), told in workbench.view.provenances.items():
        prompt = prompt_in(told.prompts)
        found = segmenter.segment(segmenter.embed(frame_of(second)), prompt)
        rle = workbench.view.mask_at(name, second)
        assert rle is not None
        chosen = json.loads(told.prompts)["candidate"]
        assert np.array_equal(found.masks[chosen], decode(rle))


def test_the_whole_video_is_undone_and_done_again(
    workbench: Workbench, project: Project, scene: Scene
) -> None:
    """R13: from handed in back to nothing, and forward again, on another day."""
    robot_at(workbench, scene, Oracle(scene)).annotate()
    last = workbench.view
    project.close()
    with Project.open(project.folder) as again:
        other = Workbench(again, author="robot")
        other.open_video(scene.video_id)
        while other.undo():
            pass
        assert other.view.tracks == ()
        assert other.view.state is RoundState.TODO
        while other.redo():
            pass
        assert other.view == last
        assert again.rebuild_state() == again.state_digest()
