"""The draft: clicks, boxes and strokes on the frame, answered by the segmenter, until Enter commits it."""

import numpy as np
from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild import masks
from avisbuild.annotation import Draft, VideoView
from avisbuild.annotation.commands import Overlap
from avisbuild.annotation.strokes import Box
from avisbuild.segment import MaskArray, Prompt
from avisbuild.segment.service.answers import Answer
from avisbuild_gui.drawing.draft_beginning import NOBODY, DraftBeginning
from avisbuild_gui.drawing.draft_remarks import remark_on
from avisbuild_gui.drawing.others_pixels import OthersPixels
from avisbuild_gui.services.segment_link import SegmentLink
from avisbuild_gui.session.history import History
from avisbuild_gui.session.hover import Hover
from avisbuild_gui.session.kept_drafts import EDITED, KeptDrafts
from avisbuild_gui.session.mask_layers import MaskLayers
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import About, Severity


class Drafts(QObject):
    """Changes the draft of the second on screen; a draft stays with its second while the window is open.

    Signals:
        draft_changed(Draft or None). draft_touched(mask, box_xyxy): in a stroke.
    """

    draft_changed = pyqtSignal(object)
    draft_touched = pyqtSignal(object, object)

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        kept: KeptDrafts,
        segmenter: SegmentLink,
        *,
        layers: MaskLayers,
        history: History,
        hover: Hover,
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._kept = kept
        self._segmenter = segmenter
        self._layers = layers
        self._history = history
        self._hover = hover
        self._others = OthersPixels(state)
        self._beginning = DraftBeginning(state, notices, kept, begun=self.tell)
        self._is_stroking = False
        segmenter.answered.connect(self._answered)
        state.view_arriving.connect(self._leave_to_nobody)
        state.place_arriving.connect(self._match)
        state.place_arrived.connect(self._come)
        state.second_left.connect(self._leave_second)
        state.video_left.connect(self._leave_second)
        state.view_arrived.connect(lambda _: self.look_at_others())

    @property
    def here(self) -> Draft | None:
        """The draft of the second on screen."""
        return self._kept.here

    @property
    def is_editing(self) -> bool:
        """Whether the draft takes the place of a mask that stands, or of a proposal."""
        return self._kept.edited is not None

    @property
    def waiting_seconds(self) -> tuple[int, ...]:
        """The seconds of the open video with a draft that holds something."""
        return self._kept.waiting_seconds

    @property
    def shown_mask(self) -> MaskArray | None:
        """The draft's pixels as they are shown, and would be committed: (H, W) bool."""
        draft = self.here
        if draft is None or draft.mask is None:
            return None
        kept_out = self._others.kept_out_of(draft)
        return draft.mask if kept_out is None else draft.mask & ~kept_out

    @property
    def overlap(self) -> Overlap:
        """What becomes of pixels that others have."""
        return self._others.overlap

    def click(self, x: float, y: float, *, positive: bool) -> None:
        """Say that a point is part of the object, or not: on a mask that stands, a correction (R41)."""
        draft = self._draft_to_prompt(x, y, positive=positive)
        if draft is not None and not self._waits_for(draft.asks_for_part, draft):
            draft.add_point(x, y, positive=positive)
            self.ask(draft)

    def click_part(self, x: float, y: float, *, positive: bool) -> None:
        """Add the part of the object that lies there by an answer of its own, or take it away (R42)."""
        draft = self._draft_to_prompt(x, y, positive=positive)
        if draft is not None and not self._waits_for(True, draft):
            draft.add_part(x, y, positive=positive)
            self.ask(draft)

    def draw_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a box around the object; clicks refine it. Over a mask that stands it only adds."""
        draft = self._beginning.draft_to_change()
        if draft is not None:
            draft.set_box((x0, y0, x1, y1))
            self.ask(draft)

    def use_prompt(self, prompt: Prompt) -> None:
        """Use another prompt in place of all clicks and the box; a proposal has no part in it."""
        draft = self._beginning.draft_to_change(on_proposal=False)
        if draft is not None:
            draft.set_prompt(prompt)
            self.ask(draft)

    def pop_prompt(self) -> None:
        """Take back the last click, or the box."""
        draft = self.here
        if draft is not None and draft.pop_prompt():
            self.ask(draft)

    def start_afresh(self) -> None:
        """Put the mask that stands out of the draft, and the prompts: the next one begins from nothing."""
        if self.here is None and self._beginning.proposal is None:
            self._say_nothing_stands()
            return
        draft = self._beginning.draft_to_change()
        if draft is not None and draft.start_afresh():
            self.ask(draft)

    def step_candidate(self, step: int) -> None:
        """Show another of the segmenter's answers to the same prompt."""
        draft = self.here
        if draft is not None and draft.candidates is not None:
            self.choose_candidate(draft.chosen + step)

    def choose_candidate(self, position: int) -> None:
        """Show an answer that was pointed at."""
        if self.here is not None:
            self.here.choose(position)
            self._tell_draft()

    def begin_stroke(self, x: float, y: float, *, erases: bool) -> None:
        """Put the brush down."""
        draft = self._beginning.draft_to_change()
        if draft is None:
            return
        self._notices.withdraw_remark()
        self._is_stroking = True
        keep_out = self._others.kept_out_of(draft)
        if not erases:
            self._say_owner(draft, x, y)
        diameter_px = self._state.brush_diameter_px
        box = draft.begin_stroke(x, y, diameter_px=diameter_px, erases=erases, keep_out=keep_out)
        self._tell_draft()
        self._tell_stroke(box)

    def extend_stroke(self, x: float, y: float) -> None:
        """Move the brush."""
        if self._is_stroking and self.here is not None:
            self._tell_stroke(self.here.extend_stroke(x, y))

    def end_stroke(self) -> None:
        """Lift the brush."""
        if self._is_stroking and self.here is not None:
            self._is_stroking = False
            self.here.end_stroke()
            self._tell_draft()

    def paint(self, region: MaskArray, *, erases: bool) -> bool:
        """Add a region (H, W) bool to the draft, or take it away, as a stroke would; whether that may be."""
        was_there, draft = self.here is not None, self._beginning.draft_to_change()
        if draft is None:
            return False
        self._notices.withdraw_remark()
        kept_out = None if erases else self._others.kept_out_of(draft)
        left = region if kept_out is None else region & ~kept_out
        if not left.any():
            self._say_all_others()
            if not was_there:
                self.drop()  # begun for nothing
            return False
        draft.paint(left, erases=erases)
        self._tell_draft()
        return True

    @property
    def mask_to_mend(self) -> MaskArray | None:
        """The pixels of the draft, or of the proposal that is seen: (H, W) bool; None without either."""
        if self.here is not None:
            return self.shown_mask
        proposal = self._beginning.proposal
        return None if proposal is None else masks.decode(proposal)

    def replace(self, mask: MaskArray) -> bool:
        """Have another mask (H, W) bool in place of the draft's, less what others keep; is it another?"""
        draft = self._beginning.draft_to_change()
        if draft is None:
            return False
        kept_out = self._others.kept_out_of(draft)
        wanted = mask if kept_out is None else mask & ~kept_out
        shown = self.shown_mask
        if np.array_equal(wanted, np.zeros_like(wanted) if shown is None else shown):
            return False
        draft.replace(wanted)
        self._tell_draft()
        return True

    def may_draw(self) -> bool:
        """Whether something may be drawn on this second; what stands in the way is said."""
        return self._beginning.may_draw()

    def cycle_overlap(self) -> None:
        """Change what becomes of pixels that others have: both, left alone, taken."""
        self._notices.say(self._others.cycle())
        self._tell_draft()

    def edit_mask(self) -> None:
        """Make a draft of the mask that stands, so that clicks and brush change it."""
        self._beginning.open_mask()

    def drop(self) -> bool:
        """Forget the draft; whether there was one. Nothing that was committed changes."""
        dropped = self._kept.drop()
        self._is_stroking = False
        self._segmenter.forget()
        if dropped:
            self.tell()
        return dropped

    def ask(self, draft: Draft) -> None:
        """Have the segmenter answer the draft's prompt, if it needs an answer."""
        self._hover.clear()  # of a draft that was empty, a preview may be on show
        self._notices.withdraw_remark()
        if draft.needs_answer:
            self._segmenter.ask(draft.question)
        else:
            self._segmenter.forget()
        self._tell_draft()

    def say_locked(self) -> None:
        """Say that the active instance has its mask here, and how it is changed."""
        self._beginning.say_locked()

    def tell(self) -> None:
        """Say which draft there is, as there was none before, or another one."""
        self._others.look(self.here)
        self._hover.clear()
        self._layers.tell()
        self._tell_draft()

    def _draft_to_prompt(self, x: float, y: float, *, positive: bool) -> Draft | None:
        """The draft that a click changes; None where there is none, or where others keep the pixel."""
        was_there, draft = self.here is not None, self._beginning.draft_to_change()
        if draft is None or not positive or not self._say_owner(draft, x, y):
            return draft
        if not was_there:
            self.drop()  # begun for nothing
        return None

    def _say_owner(self, draft: Draft, x: float, y: float) -> bool:
        """Whether another instance has a pixel and keeps it; it is said, then."""
        view, owner = self._state.view, self._others.owner_at(draft, x, y)
        if view is None or owner is None:
            return False
        text = tr("{name} has this pixel, and keeps it.").format(name=view.name(owner))
        self._notices.say(text, action_id="cycle_brush_mode", about=About.DRAFT)
        return True

    def _say_all_others(self) -> None:
        text = tr("Others have all of these pixels, and keep them.")
        self._notices.say(text, action_id="cycle_brush_mode", about=About.DRAFT)

    def _say_nothing_stands(self) -> None:
        cell = self._state.active_cell
        if cell is not None and self._state.has_mask(cell):
            self.say_locked()
        else:
            self._notices.say(tr("Nothing stands here: the next click begins from nothing."))

    def _waits_for(self, has_part: bool, draft: Draft) -> bool:
        """Whether a part and something else would be asked about at once; it is said, then."""
        if has_part and draft.needs_answer:
            self._notices.say(
                tr("The segmenter is still at work; click again when the mask is there.")
            )
        return has_part and draft.needs_answer

    def look_at_others(self) -> None:
        """What is shown stays what would be committed, when others are given masks or lose some."""
        view, draft = self._state.view, self.here
        if view is None or draft is None:
            return
        if draft.is_on_another and not draft.is_touched and draft.cell not in view.proposals:
            self.drop()  # the proposal has gone, and nothing was made of it
        else:
            self._others.look(draft)
            self._tell_draft()

    def _answered(self, answer: Answer) -> None:
        draft = self.here
        if answer.error is not None:
            self._notices.say(text_of(answer.error), Severity.ERROR, about=About.SECOND)
        if draft is None or answer.candidates is None:
            return
        if draft.receive(
            answer.prompt,
            answer.candidates,
            segmenter=answer.by,
            weights_sha256=answer.weights_sha256,
        ):
            self._tell_draft()
            remark, shown = remark_on(draft), self.shown_mask
            if remark is not None:
                self._notices.say(remark.text, action_id=remark.action_id, about=About.DRAFT)
            elif not draft.is_empty and shown is not None and not shown.any():
                self._say_all_others()

    def _tell_stroke(self, box: Box) -> None:
        mask = self.shown_mask
        if mask is not None:
            self.draft_touched.emit(mask, box)

    def _tell_draft(self) -> None:
        self.draft_changed.emit(self.here)
        self._notices.tell_saved()
        self._history.tell()

    def _leave_to_nobody(self, view: VideoView) -> None:
        """A draft whose instance has gone is kept, and is nobody's: Enter asks whose it is."""
        draft = self.here
        if draft is not None and draft.cell[0] != NOBODY and draft.cell[0] not in view.by_id:
            draft.cell = (NOBODY, self._state.second)
            self._tell_draft()

    def _match(self, is_other_second: bool) -> None:
        """Who comes back to a draft is its instance again; who chooses another here, gives it that one."""
        state, draft, view = self._state, self.here, self._state.view
        if draft is None or view is None:
            return
        self._leave_to_nobody(view)
        if state.instance_id is None:
            return
        owner = draft.cell[0]
        if draft.is_on_another and not draft.is_touched and owner != state.instance_id:
            self._kept.drop()  # it is no more than a proposal of another
        elif owner == state.instance_id:
            return
        elif owner in view.by_id and (is_other_second or self.is_editing):
            state.instance_id = owner
            if not is_other_second:
                self._notices.warn(tr(EDITED), about=About.SECOND)
        else:
            draft.cell = (state.instance_id, state.second)

    def _come(self, is_other_second: bool) -> None:
        self.tell()
        draft = self.here
        if draft is not None and draft.needs_answer and is_other_second:
            self._segmenter.ask(draft.question)

    def _leave_second(self) -> None:
        self.end_stroke()
        draft = self.here
        if draft is None:
            return
        if not draft.is_touched or not self._kept.holds_anything:
            self._kept.drop()
            return
        draft.rest()
        if not self._state.is_closed:
            text = tr("The draft at second {second} is kept, and not committed.")
            self._notices.say(text.format(second=self._state.second))
