"""A project whose edits are written at times that a test says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from core.annotation.small_project import CLICKED, DOG, new_project, square

from avisbuild.annotation import Workbench, commands
from avisbuild.messages import Message
from avisbuild.records import Instance, InstanceId, MaskSource, Round, RoundState, VideoId
from avisbuild.review.board import Board, count_board

START = datetime(2030, 1, 31, 12, tzinfo=UTC)


class Diary:
    """Writes edits, each at the minute after `START` that was said last, and adds up the board of them."""

    def __init__(self, folder: Path) -> None:
        self.project = new_project(folder, seconds=30)
        self._minutes: dict[int, float] = {}
        self._minute = 0.0

    def at(self, minute: float) -> None:
        """Let what follows happen at this minute."""
        self._stamp()
        self._minute = minute

    def workbench(self, author: str, video_id: VideoId) -> Workbench:
        """A person's workbench with a video on it."""
        workbench = Workbench(self.project, author=author)
        workbench.open_video(video_id)
        return workbench

    def add_dog(self, workbench: Workbench) -> InstanceId:
        """Another instance in the video."""
        dog = commands.new_instance(workbench.view, DOG)
        workbench.run(commands.add_instance(workbench.view, dog))
        return dog.instance_id

    def commit(
        self,
        workbench: Workbench,
        dog: InstanceId,
        second: int,
        *,
        corner: int = 0,
        source: MaskSource = MaskSource.CLICK,
    ) -> None:
        """Commit a square as a mask made by these means."""
        made = replace(CLICKED, source=source, author=workbench.author)
        workbench.run(commands.commit_mask(workbench.view, dog, second, square(corner), made))

    def move(
        self, author: str, video_id: VideoId, state: RoundState, *, number: int = 1, kind: str = ""
    ) -> None:
        """Put a video's round into a state, as a command of this kind does."""
        with self.project.edit(author=author, action="Move", video_id=video_id, kind=kind) as edit:
            edit.set_round(Round(video_id=video_id, number=number, state=state, person=author))

    def bring_in(self, instance: Instance, count: int, author: str = "import") -> None:
        """Import an instance with so many masks into its video, which is accepted thereby."""
        from avisbuild.records import Mask

        imported = replace(CLICKED, source=MaskSource.IMPORTED, author=author)
        action = Message("import", video=instance.video_id, file="truth.json")
        with self.project.edit(author=author, action=action) as edit:
            edit.add(instance)
            for second in range(count):
                edit.put(
                    Mask(
                        instance_id=instance.instance_id,
                        second=second,
                        rle=square(),
                        provenance=imported,
                    )
                )
            edit.set_round(
                Round(
                    video_id=instance.video_id, number=1, state=RoundState.ACCEPTED, person=author
                )
            )

    def board(self, *, now: float = 60.0, since: float | None = None, person: str = "") -> Board:
        """The board at a minute, with days in UTC."""
        self._stamp()
        entries = [
            (replace(entry, written_at=_time(self._minutes[entry.sequence]).isoformat()), is_taken)
            for entry, is_taken in self.project.journal.entries_and_taken_back()
        ]
        return count_board(
            entries,
            now=_time(now),
            since=None if since is None else _time(since),
            person=person,
            zone=UTC,
        )

    def _stamp(self) -> None:
        for sequence in range(len(self._minutes) + 1, self.project.journal.head().sequence + 1):
            self._minutes[sequence] = self._minute


def _time(minute: float) -> datetime:
    return START + timedelta(minutes=minute)
