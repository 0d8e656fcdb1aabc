"""Runs, areas and overlaps of many masks at once, as pycocotools has them of each."""

import json
from itertools import accumulate
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools import mask as coco

from avisbuild.masks.many import (
    BadRunsError,
    CocoRle,
    DrawnMask,
    PackedMask,
    counts_bytes,
    covered,
    drawn_polygons,
    iou_table,
    joined,
    read_polygons,
    unpack_runs,
    zero_counts,
)


def as_coco(mask: PackedMask) -> dict[str, Any]:
    """The mask as pycocotools takes it."""
    return {"size": list(mask.size), "counts": counts_bytes(mask)}


def unpacked(text: str) -> list[int] | None:
    """COCO's packing undone number by number; None where it is cut off."""
    numbers: list[int] = []
    position = 0
    while position < len(text):
        number, shift, more = 0, 0, True
        while more:
            if position == len(text):
                return None
            code = ord(text[position]) - 48
            number |= (code & 31) << shift
            more, position, shift = bool(code & 32), position + 1, shift + 5
            if not more and code & 16:
                number -= 1 << shift
        numbers.append(number + (numbers[-2] if len(numbers) > 2 else 0))
    return numbers


@pytest.mark.parametrize(
    ("height", "width", "text"),
    [
        (720, 1280, "PPTl0"),
        (640, 360, "PPQ7"),
        (1920, 1080, "PPYo1"),
        (854, 480, "PZ`<"),
        (224, 224, "PPa1"),
    ],
)
def test_a_mask_without_a_pixel_is_written_as_published(height: int, width: int, text: str) -> None:
    assert zero_counts(height, width) == text
    empty = coco.encode(np.zeros((height, width), np.uint8, order="F"))
    assert empty["counts"].decode() == text


@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_areas_and_faults_are_those_found_number_by_number(seed: int) -> None:
    rng = np.random.default_rng(seed)
    masks = []
    for _ in range(rng.integers(1, 8)):
        height, width = rng.integers(1, 40, 2)
        pixels = rng.random((height, width)) < rng.choice([0, 0.02, 0.3, 0.7, 1])
        rle = coco.encode(np.asfortranarray(pixels.astype(np.uint8)))
        masks.append(CocoRle(tuple(rle["size"]), rle["counts"].decode()))
    assert unpack_runs(masks).areas.tolist() == [int(coco.area(as_coco(mask))) for mask in masks]
    broken = int(rng.integers(len(masks)))
    text = str(masks[broken].counts)
    place = int(rng.integers(len(text)))
    text = text[:place] + chr(48 + int(rng.integers(64))) + text[place + 1 :]
    masks[broken] = CocoRle(masks[broken].size, text)
    numbers = unpacked(text)
    pixels = int(np.prod(masks[broken].size))
    if numbers is not None and min(numbers) >= 0 and sum(numbers) == pixels:
        assert unpack_runs(masks).areas[broken] == sum(numbers[1::2])
    else:
        with pytest.raises(BadRunsError) as caught:
            unpack_runs(masks)
        assert caught.value.index == broken


@pytest.mark.parametrize(
    "text", ["", "o" * 20, "\x10", "ÿ", "P", "oooooo0", '`0"', b'`0"', b'`0""']
)
def test_what_is_no_rle_is_refused(text: str | bytes) -> None:
    with pytest.raises(BadRunsError):
        unpack_runs([CocoRle((4, 4), zero_counts(4, 4)), CocoRle((4, 4), text)])


