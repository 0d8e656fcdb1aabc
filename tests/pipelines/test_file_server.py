"""Whatever a server sends, asking it for a file ends: with the file's bytes, or with one line."""

import socket
import threading
from collections.abc import Callable, Iterator
from itertools import chain, repeat

import pytest

from avisbuild_pipelines import file_server
from avisbuild_pipelines.file_server import NoAnswerError, asked_for

OK = b"HTTP/1.1 200 OK\r\n"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n"
_MOST = 1000
Serve = Callable[..., str]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Answer every connection with these parts, however many; gives the address."""
    stopped = threading.Event()
    threads: list[threading.Thread] = []

    def start(*parts: bytes, then: bytes = b"", pause_s: float = 0.0) -> str:
        listening = socket.create_server(("127.0.0.1", 0))
        listening.settimeout(0.1)

        def run() -> None:
            with listening:
                while not stopped.is_set():
                    try:
                        connection, _ = listening.accept()
                    except TimeoutError:
                        continue
                    every = chain(parts, repeat(then) if then else ())
                    _answer(connection, every, stopped, pause_s)

        threads.append(threading.Thread(target=run))
        threads[-1].start()
        return f"http://127.0.0.1:{listening.getsockname()[1]}/file"

    yield start
    stopped.set()
    for thread in threads:
        thread.join()


def _answer(
    connection: socket.socket, parts: Iterator[bytes], stopped: threading.Event, pause_s: float
) -> None:
    connection.settimeout(1)
    with connection:
        try:
            connection.recv(4096)
            for part in parts:
                if stopped.wait(pause_s):
                    return
                connection.sendall(part)
        except OSError:
            return


def _all(url: str, *, start: int = 0) -> bytes:
    data = b""
    with asked_for(url, start=start) as answer:
        while part := answer.read(_MOST - len(data)):
            data += part
    return data


def _refusal(url: str, *, start: int = 0) -> NoAnswerError:
    with pytest.raises(NoAnswerError) as caught:
        _all(url, start=start)
    assert "\n" not in str(caught.value)
    assert "\x1b" not in str(caught.value)
    return caught.value


def test_a_whole_answer_is_the_files_bytes(serve: Serve) -> None:
    assert _all(serve(OK + b"Content-Length: 5\r\n\r\nhello")) == b"hello"
    assert _all(serve(CHUNKED + b"3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")) == b"hello"


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: abc\r\n",
        b"Content-Length: -5\r\n",
        b"Content-Length: " + b"9" * 5000 + b"\r\n",
        b"Content-Encoding: gzip\r\n",
    ],
    ids=["a word", "less than nothing", "five thousand digits", "packed"],
)
def test_headers_that_cannot_be_believed_are_final(serve: Serve, head: bytes) -> None:
    assert _refusal(serve(OK + head + b"\r\nxx")).is_final


@pytest.mark.parametrize(
    "place",
    [
        "http://[::1/x",
        "http://a..b/",
        "http://%s.test/" % ("a" * 70),
        "ftp://127.0.0.1/x",
        "file:///etc/passwd",
        "gopher://x/",
        "http://x:99999999/",
        "http://a b/",
        "//[",
        "http:///x",
    ],
)
def test_a_redirect_to_what_is_no_http_address_is_final(serve: Serve, place: str) -> None:
    answer = b"HTTP/1.1 302 x\r\nLocation: " + place.encode() + b"\r\nContent-Length: 0\r\n\r\n"
    refusal = _refusal(serve(answer))
    assert refusal.is_final, refusal


@pytest.mark.parametrize(
    "url",
    [
        "http://[::1/x",
        "http://a..b/",
        "http://127.0.0.1:0x50/",
        "http://\u00fc/\u00fc",
        "http://a\x1b/",
    ],
)
def test_an_address_that_is_none_is_final(url: str) -> None:
    assert _refusal(url).is_final


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x1b[31mnothing\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 99999 OK\r\n\r\n",
        OK + b"a: b\r\n" * 200 + b"\r\n",
        OK + b"a: " + b"b" * 70_000 + b"\r\n\r\n",
        OK[:-2] + b"b" * 70_000,
        CHUNKED + b"zz\r\nhello",
        CHUNKED + b"5\r\nhel",
        CHUNKED + b"5" * 70_000,
    ],
)
def test_what_is_no_answer_is_one_line_and_may_be_asked_again(serve: Serve, answer: bytes) -> None:
    assert not _refusal(serve(answer)).is_final


@pytest.mark.parametrize(
    ("begin", "then"),
    [
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (CHUNKED + b"1\r\nx\r\n0\r\n", b"a: b\r\n"),
        (b"", b"x"),
    ],
    ids=["a hundred Continues and more", "a trailer", "a first line"],
)
def test_a_head_without_end_is_cut_off(serve: Serve, begin: bytes, then: bytes) -> None:
    _refusal(serve(begin, then=then * 1000))


def test_a_body_without_end_is_read_no_further_than_wanted(serve: Serve) -> None:
    assert len(_all(serve(OK + b"\r\n", then=b"x" * 65536))) == _MOST
    assert len(_all(serve(CHUNKED, then=b"-5\r\n" + b"x" * 65536))) == _MOST


def test_what_a_redirect_says_beside_its_address_is_not_read(serve: Serve) -> None:
    file = serve(OK + b"Content-Length: 5\r\n\r\nhello")
    there = b"HTTP/1.1 302 x\r\nLocation: " + file.encode() + b"\r\n\r\n"
    assert _all(serve(there, then=b"x" * 65536)) == b"hello"


def test_redirects_in_a_circle_end(serve: Serve) -> None:
    assert _refusal(
        serve(b"HTTP/1.1 302 x\r\nLocation: /file\r\nContent-Length: 0\r\n\r\n")
    ).is_final


def test_a_head_that_comes_too_slowly_is_cut_off(serve: Serve, monkeypatch) -> None:
    monkeypatch.setattr(file_server, "_HEAD_S", 0.2)
    _refusal(serve(then=b"x", pause_s=0.02))


def test_a_part_of_the_file_other_than_the_one_asked_for_is_final(serve: Serve) -> None:
    part = b"HTTP/1.1 206 x\r\nContent-Length: 5\r\nContent-Range: bytes %s\r\n\r\nhello"
    assert _all(serve(part % b"3-7/8"), start=3) == b"hello"
    for wrong in (b"2-6/8", b"x", b"9" * 5000 + b"-1/2"):
        assert _refusal(serve(part % wrong), start=3).is_final
