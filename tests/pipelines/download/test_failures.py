"""The table of failures, the error that carries one, and what YouTube says in so many words."""

import pickle

import pytest
from yt_dlp.networking.exceptions import TransportError
from yt_dlp.utils import DownloadError, ExtractorError, GeoRestrictedError

from avisbuild.errors import ExitCode, MediaError
from avisbuild_pipelines.download import DownloadFailure, FailureClass, failure_kind, failure_table
from avisbuild_pipelines.download.failures import classify
from avisbuild_pipelines.download.messages import clean_message, clean_title, failure_from


@pytest.mark.parametrize(
    ("message", "code", "failure_class"),
    [
        ("Video unavailable", "removed", "permanent"),
        ("Video unavailable. This video has been removed by the uploader", "removed", "permanent"),
        ("This video has been removed for violating YouTube's policy", "removed", "permanent"),
        (
            "Video unavailable. This video is no longer available because the account was terminated",
            "terminated",
            "permanent",
        ),
        (
            "Video unavailable. This video is no longer available due to a copyright claim",
            "copyright",
            "permanent",
        ),
        (
            "Private video. Sign in if you've been granted access to this video",
            "private",
            "permanent",
        ),
        ("Join this channel to get access to members-only content", "members", "permanent"),
        ("This video requires payment to watch", "premium", "permanent"),
        (
            "Sign in to confirm your age. This video may be inappropriate",
            "age",
            "needs-credentials",
        ),
        ("Sign in to confirm you\u2019re not a bot. Use --cookies", "bot-check", "blocked"),
        (
            "Video unavailable. This content isn't available, try again later. The session was rate-limited",
            "rate-limit",
            "blocked",
        ),
        (
            "The uploader has not made this video available in your country",
            "geo",
            "permanent-here",
        ),
        ("This live event will begin in 3 hours.", "live", "permanent"),
        ("Premieres in 5 hours", "live", "permanent"),
        ("This video is DRM protected", "drm", "permanent"),
        ("Requested format is not available", "no-format", "tool-outdated"),
        ("nsig extraction failed: Some formats may be missing", "tool-outdated", "tool-outdated"),
        ("something nobody has seen before", "unknown", "transient"),
    ],
)
def test_what_youtube_says_has_its_class(message: str, code: str, failure_class: str) -> None:
    error = DownloadError(
        f"ERROR: [youtube] dQw4w9WgXcQ: {message}",
        (ExtractorError, ExtractorError(message, expected=True), None),
    )
    failure = failure_from(error, phase="extract", source="yt", keep="")
    assert (failure.code, failure.failure_class) == (code, failure_class)
    assert message.split(".")[0] in failure.original


def test_a_geo_restriction_is_known_by_its_class_and_keeps_its_countries() -> None:
    inner = GeoRestrictedError("nope", countries=["DE"])
    error = DownloadError(
        "ERROR: nope\nThis video is available in Germany.", (type(inner), inner, None)
    )
    failure = failure_from(error, phase="extract", source="yt", keep="")
    assert failure.code == "geo"
    assert "Germany" in failure.original


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("timed out", "network-timeout"),
        ("[Errno -2] Name or service not known", "dns"),
        ("[Errno -3] Temporary failure in name resolution", "dns"),
        ("[Errno 111] Connection refused", "connection-refused"),
        ("Connection reset by peer", "network"),
        ("anything else on the way", "network"),
    ],
)
def test_what_breaks_on_the_way_is_transient(words: str, code: str) -> None:
    failure = failure_from(TransportError(words), phase="download", source="https", keep="")
    assert (failure.code, failure.failure_class) == (code, FailureClass.TRANSIENT)


def test_a_full_disk_is_never_blamed_on_the_video() -> None:
    message = "unable to write data: [Errno 28] No space left on device"
    assert classify(message, phase="download", source="https").code == "disk-full"
    assert (
        classify(f"Postprocessing: {message}", errors={"PostProcessingError"}).code == "disk-full"
    )


def test_a_failure_crosses_a_process_border_whole() -> None:
    failure = DownloadFailure(
        "gone",
        code="removed",
        original="ERROR: all\nof it",
        http_status=410,
        retry_after_s=3.5,
        attempts=2,
        history=("dns: x",),
    )
    copy = pickle.loads(pickle.dumps(failure))  # noqa: S301  # what the process pool does
    assert isinstance(copy, MediaError)
    assert vars(copy) == vars(failure)
    assert str(copy) == "gone"
    assert copy.exit_code is ExitCode.PARTLY_DONE


def test_every_row_of_the_table_can_be_looked_up_and_codes_agree_on_their_class() -> None:
    classes: dict[str, FailureClass] = {}
    for kind in failure_table():
        assert failure_kind(kind.code).failure_class is kind.failure_class
        assert classes.setdefault(kind.code, kind.failure_class) is kind.failure_class
    assert set(classes.values()) == set(FailureClass)


def test_an_unknown_code_keeps_its_name() -> None:
    assert failure_kind("never-heard").code == "never-heard"


def test_messages_lose_control_characters_and_signatures_and_nothing_else() -> None:
    own = "https://example.org/a.mp4?id=7"
    text = f"\x1b[0;31mERROR:\x1b[0m {own} https://r1.googlevideo.com/v?ip=1.2.3.4&sig=AB\x07 t\u202eab"
    assert clean_message(text, keep=own) == f"ERROR: {own} https://r1.googlevideo.com/v?... tab"
    assert clean_title(" two\nlines\t\x1b[1m " + "x" * 600) == "two lines " + "x" * 490


def test_an_error_that_yt_dlp_did_not_foresee_is_laid_to_the_tool() -> None:
    failure = failure_from(KeyError("streamingData"), phase="extract", source="yt", keep="")
    assert (failure.code, failure.original) == ("tool-outdated", "'streamingData'")


def test_a_name_that_a_stranger_chose_does_not_decide_how_a_link_failed() -> None:
    cause = TransportError("[Errno 111] Connection refused")
    inner = ExtractorError("[generic] timed out: Unable to download webpage", cause=cause)
    error = DownloadError(f"ERROR: {inner}", (ExtractorError, inner, None))
    failure = failure_from(error, phase="extract", source="https", keep="")
    assert failure.code == "connection-refused"
    assert "[generic] timed out" in failure.original
