"""Makes the guide's picture of the board's page: of a made-up week in which people who are scripted work.

    .venv/bin/python docs/pictures/make_board.py [FOLDER]

Every edit and every move is a real one, in a real project; only the times at which they were made are
written by this script, since nobody waits a week for a picture. Needs Chromium.
"""

import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

import numpy as np
from core.annotation.small_project import CLICKED, DOG, RECIPE, square
from PIL import Image

from avisbuild.annotation import Workbench, commands
from avisbuild.cli.review.board_page import board_page
from avisbuild.records import CommentReason, MaskSource, Sounding, Video, VideoId
from avisbuild.review import moves
from avisbuild.review.board import count_board
from avisbuild.review.rules import ReviewRules
from avisbuild.store import Project

_MONDAY = datetime(2030, 1, 28, 8, tzinfo=UTC)
_VIDEOS, _SECONDS, _DAYS, _ROUNDS = 60, 20, 5, 2
_SIZE_PX = (1000, 1330)
_RULES = ReviewRules.of(replace(RECIPE, review_rounds=_ROUNDS))
# A person's name, with what they need for a mask in seconds, and how many in a hundred are not right.
_ANNOTATORS = {"ann": (9.0, 1), "kim": (5.0, 9)}
_REASONS = tuple(CommentReason)
_MEANS = (MaskSource.CLICK, MaskSource.BRUSH, MaskSource.PROPAGATED)


class Lab:
    """A project of many videos, and what its people do in it at times that are said."""

    def __init__(self, folder: Path) -> None:
        recipe = replace(RECIPE, name="orchestra", review_rounds=_ROUNDS)
        self.project = Project.create(folder, recipe)
        self.dice = np.random.default_rng(13)
        self.now = _MONDAY - timedelta(days=1)
        self._times: dict[int, datetime] = {}
        with self.project.edit(author="lead", action="Videos") as edit:
            for number in range(_VIDEOS):
                edit.add_video(
                    Video(
                        video_id=VideoId(f"clip-{number:02}"),
                        second_count=_SECONDS,
                        height_px=18,
                        width_px=32,
                    )
                )
        self._stamp()

    def bench(self, person: str, video_id: VideoId) -> Workbench:
        """A person's workbench with this video."""
        found = Workbench(self.project, author=person)
        found.open_video(video_id)
        return found

    def annotate(self, person: str, video_id: VideoId) -> None:
        """All of a video, and hand it in."""
        pace_s, slips = _ANNOTATORS[person]
        bench = self.bench(person, video_id)
        dog = commands.new_instance(bench.view, DOG)
        name = dog.instance_id
        bench.run(commands.add_instance(bench.view, dog))
        bench.run(commands.set_sounding(bench.view, name, range(_SECONDS), Sounding.SOUNDING))
        self.pass_s(60)
        for second in range(_SECONDS):
            slip = self.dice.integers(100) < slips
            source = _MEANS[self.dice.choice(len(_MEANS), p=(0.5, 0.1, 0.4))]
            self.commit(bench, second, corner=9 if slip else 2, source=source)
            self.pass_s(pace_s * (4 if source is MaskSource.BRUSH else 1))
        bench.run_as_is(commands.submit(bench.view, author=person, review_rounds=_ROUNDS))
        self.pass_s(120)

    def commit(
        self, bench: Workbench, second: int, *, corner: int, source: MaskSource = MaskSource.BRUSH
    ) -> None:
        (dog,) = bench.view.instances
        made = replace(CLICKED, source=source, author=bench.author)
        bench.run(commands.commit_mask(bench.view, dog.instance_id, second, square(corner), made))

    def review(self, person: str, video_id: VideoId) -> bool:
        """Correct one slip in place, send more of them back; whether it was accepted."""
        bench = self.bench(person, video_id)
        bench.run_as_is(moves.begin_review(bench.view, author=person, rules=_RULES))
        self.pass_s(150)
        (dog,) = bench.view.instances
        wrong = [
            second
            for second in range(_SECONDS)
            if bench.view.mask_at(dog.instance_id, second) == square(9)
        ]
        if len(wrong) > 1:
            for second in wrong:
                reason = _REASONS[self.dice.integers(3)]
                bench.run_as_is(
                    commands.add_comment(
                        bench.view,
                        author=person,
                        reason=reason,
                        instance_id=dog.instance_id,
                        second=second,
                    )
                )
            bench.run_as_is(moves.return_(bench.view, author=person))
            return False
        for second in wrong:
            self.commit(bench, second, corner=3)
        self.pass_s(30)
        bench.run_as_is(moves.accept(bench.view, author=person, rules=_RULES))
        self.pass_s(10)
        return True

    def mend(self, person: str, video_id: VideoId) -> None:
        """What the comments of a video ask for."""
        bench = self.bench(person, video_id)
        for comment in bench.view.open_comments:
            self.commit(bench, comment.second or 0, corner=2)
            bench.run_as_is(commands.resolve_comment(bench.view, comment.number, author=person))
            self.pass_s(20)
        bench.run_as_is(commands.submit(bench.view, author=person, review_rounds=_ROUNDS))

    def pass_s(self, duration_s: float) -> None:
        """Let time pass, more or less so much, after what was done."""
        self._stamp()
        self.now += timedelta(seconds=duration_s * self.dice.uniform(0.6, 1.5))

    def page(self) -> str:
        self._stamp()
        entries = [
            (replace(entry, written_at=self._times[entry.sequence].isoformat()), is_taken)
            for entry, is_taken in self.project.journal.entries_and_taken_back()
        ]
        return board_page(count_board(entries, now=self.now, zone=UTC), "orchestra")

    def _stamp(self) -> None:
        for sequence in range(len(self._times) + 1, self.project.journal.head().sequence + 1):
            self._times[sequence] = self.now


def main() -> None:
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    with tempfile.TemporaryDirectory() as folder:
        lab = Lab(Path(folder) / "orchestra")
        _work_a_week(lab)
        page, picture = Path(folder) / "board.html", Path(folder) / "board.png"
        page.write_text(lab.page(), encoding="utf-8")
        lab.project.close()
        _photograph(page, picture)
        with Image.open(picture) as image:
            small = image.convert("RGB").quantize(64)
    small.save(target / "review-board.png", optimize=True)
    sys.stdout.write(f"{target / 'review-board.png'}\n")


def _work_a_week(lab: Lab) -> None:
    """Each day both annotate some videos; mia reviews those of the day before first, then jun."""
    todo = [VideoId(f"clip-{number:02}") for number in range(_VIDEOS)]
    whose: dict[VideoId, str] = {}
    first: list[VideoId] = []
    second: list[VideoId] = []
    for day in range(_DAYS):
        lab.now = _MONDAY + timedelta(days=day)
        for video_id in second:
            lab.review("jun", video_id)
        second = []
        returned = [each for each in first if not lab.review("mia", each)]
        second = [each for each in first if each not in returned]
        for video_id in returned:
            lab.mend(whose[video_id], video_id)
        first = returned
        for person, count in (("ann", 4), ("kim", 5 + day % 2)):
            for _ in range(count):
                video_id = todo.pop(0)
                whose[video_id] = person
                lab.annotate(person, video_id)
                first.append(video_id)
            lab.pass_s(3_600)


def _photograph(page: Path, picture: Path) -> None:
    width, height = _SIZE_PX
    subprocess.run(
        (
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"),
            f"--window-size={width},{height}",
            f"--screenshot={picture}",
            page.as_uri(),
        ),
        check=True,
        capture_output=True,
    )


if __name__ == "__main__":
    main()
