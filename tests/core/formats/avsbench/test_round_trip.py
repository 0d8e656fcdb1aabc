"""A release of AVSBench-OV reads back: masks of its JSONs, of its label maps what the overlap rule left."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray
from release_scenes import write_media

from avisbuild.formats.avsbench.overlap import owners
from avisbuild.formats.avsbench.reading import read_data_set
from avisbuild.formats.avsbench_ov.reading import read_ov_content
from avisbuild.masks import decode, encode
from avisbuild.records import (
    Instance,
    InstanceId,
    Snapshot,
    Sounding,
    Split,
    SplitPlan,
    Track,
    Video,
    VideoId,
)
from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases.avsbench_ov import write_ov_release

SECONDS, SIZE = 5, (3, 4)
TAXONOMY = load_taxonomy("avsbench")
NAMES = ("boy_1", "man_1", "man_2")
_silent_states = st.sampled_from([Sounding.SILENT, Sounding.OFFSCREEN])
_stacks = arrays(np.bool_, (len(NAMES), SECONDS, *SIZE))


def _track(video: str, name: str, stack: NDArray[np.bool_], silent: Sounding) -> Track:
    """It sounds wherever it has a pixel."""
    category, _, number = name.partition("_")
    instance = Instance(
        instance_id=InstanceId(f"{video}/{name}"),
        video_id=VideoId(video),
        category_id=TAXONOMY.by_name[category].category_id,
        number=int(number),
    )
    masks = tuple(encode(mask) if mask.any() else None for mask in stack)
    states = tuple(silent if mask is None else Sounding.SOUNDING for mask in masks)
    return Track(instance=instance, states=states, masks=masks)


def _painted(tracks: Sequence[Track], second: int) -> dict[int, NDArray[np.bool_]]:
    """What the overlap rule leaves of each category."""
    seen = [track for track in tracks if track.masks[second] is not None]
    owner = owners([mask for track in seen if (mask := track.masks[second]) is not None], SIZE)
    found: dict[int, NDArray[np.bool_]] = {}
    for index, track in enumerate(seen):
        category = int(track.instance.category_id)
        found[category] = found.get(category, np.zeros(SIZE, np.bool_)) | (owner == index)
    return {category: mask for category, mask in found.items() if mask.any()}


@settings(max_examples=12, deadline=None)
@given(trained=_stacks, tested=_stacks, silent=_silent_states)
def test_what_the_format_can_say_survives_exactly(
    tmp_path_factory: pytest.TempPathFactory,
    trained: NDArray[np.bool_],
    tested: NDArray[np.bool_],
    silent: Sounding,
) -> None:
    folder = tmp_path_factory.mktemp("there-and-back")
    videos = [
        Video(video_id=VideoId(name), second_count=SECONDS, height_px=SIZE[0], width_px=SIZE[1])
        for name in ("tested", "trained")
    ]
    tracks = {
        VideoId(video): [
            _track(video, name, stack, silent) for name, stack in zip(NAMES, stacks, strict=True)
        ]
        for video, stacks in (("tested", tested), ("trained", trained))
    }
    write_media(folder / "videos", videos, rate_hz=400)
    snapshot = Snapshot(
        taxonomy=TAXONOMY, videos=videos, tracks=tracks, media_root=folder / "videos"
    )
    assignment = {VideoId("trained"): Split.TRAIN, VideoId("tested"): Split.TEST}
    plan = SplitPlan(method="random", seed=0, assignment=assignment)
    write_ov_release(snapshot, folder / "ov", plan)

    path = folder / "ov/AVSBench-openvoc/avsbench_ov_train_base.json"
    (read,) = read_ov_content(path, split=Split.TRAIN).truth.videos
    assert (read.problems, read.notes) == ([], [])
    heard = [track for track in tracks[VideoId("trained")] if any(track.sounding_masks)]
    assert [track.masks for track in read.tracks] == [track.sounding_masks for track in heard]

    for read in read_data_set(folder / "ov/AVSBench-semantic").videos():
        assert read.problems == []
        own = tracks[VideoId(read.name)]
        for second in range(SECONDS):
            found = {
                int(track.instance.category_id): decode(mask)
                for track in read.tracks
                if (mask := track.masks[second]) is not None
            }
            expected = _painted(own, second)
            assert found.keys() == expected.keys()
            assert all((found[each] == expected[each]).all() for each in expected)
