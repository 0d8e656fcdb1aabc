"""Downloads from a web server on loopback that behaves well, and badly."""

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pipelines.download_case import Case, render_video
from pipelines.media_server import (
    Behaviour,
    Body,
    Cut,
    MediaServer,
    Redirect,
    Serve,
    Slow,
    Stall,
    Status,
    WrongLength,
    video_page,
)

from avisbuild.media.limits import MediaLimits
from avisbuild_pipelines.download import FailureClass
from avisbuild_pipelines.download.partial import keep_only_same


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_video(tmp_path_factory.mktemp("media") / "a.mp4", seconds=4)


@pytest.fixture
def case(tmp_path: Path, video: Path) -> Iterator[Case]:
    www = tmp_path / "www"
    www.mkdir()
    shutil.copy(video, www / "a.mp4")
    with MediaServer(www) as server:
        yield Case(tmp_path / "sources" / "100% $HOME ä", server)


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_a_direct_link_is_fetched_proved_and_recorded(case: Case, video: Path) -> None:
    record = case.fetch("a.mp4", stated_license="cc-by")
    assert record.media_path.read_bytes() == video.read_bytes()
    assert names(case.folder) == ["source.json", "source.mp4"]
    document = json.loads((case.folder / "source.json").read_text())
    assert document["sha256"] == hashlib.sha256(video.read_bytes()).hexdigest()
    assert document["source"] == case.server.url("a.mp4")
    assert (document["attempts"], document["history"]) == (1, [])
    assert (document["license"], document["extractor"]) == ("cc-by", "generic")
    assert (document["video_codec"], document["audio_codec"]) == ("h264", "aac")
    assert document["yt_dlp_version"]
    assert document["yt_dlp_ejs_version"]


def test_a_source_that_is_there_costs_no_request(case: Case) -> None:
    first = case.fetch("a.mp4")
    case.server.requests.clear()
    assert case.fetch("a.mp4") == first
    assert case.server.requests == []


def test_a_record_whose_media_changed_size_or_is_gone_is_fetched_again(case: Case) -> None:
    record = case.fetch("a.mp4")
    for spoil in (lambda: record.media_path.unlink(), lambda: record.media_path.write_bytes(b"x")):
        spoil()
        assert case.fetch("a.mp4").sha256 == record.sha256


def test_garbage_under_the_final_name_is_not_believed(case: Case, video: Path) -> None:
    (case.folder / ".partial").mkdir(parents=True)
    (case.folder / "source.mp4").write_bytes(b"garbage")
    (case.folder / ".partial" / "source.mp4").write_bytes(b"garbage")
    assert case.fetch("a.mp4").media_path.read_bytes() == video.read_bytes()


def test_a_page_with_a_video_tag_is_fetched(case: Case) -> None:
    case.server.script(
        "page.html", video_page(case.server.url("a.mp4"), title="A \x1b[31mtitle\x07")
    )
    record = case.fetch("page.html")
    assert record.document["title"] == "A title (1)"
    assert record.document["extractor"] == "html5"


def test_a_page_with_several_videos_is_refused(case: Case) -> None:
    links = [case.server.url("a.mp4"), case.server.url("b.mp4")]
    case.server.script("page.html", video_page(*links))
    assert case.failure("page.html").code == "several-videos"


@pytest.mark.parametrize(
    ("behaviours", "code", "failure_class", "status", "attempts"),
    [
        ([Status(404)], "removed", "permanent", 404, 1),
        ([Status(410)], "removed", "permanent", 410, 1),
        ([Status(403)], "forbidden", "permanent", 403, 1),
        ([Status(401)], "login", "needs-credentials", 401, 1),
        ([Status(400)], "client-error", "permanent", 400, 1),
        ([Status(500)], "server-error", "transient", 500, 3),
        ([Status(503)], "server-error", "transient", 503, 3),
        ([Status(429, {"Retry-After": "77"})], "rate-limit", "blocked", 429, 0),
        ([Body(b"<html><p>no video</p></html>")], "unsupported-url", "permanent", None, 1),
        ([Body(b"<html><p>hi</p></html>", "video/mp4")], "not-media", "content", None, 1),
        ([Body(b"#EXTM3U\n/etc/passwd", "video/mp4")], "not-media", "content", None, 1),
        ([Body(b"ffconcat version 1.0\n", "video/mp4")], "not-media", "content", None, 1),
        ([Body(b"garbage" * 999, "video/mp4")], "undecodable", "content", None, 1),
        ([Body(b"", "video/mp4")], "short-body", "transient", None, 3),
        ([Serve(), WrongLength(20_000)], "truncated", "content", None, 1),
        (
            [Serve(), Cut(5_000), Serve(), Cut(5_000), Serve(), Cut(5_000)],
            "short-body",
            "transient",
            None,
            3,
        ),
    ],
    ids=lambda value: type(value[0]).__name__ if isinstance(value, list) else str(value),
)
def test_every_failure_has_its_code_class_status_and_attempts(
    case: Case,
    behaviours: list[Behaviour],
    code: str,
    failure_class: str,
    status: int | None,
    attempts: int,
) -> None:
    case.server.script("a.mp4", *behaviours)
    failure = case.failure("a.mp4")
    assert (failure.code, failure.failure_class) == (code, failure_class)
    assert (failure.http_status, failure.attempts) == (status, attempts)
    assert failure.original
    assert not (case.folder / "source.json").exists()
    assert not list(case.folder.glob("source.*"))


