"""What folders of maps pass over is one line a kind, whichever files and however often."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avisbuild.errors import FormatError
from avisbuild.metrics.folders import score_avs
from avisbuild.metrics.protocol import EvaluationProtocol


def write(path: Path, shape: tuple[int, int]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(np.eye(*shape, dtype=np.uint8)).save(path)


def test_predictions_of_another_size_or_without_truth_are_told_and_scored_as_before(
    tmp_path: Path,
) -> None:
    for name in ("v/0.png", "v/1.png"):
        write(tmp_path / "truth" / name, (4, 4))
        write(tmp_path / "pred" / name, (8, 8))
    write(tmp_path / "pred/v/2.png", (4, 4))
    document = score_avs(
        tmp_path / "truth", tmp_path / "pred", protocols=frozenset(EvaluationProtocol)
    )
    sizes, left_out = document["notes"]
    assert sizes.startswith("2 predictions have another (height, width) than their truth")
    assert "(8, 8) instead of (4, 4)" in sizes
    assert left_out.startswith("1 predictions have no truth")
    assert "pixels_without_label" not in document


def test_right_files_have_no_notes(tmp_path: Path) -> None:
    write(tmp_path / "v/0.png", (4, 4))
    assert "notes" not in score_avs(tmp_path, tmp_path, protocols=frozenset(EvaluationProtocol))


def test_two_files_for_one_map_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "v/0.png", (4, 4))
    np.savez(tmp_path / "v/0.npz", np.eye(4))
    with pytest.raises(FormatError, match=r"0\.png: expected one file for each map, got 0\.npz"):
        score_avs(tmp_path, tmp_path, protocols=frozenset(EvaluationProtocol))
