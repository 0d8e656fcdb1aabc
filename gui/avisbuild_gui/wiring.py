"""Connects the session's signals with the workspace's views, and what is done in them with the session."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from PyQt6.QtCore import QMetaObject, pyqtBoundSignal

from avisbuild import masks
from avisbuild.annotation import Cell, Draft, VideoView
from avisbuild.annotation.summary import SummaryRow
from avisbuild.checks.issue import Issue, IssueKind
from avisbuild.propagation import EndReason
from avisbuild.records import CategoryId, InstanceId, VideoId
from avisbuild.segment import Image, Prompt
from avisbuild_gui.panels.video_rows import Waiting, offered_states
from avisbuild_gui.review.to_review import ForMe
from avisbuild_gui.review_wiring import join_review
from avisbuild_gui.session_parts import Session
from avisbuild_gui.texts.ended_walks import lost_text
from avisbuild_gui.texts.issues import issue_text
from avisbuild_gui.texts.set_aside import reason_text
from avisbuild_gui.theme import instance_colour
from avisbuild_gui.workspace import Workspace

_NOBODYS_COLOUR = "#ffffff"


class Wiring:
    """The connections of the workspace with the session; `cut` ends them, so that another can be joined."""

    def __init__(self, session: Session, workspace: Workspace) -> None:
        self._session = session
        self._workspace = workspace
        self._connections: list[tuple[pyqtBoundSignal, QMetaObject.Connection]] = []
        self._feed_canvas()
        self._feed_lists()
        self._feed_grid()
        self._feed_status()
        self._hear_canvas()
        self._hear_lists()
        self._hear_grid()
        join_review(self._join, session, workspace)

    def cut(self) -> None:
        """End all connections."""
        for signal, connection in self._connections:
            signal.disconnect(connection)
        self._connections.clear()

    def _join(self, signal: pyqtBoundSignal, slot: Callable[..., Any]) -> None:
        self._connections.append((signal, signal.connect(slot)))

    def _feed_canvas(self) -> None:
        session, canvas = self._session, self._workspace.canvas
        self._join(session.frames.frame_changed, canvas.show_frame)
        self._join(session.layers.masks_changed, canvas.show_masks)
        self._join(session.layers.masks_coming, canvas.prepare_masks)
        self._join(session.drafts.draft_changed, self._show_draft)
        self._join(session.drafts.draft_touched, canvas.update_draft)
        self._join(session.hover.hover_changed, canvas.show_preview)
        self._join(session.outlining.outline_changed, canvas.show_outline)
        self._join(session.look.tool_changed, canvas.set_tool)
        self._join(session.look.brush_changed, canvas.set_brush_diameter)
        self._join(session.look.look_changed, canvas.set_look)
        self._join(session.look.zoom_asked, self._zoom)
        self._join(
            session.moving.picture_changed,
            lambda image, elsewhere: canvas.show_moving(image, is_elsewhere=bool(elsewhere)),
        )
        self._join(canvas.view_changed, self._tell_zoom)

    def _feed_lists(self) -> None:
        session, workspace = self._session, self._workspace
        self._join(session.videos.rows_changed, self._show_rows)
        self._join(session.videos.row_changed, self._show_row)
        self._join(session.to_review.changed, self._show_waiting)
        self._join(
            session.setting_aside.reason_asked,
            lambda name: workspace.videos.ask_reason(VideoId(name)),
        )
        self._join(session.lock.others_changed, workspace.videos.show_holders)
        self._join(session.thumbnails.loaded, self._show_thumbnail)
        self._join(session.state.video_opened, self._show_video)
        self._join(session.state.view_changed, self._show_view)
        self._join(session.state.place_changed, self._show_place)
        self._join(session.navigation.issues_changed, self._show_issues)
        self._join(session.navigation.issue_reached, workspace.issues.show_current)
        self._join(session.heard.heard_changed, self._show_unheard)
        self._join(session.instances.category_asked, self._ask_category)
        self._join(session.marks.marks_changed, workspace.instances.show_marks)

    def _feed_grid(self) -> None:
        session, grid = self._session, self._workspace.grid
        self._join(session.sound.sound_changed, grid.show_sound)
        self._join(session.sound.suggestions_changed, grid.show_suggestions)
        self._join(session.sound.playhead_changed, grid.show_playhead)
        self._join(session.heard.heard_changed, grid.show_heard)
        self._join(session.marking.held_changed, grid.show_held)
        self._join(session.navigation.selection_changed, grid.show_selection)
        self._join(session.look.legend_toggled, self._toggle_legend)
        self._join(session.ended.changed, self._show_ended)
        self._join(session.look.wave_zoomed, grid.strip.zoom_wave)

    def _feed_status(self) -> None:
        session, status = self._session, self._workspace.status
        self._join(session.readiness.readiness_changed, status.show_segmenter)
        self._join(session.notices.saved_changed, status.show_saved)
        self._join(session.sound.sound_available, status.show_sound)
        self._join(self._workspace.canvas.view_changed, self._show_zoom)
        for signal in (
            session.layers.masks_changed,
            session.drafts.draft_changed,
            session.drafts.draft_touched,
        ):
            self._join(signal, self._show_area)

    def _hear_canvas(self) -> None:
        session, canvas = self._session, self._workspace.canvas
        self._join(canvas.pressed, session.moving.interrupt)
        for choice in self._workspace.choices:
            self._join(choice, lambda *_: session.moving.interrupt())
        self._join(
            canvas.clicked,
            lambda x, y, positive: session.drafts.click(x, y, positive=bool(positive)),
        )
        self._join(
            canvas.part_clicked,
            lambda x, y, positive: session.drafts.click_part(x, y, positive=bool(positive)),
        )
        self._join(canvas.box_drawn, session.drafts.draw_box)
        self._join(
            canvas.stroke_began,
            lambda x, y, erases: session.drafts.begin_stroke(x, y, erases=erases),
        )
        self._join(canvas.stroke_moved, session.drafts.extend_stroke)
        self._join(canvas.stroke_ended, session.drafts.end_stroke)
        self._hear_outlines()
        self._join(canvas.hovered, session.hover.move)
        self._join(canvas.left, session.hover.leave)
        self._join(canvas.brush_scaled, session.look.scale_brush)

    def _hear_outlines(self) -> None:
        outlining, canvas = self._session.outlining, self._workspace.canvas
        self._join(
            canvas.lasso_began,
            lambda x, y, erases: outlining.begin_lasso(x, y, erases=bool(erases)),
        )
        self._join(canvas.lasso_moved, outlining.extend_lasso)
        self._join(canvas.lasso_ended, outlining.end_lasso)
        self._join(
            canvas.anchor_added,
            lambda x, y, erases: outlining.add_anchor(x, y, erases=bool(erases)),
        )
        self._join(canvas.anchor_moved, outlining.move_anchor)
        self._join(canvas.anchor_released, outlining.release_anchor)
        self._join(canvas.outline_closed, outlining.close)
        self._join(canvas.outline_gesture_cancelled, outlining.cancel_gesture)
        self._join(canvas.hovered, outlining.point)
        self._join(canvas.left, outlining.leave)

    def _hear_lists(self) -> None:
        session, workspace = self._session, self._workspace
        panel = workspace.instances
        self._join(workspace.videos.video_chosen, lambda name: session.videos.choose(VideoId(name)))
        self._join(workspace.videos.narrowed, session.videos.narrow)
        self._join(
            workspace.videos.set_aside_asked,
            lambda name, reason: session.setting_aside.set_aside(VideoId(name), reason),
        )
        self._join(
            workspace.videos.take_back_asked,
            lambda name: session.setting_aside.take_back(VideoId(name)),
        )
        self._join(workspace.videos.pictures.asked, session.thumbnails.ask)
        self._join(workspace.issues.issue_chosen, session.navigation.choose_issue)
        self._join(workspace.issues.unheard_chosen, session.heard.go_to_unheard)
        self._join(workspace.candidates.candidate_chosen, session.drafts.choose_candidate)
        self._join(
            workspace.picker.category_chosen,
            lambda number: session.instances.choose_category(CategoryId(number)),
        )
        self._join(workspace.picker.category_wanted, session.instances.add_category)
        self._join(panel.instance_chosen, lambda name: session.instances.choose(InstanceId(name)))
        self._join(panel.add_asked, session.instances.ask_new)
        self._join(
            panel.category_asked, lambda name: session.instances.ask_category_of(InstanceId(name))
        )
        self._join(
            panel.merge_asked,
            lambda one, other: session.instances.merge(InstanceId(one), InstanceId(other)),
        )
        self._join(
            panel.swap_asked,
            lambda one, other: session.instances.swap(InstanceId(one), InstanceId(other)),
        )
        self._join(panel.split_asked, lambda name: session.instances.split(InstanceId(name)))
        self._join(panel.hiding_toggled, lambda name: session.marks.toggle_hidden(InstanceId(name)))
        self._join(panel.lock_toggled, lambda name: session.marks.toggle_locked(InstanceId(name)))
        self._join(panel.delete_asked, lambda name: session.instances.delete(InstanceId(name)))

    def _hear_grid(self) -> None:
        session, grid = self._session, self._workspace.grid
        self._join(grid.second_chosen, session.navigation.choose_second)
        self._join(grid.instance_chosen, lambda name: session.instances.choose(InstanceId(name)))
        self._join(
            grid.cell_toggled,
            lambda name, second: session.sounding.toggle_cell(InstanceId(name), second),
        )
        self._join(
            grid.span_painted,
            lambda name, start, stop: session.sounding.paint_span(InstanceId(name), start, stop),
        )
        self._join(grid.silence_toggled, session.sound.toggle_silence_at)
        self._join(grid.play_asked, session.sound.play_at)

    def _show_draft(self, draft: Draft | None) -> None:
        session, workspace = self._session, self._workspace
        if draft is None:
            workspace.canvas.show_draft(None)
            workspace.canvas.show_prompt(Prompt())
            workspace.candidates.show_candidates(None)
            return
        workspace.canvas.show_draft(session.drafts.shown_mask, self._colour(draft.cell[0]))
        workspace.canvas.show_prompt(draft.prompt)
        workspace.candidates.show_candidates(
            draft.merged_candidates, draft.chosen, session.state.image
        )

    def _show_zoom(self) -> None:
        self._workspace.status.show_zoom(self._workspace.canvas.zoom_and_centre()[0])

    def _show_area(self, *_: object) -> None:
        """How large the draft is, or the mask or proposal of the active instance."""
        state, mask = self._session.state, self._session.drafts.shown_mask
        view, cell = state.view, state.active_cell
        if view is None or state.second < 0:
            return
        area: int | None = None
        if mask is not None:
            area = int(np.count_nonzero(mask))
        elif cell is not None and cell[0] in view.by_id:
            proposal = view.proposals.get(cell)
            rle = view.mask_at(*cell) or (None if proposal is None else proposal.rle)
            area = None if rle is None else masks.area(rle)
        self._workspace.status.show_area(area, view.video.height_px * view.video.width_px)

    def _colour(self, instance_id: InstanceId) -> str:
        view = self._session.state.view
        ids = [] if view is None else [each.instance_id for each in view.instances]
        return instance_colour(ids.index(instance_id)) if instance_id in ids else _NOBODYS_COLOUR

    def _zoom(self, factor: float) -> None:
        if factor:
            self._workspace.canvas.zoom_by(factor)
        else:
            self._workspace.canvas.zoom_to_fit()

    def _tell_zoom(self) -> None:
        canvas = self._workspace.canvas
        self._session.moving.use_zoom(canvas.zoom_and_centre()[0] * canvas.devicePixelRatioF())

    def _show_rows(self, rows: tuple[SummaryRow, ...]) -> None:
        self._offer_states(rows)
        self._workspace.videos.show_rows(rows)

    def _show_row(self, row: SummaryRow) -> None:
        self._workspace.videos.show_row(row)
        self._offer_states(self._session.videos.rows)

    def _offer_states(self, rows: tuple[SummaryRow, ...]) -> None:
        rounds = self._session.state.project.recipe.review_rounds
        self._workspace.videos.offer_states(
            offered_states(rows, review_rounds=rounds, waiting=self._workspace.videos.model.waiting)
        )

    def _show_waiting(self, found: ForMe) -> None:
        self._workspace.videos.show_waiting(Waiting(found.to_review, found.returned))
        self._offer_states(self._session.videos.rows)

    def _show_thumbnail(self, video_id: str, image: Image | None) -> None:
        self._workspace.videos.pictures.take(VideoId(video_id), image)

    def _show_video(self, view: VideoView) -> None:
        self._workspace.show_video_parts(shown=True)
        self._workspace.videos.show_current(view.video.video_id)

    def _show_view(self, view: VideoView) -> None:
        session, workspace = self._session, self._workspace
        workspace.grid.show_video(view)
        workspace.picker.show_taxonomy(view.taxonomy)
        workspace.instances.show_view(view, session.state.instance_id, max(session.state.second, 0))

    def _show_issues(self, issues: tuple[Issue, ...]) -> None:
        view = self._session.state.view
        if view is not None:
            if view.set_aside is not None:  # Nothing is left to do in it.
                self._workspace.status.show_todo(0, 0, 0)
                self._workspace.issues.show_set_aside(reason_text(view.set_aside.reason))
                return
            unsettled = len(view.unsettled_seconds) if view.state.is_open else 0
            self._workspace.status.show_todo(view.todo_count, len(issues), unsettled)
            lost = self._session.ended.reasons
            texts = [issue_text(each, view, _lost_at(each, lost)) for each in issues]
            self._workspace.issues.show_issues(texts, state=view.state)

    def _show_ended(self, reasons: Mapping[Cell, EndReason]) -> None:
        """Mark in the grid and in the list where propagation lost something."""
        marks = {cell: lost_text(cell[1], reason) for cell, reason in reasons.items()}
        self._workspace.grid.show_ended(marks)
        self._show_issues(self._session.navigation.issues)

    def _show_unheard(self, _heard: frozenset[int], by_nobody: tuple[int, ...]) -> None:
        view = self._session.state.view
        if view is not None:
            kinds = {issue.kind for issue in self._session.navigation.issues}
            count = 0 if IssueKind.UNHEARD in kinds else len(by_nobody)
            self._workspace.issues.show_unheard(count, view.video.second_count)

    def _show_place(self, second: int, instance_id: InstanceId | None) -> None:
        view = self._session.state.view
        if view is not None:
            self._workspace.grid.show_place(second, instance_id)
            self._workspace.instances.show_view(view, instance_id, second)
            self._workspace.status.show_second(second, view.video.second_count)

    def _ask_category(self, instance_id: InstanceId | None) -> None:
        view = self._session.state.view
        if view is not None:
            self._workspace.picker.ask(
                view.taxonomy,
                recent=self._session.instances.recent_categories,
                scenarios=view.video.scenarios,
                may_add=self._session.instances.may_add_categories,
                title="" if instance_id is None else view.name(instance_id),
            )

    def _toggle_legend(self) -> None:
        self._workspace.grid.show_legend(not self._workspace.legend_is_shown)


def _lost_at(issue: Issue, reasons: Mapping[Cell, EndReason]) -> EndReason | None:
    return None if issue.cell is None else reasons.get(issue.cell)
