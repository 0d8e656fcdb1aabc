"""The draft: clicks, boxes and strokes on the frame, answered by the segmenter, until Enter commits it."""

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild import masks
from avisbuild.annotation import Draft, VideoView
from avisbuild.annotation.commands import Overlap
from avisbuild.annotation.strokes import Box
from avisbuild.records import InstanceId, MaskSource, Provenance
from avisbuild.segment import MaskArray, Prompt
from avisbuild.segment.service.answers import Answer
from avisbuild_gui.services.segment_link import SegmentLink
from avisbuild_gui.session.history import History
from avisbuild_gui.session.hover import Hover
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.mask_layers import MaskLayers
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import mark, tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import About, Severity

# A draft may be made before there is an instance; it is of this one until one is chosen.
NOBODY = InstanceId("")
_OVERLAP_TEXTS = {
    Overlap.SHARE: mark("Masks may overlap."),
    Overlap.KEEP_OTHERS: mark("New masks leave the others' pixels alone."),
    Overlap.STEAL: mark("New masks take pixels from the others."),
}


class Drafts(QObject):
    """Changes the draft of the second on screen; a draft stays with its second while the window is open.

    A mask that is committed is locked (R31): it changes only after `edit_mask`, which makes a draft of it.

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
        self.overlap = Overlap.SHARE
        self._is_stroking = False
        self._others: MaskArray | None = None
        segmenter.answered.connect(self._answered)
        state.view_arriving.connect(self._leave_to_nobody)
        state.place_arriving.connect(self._match)
        state.place_arrived.connect(self._come)
        state.second_left.connect(self._leave_second)
        state.video_left.connect(self._leave_second)

    @property
    def here(self) -> Draft | None:
        """The draft of the second on screen."""
        return self._kept.here

    @property
    def is_editing(self) -> bool:
        """Whether the draft takes the place of a mask that stands."""
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
        if self.overlap is Overlap.KEEP_OTHERS and self._others is not None:
            return draft.mask & ~self._others
        return draft.mask

    def click(self, x: float, y: float, *, positive: bool) -> None:
        """Say that a point is part of the object, or not."""
        draft = self._draft_to_change()
        if draft is not None:
            draft.add_point(x, y, positive=positive)
            self.ask(draft)

    def draw_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a box around the object; clicks refine it."""
        draft = self._draft_to_change()
        if draft is not None:
            draft.set_box((x0, y0, x1, y1))
            self.ask(draft)

    def use_prompt(self, prompt: Prompt) -> None:
        """Use another prompt in place of all clicks and the box."""
        draft = self._draft_to_change()
        if draft is not None:
            draft.set_prompt(prompt)
            self.ask(draft)

    def pop_prompt(self) -> None:
        """Take back the last click, or the box."""
        draft = self.here
        if draft is not None and draft.pop_prompt():
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
        draft = self._draft_to_change()
        if draft is None:
            return
        self._is_stroking = True
        keep_out = self._others if self.overlap is Overlap.KEEP_OTHERS else None
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

    def may_draw(self) -> bool:
        """Whether something may be drawn on this second; what stands in the way is said."""
        state = self._state
        if state.view is None or state.image is None or self._notices.refuses_change():
            return False
        if (
            self.here is None
            and state.active_cell is not None
            and state.has_mask(state.active_cell)
        ):
            self.say_locked()
            return False
        return True

    def paint(self, region: MaskArray, *, erases: bool) -> bool:
        """Add a region (H, W) bool to the draft, or take it away, as a stroke would; whether that may be."""
        draft = self._draft_to_change()
        if draft is None:
            return False
        keep_out = self._others if self.overlap is Overlap.KEEP_OTHERS and not erases else None
        draft.paint(region if keep_out is None else region & ~keep_out, erases=erases)
        self._tell_draft()
        return True

    def cycle_overlap(self) -> None:
        """Change what becomes of pixels that others have: both, left alone, taken."""
        modes = list(Overlap)
        self.overlap = modes[(modes.index(self.overlap) + 1) % len(modes)]
        self._notices.say(tr(_OVERLAP_TEXTS[self.overlap]))
        self._tell_draft()

    def edit_mask(self) -> None:
        """Make a draft of the mask that stands, so that clicks and brush change it."""
        view, cell = self._state.view, self._state.active_cell
        if view is None or cell is None or self.here is not None:
            return
        rle, origin = view.mask_at(*cell), view.provenances.get(cell)
        if rle is None and cell in view.proposals:
            proposal = view.proposals[cell]
            rle = proposal.rle
            origin = Provenance(source=MaskSource.PROPAGATED, model=proposal.model)
        if rle is None:
            self._notices.say(tr("There is no mask here to edit."))
            return
        self._kept.keep(Draft(cell, view.video.size, base=rle, base_provenance=origin))
        self.tell()

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
        if draft.needs_answer:
            self._segmenter.ask(draft.question)
        else:
            self._segmenter.forget()
        self._tell_draft()

    def say_locked(self) -> None:
        """Say that the active instance has its mask here, and how it is changed."""
        view, instance_id = self._state.view, self._state.instance_id
        if view is not None and instance_id is not None:
            text = tr("{name} has its mask here, and it is locked.")
            self._notices.say(text.format(name=view.name(instance_id)), action_id="edit_mask")

    def tell(self) -> None:
        """Say which draft there is, as there was none before, or another one."""
        self._others = self._pixels_of_others()
        self._hover.clear()
        self._layers.tell()
        self._tell_draft()

    def _draft_to_change(self) -> Draft | None:
        """The draft of this second, begun if there is none; None where nothing may be drawn."""
        state, view = self._state, self._state.view
        if view is None or not self.may_draw():
            return None
        state.clock.tick()
        if self.here is None:
            self._kept.keep(Draft((state.instance_id or NOBODY, state.second), view.video.size))
            self.tell()
        return self.here

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

    def _tell_stroke(self, box: Box) -> None:
        mask = self.shown_mask
        if mask is not None:
            self.draft_touched.emit(mask, box)

    def _tell_draft(self) -> None:
        self.draft_changed.emit(self.here)
        self._notices.tell_saved()
        self._history.tell()

    def _pixels_of_others(self) -> MaskArray | None:
        view, draft = self._state.view, self.here
        if view is None or draft is None:
            return None
        found = [
            mask
            for track in view.tracks
            if track.instance.instance_id != draft.cell[0]
            and (mask := track.masks[self._state.second]) is not None
        ]
        return masks.decode(masks.union(found, view.video.size)) if found else None

    def _leave_to_nobody(self, view: VideoView) -> None:
        """A draft whose instance has gone is kept, and is nobody's: Enter asks whose it is."""
        draft = self.here
        if draft is not None and draft.cell[0] != NOBODY and draft.cell[0] not in view.by_id:
            draft.cell = (NOBODY, self._state.second)
            self._tell_draft()

    def _match(self, is_other_second: bool) -> None:
        """Who comes back to a draft is its instance again; who chooses another here, gives it that one."""
        state, draft, view = self._state, self.here, self._state.view
        if draft is None or view is None or state.instance_id is None:
            return
        owner = draft.cell[0]
        if is_other_second and owner in view.by_id:
            state.instance_id = owner
        elif owner != state.instance_id and not self.is_editing:
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
        elif not self._state.is_closed:
            text = tr("The draft at second {second} is kept, and not committed.")
            self._notices.say(text.format(second=self._state.second))
