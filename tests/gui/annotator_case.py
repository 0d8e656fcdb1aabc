"""A small project to annotate, and sessions and windows on it: no GPU, no weights, no sound device."""

import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from pytestqt.qtbot import QtBot
from recording_sink import RecordingSink

from avisbuild.annotation import Bookmarks, commands
from avisbuild.annotation.commands.instances import new_instance
from avisbuild.records import InstanceId, Recipe, Sounding, Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.segment import Segmenter
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.service.service import SegmentService
from avisbuild.store import Project
from avisbuild_gui.services.lock_keeper import LockKeeper
from avisbuild_gui.services.segment_link import ServiceMaker
from avisbuild_gui.session_parts import Session, SessionOptions
from avisbuild_gui.sound import Player

HEIGHT_PX, WIDTH_PX = 90, 160
RATE_HZ = 16_000
FIRST, OTHER = VideoId("alpha"), VideoId("beta")


def make_project(folder: Path, *, seconds: int = 6, recipe: Recipe | None = None) -> Project:
    """A project with two videos, nothing annotated; frame t is a gradient of its own, sound t a tone."""
    project = Project.create(folder, recipe or load_recipe("aviseg"))
    with project.edit(author="test", action="two videos") as edit:
        for video_id in (FIRST, OTHER):
            edit.add_video(
                Video(
                    video_id=video_id,
                    second_count=seconds,
                    height_px=HEIGHT_PX,
                    width_px=WIDTH_PX,
                )
            )
            _write_media(project.video_dir(video_id), seconds)
    return project


def _write_media(folder: Path, seconds: int) -> None:
    (folder / "frames").mkdir(parents=True)
    rows, columns = np.mgrid[:HEIGHT_PX, :WIDTH_PX]
    for second in range(seconds):
        image = np.stack([rows, columns, np.full_like(rows, 20 * second)], axis=2)
        Pillow.fromarray(image.astype(np.uint8)).save(folder / "frames" / f"{second:05d}.jpg")
    time_s = np.arange(seconds * RATE_HZ) / RATE_HZ
    tone = 8_000 * np.sin(2 * np.pi * 440 * time_s) * (np.floor(time_s) % 3 != 2)
    with wave.open(str(folder / "audio.wav"), "wb") as file:
        file.setparams((1, 2, RATE_HZ, 0, "NONE", ""))
        file.writeframes(tone.astype("<i2").tobytes())


def service_maker(segmenter: Segmenter) -> ServiceMaker:
    """Services of this segmenter."""
    return lambda on_answer, on_readiness: SegmentService(
        segmenter, on_answer=on_answer, on_readiness=on_readiness
    )


class NoLocks(LockKeeper):
    """Nobody else is there: no thread asks who has which video."""

    def want(self, video_id: VideoId | None) -> None: ...
    def look(self) -> None: ...


class Sitting:
    """A session with what it was made of and what it said: `notices` as (text, severity, action).

    It asks for locks only where told to, since most tests are of one person.
    """

    def __init__(
        self,
        project: Project,
        qtbot: QtBot,
        *,
        author: str = "ann",
        segmenter: Segmenter | None = None,
        bookmarks: Bookmarks | None = None,
        now: Callable[[], float] | None = None,
        locks: bool = False,
    ) -> None:
        self.sink = RecordingSink()
        self.notices: list[tuple[str, str, str]] = []
        clock = {} if now is None else {"now": now}
        self.session = Session(
            SessionOptions(
                project=project,
                author=author,
                make_service=service_maker(segmenter or FakeSegmenter()),
                make_player=lambda parent: Player(parent, sink=self.sink),
                make_keeper=LockKeeper if locks else NoLocks,
                bookmarks=bookmarks,
                **clock,
            )
        )
        self.session.notices.noticed.connect(
            lambda *parts: self.notices.append(tuple(map(str, parts)))
        )
        self._qtbot = qtbot

    @property
    def texts(self) -> list[str]:
        """The notices' texts."""
        return [text for text, _, _ in self.notices]

    def click(self, x: float = 80, y: float = 45, *, positive: bool = True) -> None:
        """Click, and wait for the mask."""
        self.session.drafts.click(x, y, positive=positive)
        self.answered()

    def answered(self) -> None:
        """Wait until the segmenter has answered."""
        session = self.session
        self._qtbot.waitUntil(
            lambda: session.drafts.here is not None and not session.drafts.here.needs_answer,
            timeout=10_000,
        )

    def mask(self, second: int, *, x: float = 80) -> None:
        """Commit a mask of the active instance in a second, and stay there."""
        self.session.navigation.choose_second(second)
        self.click(x)
        assert self.session.commits.commit()

    def add(self, name: str = "dog", *seconds: int) -> InstanceId:
        """A new instance, sounding in these seconds; it becomes the active one."""
        session = self.session
        view = session.state.view
        assert view is not None
        made = new_instance(view, view.taxonomy.by_name[name].category_id)
        assert session.edits.run(lambda view: commands.add_instance(view, made))
        for second in seconds:
            assert session.edits.run(
                lambda view, at=second: commands.set_sounding(
                    view, made.instance_id, range(at, at + 1), Sounding.SOUNDING
                )
            )
        session.instances.choose(made.instance_id)
        return made.instance_id

    def close(self) -> None:
        """End its threads."""
        self.session.close()
        self.session.deleteLater()
