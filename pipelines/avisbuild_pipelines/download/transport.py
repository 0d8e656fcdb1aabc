"""yt-dlp's only way to the network: every request, redirect and connection is checked here."""

import http.client
import re
import socket
import urllib.request
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from yt_dlp.networking._urllib import HTTPHandler, RedirectHandler, UrllibRH
from yt_dlp.networking.common import Request, RequestDirector, Response
from yt_dlp.networking.exceptions import HTTPError, RequestError

from avisbuild_pipelines.download.rate_limit import RateLimiter
from avisbuild_pipelines.manifest.allowed_hosts import is_allowed, is_public, url_problem

_OPT_OUT = re.compile(r"(^|[\s,:])(noai|noimageai)\b", re.IGNORECASE)


class AddressRefusedError(RequestError):  # type: ignore[misc]  # yt-dlp ships no types
    """A request would leave the public internet, or go where it was not allowed to go."""

    def __init__(self, message: str) -> None:
        super().__init__(msg=message)


class SiteBlockedError(RequestError):  # type: ignore[misc]  # yt-dlp ships no types
    """The breaker of this site is open: the request was not made."""


class OptedOutError(RequestError):  # type: ignore[misc]  # yt-dlp ships no types
    """The answer says that its content is not to be used for machine learning."""


class Guard:
    """Decides on every URL before it is asked, and on every address before it is connected to."""

    def __init__(self, limiter: RateLimiter, allowed_hosts: tuple[str, ...]) -> None:
        self.limiter = limiter
        self._allowed_hosts = allowed_hosts

    def check_url(self, url: str) -> None:
        """Raise unless `url` may be asked now; called for the first request and each redirect."""
        if problem := url_problem(url, self._allowed_hosts):
            raise AddressRefusedError(f"refused {_without_query(url)}: {problem}")
        host = urlsplit(url).hostname or ""
        if self.limiter.blocked_until(host) is not None:
            raise SiteBlockedError(msg=f"{host} is blocked for now")

    def connect(
        self,
        address: tuple[str, int],
        timeout: Any = None,
        source_address: Any = None,
        **_: Any,
    ) -> socket.socket:
        """Resolve once, check every answer, and connect to a checked one.

        The address that was checked is the address that is used, so a name that answers
        differently a second time (DNS rebinding) gains nothing.
        """
        host, port = address
        found = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
        if not is_allowed(host, port, self._allowed_hosts):
            for *_info, where in found:
                if not is_public(str(where[0])):
                    raise AddressRefusedError(
                        f"refused {host}: its address {where[0]} is not public"
                    )
        return _connect_first(found, timeout, source_address)


def _connect_first(found: list[Any], timeout: Any, source_address: Any) -> socket.socket:
    problem: OSError = OSError("the name service gave no address")
    for family, kind, protocol, _, where in found:
        connection = socket.socket(family, kind, protocol)
        try:
            if isinstance(timeout, int | float):
                connection.settimeout(timeout)
            if source_address:
                connection.bind(source_address)
            connection.connect(where)
        except OSError as error:
            connection.close()
            problem = error
        else:
            return connection
    raise problem


class _GuardedHandler(HTTPHandler):  # type: ignore[misc]  # yt-dlp ships no types
    """Opens http and https only after the guard agreed, and connects only through it."""

    def __init__(self, guard: Guard, **options: Any) -> None:
        super().__init__(**options)
        self._guard = guard

    def http_open(self, req: urllib.request.Request) -> Any:
        return self._open(http.client.HTTPConnection, req)

    def https_open(self, req: urllib.request.Request) -> Any:
        return self._open(http.client.HTTPSConnection, req, context=self._context)

    def _open(self, kind: type, req: urllib.request.Request, **options: Any) -> Any:
        self._guard.check_url(req.full_url)

        def connection(*args: Any, **kwargs: Any) -> Any:
            made = kind(*args, **kwargs)
            made._create_connection = self._guard.connect
            return made

        return self.do_open(connection, req, **options)


class GuardedRH(UrllibRH):  # type: ignore[misc]  # yt-dlp ships no types
    """The request handler that yt-dlp is given instead of its own ones; it wants names in RH.

    No proxy, no file, no ftp and no data URL: what is not http or https has no way out.
    """

    _SUPPORTED_URL_SCHEMES = ("http", "https")
    _SUPPORTED_PROXY_SCHEMES = ()
    RH_NAME = "guarded"

    def __init__(self, *, guard: Guard, **options: Any) -> None:
        super().__init__(**options)
        self._guard = guard
        self._answers: list[Response] = []

    def _create_instance(
        self, proxies: Any, cookiejar: Any, legacy_ssl_support: Any = None
    ) -> urllib.request.OpenerDirector:
        del proxies
        opener = urllib.request.OpenerDirector()
        context = self._make_sslcontext(legacy_ssl_support=legacy_ssl_support)
        for handler in (
            _GuardedHandler(self._guard, context=context),
            urllib.request.HTTPCookieProcessor(cookiejar),
            urllib.request.UnknownHandler(),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
            RedirectHandler(),
        ):
            opener.add_handler(handler)
        opener.addheaders = []
        return opener

    def _send(self, request: Request) -> Response:
        try:
            response = super()._send(request)
        except HTTPError as error:
            self._answers.append(error.response)
            if error.status == http.client.TOO_MANY_REQUESTS:
                # At once, so that no other thread asks this site again.
                asked = urlsplit(error.response.url or request.url).hostname or ""
                self._guard.limiter.block(asked, retry_after_s(error))
            raise
        self._answers.append(response)
        if _OPT_OUT.search(", ".join(response.headers.get_all("X-Robots-Tag") or [])):
            host = urlsplit(response.url).hostname
            raise OptedOutError(msg=f"{host} answers X-Robots-Tag: noai for this file")
        return response

    def close(self) -> None:
        """Close every answer: yt-dlp leaves those open that it did not read to the end."""
        while self._answers:
            self._answers.pop().close()


def guarded_director(build: Callable[..., RequestDirector], guard: Guard) -> RequestDirector:
    """The director of a YoutubeDL with the guarded handler alone; `build` is its own builder."""
    handler = partial(GuardedRH, guard=guard)
    return build([handler], [])


def retry_after_s(error: HTTPError) -> float | None:
    """The wait that the answer asks for, in seconds; None when it names none."""
    import time

    text = (error.response.headers.get("Retry-After") or "").strip()
    if text.isdecimal():
        return float(text[:9])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - time.time())
    except (TypeError, ValueError):
        return None


def _without_query(url: str) -> str:
    return url.partition("?")[0]
