"""Plots by matplotlib, as SVG and PNG that are the same bytes each time one version of it draws them."""

import logging
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from avisbuild.errors import AvisbuildError
from avisbuild.report.colours import light

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_DOTS_PER_INCH = 200
_MARGIN_IN = 0.12
# Fonts that hold Chinese, Japanese and Korean: asked for only where a text needs them.
_WIDE_FONTS = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "Microsoft YaHei",
    "SimHei",
)


def need_matplotlib() -> None:
    """Raises AvisbuildError with one line that says how to install it."""
    if find_spec("matplotlib") is None:
        raise AvisbuildError("plots-need-matplotlib")


def new_figure(width_in: float, height_in: float) -> "Figure":
    """An empty figure of the house's look, to draw in inside `house_look`."""
    from matplotlib.figure import Figure
    from matplotlib.layout_engine import ConstrainedLayoutEngine

    engine = ConstrainedLayoutEngine(
        w_pad=_MARGIN_IN, h_pad=_MARGIN_IN / 2
    )  # a page's fonts are wider
    return Figure(figsize=(width_in, height_in), layout=engine, facecolor="none")


@contextmanager
def house_look() -> Iterator[None]:
    """Matplotlib's own defaults and the house's colours, whatever a `matplotlibrc` of the user's says."""
    need_matplotlib()
    import matplotlib.style

    logging.getLogger("matplotlib").setLevel(
        logging.ERROR
    )  # it tells of the fonts that it looks for
    with matplotlib.style.context(["default", dict(_look())]):
        yield


def svg_of(figure: "Figure", name: str) -> str:
    """The figure as an SVG file; `name` makes its ids differ from those of the page's other figures."""
    content = BytesIO()
    with _drawing(figure):
        import matplotlib as mpl

        with mpl.rc_context({"svg.hashsalt": name, "svg.fonttype": "none"}):
            figure.savefig(content, format="svg", metadata={"Date": None, "Creator": None})
    return content.getvalue().decode("utf-8")


def png_of(figure: "Figure") -> bytes:
    """The figure as a PNG file, on white."""
    content = BytesIO()
    with _drawing(figure):
        figure.savefig(
            content,
            format="png",
            dpi=_DOTS_PER_INCH,
            facecolor=light("paper"),
            metadata={"Software": None},
        )
    return content.getvalue()


@contextmanager
def _drawing(figure: "Figure") -> Iterator[None]:
    with house_look(), warnings.catch_warnings():
        # No font of this machine has the sign: the SVG keeps it as text, the PNG shows an empty box.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        _find_fonts(figure)
        yield


def _find_fonts(figure: "Figure") -> None:
    """Texts that matplotlib's own font cannot draw get one of the machine's that may."""
    from matplotlib import font_manager
    from matplotlib.text import Text

    own = font_manager.get_font(font_manager.findfont("DejaVu Sans")).get_charmap()
    known = {entry.name for entry in font_manager.fontManager.ttflist}
    wide = [name for name in _WIDE_FONTS if name in known]
    for text in figure.findobj(Text):
        if any(ord(letter) not in own for letter in text.get_text()):
            text.set_fontfamily(["DejaVu Sans", *wide])


def _look() -> Mapping[str, Any]:
    return {
        "font.family": "DejaVu Sans",
        "font.size": 9,
        "text.parse_math": False,  # a dollar sign in a name is a dollar sign
        "text.color": light("ink"),
        "axes.labelcolor": light("ink"),
        "axes.edgecolor": light("faint"),
        "axes.facecolor": "none",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.axisbelow": True,
        "xtick.color": light("faint"),
        "ytick.color": light("faint"),
        "grid.color": light("line"),
        "legend.frameon": False,
        "path.simplify": False,
    }
