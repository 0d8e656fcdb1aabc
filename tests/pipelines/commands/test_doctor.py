"""`avisbuild doctor` as a user runs it: what it says, and how it ends."""

import json

import pytest
from conftest import Program

from avisbuild.errors import ExitCode


def test_doctor_says_what_is_there_and_is_ready_here(avisbuild: Program) -> None:
    answer = avisbuild("doctor", "--json")
    report = json.loads(answer.stdout)
    topics = {check["topic"]: check for check in report["checks"]}
    assert answer.returncode == 0
    assert report["ready"] is True
    assert {
        "Python",
        "ffmpeg",
        "PyAV",
        "yt-dlp",
        "yt-dlp-ejs",
        "deno",
        "disk",
        "torch",
        "PyQt6",
    } <= set(topics)
    assert all(
        check["cure"] for check in report["checks"] if check["verdict"] in ("warning", "blocker")
    )


def test_doctor_fails_when_ffmpeg_does_not_run(
    avisbuild: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVISBUILD_FFMPEG", "/nowhere/ffmpeg")
    answer = avisbuild("doctor")
    assert answer.returncode == ExitCode.PARTLY_DONE
    assert "pip install imageio-ffmpeg" in answer.stdout
