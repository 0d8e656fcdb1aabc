"""What is said where a prompt has changed nothing, with what to do instead."""

from dataclasses import dataclass

from avisbuild import masks
from avisbuild.annotation import Draft
from avisbuild_gui.drawing.others_pixels import pixel_at
from avisbuild_gui.texts import tr


@dataclass(frozen=True, slots=True)
class Remark:
    """One line, and the action that it offers ("" for none)."""

    text: str
    action_id: str = ""


def remark_on(draft: Draft) -> Remark | None:
    """Why the answer to the draft's last prompt left every pixel as it was; None where it did not."""
    if not draft.answer_changed_nothing:
        return None
    if draft.asks_in_box or not draft.prompt.points_xy:
        return Remark(tr("The segmenter finds nothing more in the box."))
    x, y = draft.prompt.points_xy[-1]
    standing = draft.prompt.standing
    was_there = standing is not None and pixel_at(masks.decode(standing), x, y)
    if draft.prompt.positive[-1]:
        return _nothing_added(was_there=was_there, is_part=draft.asks_for_part)
    return _nothing_taken(was_there=was_there, is_part=draft.asks_for_part)


def _nothing_added(*, was_there: bool, is_part: bool) -> Remark:
    if was_there:
        return Remark(tr("That is part of the mask already."))
    if is_part:
        return Remark(tr("The segmenter found nothing there: paint it."), "use_brush")
    text = tr(
        "The segmenter does not count that in: Shift+click adds it as a part of its own, or paint it."
    )
    return Remark(text, "use_brush")


def _nothing_taken(*, was_there: bool, is_part: bool) -> Remark:
    if not was_there:
        return Remark(tr("That is no part of the mask."))
    if is_part:
        return Remark(tr("The segmenter found nothing there: erase it."), "use_eraser")
    text = tr("The segmenter counts that in: Shift+Alt+click takes it away by itself, or erase it.")
    return Remark(text, "use_eraser")
