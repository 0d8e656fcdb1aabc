"""The draft: clicks, boxes and strokes on the frame, answered by the segmenter, until Enter commits it."""

from avisbuild import masks
from avisbuild.annotation import Draft, VideoView
from avisbuild.annotation.commands import Overlap
from avisbuild.annotation.strokes import Box
from avisbuild.records import InstanceId, MaskSource, Provenance, VideoId
from avisbuild.segment import MaskArray, Prompt
from avisbuild.segment.service.answers import Answer
from avisbuild_gui.session.core import SessionParts
from avisbuild_gui.session.identities import Identities
from avisbuild_gui.session.layers import layers_of
from avisbuild_gui.texts import mark, tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import Severity, Tool

# A draft may be made before there is an identity; it is of this one until one is chosen.
NOBODY = InstanceId("")
NO_VIDEO = VideoId("")
_Spot = tuple[VideoId, int]
_OVERLAP_TEXTS = {
    Overlap.SHARE: mark("Masks may overlap."),
    Overlap.KEEP_OTHERS: mark("New masks leave the others' pixels alone."),
    Overlap.STEAL: mark("New masks take pixels from the others."),
}


class Drafting(Identities):
    """Gestures on the frame. A draft stays with its second while the window is open; only Enter commits it.

    A mask that is committed is locked (R31): it changes only after `edit_mask`, which makes a draft of it.
    """

    def __init__(self, parts: SessionParts) -> None:
        self.overlap = Overlap.SHARE
        self._drafts: dict[_Spot, Draft] = {}
        self._is_stroking = False
        self._is_over_frame = False
        self._others: MaskArray | None = None
        super().__init__(parts)
        self._link.answered.connect(self._answered)
        self._link.hovered.connect(self._hovered)
        self._link.ready.connect(self._ready)

    @property
    def draft(self) -> Draft | None:
        """The draft of the second on screen."""
        return self._drafts.get(self._spot)

    @property
    def waiting_seconds(self) -> tuple[int, ...]:
        """The seconds of this video with a draft that holds something."""
        here, _ = self._spot
        return tuple(
            second
            for (video_id, second), draft in sorted(self._drafts.items())
            if video_id == here and draft.is_touched and _holds_anything(draft)
        )

    @property
    def shown_mask(self) -> MaskArray | None:
        """The draft's pixels as they are shown, and would be committed: (H, W) bool."""
        draft = self.draft
        if draft is None or draft.mask is None:
            return None
        if self.overlap is Overlap.KEEP_OTHERS and self._others is not None:
            return draft.mask & ~self._others
        return draft.mask

    @property
    def is_editing(self) -> bool:
        """Whether the draft takes the place of a mask that stands."""
        cell = None if self.draft is None else self.draft.cell
        return cell is not None and self._has_mask(*cell)

    def click(self, x: float, y: float, *, positive: bool) -> None:
        """Part of the object, or not."""
        draft = self._draft_to_change()
        if draft is not None:
            draft.add_point(x, y, positive=positive)
            self._ask(draft)

    def draw_box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A box around the object; clicks refine it."""
        draft = self._draft_to_change()
        if draft is not None:
            draft.set_box((x0, y0, x1, y1))
            self._ask(draft)

    def use_prompt(self, prompt: Prompt) -> None:
        """Another prompt in place of all clicks and the box."""
        draft = self._draft_to_change()
        if draft is not None:
            draft.set_prompt(prompt)
            self._ask(draft)

    def pop_prompt(self) -> None:
        """Take back the last click, or the box."""
        draft = self.draft
        if draft is not None and draft.pop_prompt():
            self._ask(draft)

    def next_candidate(self) -> None:
        """The segmenter's next answer to the same prompt."""
        self._choose_candidate(1)

    def previous_candidate(self) -> None:
        """The answer before."""
        self._choose_candidate(-1)

    def choose_candidate(self, position: int) -> None:
        """An answer that was pointed at."""
        if self.draft is not None:
            self.draft.choose(position)
            self._tell_draft()

    def hover(self, x: float, y: float) -> None:
        """The pointer is here: show what a click would give, if that is quick to say."""
        self._is_over_frame = True
        if self.tool is Tool.POINT and not self._has_drawn and not self._is_locked():
            self._link.preview(x, y)

    def leave(self) -> None:
        """The pointer has left the frame; what a click there would give comes too late."""
        self._is_over_frame = False
        self.hover_changed.emit(None)

    def begin_stroke(self, x: float, y: float, *, erases: bool) -> None:
        """Put the brush down."""
        draft = self._draft_to_change()
        if draft is None:
            return
        self._is_stroking = True
        keep_out = self._others if self.overlap is Overlap.KEEP_OTHERS else None
        box = draft.begin_stroke(
            x, y, diameter_px=self.brush_diameter_px, erases=erases, keep_out=keep_out
        )
        self._tell_draft()
        self._tell_stroke(box)

    def extend_stroke(self, x: float, y: float) -> None:
        """Move the brush."""
        if self._is_stroking and self.draft is not None:
            self._tell_stroke(self.draft.extend_stroke(x, y))

    def end_stroke(self) -> None:
        """Lift the brush."""
        if self._is_stroking and self.draft is not None:
            self._is_stroking = False
            self.draft.end_stroke()
            self._tell_draft()

    def cycle_brush_mode(self) -> None:
        """What becomes of pixels that others have: both, left alone, taken."""
        modes = list(Overlap)
        self.overlap = modes[(modes.index(self.overlap) + 1) % len(modes)]
        self.notice(tr(_OVERLAP_TEXTS[self.overlap]))
        self._tell_draft()

    def edit_mask(self) -> None:
        """Make a draft of the mask that stands, so that clicks and brush change it."""
        view, cell = self.view, self.active_cell
        if view is None or cell is None or self.draft is not None:
            return
        rle, origin = view.mask_of(*cell), view.provenances.get(cell)
        if rle is None and cell in view.proposals:
            proposal = view.proposals[cell]
            rle = proposal.rle
            origin = Provenance(source=MaskSource.PROPAGATED, model=proposal.model)
        if rle is None:
            self.notice(tr("There is no mask here to edit."))
            return
        self._drafts[self._spot] = Draft(cell, view.video.size, base=rle, base_provenance=origin)
        self._draft_arrived()

    def drop_draft(self) -> bool:
        """Forget the draft; whether there was one. Nothing that was committed changes."""
        dropped = self._drafts.pop(self._spot, None) is not None
        self._is_stroking = False
        self._link.forget()
        if dropped:
            self._draft_arrived()
        return dropped

    def choose_instance(self, instance_id: InstanceId) -> None:
        """Make an identity the active one; a draft of a new mask becomes its own."""
        if self.is_editing and self._question is None and instance_id != self.instance_id:
            self.notice(
                tr("A mask is being edited: commit it, or drop it with Esc."), Severity.WARNING
            )
            return
        super().choose_instance(instance_id)

    def tell_all(self) -> None:
        """The draft, too. A brush that is down would be lifted unseen, over a view that has gone."""
        self.end_stroke()
        super().tell_all()
        self._draft_arrived()

    def _choose_candidate(self, step: int) -> None:
        draft = self.draft
        if draft is not None and draft.candidates is not None:
            self.choose_candidate(draft.chosen + step)

    def _draft_to_change(self) -> Draft | None:
        """The draft of this second, begun if there is none; None where nothing may be drawn."""
        view = self.view
        if view is None or self.image is None:
            return None
        if self.project.is_read_only:
            self.notice(tr("The project is read-only; nothing can be changed."), Severity.WARNING)
            return None
        self.clock.tick()
        if self.draft is None:
            if self._is_locked():
                self._say_locked(view)
                return None
            cell = (self.instance_id or NOBODY, self.second)
            self._drafts[self._spot] = Draft(cell, view.video.size)
            self._draft_arrived()
        return self.draft

    @property
    def _spot(self) -> _Spot:
        """Where a draft made now is kept."""
        view = self.view
        return (NO_VIDEO if view is None else view.video.video_id), self.second

    @property
    def _has_drawn(self) -> bool:
        """Whether there is a draft that holds anything: after the only click was taken back it does not."""
        draft = self.draft
        return draft is not None and _holds_anything(draft)

    def _is_locked(self) -> bool:
        cell = self.active_cell
        return cell is not None and self.draft is None and self._has_mask(*cell)

    def _has_mask(self, instance_id: InstanceId, second: int) -> bool:
        view = self.view
        return (
            view is not None
            and instance_id in view.by_id
            and view.mask_of(instance_id, second) is not None
        )

    def _say_locked(self, view: VideoView) -> None:
        assert self.instance_id is not None
        text = tr("{name} has its mask here, and it is locked.")
        self.notice(text.format(name=view.name(self.instance_id)), action_id="edit_mask")

    def _ask(self, draft: Draft) -> None:
        if draft.needs_answer:
            self._link.ask(draft.prompt)
        else:
            self._link.forget()
        self._tell_draft()

    def _answered(self, answer: Answer) -> None:
        draft = self.draft
        if answer.error is not None:
            self.notice(text_of(answer.error), Severity.ERROR)
        if draft is None or answer.candidates is None:
            return
        if draft.receive(
            answer.prompt,
            answer.candidates,
            segmenter=answer.by,
            weights_sha256=answer.weights_sha256,
        ):
            self._tell_draft()

    def _hovered(self, answer: Answer) -> None:
        found = answer.candidates
        is_wanted = self._is_over_frame and self.tool is Tool.POINT
        shows = found is not None and not self._has_drawn and is_wanted
        self.hover_changed.emit(found.masks[0] if found is not None and shows else None)

    def _ready(self, readiness: object) -> None:
        """Told on by `Session`, which knows the video."""

    def _tell_stroke(self, box: Box) -> None:
        mask = self.shown_mask
        if mask is not None:
            self.draft_touched.emit(mask, box)

    def _tell_draft(self) -> None:
        self.draft_changed.emit(self.draft)
        self._tell_saved()
        self._tell_history()

    def _tell_saved(self) -> None:
        draft = self.draft
        if self.is_saved and draft is not None and draft.is_touched:
            self.saved_changed.emit(True, tr("draft"))
        else:
            super()._tell_saved()

    def _draft_arrived(self) -> None:
        """There is a draft where there was none, or none where there was one."""
        self._others = self._pixels_of_others()
        self.hover_changed.emit(None)
        self._tell_masks()
        self._tell_draft()

    def _tell_masks(self) -> None:
        view = self.view
        if view is not None and self.second >= 0:
            without = self.draft.cell[0] if self.draft is not None and self.is_editing else None
            self._show_layers(layers_of(view, self.second, self.instance_id, without=without))

    def _pixels_of_others(self) -> MaskArray | None:
        view = self.view
        if view is None or self.draft is None:
            return None
        mine = self.draft.cell[0]
        found = [
            mask
            for track in view.tracks
            if track.instance.instance_id != mine and (mask := track.masks[self.second]) is not None
        ]
        return masks.decode(masks.union(found, view.video.size)) if found else None

    def _arrive(self, *, is_other_second: bool) -> None:
        draft = self.draft
        if draft is not None:
            self._match(draft, is_other_second=is_other_second)
        super()._arrive(is_other_second=is_other_second)
        self._draft_arrived()
        if draft is not None and draft.needs_answer and is_other_second:
            self._link.ask(draft.prompt)

    def _match(self, draft: Draft, *, is_other_second: bool) -> None:
        """Who comes back to a draft is its identity again; who chooses another here, gives it that one."""
        owner, view = draft.cell[0], self.view
        if view is None or self.instance_id is None:
            return
        if is_other_second and owner in view.by_id:
            self.instance_id = owner
        elif owner != self.instance_id and not self.is_editing:
            draft.cell = (self.instance_id, self.second)

    def _leave_second(self) -> None:
        super()._leave_second()
        self.end_stroke()
        draft = self.draft
        if draft is None:
            return
        if not draft.is_touched or not self._has_drawn:
            del self._drafts[self._spot]
        elif not self._is_closed:
            text = tr("The draft at second {second} is kept, and not committed.")
            self.notice(text.format(second=self.second))

    def _leave_video(self) -> None:
        super()._leave_video()
        self._leave_second()


def _holds_anything(draft: Draft) -> bool:
    return draft.mask is not None or bool(draft.prompt)
