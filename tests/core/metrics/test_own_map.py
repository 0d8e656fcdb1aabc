"""Each video's own mAP, worked out for all together, is what each alone has."""

import pytest
from core.metrics import scenes

from avisbuild.metrics import EvaluationProtocol, PredictionFile, TruthFile, evaluate
from avisbuild.metrics import own_map as module
from avisbuild.metrics.own_map import own_maps
from avisbuild.metrics.track_map import compute_track_map

KINDS = {
    "plain": scenes.Kind(video_count=8),
    "equal scores": scenes.Kind(video_count=8, equal_scores=True, surplus=True),
    "crowds and empty truth": scenes.Kind(
        video_count=8, crowds=True, empty_truth=True, null_share=0.3
    ),
}


@pytest.mark.parametrize("at_once", [1, 3, 256])
@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("protocol", EvaluationProtocol)
def test_videos_together_have_what_each_has_alone(
    protocol: EvaluationProtocol, kind: scenes.Kind, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    for seed in range(12):
        truth, predictions = scenes.random_set(seed, kind)
        videos = [
            video.counts[protocol].track_map
            for video in evaluate(TruthFile.of(truth), PredictionFile.of(predictions)).videos
        ]
        alone = [
            compute_track_map(
                [video], protocol, sorted(video.matching.truth_count), first_stays_free=False
            ).overall.mean_ap
            for video in videos
        ]
        assert own_maps(videos, protocol) == alone


def test_no_video_has_no_map() -> None:
    assert own_maps([], EvaluationProtocol.STRICT) == []
