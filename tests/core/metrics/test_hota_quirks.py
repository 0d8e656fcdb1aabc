"""Each quirk of the published HOTA in a case small enough to work out by hand, beside the strict protocol."""

import math

import pytest
from core.metrics.pictures import pair, tracks

from avisbuild.metrics import EvaluationProtocol, Hota, HotaResult, Tracks

REFERENCE, STRICT = EvaluationProtocol.REFERENCE, EvaluationProtocol.STRICT


def score(
    truth: Tracks, pred: Tracks, protocol: EvaluationProtocol, categories: tuple[int, ...] = (1,)
) -> HotaResult:
    metric = Hota(protocol, categories=categories)
    metric.update(pair(truth, pred))
    return metric.compute()


def test_an_identity_switch_halves_association() -> None:
    # Two predictions share one true track, two frames each: each M = 2 of 4 + 2 - 2, so AssA = 1/2.
    truth = tracks("##.. ##.. ##.. ##..")
    pred = tracks("##.. ##.. - -", "- - ##.. ##..")
    overall = score(truth, pred, STRICT).overall
    assert overall.DetA == 100
    assert overall.AssA == pytest.approx(50)
    assert overall.AssRe == pytest.approx(50)
    assert overall.AssPr == 100
    assert pytest.approx(100 * math.sqrt(0.5)) == overall.HOTA


def test_h1_an_empty_mask_is_a_detection() -> None:
    # The object pauses in one frame of two: one false positive, and the predicted track is twice as long.
    truth, pred = tracks("##.. -"), tracks("##.. ....")
    reference = score(truth, pred, REFERENCE).overall
    assert reference.DetPr == pytest.approx(50)
    assert reference.DetA == pytest.approx(50)
    assert reference.AssA == pytest.approx(50)
    assert pytest.approx(50) == reference.HOTA
    assert score(truth, pred, STRICT).overall.HOTA == 100
    assert score(truth, tracks("##.. -"), REFERENCE).overall.HOTA == 100


def test_h2_categories_that_do_not_occur_are_averaged_in() -> None:
    truth, pred = tracks("##.."), tracks("##..")
    reference = score(truth, pred, REFERENCE, categories=(1, 2, 3, 4)).overall
    assert pytest.approx(25) == reference.HOTA
    assert reference.LocA == pytest.approx(100)
    assert score(truth, pred, STRICT, categories=(1, 2, 3, 4)).overall.HOTA == 100


def test_h3_a_category_without_a_match_has_the_best_localisation() -> None:
    truth, pred = tracks("##.."), tracks("....")
    assert score(truth, pred, REFERENCE).overall.LocA == 100
    assert score(truth, pred, STRICT).overall.LocA is None
    # IoU 1/2 matches at ten alphas (0.5 itself included); at the other nine the reference says 1.
    half = tracks("#...")
    assert score(truth, half, REFERENCE).overall.LocA == pytest.approx(100 * (10 * 0.5 + 9) / 19)
    assert score(truth, half, STRICT).overall.LocA == pytest.approx(50)


def test_h4_hota_is_a_mean_of_roots_in_both_readings() -> None:
    # Category 1 perfect; in category 2 the identity switches half-way, so AssA is 1/2 there.
    truth = tracks("##.. ##..", "..## ..##", categories=[1, 2])
    pred = tracks("##.. ##..", "..## -", "- ..##", categories=[1, 2, 2])
    for protocol in EvaluationProtocol:
        overall = score(truth, pred, protocol, categories=(1, 2)).overall
        assert overall.DetA == pytest.approx(100)
        assert overall.AssA == pytest.approx(75)
        assert pytest.approx(100 * (1 + math.sqrt(0.5)) / 2) == overall.HOTA
        assert 100 * math.sqrt(0.75) - 1 > overall.HOTA


def test_h5_crowds_are_objects_in_one_reading_and_left_out_in_the_other() -> None:
    truth = tracks("##..", "..##", crowd=[False, True])
    missed, found = tracks("##.."), tracks("##..", "..##")
    assert score(truth, missed, REFERENCE).overall.DetRe == pytest.approx(50)
    assert score(truth, missed, STRICT).overall.HOTA == 100
    assert score(truth, found, STRICT).overall.HOTA == 100


def test_h6_categories_that_are_only_predicted_count_in_both_readings() -> None:
    truth = tracks("##..")
    pred = tracks("##..", "..##", categories=[1, 2])
    for protocol in EvaluationProtocol:
        result = score(truth, pred, protocol, categories=(1, 2))
        assert pytest.approx(50) == result.overall.HOTA
        assert result.by_class[1].HOTA == 100
        assert result.by_class[2].HOTA == 0


def test_nothing_at_all_is_undefined() -> None:
    assert Hota().compute().overall.HOTA is None
    assert score(tracks("- -"), tracks(frame_count=2), STRICT).overall.HOTA is None
