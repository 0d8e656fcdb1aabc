"""A web server on loopback that serves a folder well, or as badly as its script says."""

import threading
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_TYPES = {
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mkv": "video/x-matroska",
    ".ts": "video/mp2t",
}
_CHUNK_BYTES = 16 * 1024


@dataclass(frozen=True)
class Serve:
    """The file as it is; with `ranges` false the Range header is not heard."""

    ranges: bool = True
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Status:
    """Only a status, such as 404 or 503, with headers such as Retry-After."""

    code: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True)
class Cut:
    """The right length is promised, and the connection closed after `at` bytes of the file."""

    at: int


@dataclass(frozen=True)
class WrongLength:
    """Content-Length says `claimed`; as many bytes as there are, or fewer, are sent."""

    claimed: int


@dataclass(frozen=True)
class Slow:
    """Pieces of 16 KiB with a pause before each."""

    pause_s: float


@dataclass(frozen=True)
class Stall:
    """The headers, then nothing until the client gives up or the server is closed."""


@dataclass(frozen=True)
class Redirect:
    """To `url`, which may be on another host."""

    url: str
    code: int = 302


@dataclass(frozen=True)
class Body:
    """These bytes instead of the file, as HTML unless said otherwise."""

    content: bytes
    content_type: str = "text/html; charset=utf-8"


Behaviour = Serve | Status | Cut | WrongLength | Slow | Stall | Redirect | Body


def video_page(*urls: str, title: str = "A page") -> Body:
    """A page with one video tag for each URL."""
    tags = "".join(f'<video src="{url}"></video>' for url in urls)
    return Body(
        f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{tags}</body></html>".encode()
    )


@dataclass(frozen=True)
class Request:
    """One request that the server saw."""

    method: str
    path: str
    headers: dict[str, str]
    query: str = ""
    body: bytes = b""

    @property
    def host(self) -> str:
        """The host that the client believed it asked."""
        return self.headers.get("Host", "")


class MediaServer:
    """Serves `folder` on loopback: `with MediaServer(folder) as server: server.url("a.mp4")`.

    `script("a.mp4", Status(503), Serve())` answers the first request for a.mp4 with 503 and every
    later one with the file. yt-dlp asks twice for a direct link: once to look, once to fetch.
    """

    def __init__(self, folder: Path, *, address: str = "127.0.0.1") -> None:
        self.folder = folder
        self.requests: list[Request] = []
        self.closing = threading.Event()
        self._scripts: dict[str, list[Behaviour]] = {}
        self._lock = threading.Lock()
        self._server = _Server((address, 0), _Handler)
        self._server.media = self
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )

    def __enter__(self) -> "MediaServer":
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self) -> int:
        """The port that the system gave."""
        return int(self._server.server_address[1])

    @property
    def host(self) -> str:
        """`127.0.0.1:PORT`, as `--allow-host` takes it."""
        return f"{self._server.server_address[0]!s}:{self.port}"

    def url(self, name: str) -> str:
        """The address of a file of the folder, or of any other name that has a script."""
        return f"http://{self.host}/{name}"

    def script(self, name: str, *behaviours: Behaviour) -> None:
        """Answer requests for `name` with these in turn, the last one for ever."""
        with self._lock:
            self._scripts[f"/{name}"] = list(behaviours)

    def asked(self, name: str) -> list[Request]:
        """The requests for one file."""
        return [request for request in self.requests if request.path == f"/{name}"]

    def next_behaviour(self, request: Request) -> Behaviour:
        """Note the request and take the next step of its script."""
        with self._lock:
            self.requests.append(request)
            script = self._scripts.get(request.path, [Serve()])
            return script.pop(0) if len(script) > 1 else script[0]


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True
    media: MediaServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        self.close_connection = True
        parts = urlsplit(self.path)
        path = unquote(parts.path)
        media = self.server.media
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request(self.command, path, dict(self.headers.items()), parts.query, body)
        behaviour = media.next_behaviour(request)
        with suppress(ConnectionError):
            self._answer(behaviour, media.folder / path.lstrip("/"))

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_POST(self) -> None:
        self.do_GET()

    def _answer(self, behaviour: Behaviour, file: Path) -> None:
        match behaviour:
            case Status(code, headers, body):
                self._head(code, {**headers, "Content-Length": str(len(body))})
                self._send(body)
            case Redirect(url, code):
                self._head(code, {"Location": url, "Content-Length": "0"})
            case Body(content, content_type):
                self._head(200, {"Content-Type": content_type, "Content-Length": str(len(content))})
                self._send(content)
            case _ if not file.is_file():
                self._head(404, {"Content-Length": "0"})
            case _:
                self._file(behaviour, file)

    def _file(self, behaviour: Behaviour, file: Path) -> None:
        data = file.read_bytes()
        headers = {"Content-Type": _TYPES.get(file.suffix, "application/octet-stream")}
        start, stop = 0, len(data)
        if isinstance(behaviour, Serve):
            headers["Content-Type"] = behaviour.content_type or headers["Content-Type"]
            headers |= behaviour.headers
        if not isinstance(behaviour, Serve) or behaviour.ranges:
            start = self._range_start()
            headers["Accept-Ranges"] = "bytes"
        if start >= len(data) and start > 0:
            self._head(416, {"Content-Range": f"bytes */{len(data)}", "Content-Length": "0"})
            return
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
        length = len(data) - start
        match behaviour:
            case Cut(at):
                stop = at
            case WrongLength(claimed):
                length, stop = claimed, min(len(data), start + claimed)
        self._head(206 if start else 200, {**headers, "Content-Length": str(length)})
        if isinstance(behaviour, Stall):
            self.server.media.closing.wait()
            return
        self._send(
            data[start:stop], pause_s=behaviour.pause_s if isinstance(behaviour, Slow) else 0.0
        )

    def _range_start(self) -> int:
        text = self.headers.get("Range", "")
        first = text.removeprefix("bytes=").partition("-")[0]
        return int(first) if text.startswith("bytes=") and first.isdecimal() else 0

    def _head(self, code: int, headers: dict[str, str]) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Connection", "close")
        self.end_headers()

    def _send(self, data: bytes, *, pause_s: float = 0.0) -> None:
        if self.command == "HEAD":
            return
        for start in range(0, len(data), _CHUNK_BYTES):
            if pause_s:
                self.server.media.closing.wait(pause_s)
            self.wfile.write(data[start : start + _CHUNK_BYTES])

    def log_message(self, *args: object) -> None:
        """Say nothing: the requests are kept."""
