"""What this person allowed each project, kept in their own settings: a project cannot say it of itself.

A project is known by its path and by a random name that lies in it: one that somebody else made has not
that name, even when it is put in the same place.
"""

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import platformdirs

from avisbuild import files, inside
from avisbuild.errors import ProjectError
from avisbuild.records.video_folder import PROJECT_ID_NAME
from avisbuild.system.locks import locked_folder
from avisbuild.system.paths import lies_in
from avisbuild.untrusted.text import read_document

ALLOW_DATABASE = "AVISBUILD_ALLOW_DATABASE"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Folders outside that a project may use, and the SHA-256 of each database URL that it may open.

    `media_files` it may read, and no more: those that this person's own fetches named. `shares` are the kinds
    of network share that it was said to be on.
    """

    folders: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    media_files: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()


def granted_permissions(folder: Path) -> Permissions:
    """What the project in `folder` may; nothing but itself where nothing was allowed."""
    return _permissions_from(_read().get(_key(folder)), _project_id(folder))


def guard(folder: Path) -> None:
    """From now on nothing in the project in `folder` leads out of it but where that was allowed."""
    _guard(folder, granted_permissions(folder))


def allow_folder(folder: Path, allowed: Path) -> Permissions:
    """Let a project read and write below `allowed`."""
    target = os.path.realpath(allowed)
    if not Path(target).is_dir():
        raise ProjectError("allowed-no-folder", folder=allowed)
    with _alone():
        found = granted_permissions(folder)
        return _save(folder, replace(found, folders=_with(found.folders, target)))


def forbid_folder(folder: Path, allowed: Path) -> Permissions:
    """Take that back, and what fetches named below `allowed`."""
    names = (str(allowed), os.path.realpath(allowed))
    with _alone():
        found = granted_permissions(folder)
        folders = tuple(one for one in found.folders if one not in names)
        media_files = tuple(
            one for one in found.media_files if not any(lies_in(one, name) for name in names)
        )
        if (folders, media_files) == (found.folders, found.media_files):
            raise ProjectError("not-allowed", folder=allowed, project=folder)
        return _save(folder, replace(found, folders=folders, media_files=media_files))


def allow_database(folder: Path, url: str) -> Permissions:
    """Let a project open the database that its settings name."""
    with _alone():
        found = granted_permissions(folder)
        return _save(folder, replace(found, databases=_with(found.databases, _digest(url))))


def allow_media(folder: Path, paths: Iterable[Path]) -> None:
    """Let a project read these files, which the manifest of this person's own fetch names.

    It holds for this process also where the settings cannot be written; raises ProjectError then.
    """
    named = [os.path.realpath(path) for path in paths]
    if not named:
        return
    with _alone():
        found = granted_permissions(folder)
        wider = replace(found, media_files=_with(found.media_files, *named))
        _guard(folder, wider)
        if wider != found:
            _save(folder, wider)


def note_share(folder: Path, kind: str) -> bool:
    """Remember that this person knows a project is on such a network share; whether they did not before."""
    with _alone():
        found = granted_permissions(folder)
        if kind in found.shares:
            return False
        with suppress(ProjectError):  # told again next time
            _save(folder, replace(found, shares=_with(found.shares, kind)))
        return True


def may_open_database(folder: Path, url: str) -> bool:
    """Whether that was said, by `init`, by `project allow`, or for this run."""
    said_now = os.environ.get(ALLOW_DATABASE, "").lower() not in ("", "0", "false", "no")
    return said_now or is_named(granted_permissions(folder), url)


def is_named(permissions: Permissions, url: str) -> bool:
    """Whether a database is among those that may be opened."""
    return _digest(url) in permissions.databases


def _guard(folder: Path, permissions: Permissions) -> None:
    inside.guard(folder, permissions.folders, media_files=permissions.media_files)


def _with(known: tuple[str, ...], *more: str) -> tuple[str, ...]:
    return tuple(sorted({*known, *more}))


@contextmanager
def _alone() -> Iterator[None]:
    """Keep others from changing the settings: two who say something at once are both heard."""
    folder = _path().parent
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        with suppress(OSError):  # no settings folder, told when they are written; or no locks there
            stack.enter_context(locked_folder(folder, follow_link=True))
        yield


def _path() -> Path:
    return platformdirs.user_config_path("avisbuild") / "projects.json"


def _key(folder: Path) -> str:
    return os.path.realpath(folder)


def _digest(url: str) -> str:
    # A URL may hold a password.
    return sha256(url.encode()).hexdigest()


def _project_id(folder: Path) -> str:
    """Read the project's random id; "" where it has none yet. A copy of the folder has the same."""
    path = folder / PROJECT_ID_NAME
    try:
        return "" if path.is_symlink() else inside.read_bytes(path).decode("ascii").strip()
    except (OSError, ValueError):
        return ""


def _named(folder: Path) -> str:
    """Read the project's id, and write one first where there is none."""
    name = _project_id(folder)
    if not name:
        name = secrets.token_hex(16)
        files.write_text(folder / PROJECT_ID_NAME, name + "\n")
    return name


def _permissions_from(entry: Any, project_id: str) -> Permissions:
    if not isinstance(entry, dict) or not project_id or entry.get("identity") != project_id:
        return Permissions()
    return Permissions(
        folders=_texts(entry.get("folders")),
        databases=_texts(entry.get("databases")),
        media_files=_texts(entry.get("media_files")),
        shares=_texts(entry.get("shares")),
    )


def _texts(found: Any) -> tuple[str, ...]:
    """What of a list is text that a path can be; anything else was never written here."""
    listed = found if isinstance(found, list) else []
    return tuple(one for one in listed if isinstance(one, str) and "\0" not in one)


def _read() -> dict[str, Any]:
    path = _path()
    try:
        document = read_document(path)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return {}  # nothing was ever allowed here, or nothing can be: a home that is somebody else's
    except (OSError, ValueError) as error:
        raise ProjectError("permissions-unreadable", path=path, reason=error) from error
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise ProjectError("permissions-format", path=path, format=_FORMAT)
    projects = document.get("projects")
    return projects if isinstance(projects, dict) else {}


def _save(folder: Path, permissions: Permissions) -> Permissions:
    path = folder / PROJECT_ID_NAME
    try:
        entry = {"identity": _named(folder), **asdict(permissions)}
        path = _path()
        projects = {**_read(), _key(folder): entry}
        files.write_json(path, {"format": _FORMAT, "projects": projects})
    except OSError as error:
        where = error.filename or path
        raise ProjectError("permissions-not-written", path=where, reason=error.strerror) from error
    return permissions
