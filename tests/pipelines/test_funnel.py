"""How many videos came how far, and why each of the others fell out; nothing is lost between two stages."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from core.store.values import RECIPE, video
from program_here import run_here

from avisbuild.records import Round, RoundState, SetAside, VideoId
from avisbuild.records.video_folder import failures_path, summary_path
from avisbuild.store import Project
from avisbuild_pipelines.fetch.reports import Failure, write_failures, write_summary
from avisbuild_pipelines.funnel import FunnelStage, funnel

_STATES = {
    "todo": RoundState.TODO,
    "begun": RoundState.ANNOTATING,
    "handed": RoundState.SUBMITTED,
    "good-1": RoundState.ACCEPTED,
    "good-2": RoundState.ACCEPTED,
    "dark-1": RoundState.TODO,
    "dark-2": RoundState.ACCEPTED,
    "loud": RoundState.TODO,
}
_ASIDE = {"dark-1": "too dark", "dark-2": "too dark", "loud": "no sound match"}


def _failure(name: str, code: str, key: str) -> Failure:
    return Failure(
        video_id=VideoId(name),
        source="yt:abcdefghijk",
        code=code,
        failure_class="permanent",
        attempts=1,
        http_status=None,
        message="no",
        hint="",
        when="2026-01-01T00:00:00Z",
        source_key=key,
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Eight videos, three of them set aside; four failures, one of a video that is there; two not tried."""
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            for name, state in _STATES.items():
                edit.add_video(video(name))
                edit.set_round(Round(video_id=VideoId(name), number=1, state=state))
            for name, reason in _ASIDE.items():
                edit.put(SetAside(video_id=VideoId(name), reason=reason))
        failures = [
            _failure("gone-1", "removed", "yt-gone"),
            _failure("gone-2", "removed", ""),
            _failure("short", "too-short", "yt-there"),
            _failure("todo", "annotated", "yt-there"),
            _failure("odd", "no-audio", "../../outside"),
        ]
        write_failures(failures_path(project.folder), failures)
        write_summary(summary_path(project.folder), {"waiting": 2})
        source = project.sources_dir / "yt-there/source.json"
        source.parent.mkdir()
        source.write_text("{}")
        yield project


def test_each_stage_says_how_many_and_why_not_the_others(project: Project) -> None:
    assert [stage.document for stage in funnel(project)] == [
        {"stage": "found", "videos": 14, "fell_out": {}, "to_come": {}},
        {
            "stage": "fetched",
            "videos": 9,
            "fell_out": {"removed": 2, "no-audio": 1},
            "to_come": {"not tried": 2},
        },
        {"stage": "clipped", "videos": 8, "fell_out": {"too-short": 1}, "to_come": {}},
        {
            "stage": "handed in",
            "videos": 3,
            "fell_out": {"too dark": 2, "no sound match": 1},
            "to_come": {"annotating": 1, "todo": 1},
        },
        {"stage": "accepted", "videos": 2, "fell_out": {}, "to_come": {"submitted": 1}},
    ]


def _is_whole(before: FunnelStage, after: FunnelStage) -> bool:
    lost = sum(after.fell_out.values()) + sum(after.to_come.values())
    return before.videos == after.videos + lost


def test_no_video_is_lost_between_two_stages(project: Project) -> None:
    stages = funnel(project)
    assert all(_is_whole(*pair) for pair in pairwise(stages))


def test_what_a_stopped_fetch_has_not_come_to_is_counted_once(project: Project) -> None:
    """Not again where it failed before or is in the project, as when it was to be made again."""
    not_tried = ["new-1", "new-2", "new-2", "gone-1", "short", "good-1", "dark-1", 7]
    write_summary(summary_path(project.folder), {"waiting": 8, "not_tried": not_tried})
    assert funnel(project)[0].videos == 14
    assert funnel(project)[1].to_come == {"not tried": 2}


@pytest.mark.parametrize(
    "summary", ["[]", "{", '{"waiting": "x"}', '{"waiting": -3}', "[" * 100_000]
)
def test_a_summary_that_says_nothing_of_use_is_no_trouble(project: Project, summary: str) -> None:
    summary_path(project.folder).write_text(summary)
    assert funnel(project)[0].videos == 12


def test_status_and_stats_tell_it(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--project", project.folder)
    expected = [stage.document for stage in funnel(project)]
    for command in ("status", "stats"):
        assert run_here(command, "--json", *at) == 0
        assert json.loads(capsys.readouterr().out)["funnel"] == expected
        assert run_here(command, *at) == 0
        told = " ".join(capsys.readouterr().out.split())
        assert "fetched 9 64.3 % removed 2, no-audio 1 not tried 2 " in told
        assert "handed in 3 21.4 % too dark 2, no sound match 1 annotating 1, todo 1 " in told


def test_where_the_reports_are_spoilt_status_reads_on(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    failures_path(project.folder).write_text("nonsense")
    assert run_here("status", "--project", project.folder) == 0
    said = capsys.readouterr()
    assert said.err.startswith("avisbuild: no funnel: ")
    assert "videos: 8" in said.out
