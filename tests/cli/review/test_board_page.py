"""The board's page needs nothing but itself, and no name in it can be more than a name."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from core.annotation.small_project import POND
from core.review.board.diary import Diary

from avisbuild.cli.review.board_page import board_page
from avisbuild.cli.review.board_plots import stacked_bar, state_plot
from avisbuild.records import Comment, MaskSource, RoundState
from avisbuild.review.board import StatePoint, count_board

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
EVIL = "<script>alert(1)</script>\" onload='x' \u202eevil"


class Reader(HTMLParser):
    """Keeps every tag with its attributes, and what text there is; complains of tags that do not fit."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag != "meta":
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def page(tmp_path: Path) -> str:
    """The page of a project whose people and means have bad names."""
    diary = Diary(tmp_path / "pets")
    with diary.project:
        evil = diary.workbench(EVIL, POND)
        dog = diary.add_dog(evil)
        for second, source in enumerate(MaskSource):
            diary.at(second)
            if source not in (MaskSource.IMPORTED, MaskSource.RENDERED):
                diary.commit(evil, dog, second, source=source)
        for state in (RoundState.SUBMITTED, RoundState.IN_REVIEW, RoundState.ACCEPTED):
            diary.move(EVIL, POND, state, number=2)
        with diary.project.edit(author=EVIL, action="Remark") as edit:
            edit.add_comment(Comment(video_id=POND, author=EVIL, text="x", reason=EVIL))
        return board_page(diary.board(), EVIL)


def test_the_page_loads_nothing_and_runs_nothing_whatever_people_are_called(page: str) -> None:
    reader = Reader(page)
    loading = {"script", "link", "img", "iframe", "object", "embed", "form", "use", "image", "base"}
    assert not loading & reader.tags.keys()
    names = {name for name, _ in reader.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"src", "href", "style", "xlink:href", "srcset", "action"}
    assert "url(" not in page
    assert "@import" not in page
    assert "\u202e" not in page
    assert reader.text.count("<script>alert(1)</script>") >= 4


def test_the_page_has_a_plot_and_a_table_of_each_figure(page: str) -> None:
    reader = Reader(page)
    assert reader.tags["table"] == 6
    assert [value for name, value in reader.attributes if value == "plot"] == ["plot"]
    assert reader.tags["section"] == 5
    for part in ("prefers-color-scheme: dark", "@media print"):
        assert part in page


def test_a_project_without_anything_has_a_page_too() -> None:
    reader = Reader(board_page(count_board([], now=NOW, zone=UTC), "empty"))
    assert "0 of 0" in reader.text
    assert "inf" not in reader.text
    assert "nan" not in reader.text


def test_the_parts_of_a_bar_are_as_long_as_their_share() -> None:
    bar = stacked_bar([("m-click", 30, "click"), ("m-brush", 10, "brush")], most=80)
    assert 'class="m-click" x="0.00" y="0" width="37.50"' in bar
    assert 'class="m-brush" x="37.50" y="0" width="12.50"' in bar


def test_the_plot_stands_the_states_on_each_other_and_keeps_each_until_the_next() -> None:
    points = (
        StatePoint(start=NOW, videos={"todo": 4}),
        StatePoint(start=NOW + timedelta(days=1), videos={"todo": 1, "accepted": 3}),
    )
    plot = state_plot(points, ["todo", "accepted"], until=NOW + timedelta(days=2))
    # 906 units for two days, 226 for four videos.
    assert 'class="s-accepted" points="44.0,236.0 497.0,236.0 497.0,66.5 950.0,66.5' in plot
    assert 'class="s-todo" points="44.0,10.0 497.0,10.0 497.0,10.0 950.0,10.0 950.0,66.5' in plot
