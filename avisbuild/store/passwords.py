"""The password of a database on a server: never in a project, never in what is printed.

It comes from a file or a variable of ours, or in the ways that every program of PostgreSQL knows
(`~/.pgpass`, `PGPASSWORD`), which the driver looks for itself. A URL of an older project may still hold one.
"""

import os
import re
from pathlib import Path

from sqlalchemy.engine import URL

from avisbuild.errors import ProjectError
from avisbuild.system.paths import IS_WINDOWS

VARIABLE = "AVISBUILD_DATABASE_PASSWORD"
FILE_VARIABLE = f"{VARIABLE}_FILE"
# What of a URL's query is a secret, too.
_SECRETS = frozenset({"password", "sslpassword"})
_OTHERS_MAY_READ = 0o077
_LONGEST = 4096


def with_password(url: URL) -> URL:
    """The URL of a server to connect with; raises ProjectError where the file of the password is no use."""
    if has_password(url):
        return url
    if path := os.environ.get(FILE_VARIABLE, ""):
        return url.set(password=_password_in(Path(path)))
    given = os.environ.get(VARIABLE, "")
    return url.set(password=given) if given else url


def has_password(url: URL) -> bool:
    """Whether a URL holds a secret itself."""
    return url.password is not None or bool(_SECRETS & set(url.query))


def shown(text: str) -> str:
    """The URL of a database as it may be said, also one that cannot be parsed."""
    if "://" in text:
        text = re.sub(r"(://[^:/@]*):.*@", r"\1:***@", text)
        # Where the host was forgotten, the password stands where a port would.
        text = re.sub(r"(://[^:/@\[]*):(?!\d+(?:[/?,]|$)|\*{3}@)[^/?]+", r"\1:***", text)
    else:
        text = re.sub(r":.*@", ":***@", text)
    return re.sub(r"((?:ssl)?password\s*=)[^&]*", r"\1***", text, flags=re.IGNORECASE)


def _password_in(path: Path) -> str:
    try:
        if not IS_WINDOWS and path.stat().st_mode & _OTHERS_MAY_READ:
            raise ProjectError("password-file-open", path=path)
        with path.open(encoding="utf-8") as file:
            line = file.readline(_LONGEST).rstrip("\r\n")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ProjectError("password-file-unreadable", path=path, reason=reason) from error
    if not line:
        raise ProjectError("password-file-empty", path=path)
    return line
