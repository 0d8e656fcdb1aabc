"""Values are checked once, on entry, and states and spans say the same."""

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.records import (
    Assignment,
    Category,
    CategoryId,
    Comment,
    GuidelineRule,
    Heard,
    Instance,
    InstanceId,
    Lock,
    Mask,
    MaskSource,
    Provenance,
    Recipe,
    Rle,
    Round,
    RoundState,
    SetAside,
    Silence,
    Sounding,
    SoundingSpan,
    SplitSizes,
    Taxonomy,
    Track,
    Video,
    VideoId,
    sounding_spans,
    video_id,
)

DOG, POND = InstanceId("dog_1"), VideoId("pond")
NOON = "2030-01-31T12:00:00+00:00"
states = st.lists(st.sampled_from(Sounding), max_size=40)


def category(number: int, name: str) -> Category:
    return Category(category_id=CategoryId(number), name=name, colour_rgb=(0, 0, 0))


@given(states)
def test_spans_say_the_same_as_the_states_they_come_from(found: list[Sounding]) -> None:
    assert [
        span.state for span in sounding_spans(DOG, found) for _ in range(span.start, span.stop)
    ] == found


@given(states)
def test_spans_follow_each_other_without_gap_and_differ_from_their_neighbours(
    found: list[Sounding],
) -> None:
    spans = list(sounding_spans(DOG, found))
    assert [0, *(span.stop for span in spans)] == [*(span.start for span in spans), len(found)]
    assert all(a.state is not b.state for a, b in pairwise(spans))


@pytest.mark.parametrize(("start", "stop"), [(-1, 2), (2, 2), (3, 2)])
def test_a_span_holds_at_least_one_second_from_0_on(start: int, stop: int) -> None:
    with pytest.raises(ValueError, match="expected 0 <= start < stop"):
        SoundingSpan(instance_id=DOG, start=start, stop=stop)


@pytest.mark.parametrize(
    "name",
    ["-wgEIkAongk", "00000768", "9h7btHpA52U-00.22.53.668-00.23.54.504-seg2", "_", "a" * 128],
)
def test_names_of_published_videos_are_names(name: str) -> None:
    assert video_id(name) == name


@pytest.mark.parametrize("name", ["", ".", "..", ".a", "a/b", "a\\b", "a b", "ä", "a\n", "a" * 129])
def test_a_video_id_that_could_be_a_path_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="expected 1 to 128 of the characters"):
        video_id(name)


@pytest.mark.parametrize(
    "change", [{"second_count": 0}, {"height_px": 0}, {"width_px": -1}, {"video_id": "a/b"}]
)
def test_a_video_has_seconds_pixels_and_a_safe_name(change: dict[str, object]) -> None:
    video = Video(video_id=VideoId("a"), second_count=3, height_px=4, width_px=5)
    assert video.size == (4, 5)
    with pytest.raises(ValueError, match="expected"):
        dataclasses.replace(video, **change)  # type: ignore[arg-type]


def test_values_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Rle((1, 1), b"1").counts = b"0"  # type: ignore[misc]


@pytest.mark.parametrize(
    "make",
    [
        lambda: Rle((0, 1), b"1"),
        lambda: Rle((1, 1), b""),
        lambda: category(0, "dog"),
        lambda: category(1, ""),
        lambda: dataclasses.replace(category(1, "dog"), colour_rgb=(256, 0, 0)),
        lambda: Instance(
            instance_id=DOG, video_id=VideoId("a"), category_id=CategoryId(1), number=0
        ),
        lambda: Mask(
            instance_id=DOG,
            second=-1,
            rle=Rle((1, 1), b"1"),
            provenance=Provenance(source=MaskSource.BRUSH),
        ),
        lambda: Comment(video_id=POND, author="bo", text="here", point_x=3.0),
        lambda: Round(video_id=POND, number=1, state=RoundState.TODO, started_at="2030-01-31"),
        lambda: Silence(video_id=POND, second=-1),
        lambda: Heard(video_id=POND, second=-1, person="bo"),
        lambda: Assignment(video_id=POND, round_number=1, person="", assigned_at=NOON),
        lambda: Lock(video_id=POND, owner="bo", holder="", taken_at=NOON, heartbeat_at=NOON),
        lambda: SetAside(video_id=POND, reason=""),
        lambda: SplitSizes(train=1, val=-1, test=0),
        lambda: Recipe(name="x", taxonomy=Taxonomy(name="y", categories=()), frame_offset=1.0),
        lambda: GuidelineRule(rule_id="", text="x"),
        lambda: Recipe(
            name="x",
            taxonomy=Taxonomy(name="y", categories=()),
            guideline=(GuidelineRule(rule_id="a", text="x"),) * 2,
        ),
        lambda: Taxonomy(name="y", categories=(category(2, "dog"), category(1, "cat"))),
        lambda: Taxonomy(name="y", categories=(category(1, "dog"), category(1, "cat"))),
        lambda: Taxonomy(name="y", categories=(category(1, "dog"), category(2, "dog"))),
    ],
)
def test_values_that_cannot_be_are_refused(make: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        make()  # type: ignore[operator]


def test_an_instance_is_called_by_its_category_and_number() -> None:
    taxonomy = Taxonomy(name="pets", categories=(category(1, "cat"), category(4, "dog")))
    instance = Instance(instance_id=DOG, video_id=VideoId("a"), category_id=CategoryId(4), number=2)
    assert instance.name(taxonomy) == "dog_2"


def test_a_release_holds_masks_only_where_the_instance_sounds() -> None:
    instance = Instance(instance_id=DOG, video_id=VideoId("a"), category_id=CategoryId(4), number=1)
    rle = Rle((1, 1), b"01")
    track = Track(instance=instance, states=tuple(Sounding), masks=(rle,) * len(Sounding))
    assert track.sounding_masks == (rle, None, None, None, None)
    with pytest.raises(ValueError, match="expected as many states as masks, got 5, 4"):
        Track(instance=instance, states=tuple(Sounding), masks=(rle,) * 4)
