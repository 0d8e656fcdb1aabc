"""Plots are the same bytes each time, and a machine without matplotlib is told how to get it."""

import re
import sys

import pytest

from avisbuild.errors import AvisbuildError
from avisbuild.report import figures
from avisbuild.report.figures import house_look, new_figure, png_of, svg_of


def drawn(title: str = "videos") -> "tuple[str, bytes]":
    pytest.importorskip("matplotlib", reason="plots are drawn by matplotlib, the extra [report]")
    with house_look():
        figure = new_figure(2, 1)
        figure.add_subplot().bar(["dog", "violin"], [1, 2])
        figure.suptitle(title)
    return svg_of(figure, "bars"), png_of(figure)


def test_a_plot_is_the_same_bytes_each_time_and_holds_no_day() -> None:
    svg, png = drawn()
    assert drawn() == (svg, png)
    assert "date" not in svg
    assert "Matplotlib v" not in svg


def test_a_users_settings_of_matplotlib_change_nothing() -> None:
    expected = drawn()
    import matplotlib as mpl

    with mpl.rc_context({"font.size": 30, "svg.fonttype": "path", "axes.linewidth": 7}):
        assert drawn() == expected


def test_text_stays_text_dollars_and_signs_of_other_scripts_too() -> None:
    svg, png = drawn("a$b$c 小提琴 <x>")
    drawn_text = re.sub(r"<!--.*?-->", "", svg, flags=re.DOTALL)
    assert "a$b$c 小提琴 &lt;x&gt;" in drawn_text
    assert png.startswith(b"\x89PNG")


def test_without_matplotlib_one_line_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(figures, "find_spec", lambda _: None)
    with pytest.raises(AvisbuildError, match=r"pip install 'avisbuild\[report\]'"), house_look():
        raise AssertionError(sys.modules)