@settings(max_examples=100, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_overlaps_are_those_of_pycocotools(seed: int) -> None:
    """Of every true with every predicted mask of a frame; masks of another size overlap nothing."""
    rng = np.random.default_rng(seed)
    frames, rows, columns = (int(number) for number in rng.integers(1, 5, 3))

    def masks(count: int) -> list[CocoRle]:
        found = []
        for _ in range(count):
            size = (9, 7) if rng.random() < 0.9 else (7, 9)
            pixels = rng.random(size) < rng.choice([0, 0.1, 0.5, 1])
            rle = coco.encode(np.asfortranarray(pixels.astype(np.uint8)))
            found.append(CocoRle(size, rle["counts"]))
        return found

    def places(tracks: int, count: int) -> np.ndarray:
        return rng.integers(-1, count, (tracks, frames))

    true, pred = masks(4), masks(6)
    true_places, pred_places = places(rows, 4), places(columns, 6)
    table = iou_table(unpack_runs(true), true_places, unpack_runs(pred), pred_places)
    for frame, row, column in np.ndindex(frames, rows, columns):
        a, b = int(true_places[row, frame]), int(pred_places[column, frame])
        expected = 0.0
        if a >= 0 and b >= 0:
            expected = max(coco.iou([as_coco(true[a])], [as_coco(pred[b])], [0])[0, 0], 0.0)
        assert table[frame, row, column] == expected
    runs = unpack_runs(true)
    with_themselves = iou_table(runs, true_places, runs, true_places)
    with_equals = iou_table(runs, true_places, unpack_runs(true), true_places)
    assert np.array_equal(with_themselves, with_equals)


_CORNER = st.one_of(
    st.integers(0, 40).map(float),
    st.floats(0, 45, allow_nan=False).map(lambda number: round(number, 1)),
    st.floats(0, 45, allow_nan=False),
)


def drawn_in(polygons: list[list[float]], size: tuple[int, int]) -> list[DrawnMask | None]:
    ends = np.cumsum([len(polygon) for polygon in polygons])
    return drawn_polygons(np.concatenate(polygons), ends, size)


_NUMBER = st.one_of(
    st.integers(-(10**16), 10**16),
    st.integers(-999, 99_999).map(lambda tenths: tenths / 10),
    st.floats(allow_nan=False, allow_infinity=False),
)
_TRACK = st.lists(st.none() | st.lists(st.lists(_NUMBER, max_size=8), max_size=3), max_size=5)


@settings(max_examples=500, deadline=None)
@given(
    track=_TRACK,
    tight=st.booleans(),
    place=st.none() | st.integers(0, 10_000),
    character=st.sampled_from('[],. -+0123456789nulex"{}\t\\'),
)
def test_polygons_are_read_as_json_says_to_the_last_bit_or_not_at_all(
    track: list[list[list[float]] | None], tight: bool, place: int | None, character: str
) -> None:
    """Also of text with a wrong character in it: what is no JSON is never read."""
    text = json.dumps(track, separators=(",", ":") if tight else None)
    if place is not None:
        at = place % len(text)
        text = text[:at] + character + text[at + 1 :]
    found = read_polygons(msgspec.Raw(text.encode()))
    if found is None:
        return
    expected = json.loads(text)
    numbers, ends, counts = found
    polygons = [polygon for frame in expected for polygon in frame or ()]
    flat = [float(number) for polygon in polygons for number in polygon]
    assert numbers.tobytes() == np.array(flat, dtype=np.float64).tobytes()
    assert ends.tolist() == list(accumulate(len(polygon) for polygon in polygons))
    assert counts.tolist() == [-1 if frame is None else len(frame) for frame in expected]


@pytest.mark.parametrize(
    "text",
    [
        "[[[-0, -0.0, 0, -0.5]]]",
        "[null, [[1, 2.5, 349.0, 0.1, -3, 12345.678901]], [], [[1,2],[3]]]",
        "[]",
        "[null]",
        "[ [[0,-0.0]] , null ]",
    ],
)
def test_polygons_as_programs_write_them_are_read(text: str) -> None:
    found = read_polygons(msgspec.Raw(text.encode()))
    assert found is not None
    flat = [
        float(number) for frame in json.loads(text) for polygon in frame or () for number in polygon
    ]
    assert found[0].tobytes() == np.array(flat, dtype=np.float64).tobytes()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "[]]",
        "[,]",
        "null",
        "[nul]",
        "[null,]",
        "[[1]]",
        "[[null]]",
        "[[[[1]]]]",
        "[[[1,]]]",
        "[[[1 2]]]",
        "[[[01]]]",
        "[[[1.]]]",
        "[[[.5]]]",
        "[[[-]]]",
        "[[[1e3]]]",
        "[[[12345678.123456789]]]",
    ],
)
def test_what_is_no_json_or_seldom_written_is_left_to_others(text: str) -> None:
    assert read_polygons(msgspec.Raw(text.encode())) is None


