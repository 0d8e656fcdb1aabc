"""`failures.csv`: nothing is lost, and no spreadsheet is made to calculate."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pipelines.fetch.fetch_rows import a_row

from avisbuild.errors import FormatError, MediaError
from avisbuild.records import VideoId
from avisbuild_pipelines.download import DownloadFailure
from avisbuild_pipelines.fetch.failures import failure_for
from avisbuild_pipelines.fetch.reports import Failure, clean_text, read_failures, write_failures


def a_failure(
    video_id: str = "dog_1", message: str = "gone", source: str = "yt:abcdefghijk"
) -> Failure:
    return Failure(
        video_id=VideoId(video_id),
        source=source,
        code="removed",
        failure_class="permanent",
        attempts=1,
        http_status=404,
        message=message,
        hint="",
        when="2026-01-01T00:00:00Z",
        row_sha256="0" * 64,
    )


@given(message=st.text(max_size=200), source=st.text(st.characters(codec="utf-8"), max_size=50))
def test_what_is_written_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, message: str, source: str
) -> None:
    path = tmp_path_factory.mktemp("reports") / "failures.csv"
    message, source = (
        clean_text(text.encode(errors="replace").decode()) for text in (message, source)
    )
    failure = a_failure(message=message, source=source)
    write_failures(path, [failure])
    assert read_failures(path) == {failure.video_id: failure}


@pytest.mark.parametrize("start", list("=+-@\t"))
def test_no_text_starts_a_formula(tmp_path: Path, start: str) -> None:
    write_failures(tmp_path / "failures.csv", [a_failure(message=f"{start}HYPERLINK(0)")])
    with (tmp_path / "failures.csv").open(newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert row["message"][0] == "'"


def test_an_id_that_starts_with_a_dash_is_quoted_and_unaltered(tmp_path: Path) -> None:
    write_failures(tmp_path / "failures.csv", [a_failure("-abc")])
    assert (tmp_path / "failures.csv").read_text().splitlines()[1].startswith('"-abc",')


def test_a_failure_keeps_all_that_the_site_said() -> None:
    error = DownloadFailure(
        "gone", code="removed", original="HTTP 404\nNot Found", http_status=404, attempts=2
    )
    failure = failure_for(a_row("dog_1"), error)
    assert (failure.code, failure.failure_class) == ("removed", "permanent")
    assert (failure.http_status, failure.attempts, failure.message) == (
        404,
        2,
        "HTTP 404\nNot Found",
    )


@pytest.mark.parametrize(
    ("error", "code", "failure_class"),
    [
        (MediaError("dead", code="worker-killed"), "worker-killed", "local"),
        (MediaError("mute", code="no-audio"), "no-audio", "content"),
        (MemoryError(), "out-of-memory", "local"),
        (PermissionError(13, "Permission denied"), "os-error", "local"),
        (ZeroDivisionError("oh"), "internal-error", "local"),
    ],
)
def test_every_error_has_a_code_and_a_class(
    error: Exception, code: str, failure_class: str
) -> None:
    failure = failure_for(a_row(), error)
    assert (failure.code, failure.failure_class) == (code, failure_class)
    assert failure.message


@pytest.mark.parametrize(
    "content", ["video_id,code\na,b\n", "\xff", '"a\n'], ids=["columns", "bytes", "quote"]
)
def test_a_file_that_is_not_ours_is_refused_with_its_name(tmp_path: Path, content: str) -> None:
    path = tmp_path / "failures.csv"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(FormatError, match=r"failures\.csv"):
        read_failures(path)


def test_failures_of_0_2_have_no_key_of_their_source_and_are_read(tmp_path: Path) -> None:
    path = tmp_path / "failures.csv"
    write_failures(path, [replace(a_failure(), source_key="yt-x")])
    assert read_failures(path)[VideoId("dog_1")].source_key == "yt-x"
    lines = [line.rsplit(",", 1) for line in path.read_text().splitlines()]
    path.write_text("".join(f"{line}\n" for line, _ in lines))
    assert [last for _, last in lines] == ['"source_key"', '"yt-x"']
    assert read_failures(path) == {VideoId("dog_1"): a_failure()}
