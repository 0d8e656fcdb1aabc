"""The training loop in docs/metrics.md runs as it is printed."""

import re
from pathlib import Path

import numpy as np
import pytest

_PAGE = Path(__file__).parents[2] / "docs/metrics.md"


def test_the_training_loop_of_the_page_runs(capsys: pytest.CaptureFixture[str]) -> None:
    (loop,) = re.findall(
        r"## In a training loop\n\n```python\n(.*?)```",
        _PAGE.read_text(encoding="utf-8"),
        re.DOTALL,
    )
    masks = np.zeros((2, 3, 8, 8), dtype=np.bool_)
    masks[0, :, :4], masks[1, :, 4:] = True, True
    validation = [(masks, [1, 2], masks, [1, 2], [0.9, 0.8])]
    exec(loop, {"validation": validation})  # noqa: S102 - a page of ours
    assert capsys.readouterr().out == "100.0 100.0\n"
