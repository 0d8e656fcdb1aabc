"""Each quirk of the published track mAP small enough to work out by hand, beside the strict protocol."""

import pytest
from core.metrics.pictures import pair, tracks

from avisbuild.metrics import EvaluationProtocol, MapFigures, TrackMap, Tracks

REFERENCE, STRICT = EvaluationProtocol.REFERENCE, EvaluationProtocol.STRICT
Video = tuple[str, Tracks, Tracks]


def score(
    *videos: Video, protocol: EvaluationProtocol, categories: tuple[int, ...] = (1, 2)
) -> MapFigures:
    metric = TrackMap(protocol, categories=categories)
    for name, truth, pred in videos:
        metric.update(pair(truth, pred, name))
    return metric.compute().overall


def both(*videos: Video) -> tuple[MapFigures, MapFigures]:
    return score(*videos, protocol=REFERENCE), score(*videos, protocol=STRICT)


def test_track_iou_sums_over_frames() -> None:
    # 2 + 1 of 2 + 2 + 1 pixels in three frames: IoU 3/5 passes 0.50, 0.55 and 0.60, three of ten.
    truth, pred = tracks("##.. ##.. -"), tracks("##.. #... #...")
    for figures in both(("v", truth, pred)):
        assert figures.mean_ap == pytest.approx(30)
        assert pytest.approx(30) == figures.AR


def test_a1_the_first_prediction_does_not_take_its_true_track_away() -> None:
    # The same answer twice: the second counts as right too, so precision stays 1 in the reference; the
    # unrelated dummy in front (of another category) takes the quirk away and lowers AP of the same file.
    truth = tracks("##..", "..##")
    twice = tracks("##..", "##..", "..##", scores=[0.9, 0.8, 0.7])
    reference, strict = both(("v", truth, twice))
    assert reference.mean_ap == pytest.approx(100)
    # Right, wrong, right: precision 1 up to recall 1/2 (51 points), then 2/3 (50 points).
    expected = 100 * (51 + 50 * 2 / 3) / 101
    assert strict.mean_ap == pytest.approx(expected)
    dummy = tracks(
        "...#", "##..", "##..", "..##", categories=[2, 1, 1, 1], scores=[0.1, 0.9, 0.8, 0.7]
    )
    assert score(("v", truth, dummy), protocol=REFERENCE).mean_ap == pytest.approx(expected)


def test_a1_strikes_in_the_first_video_by_name_that_has_predictions() -> None:
    truth = tracks("##..", "..##")
    twice = tracks("##..", "##..", "..##", scores=[0.9, 0.8, 0.7])
    silent = tracks(frame_count=1)
    first = score(("b", truth, twice), ("a", silent, silent), protocol=REFERENCE)
    assert first.mean_ap == pytest.approx(100)
    second = score(("b", truth, twice), ("a", tracks("##.."), tracks("##..")), protocol=REFERENCE)
    assert second.mean_ap is not None
    assert second.mean_ap < 100


def test_a2_a_size_class_without_truth_is_minus_100_or_undefined() -> None:
    # 921,600 / 4 pixels are more than 256 squared.
    reference, strict = both(("v", tracks("#..."), tracks("#...")))
    assert (reference.AP_s, reference.AP_m) == (-100, -100)
    assert (strict.AP_s, strict.AP_m) == (None, None)
    assert (reference.AP_l, strict.AP_l) == (pytest.approx(100), 100)
    empty = tracks(frame_count=1)
    reference, strict = both(("v", empty, tracks("#...")))
    assert (reference.mean_ap, strict.mean_ap) == (-100, None)


def test_a3_a_track_on_the_edge_is_in_two_size_classes_or_in_one() -> None:
    # One character of four is exactly 128 squared pixels.
    edge = tracks("#...", pixels=4 * 128 * 128)
    reference, strict = both(("v", edge, edge))
    assert (reference.AP_s, reference.AP_m) == (pytest.approx(100), pytest.approx(100))
    assert (strict.AP_s, strict.AP_m) == (None, 100)


def test_a4_stored_areas_are_trusted_or_counted_anew() -> None:
    rescaled = tracks("#...", stored_areas=[100.0])
    reference, strict = both(("v", rescaled, tracks("#...")))
    # By its stored area the track is small, and so the large prediction that matches it is right there.
    assert (reference.AP_s, reference.AP_l) == (pytest.approx(100), -100)
    assert (strict.AP_s, strict.AP_l) == (None, 100)


def test_a5_equal_scores_count_in_the_order_of_names_or_together() -> None:
    # Video a invents a track, video b is right, both with score 0.5.
    wrong = "a", tracks("##.."), tracks("..##", scores=[0.5])
    right = "b", tracks("##.."), tracks("##..", scores=[0.5])
    renamed = "b", wrong[1], wrong[2]
    # One of two found. Wrong first: precision 1/2 up to recall 1/2; right first: 1. Together: 1/2.
    half = 100 * 51 / 101
    assert score(wrong, right, protocol=REFERENCE).mean_ap == pytest.approx(half / 2)
    other_way = score(renamed, ("a", *right[1:]), protocol=REFERENCE)
    assert other_way.mean_ap == pytest.approx(half)
    assert score(wrong, right, protocol=STRICT).mean_ap == pytest.approx(half / 2)
    assert score(renamed, ("a", *right[1:]), protocol=STRICT).mean_ap == pytest.approx(half / 2)


def test_a_crowd_is_ignored_with_what_is_predicted_on_it() -> None:
    truth = tracks("##..", "..##", crowd=[False, True])
    pred = tracks("##..", "..##", scores=[0.9, 0.95])
    for figures in both(("v", truth, pred)):
        assert figures.mean_ap == pytest.approx(100)


def test_frames_beyond_the_end_count_in_the_union() -> None:
    # Two of three pixels are in frames that the video has: IoU 2/3 passes 0.50, 0.55, 0.60 and 0.65.
    truth = tracks("##..")
    pred = tracks("##.. #...", frame_count=1)
    for figures in both(("v", truth, pred)):
        assert figures.mean_ap == pytest.approx(40)


def test_of_two_true_tracks_that_fit_equally_the_later_is_taken() -> None:
    # The first prediction has IoU 1/2 with either; if it takes the second, the other finds the first free.
    truth = tracks("##.. -", "- ##..")
    pred = tracks("...# -", "##.. ##..", "##.. -", categories=[2, 1, 1], scores=[0.1, 0.9, 0.8])
    figures = score(("v", truth, pred), protocol=REFERENCE)
    # At 0.50 both are right; above, wrong then right: precision 1/2 up to recall 1/2.
    assert figures.mean_ap == pytest.approx(100 * (1 + 9 * 0.5 * 51 / 101) / 10)
