"""A process that annotates and reviews at random, as one of four people; run as a script by the tests.

The seed says who it is and what is tried. What a person may not do is tried as well, and refused.
"""

import random
import sys
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path

import numpy as np

from avisbuild.annotation import Command, VideoView, Workbench, commands
from avisbuild.errors import AvisbuildError
from avisbuild.masks import encode
from avisbuild.records import (
    CategoryId,
    CommentReason,
    MaskSource,
    Provenance,
    Sounding,
)
from avisbuild.review.moves import accept, begin_review, give_back, return_
from avisbuild.review.rules import ReviewRules
from avisbuild.store import Project

sys.path.append(str(Path(__file__).parents[2]))
from core.store.forked import say_edit, serve

PEOPLE = ("ann", "mia", "jun", "kim")
Try = Callable[[Workbench, random.Random, ReviewRules], None]


def _draw(bench: Workbench, rng: random.Random, _rules: ReviewRules) -> None:
    """A mask in a sounding second, of the instance that is there, or of a new one."""
    view = bench.view
    if not view.state.is_open and rng.random() < 0.9:
        return
    if not view.instances:
        bench.run(commands.add_instance(view, commands.new_instance(view, CategoryId(1))))
        return
    name = rng.choice(view.instances).instance_id
    second = rng.randrange(view.video.second_count)
    pixels = np.random.default_rng(rng.randrange(1 << 30)).random(view.video.size) < 0.3
    bench.run(commands.set_sounding(view, name, range(second, second + 1), Sounding.SOUNDING))
    bench.run(
        commands.commit_mask(
            bench.view, name, second, encode(pixels), Provenance(source=MaskSource.BRUSH)
        )
    )


def _comment(bench: Workbench, rng: random.Random, _rules: ReviewRules) -> None:
    view = bench.view
    still_open = [each for each in view.comments if not each.resolved]
    if still_open:
        number = rng.choice(still_open).number
        bench.run_as_is(commands.resolve_comment(view, number, author=bench.author))
        return
    if rng.random() < 0.6:
        return
    reason = rng.choice(list(CommentReason))
    bench.run_as_is(
        commands.add_comment(view, author=bench.author, reason=reason, second=rng.randrange(3))
    )


def _move(command: Callable[[VideoView, str, ReviewRules], Command]) -> Try:
    def make(bench: Workbench, _rng: random.Random, rules: ReviewRules) -> None:
        bench.run_as_is(command(bench.view, bench.author, rules))

    return make


def _undo(bench: Workbench, rng: random.Random, _rules: ReviewRules) -> None:
    if rng.random() < 0.5:
        bench.undo()
    else:
        bench.redo()


_hand_in = _move(
    lambda view, who, rules: commands.submit(view, author=who, review_rounds=rules.review_rounds)
)
_begin = _move(lambda view, who, rules: begin_review(view, author=who, rules=rules))


def _accept(bench: Workbench, rng: random.Random, rules: ReviewRules) -> None:
    """Once nothing is open any more."""
    if any(not each.resolved for each in bench.view.comments):
        _comment(bench, rng, rules)
    else:
        bench.run_as_is(accept(bench.view, author=bench.author, rules=rules))


_return = _move(lambda view, who, _rules: return_(view, author=who, reason="look again"))
_give_back = _move(lambda view, _who, _rules: give_back(view))
# Two annotate and two review, mostly: who has annotated a video may not review it.
_ANNOTATING: dict[Try, int] = {_draw: 5, _hand_in: 4, _comment: 2, _undo: 1}
_REVIEWING: dict[Try, int] = {_begin: 5, _accept: 9, _comment: 3, _return: 1, _give_back: 1}
_ANYTHING = _ANNOTATING | _REVIEWING
_USUAL = {"ann": _ANNOTATING, "mia": _REVIEWING, "jun": _REVIEWING, "kim": _ANNOTATING}


def _review_at_random(folder: Path, seed: int, total: int) -> None:
    rng = random.Random(seed)
    with Project.open(folder) as project:
        rules = ReviewRules.of(project.recipe)
        bench = Workbench(project, author=PEOPLE[seed % len(PEOPLE)])
        videos = [each.video_id for each in project.videos()]
        for _ in range(total) if total else count():
            bench.open_video(rng.choice(videos))
            before = project.journal.head()
            with suppress(AvisbuildError):  # what may not be is refused, and leaves no trace
                tries = _ANYTHING if rng.random() < 0.02 else _USUAL[bench.author]
                rng.choices(list(tries), list(tries.values()))[0](bench, rng, rules)
            after = project.journal.head()
            if after != before:
                say_edit(after)


if __name__ == "__main__":
    serve(_review_at_random)
