"""What a hand does to a draft in tests: clicks that the fake segmenter answers at once, and strokes."""

import numpy as np
from core.annotation.small_project import SIZE
from numpy.typing import NDArray

from avisbuild.annotation import Draft
from avisbuild.records import InstanceId
from avisbuild.segment.fake import FakeSegmenter

CELL = (InstanceId("rex"), 3)
FAKE = FakeSegmenter()
EMBEDDING = FAKE.embed(np.zeros((*SIZE, 3), np.uint8))


def answer(draft: Draft) -> bool:
    """Have the fake segmenter answer at once, if it was asked; whether its answer was taken."""
    if not draft.question:
        return False
    found = FAKE.segment(EMBEDDING, draft.question)
    return draft.receive(draft.question, found, segmenter="fake", weights_sha256="ab")


def click(draft: Draft, x: float, y: float, *, positive: bool = True) -> None:
    draft.add_point(x, y, positive=positive)
    answer(draft)


def stroke(draft: Draft, *places: tuple[float, float], erases: bool = False) -> None:
    first, *others = places
    draft.begin_stroke(*first, diameter_px=5, erases=erases)
    for place in others:
        draft.extend_stroke(*place)
    draft.end_stroke()


def shown(draft: Draft) -> NDArray[np.bool_]:
    assert draft.mask is not None
    return draft.mask
