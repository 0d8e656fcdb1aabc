"""Proposals for a project's video come from the pictures of its source, and write nothing."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.stream import VideoStream
from core.propagation.rendered import HEIGHT_PX, RATE_HZ, WIDTH_PX, Clip, iou
from media.damage import damaged

from avisbuild import masks
from avisbuild.errors import MediaError, ProjectError
from avisbuild.files import write_json
from avisbuild.propagation import Moment
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Proposal,
    Provenance,
    Sounding,
    SoundingSpan,
    VideoId,
)
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild_pipelines.clip import ClipRequest, clip_video
from avisbuild_pipelines.propagating import (
    JUMP_MODEL,
    MODEL,
    Direction,
    LostInstance,
    Pictures,
    open_pictures,
    propose,
)

SECONDS = 4
VIDEO = VideoId("v")
DISC, DOG = InstanceId("disc"), InstanceId("dog")
SCENE = Clip(lambda time_s: (75 + 45 * time_s, 135))


def truth(second: int) -> np.ndarray:
    """The disc in the picture that stands for a second: the last before its middle."""
    return SCENE.mask(second + 12 / RATE_HZ)


def encode(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE_HZ, options={"crf": "18"})
        assert isinstance(stream, VideoStream)
        stream.height, stream.width, stream.pix_fmt = HEIGHT_PX, WIDTH_PX, "yuv420p"
        stream.codec_context.thread_count = 1
        for index in range(SECONDS * RATE_HZ):
            frame = av.VideoFrame.from_ndarray(SCENE.image(index / RATE_HZ), format="rgb24")
            frame.pts = index
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with one clipped video of four seconds and its source."""
    folder = tmp_path_factory.mktemp("made") / "project"
    with Project.create(folder, load_recipe("aviseg")) as project:
        source = project.sources_dir / "local-v"
        source.mkdir()
        encode(source / "source.mp4")
        write_json(source / "source.json", {"media": "source.mp4", "reference": False})
        record = clip_video(
            ClipRequest(
                video_id=VIDEO,
                source_path=source / "source.mp4",
                source_key="local-v",
                source={},
                video_dir=project.video_dir(VIDEO),
                allow_silence=True,
            )
        )
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(record.video)
            for number, name in enumerate((DISC, DOG), start=1):
                edit.add(
                    Instance(
                        instance_id=name, video_id=VIDEO, category_id=CategoryId(1), number=number
                    )
                )
                edit.set_sounding(SoundingSpan(instance_id=name, start=0, stop=SECONDS))
    return folder


@pytest.fixture
def project(made: Path) -> Iterator[Project]:
    """The project, without masks."""
    with Project.open(made) as project:
        with project.edit(author="ann", action="Begin anew") as edit:
            for mask in project.records(Mask, VIDEO):
                edit.drop(Mask, instance_id=mask.instance_id, second=mask.second)
            edit.set_sounding(SoundingSpan(instance_id=DISC, start=0, stop=SECONDS))
        yield project


def mark(project: Project, *seconds: int) -> None:
    with project.edit(author="ann", action="Mark") as edit:
        for second in seconds:
            edit.put(
                Mask(
                    instance_id=DISC,
                    second=second,
                    rle=masks.encode(truth(second)),
                    provenance=Provenance(source=MaskSource.CLICK),
                )
            )


def test_masks_go_to_both_sides_of_the_annotated_second(project: Project) -> None:
    """R19, R20: proposals with a confidence, in both directions, and the project stays as it was."""
    mark(project, 1)
    before = project.state_digest()
    found = list(propose(project, VIDEO, [DISC], from_second=1, seconds=range(SECONDS)))
    assert sorted(each.second for each in found) == [0, 2, 3]
    for each in found:
        assert iou(masks.decode(each.rle), truth(each.second)) >= 0.95
        assert (each.instance_id, each.model) == (DISC, MODEL)
        assert 0.5 < each.confidence < 1
    assert project.state_digest() == before


@pytest.mark.parametrize(
    ("direction", "seconds"), [(Direction.FORWARD, [2, 3]), (Direction.BACKWARD, [0])]
)
def test_one_direction_fills_one_side(
    project: Project, direction: Direction, seconds: list[int]
) -> None:
    mark(project, 1)
    found = propose(
        project, VIDEO, [DISC], from_second=1, seconds=range(SECONDS), direction=direction
    )
    assert [each.second for each in found] == seconds


def test_no_cell_with_a_mask_is_proposed_for_and_two_walks_meet_between_masks(
    project: Project,
) -> None:
    """R20: human masks are immutable to it."""
    mark(project, 0, 3)
    found = list(propose(project, VIDEO, [DISC], from_second=0, seconds=range(SECONDS)))
    assert sorted(each.second for each in found) == [1, 2]
    assert all(each.confidence > 0.98 for each in found)