@pytest.mark.parametrize("tag", ["noai", "noindex, NoImageAI", "otherbot: noai"])
def test_a_file_whose_owner_opts_out_of_machine_learning_is_left_alone(
    case: Case, tag: str
) -> None:
    case.server.script("a.mp4", Serve(headers={"X-Robots-Tag": tag}))
    failure = case.failure("a.mp4")
    assert (failure.code, failure.failure_class) == ("opted-out", FailureClass.PERMANENT)
    assert len(case.server.requests) == 1


def test_other_words_to_robots_are_no_opt_out(case: Case) -> None:
    case.server.script("a.mp4", Serve(headers={"X-Robots-Tag": "noindex, noaim"}))
    assert case.fetch("a.mp4").sha256


def test_the_words_of_the_original_error_are_kept(case: Case) -> None:
    case.server.script("a.mp4", Status(404))
    failure = case.failure("a.mp4")
    assert "HTTP Error 404: Not Found" in failure.original
    assert failure.history == (f"removed: {failure}",)


def test_a_permanent_failure_costs_exactly_one_request(case: Case) -> None:
    case.server.script("a.mp4", Status(404))
    case.failure("a.mp4")
    assert len(case.server.requests) == 1
    assert case.waits == []


def test_a_server_that_fails_twice_and_then_serves_is_waited_for(case: Case) -> None:
    case.server.script("a.mp4", Status(503), Status(500), Serve())
    record = case.fetch("a.mp4", backoff_s=2.0)
    assert record.document["attempts"] == 3
    assert [line.split(":")[0] for line in record.document["history"]] == ["server-error"] * 2
    assert 1 <= case.waits[0] <= 2 <= case.waits[1] <= 4


def test_a_wait_that_the_server_asks_for_is_kept(case: Case) -> None:
    case.server.script("a.mp4", Status(503, {"Retry-After": "33"}), Serve())
    case.fetch("a.mp4")
    assert case.waits == [33.0]


def test_a_server_that_asks_for_a_long_wait_is_left_for_later(case: Case) -> None:
    case.server.script("a.mp4", Status(503, {"Retry-After": "7200"}), Serve())
    failure = case.failure("a.mp4")
    assert (failure.retry_after_s, failure.attempts, case.waits) == (7200.0, 1, [])


def test_a_connection_cut_midway_is_continued_where_it_broke(case: Case, video: Path) -> None:
    case.server.script("a.mp4", Serve(), Cut(30_000), Serve())
    assert case.fetch("a.mp4").media_path.read_bytes() == video.read_bytes()
    assert case.server.requests[-1].headers["Range"] == "bytes=30000-"


def test_a_cut_download_is_begun_again_when_the_server_has_no_ranges(
    case: Case, video: Path
) -> None:
    case.server.script("a.mp4", Serve(), Cut(30_000), Serve(ranges=False))
    assert case.fetch("a.mp4").media_path.read_bytes() == video.read_bytes()


def test_a_partial_file_of_an_earlier_run_is_continued(case: Case, video: Path) -> None:
    case.server.script("a.mp4", Serve(), Cut(30_000))
    case.failure("a.mp4", max_attempts=1)
    assert (case.folder / ".partial" / "source.mp4.part").stat().st_size == 30_000
    case.server.script("a.mp4", Serve())
    assert case.fetch("a.mp4").media_path.read_bytes() == video.read_bytes()
    assert case.server.requests[-1].headers["Range"] == "bytes=30000-"


def test_an_old_partial_file_is_thrown_away(case: Case, video: Path) -> None:
    case.server.script("a.mp4", Serve(), Cut(30_000))
    case.failure("a.mp4", max_attempts=1)
    case.server.script("a.mp4", Serve())
    case.fetch("a.mp4", stale_partial_s=-1.0)
    assert "Range" not in case.server.requests[-1].headers


