"""Which hosts may be asked: public ones over https, and those that the user allowed by name."""

import ipaddress
import re
import socket
from collections.abc import Collection
from urllib.parse import urlsplit

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# Public addresses that answer with a cloud machine's own secrets.
_METADATA = frozenset({"168.63.129.16"})
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_INNER_NAMES = ("localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain")
# What inet_aton takes for an IPv4 address: 1 to 4 decimal, octal or hexadecimal parts.
_NUMERIC_HOST = re.compile(r"(0[xX][0-9a-fA-F]*|[0-9]+)(\.(0[xX][0-9a-fA-F]*|[0-9]+)){0,3}")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet, also when wrapped in an IPv6 form."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return all(_is_public(one) for one in (parsed, *_wrapped(parsed)))


def _is_public(address: _Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address) and (
        address.ipv4_mapped or address.is_site_local
    ):
        return address.ipv4_mapped is not None
    return address.is_global and not address.is_multicast and str(address) not in _METADATA


def _wrapped(address: _Address) -> tuple[_Address, ...]:
    if isinstance(address, ipaddress.IPv4Address):
        return ()
    if address in _NAT64:
        return (ipaddress.IPv4Address(int(address) & 0xFFFFFFFF),)
    teredo = address.teredo
    inner = (address.ipv4_mapped, address.sixtofour, teredo[1] if teredo else None)
    return tuple(one for one in inner if one is not None)


def is_allowed(host: str, port: int | None, allowed_hosts: Collection[str]) -> bool:
    """Whether the user allowed `host`, as `HOST` (every port) or `HOST:PORT`; IPv6 in brackets."""
    name = canonical_host(host)
    shown = f"[{name}]" if ":" in name else name
    wanted = {name, shown, f"{shown}:{port}"}
    return any(
        canonical_host(entry) in wanted or entry.lower() in wanted for entry in allowed_hosts
    )


def canonical_host(host: str) -> str:
    """The name in small letters, without brackets and without the dot at the end."""
    name = host.strip().rstrip(".").lower()
    return name[1:-1] if name.startswith("[") and name.endswith("]") else name


def host_problem(host: str) -> str | None:
    """Why the name alone shows that `host` is not on the public internet; None if it does not."""
    name = canonical_host(host)
    if ":" in name or _NUMERIC_HOST.fullmatch(name):
        address = name if ":" in name else _as_ipv4(name)
        return None if address and is_public(address) else f"{host} is no public address"
    if "." not in name or name.endswith(tuple(f".{end}" for end in _INNER_NAMES)):
        return f"{host} is a name of a local network"
    return None


def _as_ipv4(name: str) -> str | None:
    try:
        return socket.inet_ntoa(socket.inet_aton(name))
    except OSError:
        return None


def url_problem(url: str, allowed_hosts: Collection[str]) -> str | None:
    """Why `url` must not be asked, judged without asking the name service; None if it may."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        return f"not a URL ({error})"
    if parts.scheme not in ("http", "https") or not host:
        return f"expected https://host/path, got {parts.scheme or 'no scheme'}"
    if is_allowed(host, port or (443 if parts.scheme == "https" else 80), allowed_hosts):
        return None
    problem = host_problem(host)
    if problem:
        return f"{problem}; allow it with --allow-host {host} if it is meant"
    if parts.scheme == "http":
        return f"http is not encrypted; use https, or --allow-host {host}"
    return None
