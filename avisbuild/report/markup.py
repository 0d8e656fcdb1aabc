"""Parts of a page as text that is HTML already; what strangers wrote is made harmless here, once."""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape

from avisbuild.messages.printable import printable
from avisbuild.report.colours import COLOURS


class Markup(str):
    """HTML that may stand in a page as it is; any other text is escaped first."""

    __slots__ = ()


Cell = str | int | float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of a page: numbers are set to the right, None is a dash; a click on a head sorts.

    `left` are the columns of words, `own` the rows that stand out. A cell may be `Markup`.
    """

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    left: frozenset[int] = frozenset({0})
    own: frozenset[int] = frozenset()
    decimals: int = 1
    sortable: bool = True


def text_of(value: object) -> Markup:
    """Any text, a stranger's too, as it may stand in the page."""
    return value if isinstance(value, Markup) else Markup(escape(printable(str(value))))


def joined(parts: Iterable[object]) -> Markup:
    """Parts one after the other."""
    return Markup("".join(map(text_of, parts)))


def paragraph(text: object, *, faint: bool = False) -> Markup:
    """A paragraph, in the faint colour of remarks if so wanted."""
    return Markup(f"<p{' class=faint' if faint else ''}>{text_of(text)}</p>\n")


def details(summary: str, *parts: object) -> Markup:
    """What is folded away until a reader asks for it."""
    return Markup(f"<details><summary>{text_of(summary)}</summary>{joined(parts)}</details>\n")


def tiles(figures: Iterable[tuple[object, object]]) -> Markup:
    """The few numbers of a page's first screen: each a figure and what it counts."""
    boxes = "".join(
        f'<div class="tile"><b>{text_of(figure)}</b>{text_of(said)}</div>'
        for figure, said in figures
    )
    return Markup(f'<div class="tiles">{boxes}</div>\n')


def table(content: Table) -> Markup:
    """A table that scrolls by itself where the page is narrow."""
    heads = "".join(
        f'<th scope="col"{_word(index, content)}>{text_of(column)}</th>'
        for index, column in enumerate(content.columns)
    )
    rows = "".join(
        f"<tr{' class=own' if number in content.own else ''}>"
        f"{''.join(_cell(index, cell, content) for index, cell in enumerate(row))}</tr>\n"
        for number, row in enumerate(content.rows)
    )
    kind = ' class="sortable"' if content.sortable else ""
    return Markup(
        f'<div class="scroll"><table{kind}><thead><tr>{heads}</tr></thead>\n'
        f"<tbody>{rows}</tbody></table></div>\n"
    )


def picture(content: bytes, alt: str, *, media_type: str = "image/png") -> Markup:
    """A picture that stands in the page itself."""
    return Markup(f'<img alt="{text_of(alt)}" src="{_data_uri(content, media_type)}">')


def pictures(several: Iterable[Markup]) -> Markup:
    """Pictures in rows, as many as there is room for."""
    return Markup(f'<div class="pictures">{"".join(several)}</div>\n')


def sound(content: bytes, label: str, *, media_type: str = "audio/wav") -> Markup:
    """A sound that stands in the page itself, with the browser's own controls."""
    return Markup(
        f'<audio controls preload="none" aria-label="{text_of(label)}" '
        f'src="{_data_uri(content, media_type)}"></audio>'
    )


def figure(svg: str, title: str, caption: object = "", *, size: str = "") -> Markup:
    """A plot (`figures.svg_of`) with its title and a sentence below; its colours turn with the page's.

    `size` is "small" (three side by side), "" (two) or "wide".
    """
    inline = re.sub(r"\A.*?(?=<svg)", "", svg, count=1, flags=re.DOTALL)
    used = set(re.findall(r"#([\w.-]+)", inline))
    inline = re.sub(
        r' id="([^"]*)"', lambda found: found[0] if found[1] in used else "", inline
    )  # ids that nothing refers to are the same in every figure
    for name, (light, _) in COLOURS.items():
        inline = inline.replace(f": {light}", f": var(--{name})")
    inline = inline.replace("<svg ", f'<svg role="img" aria-label="{text_of(title)}" ', 1)
    return Markup(
        f"<figure{f' class={size}' if size else ''}><div>{inline}</div>"
        f"<figcaption><b>{text_of(title)}.</b> {text_of(caption)}</figcaption></figure>\n"
    )


def figures(*several: Markup) -> Markup:
    """Figures side by side where there is room."""
    return Markup(f'<div class="figures">{"".join(several)}</div>\n')


def _cell(index: int, cell: Cell, content: Table) -> str:
    if cell is None:
        shown, value = Markup("&ndash;"), ' data-value=""'
    elif isinstance(cell, float):
        shown, value = text_of(f"{cell:,.{content.decimals}f}"), f' data-value="{cell!r}"'
    elif isinstance(cell, int):
        shown, value = text_of(f"{cell:,}"), f' data-value="{cell}"'
    else:
        shown, value = text_of(cell), ""
    return f"<td{_word(index, content)}{value}>{shown}</td>"


def _word(index: int, content: Table) -> str:
    return ' class="word"' if index in content.left else ""


def _data_uri(content: bytes, media_type: str) -> str:
    return f"data:{text_of(media_type)};base64,{b64encode(content).decode('ascii')}"