def test_bytes_of_one_format_are_never_continued_with_those_of_another(tmp_path: Path) -> None:
    part = tmp_path / "source.mp4.part"
    keep_only_same(tmp_path, {"format_id": "22", "ext": "mp4"})
    part.write_bytes(b"x")
    keep_only_same(tmp_path, {"format_id": "22", "ext": "mp4"})
    assert part.exists()
    keep_only_same(tmp_path, {"format_id": "18", "ext": "mp4"})
    assert not part.exists()


def test_a_stalled_server_is_a_timeout_and_a_slow_one_is_not(case: Case) -> None:
    case.server.script("a.mp4", Stall())
    assert case.failure("a.mp4", socket_timeout_s=0.2, max_attempts=1).code == "network-timeout"
    case.server.script("a.mp4", Slow(pause_s=0.02))
    assert case.fetch("a.mp4").sha256


def test_a_link_that_is_refused_after_it_was_given_is_looked_up_once_more(case: Case) -> None:
    case.server.script("a.mp4", Serve(), Status(403), Serve())
    assert case.fetch("a.mp4").document["attempts"] == 2


def test_a_link_that_is_refused_twice_says_that_the_tool_is_outdated(case: Case) -> None:
    case.server.script("a.mp4", Serve(), Status(403), Serve(), Status(403), Serve())
    failure = case.failure("a.mp4")
    assert failure.failure_class is FailureClass.TOOL_OUTDATED
    assert (failure.attempts, len(case.server.requests)) == (2, 4)
    assert "update yt-dlp" in failure.hint


@pytest.mark.parametrize(
    "limits",
    [MediaLimits(max_bytes=30_000), MediaLimits(max_source_s=1.0), MediaLimits(max_pixels=100)],
    ids=["bytes", "seconds", "pixels"],
)
def test_a_file_past_a_limit_is_a_recorded_failure(case: Case, limits: MediaLimits) -> None:
    failure = case.failure("a.mp4", limits=limits)
    assert (failure.code, failure.failure_class) == ("limit", FailureClass.CONTENT)
    assert not case.folder.exists()


def test_a_file_with_another_hash_than_the_manifest_names_is_refused(case: Case) -> None:
    right = case.fetch("a.mp4").sha256
    shutil.rmtree(case.folder)
    assert case.failure("a.mp4", sha256="0" * 64).code == "hash-mismatch"
    assert case.fetch("a.mp4", sha256=right).sha256 == right


def test_a_licence_that_is_not_the_required_one_costs_no_request(case: Case) -> None:
    failure = case.failure("a.mp4", require_license=("cc-by",), stated_license="unknown")
    assert failure.code == "license"
    assert case.server.requests == []
    assert case.fetch("a.mp4", require_license=("cc-by",), stated_license="CC-BY-4.0").license


def test_a_download_ends_soon_when_it_is_stopped(case: Case) -> None:
    case.server.script("a.mp4", Serve(), Slow(pause_s=0.2))
    threading.Timer(0.3, case.stop.set).start()
    assert case.failure("a.mp4").code == "stopped"
    assert len(case.server.requests) <= 2


def test_a_redirect_to_the_same_host_is_followed_and_a_circle_is_not(case: Case) -> None:
    case.server.script("r.mp4", Redirect(case.server.url("a.mp4")))
    assert case.fetch("r.mp4").document["source"] == case.server.url("r.mp4")
    shutil.rmtree(case.folder)
    case.server.script("r.mp4", Redirect(case.server.url("r.mp4")))
    assert case.failure("r.mp4").code == "bad-redirect"


def test_a_name_or_word_of_a_stranger_does_not_decide_the_class(case: Case) -> None:
    for name in (
        "captcha not a bot.mp4",
        "private video.mp4",
        "timed out.mp4",
        "rate limited by.mp4",
    ):
        quoted = name.replace(" ", "%20")
        case.server.script(name, Status(404))
        assert case.failure(quoted).code == "removed"
        case.server.script(name, Body(b"<html></html>"))
        assert case.failure(quoted).code == "unsupported-url"


def test_after_429_no_thread_asks_the_host_again(case: Case) -> None:
    case.server.script("a.mp4", Status(429, {"Retry-After": "600"}))
    case.failure("a.mp4")
    failures = []

    def ask(number: int) -> None:
        other = Case(case.folder.parent / str(number), case.server)
        other.limiter = case.limiter
        failures.append(other.failure(f"{number}.mp4"))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(case.server.requests) == 1
    assert {failure.code for failure in failures} == {"rate-limit"}
    assert {failure.attempts for failure in failures} == {0}
    assert all(590 < (failure.retry_after_s or 0) <= 600 for failure in failures)
    assert case.limiter.blocked_until("127.0.0.1") is not None
    assert case.limiter.blocked_until("example.org") is None
