"""A page needs nothing but itself, and no text in it can be more than a text."""

import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

from avisbuild.report import markup
from avisbuild.report.colours import COLOURS
from avisbuild.report.markup import Markup, Table
from avisbuild.report.page import Page

EVIL = "<script>alert(1)</script>\" onload='x' \u202eevil"


class Reader(HTMLParser):
    """Keeps the tags, their attributes and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data


def evil_page() -> str:
    page = Page(EVIL, remark=EVIL)
    page.tile(EVIL, EVIL)
    for _ in range(4):
        section = page.section(EVIL)
        section.paragraph(EVIL)
        section.table(Table(columns=[EVIL, "number"], rows=[[EVIL, 1.5], [EVIL, None]]))
        section.add(
            markup.details(EVIL, EVIL), markup.picture(b"x", EVIL), markup.sound(b"y", EVIL)
        )
        section.figures(markup.figure("<?xml?><svg width='3'></svg>", EVIL, EVIL, size="wide"))
    return page.html()


def test_no_text_of_a_stranger_becomes_part_of_the_page() -> None:
    reader = Reader(evil_page())
    assert reader.tags.count("script") == 1
    assert "onload" not in {name for name, _ in reader.attributes}
    assert "\u202e" not in evil_page()
    assert reader.text.count("<script>alert(1)</script>") > 20


def test_the_page_loads_nothing_and_runs_only_the_script_that_its_policy_names() -> None:
    page = evil_page()
    loaded = {value for name, value in Reader(page).attributes if name in ("src", "href")}
    assert all(each.startswith(("data:", "#")) for each in loaded)
    (script,) = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    digest = b64encode(sha256(script.encode()).digest()).decode()
    assert "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:; " in page
    assert f"script-src 'sha256-{digest}'\"" in page


def test_each_section_is_linked_by_a_name_of_its_own() -> None:
    reader = Reader(evil_page())
    identities = [value for name, value in reader.attributes if name == "id"]
    links = [value for name, value in reader.attributes if name == "href"]
    assert links == [f"#{each}" for each in identities]
    assert len(set(identities)) == 4


def test_a_cell_sorts_by_its_number_and_what_is_not_known_is_a_dash() -> None:
    cells = markup.table(
        Table(columns=["a", "b", "c"], rows=[["x", 1234567, 0.04], [None, None, 2.0]])
    )
    assert '<td data-value="1234567">1,234,567</td><td data-value="0.04">0.0</td>' in cells
    assert cells.count("&ndash;") == 2


def test_a_figure_turns_with_the_page_from_light_to_dark() -> None:
    ink = COLOURS["ink"][0]
    shown = markup.figure(
        f'<?xml?>\n<!DOCTYPE svg>\n<svg><path style="fill: {ink}"/></svg>', "Ring"
    )
    assert 'style="fill: var(--ink)"' in shown
    assert "DOCTYPE" not in shown


def test_markup_stands_as_it_is_and_any_other_text_is_escaped() -> None:
    assert markup.joined([Markup("<b>"), "<b>"]) == "<b>&lt;b&gt;"
