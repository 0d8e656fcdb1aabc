"""One HTML page that needs nothing else: no other file, no network; its one script sorts tables."""

import re
from base64 import b64encode
from hashlib import sha256

from avisbuild.report import markup
from avisbuild.report.markup import Markup, Table, text_of
from avisbuild.report.sorting import SORT_SCRIPT
from avisbuild.report.style import PAGE_STYLE

_FEW_SECTIONS = 3


class Section:
    """A part of a page under a heading of its own; every text given to it is escaped."""

    def __init__(self, title: str, anchor: str) -> None:
        self.title, self.anchor = title, anchor
        self._parts: list[Markup] = []

    def add(self, *parts: Markup) -> None:
        """Parts as `markup` makes them."""
        self._parts.extend(parts)

    def paragraph(self, text: object, *, faint: bool = False) -> None:
        """A paragraph."""
        self.add(markup.paragraph(text, faint=faint))

    def table(self, content: Table) -> None:
        """A table that a click sorts."""
        self.add(markup.table(content))

    def figures(self, *several: Markup) -> None:
        """Figures (`markup.figure`) side by side where there is room."""
        self.add(markup.figures(*several))

    def html(self) -> str:
        """The section as it stands in the page."""
        return (
            f'<section id="{self.anchor}">\n<h2>{text_of(self.title)}</h2>\n'
            f"{''.join(self._parts)}</section>\n"
        )


class Page:
    """A page with a title, a remark below it, a few numbers and sections.

    The same content gives the same text, byte for byte: nothing of the day or the machine is in it.
    """

    def __init__(self, title: str, *, remark: object = "") -> None:
        self.title = title
        self._remark = remark
        self._tiles: list[tuple[object, object]] = []
        self._sections: list[Section] = []

    def tile(self, figure: object, said: object) -> None:
        """One number of the first screen, and what it counts."""
        self._tiles.append((figure, said))

    def section(self, title: str) -> Section:
        """A new last section."""
        taken = {each.anchor for each in self._sections}
        word = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or "part"
        anchor = word if word not in taken else f"{word}-{len(taken) + 1}"
        self._sections.append(Section(title, anchor))
        return self._sections[-1]

    def html(self) -> str:
        """The whole page."""
        head = f"<h1>{text_of(self.title)}</h1>\n"
        if self._remark:
            head += markup.paragraph(self._remark, faint=True)
        if self._tiles:
            head += markup.tiles(self._tiles)
        sections = "".join(each.html() for each in self._sections)
        return page_frame(self.title, f"{head}{self._contents()}{sections}", script=SORT_SCRIPT)

    def _contents(self) -> str:
        if len(self._sections) <= _FEW_SECTIONS:
            return ""
        links = " ".join(
            f'<a href="#{each.anchor}">{text_of(each.title)}</a>' for each in self._sections
        )
        return f"<nav>{links}</nav>\n"


def page_frame(title: str, body: str, *, style: str = "", script: str = "") -> str:
    """The frame of every page; it loads nothing and runs nothing but `script`, whatever a name says."""
    policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src data:"
    if script:
        digest = b64encode(sha256(script.encode()).digest()).decode("ascii")
        policy += f"; script-src 'sha256-{digest}'"
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text_of(title)}</title>\n<style>{PAGE_STYLE}{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body}</main>\n{f'<script>{script}</script>' if script else ''}</body>\n</html>\n"
    )
