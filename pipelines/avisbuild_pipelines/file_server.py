"""Asking an http server for a file, or for what is missing of it, however broken what it answers is.

Every answer ends: as the file's bytes, or as NoAnswerError in one line. The head of an answer has a minute
and a quarter of a MiB, beside the bytes of the file; it may lead to http and https addresses only.
"""

import http.client
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from threading import Timer
from typing import Any

from avisbuild.messages.printable import printable

_TIMEOUT_S = 30.0
_HEAD_S = 60.0
_MOST_LINE_BYTES = 1 << 18
_NUMBER = re.compile(r"[0-9]{1,15}")
_RANGE = re.compile(r"bytes ([0-9]{1,15})-[0-9]{1,15}/.*")
_NO_SCHEME = "unknown url type"
_BROKEN = "its answer or its address is broken"
NOT_SATISFIABLE = 416
_PASSING = (408, NOT_SATISFIABLE, 425, 429)


class NoAnswerError(Exception):
    """A server did not give the file; `is_final` says that asking again is of no use.

    `status` is the code of HTTP that it answered with, if any.
    """

    def __init__(self, reason: str, *, is_final: bool = False, status: int = 0) -> None:
        super().__init__(reason)
        self.is_final = is_final
        self.status = status


@dataclass(frozen=True, slots=True, eq=False)
class FileAnswer:
    """The bytes of a file from `start` on, of which the server says that there are `byte_count`."""

    start: int
    byte_count: int | None
    _answer: Any

    def read(self, wanted_bytes: int) -> bytes:
        """What comes next, at most so many bytes; b"" at the end. Raises NoAnswerError."""
        if wanted_bytes <= 0:
            return b""
        try:
            received: bytes = self._answer.read1(wanted_bytes)
        except (http.client.HTTPException, OSError, ValueError) as error:
            raise NoAnswerError(_told(error)) from error
        # A chunk of less than no length gives more than was asked for.
        return received[:wanted_bytes]


@contextmanager
def asked_for(url: str, *, start: int) -> Iterator[FileAnswer]:
    """Ask for a file from its byte `start` on; what is given may begin at 0 all the same.

    Raises NoAnswerError.
    """
    headers = {"User-Agent": "avisbuild", "Accept-Encoding": "identity"}
    if start:
        headers["Range"] = f"bytes={start}-"
    answer = _opened(url, headers)
    with answer:
        yield _understood(answer, start)


def _opened(url: str, headers: dict[str, str]) -> Any:
    try:
        request = urllib.request.Request(url, headers=headers)  # noqa: S310  (the opener knows http only)
        return _opener().open(request, timeout=_TIMEOUT_S)
    except urllib.error.HTTPError as error:
        error.close()
        raise NoAnswerError(
            f"the server answers {error.code}",
            is_final=error.code not in _PASSING and error.code < 500,
            status=error.code,
        ) from error
    except urllib.error.URLError as error:
        if isinstance(error.reason, socket.gaierror):
            raise NoAnswerError("its name is not known here", is_final=True) from error
        told = _told(error.reason)
        raise NoAnswerError(told, is_final=told.startswith(_NO_SCHEME)) from error
    except (
        ValueError,
        http.client.InvalidURL,
    ) as error:  # what no host can be called
        raise NoAnswerError(f"{_BROKEN} ({_told(error)})", is_final=True) from error
    except (http.client.HTTPException, OSError) as error:
        raise NoAnswerError(_told(error)) from error


def _understood(answer: Any, start: int) -> FileAnswer:
    """What is given, by the headers; raises NoAnswerError where they say nothing that can be believed."""
    coding = answer.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise NoAnswerError(f"it packs what it sends, unasked ({coding:.40})", is_final=True)
    length, begin = answer.headers.get("Content-Length"), 0
    if length is not None and not _NUMBER.fullmatch(length.strip()):
        raise NoAnswerError(f"{_BROKEN} (Content-Length: {length:.40})", is_final=True)
    if answer.status == http.client.PARTIAL_CONTENT:
        stated = answer.headers.get("Content-Range", "")
        found = _RANGE.fullmatch(stated)
        if not found or int(found[1]) != start:
            raise NoAnswerError(f"{_BROKEN} (Content-Range: {stated:.40})", is_final=True)
        begin = start
    return FileAnswer(begin, None if length is None else int(length), answer)


def _told(error: object) -> str:
    told = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return printable(" ".join(str(told).split()))[:200]


class _Lines:
    """What a server sends, with a limit to lines beside the file: heads, sizes of chunks, trailers."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._allowed = _MOST_LINE_BYTES

    def readline(self, limit: int = -1) -> bytes:
        line: bytes = self._stream.readline(limit)
        self._allowed -= len(line)
        if self._allowed < 0:
            raise http.client.HTTPException("the head of its answer has no end")
        return line

    def read1(self, size: int = -1) -> bytes:
        return self._counted(self._stream.read1(size))

    def read(self, size: int = -1) -> bytes:
        return self._counted(self._stream.read(size))

    def _counted(self, data: bytes) -> bytes:
        self._allowed += len(data)
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


class _Answer(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *rest: Any, **more: Any) -> None:
        super().__init__(sock, *rest, **more)
        self.fp: Any = _Lines(self.fp)


class _Connection(http.client.HTTPConnection):
    response_class = _Answer

    def getresponse(self) -> http.client.HTTPResponse:
        with _cut_after_a_minute(self.sock):
            return super().getresponse()


class _TlsConnection(http.client.HTTPSConnection):
    response_class = _Answer

    def getresponse(self) -> http.client.HTTPResponse:
        with _cut_after_a_minute(self.sock):
            return super().getresponse()


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Python's own reads what a redirect says beside where it leads, to its end, which may never come."""

    def http_error_302(self, req: Any, fp: Any, code: int, msg: str, headers: Any) -> Any:
        fp.close()
        return super().http_error_302(req, fp, code, msg, headers)

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


class _Handler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_Connection, req)


class _TlsHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> Any:
        return self.do_open(_TlsConnection, req)


def _opener() -> urllib.request.OpenerDirector:
    """What speaks http and https, follows ten redirects to such addresses, and knows no other."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.UnknownHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        _Redirects(),
        urllib.request.HTTPErrorProcessor(),
        _Handler(),
        _TlsHandler(),
    ):
        opener.add_handler(handler)
    return opener


@contextmanager
def _cut_after_a_minute(sock: socket.socket | None) -> Iterator[None]:
    """The head of an answer may come so slowly that no single wait is too long."""
    timer = Timer(_HEAD_S, partial(_cut, sock))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(sock: socket.socket | None) -> None:
    if sock is not None:
        with suppress(OSError):  # it was closed meanwhile
            sock.shutdown(socket.SHUT_RDWR)
