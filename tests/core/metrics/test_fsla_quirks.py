"""Each quirk of the published FSLA in a case small enough to work out by hand, beside the strict protocol.

Alphas are 0.05 to 0.95 in 19 steps, so a frame whose IoU is 1/2 is right at 9 of 19 (below 0.5, not at it).
"""

import math

import numpy as np
import pytest
from core.metrics.pictures import PIXELS, pair, tracks

from avisbuild.metrics import EvaluationProtocol, Fsla, FslaResult, Tracks
from avisbuild.metrics.fsla_reference import FSLA_QUIRKS

REFERENCE, STRICT = EvaluationProtocol.REFERENCE, EvaluationProtocol.STRICT


def score(
    truth: Tracks, pred: Tracks, protocol: EvaluationProtocol, without: str = ""
) -> FslaResult:
    metric = Fsla(protocol, quirks=FSLA_QUIRKS - {without})
    metric.update(pair(truth, pred))
    return metric.compute()


def both(truth: Tracks, pred: Tracks) -> tuple[float | None, float | None]:
    return score(truth, pred, REFERENCE).overall, score(truth, pred, STRICT).overall


@pytest.mark.parametrize(
    ("true", "pred", "expected"),
    [
        ("##..", ".##.", 600 / 19),
        ("##..", "##..", 100),
        ("....", "....", 100),
        ("....", "#...", 0),
        ("#...", "....", 0),
        ("##..", "#...", 900 / 19),
    ],
    ids=[
        "IoU 1/3 is above 6 of 19 alphas",
        "perfect",
        "silence kept",
        "a sound invented",
        "a sound missed",
        "IoU 1/2 is above 9 of 19 alphas",
    ],
)
def test_strict_fsla_of_one_frame(true: str, pred: str, expected: float) -> None:
    assert score(tracks(true), tracks(pred), STRICT).overall == pytest.approx(expected)


def test_f1_an_empty_mask_still_contributes_its_category() -> None:
    # Frame 0: person and ukulele; frame 1: person alone; frame 2: silence. All predicted perfectly.
    truth = tracks("##.. ##.. -", "..## - -", categories=[1, 7])
    pred = tracks("##.. ##.. ....", "..## .... ....", categories=[1, 7])
    assert both(truth, pred) == (pytest.approx(100 / 3), 100)
    assert score(truth, pred, REFERENCE).silent == 0
    assert score(truth, pred, REFERENCE, without="F1").overall == 100


