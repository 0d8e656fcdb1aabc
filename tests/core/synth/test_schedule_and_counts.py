"""When what sounds: invented, shared out, and like published counts."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.errors import FormatError
from avisbuild.synth import SceneOptions, SceneSpec, plan_scene
from avisbuild.synth.counts import histogram, read_counts
from avisbuild.synth.schedule import invent_counts, one_span, share_out

counts = st.lists(st.integers(0, 5), min_size=1, max_size=40)


@given(counts, st.integers(5, 8), st.integers(0, 1000))
def test_as_many_sound_as_asked_and_nobody_starts_without_need(
    row: list[int], sources: int, seed: int
) -> None:
    shared = np.array(share_out(row, sources, np.random.default_rng(seed)))
    assert shared.sum(axis=0).tolist() == row
    starts = (np.diff(np.pad(shared.astype(int), ((0, 0), (1, 0)))) == 1).sum()
    assert starts == np.maximum(np.diff([0, *row]), 0).sum()


def test_more_at_once_than_there_are_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 2"):
        share_out([3], 2, np.random.default_rng(0))


@given(st.integers(1, 120), st.booleans(), st.integers(0, 1000))
def test_invented_counts_have_silence_if_and_only_if_asked(
    seconds: int, silence: bool, seed: int
) -> None:
    row = invent_counts(seconds, np.random.default_rng(seed), silence=silence)
    assert len(row) == seconds
    assert (0 in row) == (silence and seconds > 1)
    assert max(row) >= 1


@given(st.integers(1, 60), st.integers(0, 1000))
def test_one_span_is_one_run(seconds: int, seed: int) -> None:
    row = one_span(seconds, np.random.default_rng(seed))
    assert len(row) == seconds
    assert (np.diff([0, *map(int, row), 0]) == 1).sum() == 1


def test_planned_scenes_are_like_the_published_counts(shared: Path) -> None:
    path = shared / "data" / "aviseg-published-counts.csv"
    options = SceneOptions(seed=0, seconds=None, like=path)
    published = read_counts(path)
    planned = [_seen(plan_scene(options, index)) for index in range(300)]
    lengths = [len(row) for row in planned], [len(row) for row in published]
    assert _js_distance(histogram(planned), histogram(published)) <= 0.05
    silent = [histogram(rows)[0] for rows in (planned, published)]
    assert silent[0] == pytest.approx(silent[1], abs=0.02)
    assert np.mean(lengths[0]) == pytest.approx(np.mean(lengths[1]), rel=0.03)
    changes = [
        np.mean([np.count_nonzero(np.diff(row)) for row in rows]) for rows in (planned, published)
    ]
    assert changes[0] == pytest.approx(changes[1], rel=0.25)


def test_a_planned_scene_has_the_counts_of_a_row(tmp_path: Path) -> None:
    path = _csv(tmp_path, "0 1 2 2 0 1")
    spec = plan_scene(SceneOptions(seed=3, seconds=None, like=path), 0)
    assert _seen(spec) == [0, 1, 2, 2, 0, 1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1 2 nine", r"line 2, sounding_instances_per_second: .*'1 2 nine'"),
        ("", "line 2"),
        ("1 -1", "line 2"),
        ("1 9", "0..8"),
    ],
)
def test_wrong_counts_are_one_clear_line(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        read_counts(_csv(tmp_path, text))


def test_a_csv_without_the_column_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("a,b\n1,2\n")
    with pytest.raises(FormatError, match="expected a column sounding_instances_per_second"):
        read_counts(path)
    with pytest.raises(FormatError, match=r"none\.csv"):
        read_counts(tmp_path / "none.csv")


def _csv(folder: Path, counts_text: str) -> Path:
    path = folder / "counts.csv"
    path.write_text(f"video,sounding_instances_per_second\nv,{counts_text}\n")
    return path


def _seen(spec: SceneSpec) -> list[int]:
    """How many sound in each second, those beside the picture left out, as published counts do."""
    inside = [actor for actor in spec.actors if 0 <= actor.path[0][1] <= 1]
    rows = [part.sounding for actor in inside for part in actor.parts]
    return [int(count) for count in np.sum(rows, axis=0)]


def _js_distance(p: tuple[float, ...], q: tuple[float, ...]) -> float:
    """The square root of the Jensen-Shannon divergence, in bits."""
    one, other = np.array(p), np.array(q)
    middle = (one + other) / 2

    def divergence(a: np.ndarray) -> float:
        there = a > 0
        return float(np.sum(a[there] * np.log2(a[there] / middle[there])))

    return float(np.sqrt((divergence(one) + divergence(other)) / 2))
