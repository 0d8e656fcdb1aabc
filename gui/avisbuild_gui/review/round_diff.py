"""What a round changed: which two moments are compared, and the walk through what differs."""

from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView
from avisbuild.messages import Message
from avisbuild.records import InstanceId, VideoId
from avisbuild.review.change_wording import (
    instance_message,
    instance_name,
    silences_message,
    what_changed,
)
from avisbuild.review.diff import RoundChanges
from avisbuild.review.handovers import Handover, last_pass, read_handed_past
from avisbuild.review.round_changes import past_changes
from avisbuild.segment import MaskArray
from avisbuild.store import NOW, Past
from avisbuild_gui.review.blink import Blink
from avisbuild_gui.review.compared_sides import (
    ComparedSides,
    box_around,
    colours_of,
    differing_pixels,
    layers_at,
)
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffRow:
    """One thing that differs: what is said of it, and where it is to be seen; second None for nowhere.

    `name` is the instance of a cell, and "" for what is no cell, of which `agreement` is None: how much of
    the cell is left as it was.
    """

    what: Message
    name: str = ""
    second: int | None = None
    instance_id: InstanceId | None = None
    agreement: float | None = None
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDiff:
    """Two moments of the open video and what differs, worst first; NOW and 0 are among the moments, too."""

    handovers: tuple[Handover, ...]
    start: int
    stop: int
    changes: RoundChanges
    rows: tuple[DiffRow, ...]


