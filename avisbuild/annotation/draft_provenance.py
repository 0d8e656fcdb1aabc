"""Where a draft's pixels come from, with all that is needed to make them again (R37)."""

import json
from dataclasses import replace

from avisbuild.annotation.draft_history import DraftState
from avisbuild.annotation.draft_steps import PartCorrection
from avisbuild.records import MaskSource, Provenance

BY_HAND = Provenance(source=MaskSource.BRUSH)


def provenance_of(state: DraftState, base: Provenance, *, leaves_out_others: bool) -> Provenance:
    """The source, model and prompts of a state; `base` is that of the mask which the draft was begun on.

    The source is `click` where the pixels are the segmenter's answer to the prompt, merged into the mask that
    stood; `brush` where a hand has changed some; otherwise that of the base.
    """
    made = base if state.is_on_base else BY_HAND
    if state.prompt:
        made = replace(
            made,
            source=MaskSource.CLICK,
            model=state.segmenter,
            weights_sha256=state.weights_sha256,
            prompts=_document(state, base, leaves_out_others=leaves_out_others),
        )
    return replace(made, source=MaskSource.BRUSH) if state.is_painted else made


def _document(state: DraftState, base: Provenance, *, leaves_out_others: bool) -> str:
    """The prompt and the mask that stood before it, as JSON, and how the answer was merged into that.

    Without a standing mask the candidate is the mask. `part`: the last click alone was asked, and the part of
    the answer that holds it was added, or taken away. `standing_source` tells where a mask came from that
    the draft was begun on. `others`: pixels of other instances' masks were left out.
    """
    is_part = any(isinstance(step, PartCorrection) for step in state.steps)
    asked = state.prompt if is_part else state.question or state.prompt
    document = json.loads(asked.text) | {"candidate": state.chosen}
    if is_part:
        document["part"] = True
    if state.is_on_base:
        document["standing_source"] = str(base.source)
    if leaves_out_others:
        document["others"] = "left out"
    return json.dumps(document, separators=(",", ":"))