@settings(max_examples=400, deadline=None)
@given(
    corners=st.lists(_CORNER, min_size=6, max_size=60).filter(lambda found: len(found) % 2 == 0),
    height=st.integers(1, 40),
    width=st.integers(1, 40),
)
def test_a_polygon_is_drawn_as_by_pycocotools(
    corners: list[float], height: int, width: int
) -> None:
    """Whether it crosses itself, leaves the frame, or has corners on the middle between pixels."""
    polygons = [corners, [*corners, 3.0, 4.0]]
    expected = coco.frPyObjects(polygons, height, width)
    drawn = drawn_in(polygons, (height, width))
    assert [mask and mask.counts for mask in drawn] == [each["counts"] for each in expected]
    assert [mask and mask.area for mask in drawn] == coco.area(expected).tolist()
    both = joined([mask for mask in drawn if mask is not None])
    merged = coco.merge(expected)
    assert (both.counts, both.area) == (merged["counts"], coco.area(merged))
    outside = [-1.0, *corners[1:]]
    again, nothing, last = drawn_in([corners, outside, corners], (height, width))
    assert nothing is None
    assert again is not None
    assert last is not None
    assert again.counts == last.counts == expected[0]["counts"]
    packed = CocoRle((height, width), expected[1]["counts"])
    mixed, alone = unpack_runs([packed, again, packed, last]), unpack_runs([packed, packed, packed])
    assert mixed.areas.tolist() == coco.area([expected[number] for number in (1, 0, 1, 0)]).tolist()
    assert mixed.sizes.tolist() == [alone.sizes[0]] * 4
    for index, mask in ((0, packed), (1, again), (3, last)):
        part = mixed.bounds[mixed.firsts[index] : mixed.firsts[index + 1]].tolist()
        assert part == unpack_runs([CocoRle(mask.size, mask.counts)]).bounds.tolist()


@settings(max_examples=100, deadline=None)
@given(lengths=st.lists(st.lists(st.integers(0, 5), max_size=12), min_size=1, max_size=4))
def test_a_pixel_in_many_masks_is_covered_once(lengths: list[list[int]]) -> None:
    """Whatever the masks, runs of length 0 among them, which no encoder writes and a file may have."""
    pixel_count = max(map(sum, lengths)) + 1
    masks, together = [], np.zeros(pixel_count, dtype=np.bool_)
    for each in lengths:
        runs = [*each, pixel_count - sum(each)]
        together |= np.repeat(np.arange(len(runs)) % 2 == 1, runs)
        rle = coco.frPyObjects({"size": [1, pixel_count], "counts": runs}, 1, pixel_count)
        masks.append(CocoRle((1, pixel_count), rle["counts"]))
    runs = unpack_runs(masks)
    assert covered(runs, np.arange(len(masks))) == together.sum()


class _InFile(msgspec.Struct):
    """A mask whose counts are still the JSON string of its file."""

    size: tuple[int, int]
    counts: msgspec.Raw


def test_counts_are_read_where_they_stand_in_json_however_they_are_spelled_there() -> None:
    """A backslash stands there twice; any character may be written by its number."""
    rng = np.random.default_rng(0)
    texts, areas = [], []
    for _ in range(50):
        pixels = np.asfortranarray(rng.random((40, 60)) < 0.02).astype(np.uint8)
        texts.append(coco.encode(pixels)["counts"].decode())
        areas.append(int(pixels.sum()))
    assert any("\\" in text for text in texts)
    usual = [msgspec.json.encode(text) for text in texts]
    by_number = ["".join([f"\\u{ord(each):04x}" for each in text]) for text in texts]
    odd = [b'"' + text.encode() + b'"' for text in by_number]
    for spelled in (usual, odd, usual[:25] + odd[25:]):
        masks = [_InFile((40, 60), msgspec.Raw(text)) for text in spelled]
        assert unpack_runs(masks).areas.tolist() == areas
