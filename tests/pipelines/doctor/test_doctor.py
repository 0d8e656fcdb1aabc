"""The doctor: what is amiss is named with the command that mends it."""

import os
from pathlib import Path
from typing import Any

import pytest

from avisbuild.segment.sam import device
from avisbuild.segment.sam.checkpoints import CHECKPOINTS
from avisbuild_pipelines.doctor import Check, Verdict, annotating
from avisbuild_pipelines.doctor.annotating import desktop_checks, torch_checks, weights_checks
from avisbuild_pipelines.doctor.fetching import fetching_checks
from avisbuild_pipelines.doctor.precision import precision_check


def by_topic(checks: Any) -> dict[str, Check]:
    """Checks by what they are about."""
    return {check.topic: check for check in checks}


def ffmpeg_saying(version: str, folder: Path) -> Path:
    """A program that says that it is ffmpeg, and does nothing else."""
    folder.mkdir()
    program = folder / "ffmpeg"
    program.write_text(f"#!/bin/sh\necho ffmpeg version {version} Copyright\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("version", "verdict", "says"),
    [
        ("4.2.2-static", "blocker", "this is ffmpeg 4.2.2-static, 4.4 or newer is needed"),
        ("4.4.2-0ubuntu0.22.04.1", "good", "4.4.2-0ubuntu0.22.04.1 at "),
        ("4.4.2", "good", "(named by AVISBUILD_FFMPEG); supported (4.4 or newer)"),
        ("N-112345-g0abc", "note", "whether that is supported, it does not say (4.4 or newer)"),
    ],
)
def test_the_version_of_ffmpeg_is_shown_with_a_verdict(
    version: str, verdict: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = ffmpeg_saying(version, tmp_path / "bin")
    monkeypatch.setenv("AVISBUILD_FFMPEG", str(program))
    check = by_topic(fetching_checks())["ffmpeg"]
    assert (check.verdict, bool(check.cure)) == (verdict, verdict == "blocker")
    assert says in check.found
    assert str(program) in check.found


def test_an_old_ffmpeg_on_the_path_is_said_to_be_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = ffmpeg_saying("4.2.2", tmp_path / "bin")
    monkeypatch.delenv("AVISBUILD_FFMPEG", raising=False)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    checks = by_topic(fetching_checks())
    assert checks["ffmpeg"].verdict is Verdict.GOOD
    assert str(program) not in checks["ffmpeg"].found
    assert "(imageio-ffmpeg's); supported" in checks["ffmpeg"].found
    assert f"{program} is older than 4.4" in checks["ffmpeg on PATH"].found


def test_one_on_the_path_is_said_to_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = ffmpeg_saying("5.1.9", tmp_path / "bin")
    monkeypatch.delenv("AVISBUILD_FFMPEG", raising=False)
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    checks = by_topic(fetching_checks())
    assert checks["ffmpeg"].found == f"5.1.9 at {program} (on PATH); supported (4.4 or newer)"
    assert "ffmpeg on PATH" not in checks


@pytest.fixture
def weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of weights."""
    monkeypatch.setenv("AVISBUILD_WEIGHTS", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("weights")
def test_without_weights_the_command_that_fetches_them_is_named() -> None:
    (check,) = weights_checks()
    assert (check.verdict, check.cure) == (Verdict.NOTE, "avisbuild models pull sam_vit_h")


def test_damaged_weights_are_warned_of_by_name(weights: Path) -> None:
    """Checkpoint truncated (bad days)."""
    path = weights / CHECKPOINTS["sam_vit_b"].file_name
    path.write_bytes(b"half a download")
    damaged, rest = weights_checks()
    assert damaged.verdict is Verdict.WARNING
    assert str(path) in damaged.found
    assert damaged.cure.endswith("avisbuild models pull sam_vit_b")
    assert rest.verdict is Verdict.NOTE


_SEEN = {"version": "2.15.0", "gpu": "", "bytes": 0}


@pytest.mark.parametrize(
    ("seen", "driver", "verdict", "words"),
    [
        (_SEEN | {"gpu": "H200", "bytes": 140 << 30}, True, Verdict.GOOD, "H200, 140 GiB"),
        (_SEEN, False, Verdict.NOTE, "the classical segmenter by default"),
        (_SEEN, True, Verdict.WARNING, "torch 2.15.0 cannot use it"),
    ],
)
def test_a_gpu_is_named_and_one_that_torch_cannot_use_is_warned_of(
    seen: dict[str, Any],
    driver: bool,
    verdict: Verdict,
    words: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(annotating.importlib.util, "find_spec", lambda _: object())
    monkeypatch.setattr(annotating, "_look", lambda _: seen)
    monkeypatch.setattr(annotating.shutil, "which", lambda _: "nvidia-smi" if driver else None)
    checks = by_topic(torch_checks())
    assert "precision of SAM" in checks
    check = checks["GPU"]
    assert check.verdict is verdict
    assert words in check.found


@pytest.mark.parametrize(
    ("setting", "flags", "has_gpu", "verdict", "found"),
    [
        (None, "amx_bf16", True, "good", "float16: a GPU"),
        (
            None,
            "avx2 amx_bf16 avx512_bf16",
            False,
            "good",
            "bfloat16: no GPU, and this processor has AMX",
        ),
        (None, "avx512_bf16", False, "good", "float32: no GPU and no AMX, but AVX512-BF16"),
        (None, "avx2", False, "good", "float32: no GPU, and this processor has no AMX"),
        ("auto", "avx2", False, "good", "float32: no GPU, and this processor has no AMX"),
        ("float32", "amx_bf16", False, "good", "float32: AVISBUILD_PRECISION says so"),
        (
            "float16",
            "avx2",
            False,
            "warning",
            "float16: AVISBUILD_PRECISION says so; without a GPU",
        ),
        ("half", "avx2", False, "warning", "AVISBUILD_PRECISION=half: expected one of float32, "),
    ],
)
def test_the_precision_of_sam_is_told_with_its_reason(
    setting: str | None,
    flags: str,
    has_gpu: bool,
    verdict: str,
    found: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("AVISBUILD_PRECISION", raising=False)
    if setting is not None:
        monkeypatch.setenv("AVISBUILD_PRECISION", setting)
    monkeypatch.setattr(device, "_cpu_has", lambda flag, _: flag in flags.split())
    check = precision_check(has_gpu=has_gpu)
    assert check.verdict == verdict
    assert check.found.startswith(found)
    assert check.cure == ("unset AVISBUILD_PRECISION" if verdict == "warning" else "")


def test_a_torch_that_does_not_load_is_a_warning_and_nothing_more_is_asked_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(annotating.importlib.util, "find_spec", lambda _: object())
    monkeypatch.setattr(annotating, "_TORCH_LOOK", "raise ImportError('libcudart.so.13')")
    (check,) = torch_checks()
    assert (check.topic, check.verdict) == ("torch", Verdict.WARNING)
    assert check.found == "does not load: ImportError: libcudart.so.13"


@pytest.mark.parametrize(
    ("seen", "verdicts", "cure"),
    [
        ({"chinese": ["Noto"], "sound": ["Speakers"], "error": ""}, ["good", "good"], ""),
        ({"chinese": [], "sound": ["Speakers"], "error": ""}, ["good", "note"], "fonts-noto-cjk"),
        ({"chinese": ["Noto"], "sound": [], "error": ""}, ["note", "good"], ""),
        (
            {"chinese": ["Noto"], "sound": [], "error": "libpulse.so.0"},
            ["warning", "good"],
            "libpulse0",
        ),
        ({"failure": "could not load the platform plugin"}, ["warning"], "PyQt6-sip"),
    ],
    ids=["all there", "no Chinese font", "no sound device", "no libpulse", "Qt does not start"],
)
def test_sound_and_a_chinese_font_are_looked_for(
    seen: dict[str, Any], verdicts: list[str], cure: str
) -> None:
    checks = list(desktop_checks(seen))
    assert [check.verdict for check in checks] == verdicts
    assert cure in "".join(check.cure for check in checks)
