"""The whole evaluation: the ceiling, the quirks that moved a figure, the intervals, and the program."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Program
from core.metrics import scenes
from core.metrics.test_laws import perfect

from avisbuild.documents.checking import problems
from avisbuild.metrics import (
    EvaluationProtocol,
    PredictionFile,
    TruthFile,
    bootstrap_intervals,
    evaluate,
    evaluation_document,
)
from avisbuild.metrics.figures import FIGURES

KNOWN_SIZE = (30, 30_720)


def score(truth: dict[str, Any], predictions: list[dict[str, Any]], **options: Any):
    return evaluation_document(
        evaluate(TruthFile.of(truth), PredictionFile.of(predictions), **options)
    )


def scene(*tracks: tuple[int, str], size: tuple[int, int] = KNOWN_SIZE) -> dict[str, Any]:
    """A truth of one video; a track is a category and a word with # for each frame in which it sounds."""
    height, width = size
    step = height // (len(tracks) + 1)
    annotations = []
    for index, (category, sounds) in enumerate(tracks):
        box = (0, index * step, width // 2, index * step + step)
        area = step * (width // 2)
        annotations.append(
            {
                "id": index + 1,
                "video_id": 1,
                "category_id": category,
                "iscrowd": 0,
                "height": height,
                "width": width,
                "segmentations": [scenes.polygon(box) if s == "#" else None for s in sounds],
                "areas": [area if s == "#" else None for s in sounds],
            }
        )
    frames = [f"video/{frame}.jpg" for frame in range(len(tracks[0][1]))]
    return {
        "videos": [{"id": 1, "file_names": frames, "height": height, "width": width}],
        "categories": [{"id": 1, "name": "person"}, {"id": 2, "name": "ukulele"}],
        "annotations": annotations,
    }


def test_the_ceiling_is_what_a_perfect_model_gets_from_the_published_code() -> None:
    # Four frames: both, person alone, ukulele alone, silence. By F1 only the first can be right; each
    # predicted track is a detection in all four frames, two of them false (H1): DetA 1/2 and AssA 1/2.
    truth = scene((1, "##.."), (2, "#.#."))
    document = score(truth, [])
    ceiling = document["ceiling"]
    assert ceiling["FSLA"] == pytest.approx(25)
    assert ceiling["FSLAn"] == 0
    assert ceiling["HOTA"] == pytest.approx(50)
    assert ceiling["mAP"] == pytest.approx(100)
    assert score(truth, perfect(truth, null=False))["reference"]["FSLA"] == pytest.approx(25)


def test_the_ceiling_does_not_depend_on_the_predictions() -> None:
    for seed in range(5):
        truth, predictions = scenes.random_set(seed, scenes.Kind())
        document = score(truth, predictions)
        written = score(truth, perfect(truth, null=False, seed=seed))
        assert document["ceiling"] == written["ceiling"]
        for name in ("HOTA", "DetA", "AssA"):
            assert written["reference"][name] == pytest.approx(document["ceiling"][name])


def test_the_quirk_that_moved_a_figure_is_named_with_its_video() -> None:
    truth = scene((1, "##.."), (2, "#.#."))
    quirks = score(truth, perfect(truth, null=False))["quirks"]
    assert quirks["F1"]["without"]["FSLA"] == pytest.approx(75)
    assert quirks["F1"]["videos"] == {"video": pytest.approx(75)}
    assert quirks["H1"]["without"]["HOTA"] == pytest.approx(50)
    assert set(quirks) == {
        *(f"F{number}" for number in range(1, 13)),
        *(f"H{number}" for number in range(1, 7)),
        *(f"A{number}" for number in range(1, 6)),
    }
    moved = {name for name, entry in quirks.items() if entry["without"]}
    assert moved == {"F1", "H1", "A2"}


def test_at_another_size_the_two_quirks_that_hide_each_other_are_named_together() -> None:
    # Seconds: the person, silence. The empty mask is not PPTl0 here, so the silent second fails by its
    # count without F1, and by its category without F2; without both it is right.
    truth = scene((1, "#."), size=(60, 30_720))
    quirks = score(truth, perfect(truth, null=False))["quirks"]
    assert quirks["F1"]["without"] == quirks["F2"]["without"] == {}
    assert quirks["F1+F2"]["without"] == {"FSLA": pytest.approx(50), "FSLAn": pytest.approx(100)}
    assert quirks["F1+F2"]["videos"] == {"video": pytest.approx(50)}


@pytest.mark.parametrize(
    ("truth", "change", "quirk"),
    [
        (scene((1, "##"), size=(60, 30_720)), "zero track", "F2"),
        (scene((1, "#.."), (1, ".#."), (1, "..#")), "cycle", "F3"),
        (scene((1, "##"), (1, "##")), "ids", "F6"),
        (scene((1, "#."), (1, "##")), "null", "F7"),
        (scene((1, "##")), "[]", "F11"),
        (scene((1, "##")), "areas", "A4"),
        (scene((1, "##"), (2, "##")), "one category", "H2"),
        (scene((1, "##"), (1, "##")), "crowd", "H5"),
    ],
)
def test_each_cause_is_put_down_to_its_quirk(
    truth: dict[str, Any], change: str, quirk: str
) -> None:
    annotations = truth["annotations"]
    predictions = sorted(
        perfect(truth, null=change == "null"), key=lambda p: json.dumps(p["segmentations"])
    )
    if change == "zero track":
        empty = [scenes.filled(None, (60, 30_720))] * 2
        predictions.append(predictions[0] | {"segmentations": empty})
    elif change == "cycle":
        own = perfect(truth, null=False, seed=0)
        own.sort(key=lambda p: [len(m["counts"]) for m in p["segmentations"]], reverse=True)
        predictions = [own[2], own[0], own[1]]
    elif change == "ids":
        annotations[0]["id"], annotations[1]["id"] = 2, 1
    elif change == "null":
        predictions.sort(key=lambda p: p["segmentations"][1] is not None)
    elif change == "[]":
        annotations[0]["segmentations"][1] = []
    elif change == "areas":
        annotations[0]["areas"] = [4, 4]
    elif change == "one category":
        annotations[1]["category_id"] = predictions[0]["category_id"] = 1
        predictions[1]["category_id"] = 1
    elif change == "crowd":
        annotations[1]["iscrowd"] = 1
        predictions = predictions[:1]
    document = score(truth, predictions)
    assert problems(document, "evaluation") == []
    assert document["quirks"][quirk]["without"], quirk
    if quirk in ("F7", "F11"):
        assert document["reference"]["FSLA"] is None
        assert document["reference"]["stopped"][0]["quirk"] == quirk
        assert document["strict"]["FSLA"] is not None


def test_intervals_hold_the_figure_are_seeded_and_empty_without_spread() -> None:
    truth, predictions = scenes.random_set(1, scenes.Kind(video_count=12))
    evaluation = evaluate(TruthFile.of(truth), PredictionFile.of(predictions))
    document = evaluation_document(evaluation)
    categories = list(evaluation.categories)
    for protocol in EvaluationProtocol:
        counts = [video.counts[protocol] for video in evaluation.videos]
        first = bootstrap_intervals(counts, protocol, categories, draws=40, seed=3)
        again = bootstrap_intervals(counts[::-1], protocol, categories, draws=40, seed=3)
        other = bootstrap_intervals(counts, protocol, categories, draws=40, seed=4)
        assert first == again != other
        for name in FIGURES:
            interval, value = first[name], document[protocol.value][name]
            if interval.low is not None and interval.high is not None and name not in ("LocA",):
                assert interval.low <= interval.high
                if protocol is EvaluationProtocol.STRICT and name.startswith("FSLA"):
                    assert interval.low - 15 <= value <= interval.high + 15
    alone = [video.counts[EvaluationProtocol.STRICT] for video in evaluation.videos][:1]
    single = bootstrap_intervals(alone, EvaluationProtocol.STRICT, categories, draws=5)
    assert single["HOTA"].low == single["HOTA"].high


def test_one_draw_of_every_video_is_the_figure_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    import numpy as np

    truth, predictions = scenes.random_set(2, scenes.Kind(video_count=6))
    evaluation = evaluate(TruthFile.of(truth), PredictionFile.of(predictions))
    document = evaluation_document(evaluation)

    class Once:
        def multinomial(self, count: int, _: object, size: int) -> np.ndarray:
            return np.ones((size, count), dtype=np.int64)

    monkeypatch.setattr(np.random, "default_rng", lambda _: Once())
    for protocol in EvaluationProtocol:
        counts = [video.counts[protocol] for video in evaluation.videos]
        intervals = bootstrap_intervals(counts, protocol, list(evaluation.categories), draws=1)
        for name, interval in intervals.items():
            value = document[protocol.value][name]
            if interval.low is None:
                assert value is None or value == -100.0
            else:
                assert value == pytest.approx(interval.low, abs=1e-9), name


@pytest.fixture
def files(tmp_path: Path) -> Callable[..., tuple[Path, Path]]:
    def write(truth: Any, predictions: Any) -> tuple[Path, Path]:
        paths = tmp_path / "truth.json", tmp_path / "predictions.json"
        for path, document in zip(paths, (truth, predictions), strict=True):
            path.write_text(json.dumps(document))
        return paths

    return write


def test_the_program_shows_both_readings_and_writes_them(
    avisbuild: Program, tmp_path: Path, files: Callable[..., tuple[Path, Path]]
) -> None:
    truth, pred = files(*scenes.random_set(7, scenes.Kind()))
    out = tmp_path / "figures.json"
    words = ["evaluate", "--gt", truth, "--pred", pred, "--out", out, "--bootstrap", 5]
    answer = avisbuild(*words, "--substituted", pred)
    assert answer.returncode == 0, answer.stderr
    for word in ("reference", "strict", "FSLA", "HOTA", "mAP", "substituted sound", "paper"):
        assert word in answer.stdout
    document = json.loads(out.read_text())
    assert problems(document, "evaluation") == []
    assert len(document["strict"]["intervals"]["HOTA"]) == 2
    assert document["audio_control"]["strict"]["drops"]["HOTA"] == pytest.approx(0)
    shown = json.loads(avisbuild(*words[:5], "--json", "--protocol", "strict").stdout)
    assert shown["strict"]["HOTA"] == document["strict"]["HOTA"]
    assert "reference" not in shown


def test_the_program_says_where_the_published_one_stops(
    avisbuild: Program, files: Callable[..., tuple[Path, Path]]
) -> None:
    truth = scene((1, "#."), (1, "##"))
    predictions = perfect(truth, null=True)
    predictions.sort(key=lambda p: p["segmentations"][1] is not None)
    paths = files(truth, predictions)
    words = ["evaluate", "--gt", paths[0], "--pred", paths[1]]
    answer = avisbuild(*words)
    assert answer.returncode == 1
    assert "video video, frame 1: the published program stops here (F7" in answer.stdout
    assert avisbuild(*words, "--null-as-zero").returncode == 0


def test_masks_of_another_size_are_told_since_they_overlap_nothing() -> None:
    """A model that writes (width, height), or masks at the size that it worked at, has 0 and no error."""
    truth = scene((1, "##"))
    predictions = perfect(truth, null=True)
    height, width = KNOWN_SIZE
    for mask in predictions[0]["segmentations"]:
        mask["size"] = [width, height]
    document = score(truth, predictions)
    assert document["strict"]["HOTA"] == 0
    (note,) = document["notes"]
    assert note == (
        f"video video: predicted masks of (height, width) {(width, height)} overlap nothing, "
        f"since the video has {KNOWN_SIZE}; the first is prediction 0.segmentations[0]"
    )
    assert "notes" not in score(truth, perfect(truth, null=True))


def test_two_categories_of_one_name_both_have_their_figures() -> None:
    truth = scene((1, "##"), (2, "##"))
    truth["categories"] = [{"id": number, "name": "dog"} for number in (1, 2)]
    by_category = score(truth, perfect(truth, null=True))["strict"]["per_category"]
    assert list(by_category) == ["dog (1)", "dog (2)"]


def test_wrong_input_is_one_line(
    avisbuild: Program, files: Callable[..., tuple[Path, Path]]
) -> None:
    truth, predictions = scenes.random_set(7, scenes.Kind())
    predictions[0]["score"] = "high"
    paths = files(truth, predictions)
    answer = avisbuild("evaluate", "--gt", paths[0], "--pred", paths[1])
    assert answer.returncode == 2
    assert 'prediction 0.score: expected a number, got "high"' in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_an_out_file_in_no_folder_is_told_before_anything_is_read(
    avisbuild: Program, tmp_path: Path
) -> None:
    out = tmp_path / "nowhere" / "figures.json"
    for command in ("evaluate", "evaluate-ov", "evaluate-avs"):
        answer = avisbuild(command, "--gt", "none", "--pred", "none", "--out", out)
        assert answer.returncode == 2
        assert f"--out {out}: expected a file in a folder that exists" in answer.stderr
