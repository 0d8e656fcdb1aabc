"""What commands print: tables that lose nothing, wherever they go."""

import pytest

from avisbuild.cli.output import say_table


def test_a_table_in_a_pipe_is_as_wide_as_what_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    place = "/a/" + 30 * "long-" + "path/ffmpeg"
    say_table("", ("topic", "found"), [("ffmpeg", f"n9.0.2 at {place}"), ("disk", "62 GiB free")])
    header, _, first, second = capsys.readouterr().out.split("\n")[1:5]
    assert header.split() == ["topic", "found"]
    assert first.split() == ["ffmpeg", "n9.0.2", "at", place]
    assert second.split() == ["disk", "62", "GiB", "free"]


def test_a_narrow_terminal_breaks_words_and_drops_none(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "30")
    monkeypatch.setenv("TERM", "dumb")
    say_table("", ("", "found"), [("ffmpeg", "0123456789" * 5)])
    said = capsys.readouterr().out
    assert "".join(said.split()).replace("─", "") == "foundffmpeg" + "0123456789" * 5