def test_a_range_is_kept_to_and_silent_cells_are_left_out(project: Project) -> None:
    """R20: within a chosen range."""
    mark(project, 0)
    with project.edit(author="ann", action="Silence") as edit:
        edit.set_sounding(SoundingSpan(instance_id=DISC, start=1, stop=2, state=Sounding.SILENT))
    found = [
        each.second for each in propose(project, VIDEO, [DISC], from_second=0, seconds=range(3))
    ]
    assert found == [2]


def test_what_was_finished_before_the_stop_is_given(project: Project) -> None:
    """R20: cancel keeps finished seconds, those too that waited for the walk from the other side."""
    mark(project, 0, 3)
    walked: list[int] = []

    def note(done: int, total: int | None, what: str) -> None:
        walked.append(done)
        assert total == 4

    found = list(
        propose(
            project,
            VIDEO,
            [DISC],
            from_second=0,
            seconds=range(SECONDS),
            should_stop=lambda: bool(walked),
            progress=note,
        )
    )
    assert [each.second for each in found] == [1]


def test_a_frame_that_cannot_be_read_costs_nothing_that_was_found_before(project: Project) -> None:
    """R20: finished seconds are kept, those too that waited for the walk from the other side."""
    mark(project, 0, 3)

    class Breaking:
        """A source whose pictures before second 2 cannot be read on the way back."""

        is_dense = True

        def walk(self, start: int, stop: int) -> Iterator[Moment]:
            for moment in open_pictures(project, VIDEO).source.walk(start, stop):
                if start > stop and moment.second == 2:
                    raise MediaError("the disk gave up", code="undecodable")
                yield moment

    found: list[int] = []
    with pytest.raises(MediaError, match="the disk gave up"):
        found.extend(
            each.second
            for each in propose(
                project,
                VIDEO,
                [DISC],
                from_second=0,
                seconds=range(SECONDS),
                pictures=Pictures(source=Breaking()),
            )
        )
    assert found == [1, 2]


def test_an_instance_without_a_mask_nearby_gets_nothing(project: Project) -> None:
    assert list(propose(project, VIDEO, [DOG], from_second=1, seconds=range(SECONDS))) == []


def test_an_unknown_instance_is_told(project: Project) -> None:
    with pytest.raises(ProjectError, match="no instance cat"):
        list(propose(project, VIDEO, [InstanceId("cat")], from_second=1, seconds=range(SECONDS)))


def test_without_the_source_frames_alone_are_used_and_that_is_told(project: Project) -> None:
    mark(project, 1)
    source = project.sources_dir / "local-v" / "source.mp4"
    aside = source.rename(source.with_name("elsewhere.mp4"))
    try:
        pictures = open_pictures(project, VIDEO)
        assert "source is not kept" in str(pictures.notice)
        found = list(
            propose(
                project, VIDEO, [DISC], from_second=1, seconds=range(SECONDS), pictures=pictures
            )
        )
        proposals = [each for each in found if isinstance(each, Proposal)]
        assert all(each.model == JUMP_MODEL and each.confidence <= 0.3 for each in proposals)
        # The disc moves further in a second than a jump can follow; that is told where it happens.
        lost = [each for each in found if isinstance(each, LostInstance)]
        assert {each.instance_id for each in lost} == {DISC}
        assert {each.second for each in lost} & {each.second for each in proposals} == set()
    finally:
        aside.rename(source)
    assert open_pictures(project, VIDEO).notice is None


def test_pictures_that_cannot_be_decoded_are_bridged_and_that_is_told(project: Project) -> None:
    """R46: what can be had is used, and one line says so."""
    mark(project, 0)
    source = project.sources_dir / "local-v" / "source.mp4"
    whole = source.rename(source.with_name("whole.mp4"))
    try:
        damaged(whole, source, pictures=range(60, 63))
        pictures = open_pictures(project, VIDEO)
        assert pictures.notice is None
        found = propose(
            project, VIDEO, [DISC], from_second=0, seconds=range(SECONDS), pictures=pictures
        )
        proposals = [each for each in found if isinstance(each, Proposal)]
        assert all(each.model == MODEL for each in proposals)
        assert proposals[0].second == 1
        assert proposals[0].confidence > 0.8
        assert iou(masks.decode(proposals[0].rle), truth(1)) > 0.9
        assert "could not be decoded and were bridged, in seconds 2" in str(pictures.bridged)
    finally:
        source.unlink()
        whole.rename(source)
    assert open_pictures(project, VIDEO).bridged is None
