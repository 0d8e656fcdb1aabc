"""Which ffmpeg is used, and how old it is."""

import os
from fractions import Fraction
from pathlib import Path

import pytest
from media.shelf import Shelf

from avisbuild.errors import AvisbuildError
from avisbuild.media import tools
from avisbuild.media.ffmpeg_graph import full_command
from avisbuild.media.frame_plan import FramePlan
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import probe
from avisbuild.media.tools import ffmpeg_path, ffmpeg_release, ffmpeg_version, version_number


def test_the_setting_names_the_ffmpeg_to_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "my-ffmpeg"
    program.write_text("#!/bin/sh\necho ffmpeg version 7.7.7 Copyright\n")
    program.chmod(0o755)
    monkeypatch.setenv("AVISBUILD_FFMPEG", str(program))
    assert ffmpeg_path() == program
    assert ffmpeg_version(program) == "7.7.7"


def test_a_setting_that_names_no_program_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVISBUILD_FFMPEG", "not-there")
    with pytest.raises(AvisbuildError, match="AVISBUILD_FFMPEG=not-there: no such program"):
        ffmpeg_path()


def ffmpeg_saying(version: str, folder: Path, libavcodec: str = "") -> Path:
    """A program that says that it is ffmpeg, and does nothing else."""
    program = folder / "ffmpeg"
    libraries = f"echo 'libavcodec     {libavcodec}'\n" if libavcodec else ""
    program.write_text(f"#!/bin/sh\necho ffmpeg version {version} Copyright\n{libraries}")
    program.chmod(0o755)
    return program


def test_a_setting_that_names_too_old_an_ffmpeg_is_refused_with_version_and_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = ffmpeg_saying("4.3.6-0+deb11u1", tmp_path)
    monkeypatch.setenv("AVISBUILD_FFMPEG", str(program))
    with pytest.raises(AvisbuildError) as caught:
        ffmpeg_path()
    assert str(caught.value) == (
        f"{program}: this is ffmpeg 4.3.6-0+deb11u1, 4.4 or newer is needed;"
        " unset AVISBUILD_FFMPEG, or set it to a newer one"
    )


def test_one_on_the_path_that_is_too_old_is_passed_over_for_the_wheels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ffmpeg_saying("4.2.2-static", tmp_path)
    monkeypatch.delenv("AVISBUILD_FFMPEG", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert ffmpeg_path() != old
    assert "imageio_ffmpeg" in str(ffmpeg_path())


def test_one_on_the_path_that_is_too_old_is_refused_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ffmpeg_saying("4.2.2-static", tmp_path)
    monkeypatch.delenv("AVISBUILD_FFMPEG", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(tools, "_bundled_ffmpeg", lambda: None)
    with pytest.raises(
        AvisbuildError, match=r"ffmpeg 4\.2\.2-static, 4\.4 or newer is needed; pip"
    ):
        ffmpeg_path()


@pytest.mark.parametrize(
    ("version", "number"),
    [
        ("5.1.9-0+deb12u1", (5, 1)),
        ("n9.0.2", (9, 0)),
        ("4.4.2-0ubuntu0.22.04.1", (4, 4)),
        ("7.0.2-static", (7, 0)),
        ("N-112345-g0abc", None),
    ],
)
def test_the_version_of_ffmpeg_is_read_from_what_it_says(
    version: str, number: tuple[int, int] | None
) -> None:
    assert version_number(version) == number


@pytest.mark.parametrize(
    ("libavcodec", "release"),
    [
        ("58. 42.100 / 58. 42.100", (0, 0)),
        ("58.134.100 / 58.134.100", (4, 4)),
        ("59. 14.100 / 59. 14.100", (4, 4)),
        ("59. 37.100 / 59. 37.100", (5, 1)),
        ("62. 11.100 / 62. 11.100", (5, 1)),
        ("", None),
    ],
    ids=["of 2018", "4.4's", "of 2021, before 5.0", "5.1's", "of 2025", "untold"],
)
def test_how_old_a_build_between_releases_is_its_libavcodec_tells(
    libavcodec: str, release: tuple[int, int] | None, tmp_path: Path
) -> None:
    """Static builds of the day, which call themselves N-59765-gb236ef0a59-static."""
    assert ffmpeg_release(ffmpeg_saying("N-1-g0abc-static", tmp_path, libavcodec)) == release


def test_too_old_a_build_between_releases_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = ffmpeg_saying("N-47683-g0e8eb07980-static", tmp_path, "58. 42.100 / 58. 42.100")
    monkeypatch.setenv("AVISBUILD_FFMPEG", str(program))
    with pytest.raises(AvisbuildError, match=r"this is ffmpeg N-47683-g\w+-static, 4\.4 or newer"):
        ffmpeg_path()


@pytest.mark.parametrize(
    ("version", "libavcodec", "option"),
    [
        ("4.4.2", "", "-vsync"),
        ("N-1-gb", "59. 14.100", "-vsync"),
        ("5.1.9", "", "-fps_mode"),
        ("N-1-gc", "62. 11.100", "-fps_mode"),
        ("N-1-gd", "", "-fps_mode"),
    ],
)
def test_an_ffmpeg_is_asked_in_the_words_that_it_knows(
    version: str,
    libavcodec: str,
    option: str,
    media: Shelf,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = ffmpeg_saying(version, tmp_path, libavcodec)
    monkeypatch.setenv("AVISBUILD_FFMPEG", str(program))
    path = media.barcode("rate-25.mp4")
    info = probe(path, MediaLimits())
    plan = FramePlan(
        begin_s=Fraction(0), offset_s=Fraction(1, 2), frame_pts=(0,), remainder_s=Fraction(0)
    )
    command = full_command(path, info, plan, MediaLimits())
    assert command[command.index(option) + 1] == "passthrough"