class RoundDiff(QObject):
    """Compares the open video as it was with itself, while it is on; nothing is changed by looking.

    Signals:
        diff_changed(ShownDiff, or None where nothing is compared).
        sides_changed(ComparedSides): the masks of the second on screen, before and after.
        row_changed(position or None): which of the rows one is at.
        look_asked(box x0, y0, x1, y1 in pixels of the frame, None for all of it): what is to be seen well.
    """

    diff_changed = pyqtSignal(object)
    sides_changed = pyqtSignal(object)
    row_changed = pyqtSignal(object)
    look_asked = pyqtSignal(object)

    def __init__(self, state: SessionState, notices: Notices) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self.blink = Blink(self)
        self.shown: ShownDiff | None = None
        self.row: int | None = None
        self._video_id: VideoId | None = None
        self._past: Past | None = None
        state.view_arrived.connect(self._take)
        state.place_arrived.connect(lambda _: self.tell_sides())

    @property
    def is_on(self) -> bool:
        """Whether two moments of the open video are compared."""
        return self.shown is not None

    def toggle(self) -> None:
        """Compare the last pass over the open video with what was before it, or end that."""
        if not self.close() and self._state.view is not None:
            self._read(self._state.view, None)

    def close(self) -> bool:
        """Compare nothing any more; whether something was compared."""
        was_on = self.is_on
        self.shown, self._past, self.row = None, None, None
        if was_on:
            self.blink.turn(on=False)
            self.diff_changed.emit(None)
        return was_on

    def toggle_blink(self) -> None:
        """One picture whose masks blink, or two side by side; shows what changed first."""
        if not self.is_on:
            self.toggle()
        if self.is_on:
            self.blink.turn(on=not self.blink.is_on)

    def hold(self) -> None:
        """A key went down: the other side is seen as long as it is held."""
        if self.is_on:
            self.blink.hold()

    def let_go(self) -> None:
        """It went up again."""
        if self.is_on:
            self.blink.let_go()

    def step_pace(self, steps: int) -> None:
        """Blink faster or, with a positive number, slower."""
        self.blink.step_pace(steps)
        text = tr("Each side is seen for {seconds:g} s while it blinks.")
        self._notices.say(text.format(seconds=self.blink.pace_s))

    def compare(self, start: int, stop: int) -> None:
        """Compare two other moments of the video: entries of the journal, 0 and NOW for its ends."""
        if self.shown is not None and self._past is not None:
            self._show(self.shown.handovers, self._past, min(start, stop), max(start, stop))

    def next(self) -> None:
        """Go to the next thing that differs, from the worst on."""
        self._step(1)

    def previous(self) -> None:
        """Go back to the one before."""
        self._step(-1)

    def choose(self, position: int) -> None:
        """Go to what a row is about."""
        if self.shown is None or not 0 <= position < len(self.shown.rows):
            return
        row, view = self.shown.rows[position], self._state.view
        self.row = position
        if row.second is not None and view is not None:
            is_there = row.instance_id in view.by_id
            self._state.go_to(row.second, row.instance_id if is_there else None)
            self.look_asked.emit(box_around(self._differing(row.instance_id)))
        self.row_changed.emit(position)

    def tell(self) -> None:
        """Say again what is compared, to views that have just been made."""
        self.diff_changed.emit(self.shown)
        self.tell_sides()
        self.row_changed.emit(self.row)
        self.blink.changed.emit()

    def _step(self, step: int) -> None:
        if self.shown is None:
            self.toggle()
            return
        count = len(self.shown.rows)
        wanted = (-1 if self.row is None else self.row) + step
        if 0 <= wanted < count:
            self.choose(wanted)
        else:
            self._notices.say(
                tr("This was the last difference; the worst came first.")
                if wanted >= count > 0
                else tr("No difference lies there.")
            )

    def _take(self, view: VideoView) -> None:
        """The video was edited, or is another one."""
        if self.shown is None:
            return
        if view.video.video_id != self._video_id:
            self.close()
        else:
            self._read(view, self.shown)

    def _read(self, view: VideoView, before: ShownDiff | None) -> None:
        """Read the past anew; compare the same moments as before, or at first the last pass."""
        video_id = view.video.video_id
        with self._notices.attempt() as outcome:
            known, past = read_handed_past(self._state.project, video_id)
        if not outcome.is_good:
            self.close()
            return
        if not known:
            self.close()
            text = tr("This video was never handed in: there are no rounds to compare.")
            self._notices.say(text)
            return
        self._video_id = video_id
        is_kept = before is not None and {before.start, before.stop} <= past.moments.keys()
        start, stop = last_pass(known, past), NOW
        if before is not None and is_kept:
            start, stop = before.start, before.stop
        self._show(known, past, start, stop)

    def _show(self, known: tuple[Handover, ...], past: Past, start: int, stop: int) -> None:
        view = self._state.view
        if view is None:
            return
        changes = past_changes(past, start, stop)
        rows = _rows(changes, view)
        if self.shown is None or rows != self.shown.rows:
            self.row = None
        self._past = past
        self.shown = ShownDiff(handovers=known, start=start, stop=stop, changes=changes, rows=rows)
        self.diff_changed.emit(self.shown)
        self.tell_sides()
        self.row_changed.emit(self.row)

    def tell_sides(self) -> None:
        """Say the masks of the second on screen, as they were at the two moments."""
        shown, past, state, view = self.shown, self._past, self._state, self._state.view
        if shown is None or past is None or view is None or state.second < 0:
            return
        sides = [past.moments[number].tracks for number in (shown.start, shown.stop)]
        colours = colours_of(*sides)
        before, after = (
            layers_at(
                tracks,
                state.second,
                state.instance_id,
                colours=colours,
                taxonomy=view.taxonomy,
            )
            for tracks in sides
        )
        self.sides_changed.emit(
            ComparedSides(before=before, after=after, difference=self._differing(None))
        )

    def _differing(self, instance_id: InstanceId | None) -> MaskArray | None:
        """The pixels that differ in the second on screen, of one instance or of all."""
        cells = () if self.shown is None else self.shown.changes.cells
        return differing_pixels(
            [
                each
                for each in cells
                if each.second == self._state.second and instance_id in (None, each.instance_id)
            ]
        )


def _rows(changes: RoundChanges, view: VideoView) -> tuple[DiffRow, ...]:
    """Cells worst first, then what became of instances, then silences."""
    cells = [
        DiffRow(
            what=what_changed(each),
            name=instance_name(each.instance, view.taxonomy),
            second=each.second,
            instance_id=each.instance_id,
            agreement=each.agreement,
            author=each.author,
        )
        for each in changes.cells
    ]
    instances = [
        DiffRow(
            what=instance_message(each, view.taxonomy),
            instance_id=each.instance_id,
            author=each.author,
        )
        for each in changes.instances
    ]
    silences = [
        DiffRow(what=silences_message([second]), second=second) for second in changes.silences
    ]
    return (*cells, *instances, *silences)
