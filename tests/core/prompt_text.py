"""Reading the prompt that a mask's provenance keeps, to decode the mask again from it."""

import json

from avisbuild.records import Rle
from avisbuild.segment import Prompt


def prompt_in(text: str) -> Prompt:
    """The prompt whose `text` this is; what else stands in the document is passed over."""
    document = json.loads(text)
    box, standing = document["box_xyxy"], document.get("standing")
    return Prompt(
        points_xy=tuple((x, y) for x, y in document["points_xy"]),
        positive=tuple(document["positive"]),
        box_xyxy=None if box is None else tuple(box),
        standing=None
        if standing is None
        else Rle(tuple(standing["size"]), standing["counts"].encode()),
    )