def test_f2_empty_masks_are_known_at_921600_pixels_only() -> None:
    # One track of two frames, silent in neither; the second predicted track is empty everywhere.
    for pixels, expected in ((PIXELS, 100), (PIXELS // 2, 0)):
        truth = tracks("##.. ##..", pixels=pixels)
        pred = tracks("##.. ##..", ".... ....", pixels=pixels)
        assert both(truth, pred) == (expected, 100)
        assert score(truth, pred, REFERENCE, without="F2").overall == 100


def test_f3_a_three_cycle_of_perfect_predictions_scores_nothing() -> None:
    # One source a frame; prediction k + 1 is the truth's track k, so the matching is a 3-cycle.
    truth = tracks("##.... - -", "- ..##.. -", "- - ....##")
    rows = ["##.... ...... ......", "...... ..##.. ......", "...... ...... ....##"]
    assert both(truth, tracks(*rows)) == (100, 100)
    swapped = tracks(rows[1], rows[0], rows[2])
    assert both(truth, swapped) == (100, 100)
    cycled = tracks(rows[2], rows[0], rows[1])
    assert both(truth, cycled) == (0, 100)
    assert score(truth, cycled, REFERENCE, without="F3").overall == 100


def test_f4_a_pair_that_is_silent_in_the_frame_must_pass_too() -> None:
    # Three true tracks; in frame 0 only the first two sound. The third is matched to a track of another
    # category that is empty there: the pair's categories differ, so the frame is wrong.
    truth = tracks("##.... ##....", "..##.. ..##..", "- ....##", categories=[1, 2, 1])
    rows = ["##.... ##....", "..##.. ..##..", "...... ....##"]
    right, other = tracks(*rows, categories=[1, 2, 1]), tracks(*rows, categories=[1, 2, 2])
    assert both(truth, right) == (100, 100)
    assert both(truth, other) == (0, 50)
    # Frame 0 is right again without F4; frame 1 stays wrong, one category there is.
    assert score(truth, other, REFERENCE, without="F4").overall == 50


def test_f5_sets_of_categories_know_no_number_but_the_pairs_do() -> None:
    # {1, 1, 2} against {1, 2, 2}: the sets agree, the third pair does not. Both protocols say wrong.
    truth = tracks("##....", "..##..", "....##", categories=[1, 1, 2])
    pred = tracks("##....", "..##..", "....##", categories=[1, 2, 2])
    assert both(truth, pred) == (0, 0)
    assert score(truth, pred, REFERENCE, without="F5").overall == 0


def test_f6_ids_out_of_order_spoil_perfect_predictions() -> None:
    rows = ["##.. ##..", "..## ..##"]
    pred = tracks(*rows)
    assert both(tracks(*rows, ids=[1, 2]), pred) == (100, 100)
    # Rank 0 by id is the second in the file, whose mask the code then compares with the wrong prediction.
    backwards = tracks(*rows, ids=[2, 1])
    assert both(backwards, pred) == (0, 100)
    assert score(backwards, pred, REFERENCE, without="F6").overall == 100


def test_f6_a_track_that_never_sounds_shifts_the_others() -> None:
    truth, pred = tracks("- -", "##.. ##.."), tracks("##.. ##..")
    assert both(truth, pred) == (0, 100)


def test_f7_null_shifts_the_predictions_and_ends_the_program() -> None:
    truth = tracks("##.. -", "..## ..##")
    pred = tracks("##.. -", "..## ..##")
    result = score(truth, pred, REFERENCE)
    assert result.overall is None
    assert [(stop.quirk, stop.video, stop.frame) for stop in result.stops] == [("F7", "video", 1)]
    assert score(truth, pred, REFERENCE, without="F7").overall == 100
    assert score(truth, pred, STRICT).overall == 100
    assert score(truth, pred.null_as_zero((1, PIXELS)), REFERENCE).overall == 100


def test_f7_the_wrong_mask_is_compared_where_the_list_is_long_enough() -> None:
    # Frame 0 has both sources; in frame 1 the first prediction is null, and so number 0 is the second.
    truth = tracks("##.. ##..", "..## -")
    pred = tracks("##.. -", "..## ##..")
    assert score(truth, pred, REFERENCE).overall == 100
    assert score(truth, pred, STRICT).overall == 50


def test_f8_an_iou_at_alpha_fails_in_both_readings() -> None:
    # IoU 1/2: right at 0.05 to 0.45, nine alphas; with HOTA's "at least" it would be ten.
    truth, pred = tracks("##.."), tracks("#...")
    assert both(truth, pred) == (pytest.approx(900 / 19), pytest.approx(900 / 19))
    assert score(truth, pred, REFERENCE, without="F8").overall == pytest.approx(1000 / 19)


def test_f9_a_kind_without_frames_is_nan_in_one_reading_and_undefined_in_the_other() -> None:
    truth, pred = tracks("##.."), tracks("##..")
    reference, strict = score(truth, pred, REFERENCE), score(truth, pred, STRICT)
    assert reference.silent is not None
    assert math.isnan(reference.silent)
    assert strict.silent is None
    assert reference.frames == strict.frames == (0, 1, 0)
    assert Fsla().compute().overall is None


def test_f10_every_prediction_counts_whatever_its_score_in_both_readings() -> None:
    truth = tracks("##..")
    pred = tracks("##..", "##..", scores=[0.9, 0.01])
    assert both(truth, pred) == (0, 0)


def test_f11_an_empty_list_in_the_truth_ends_the_program() -> None:
    truth = tracks("##.. -", empty_list=[1])
    pred = tracks("##.. -")
    stops = score(truth, pred, REFERENCE).stops
    assert [(stop.quirk, stop.frame) for stop in stops] == [("F11", 1)]
    assert score(truth, pred, STRICT).overall == 100


def test_f12_counts_are_cut_down_to_whole_numbers() -> None:
    # Frames of IoU 1 and 1/2: 1 + 9/19 = 1.47 right frames on average.
    truth, pred = tracks("##.. ##.."), tracks("##.. #...")
    assert score(truth, pred, REFERENCE).right == (0, 1, 0)
    assert score(truth, pred, STRICT).right == (0, pytest.approx(28 / 19), 0)


def test_the_figure_over_all_frames_is_the_mean_of_the_kinds_weighted_by_their_frames() -> None:
    truth = tracks("##.. ##.. - ##..", "- ..## - ..##")
    pred = tracks("#... ##.. .... ##..", ".... ..## .... ..#.")
    for protocol in EvaluationProtocol:
        result = score(truth, pred, protocol)
        parts = np.array([result.silent, result.single, result.multi], dtype=float)
        assert result.frames == (1, 1, 2)
        assert result.overall == pytest.approx(np.dot(parts, result.frames) / 4)
