"""What this person allowed each project, kept in their own settings: a project cannot say it of itself.

A project is known by its path and by a random name that lies in it: one that somebody else made has not
that name, even when it is put in the same place.
"""

import json
import os
import secrets
from dataclasses import asdict, dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import platformdirs

from avisbuild import files, inside
from avisbuild.errors import ProjectError
from avisbuild.records.video_folder import IDENTITY_NAME

ALLOW_DATABASE = "AVISBUILD_ALLOW_DATABASE"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Permissions:
    """Folders outside that a project may use, and the SHA-256 of each database URL that it may open."""

    folders: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()


def permissions_of(folder: Path) -> Permissions:
    """What the project in `folder` may; nothing but itself where nothing was allowed."""
    return _of(_read().get(_key(folder)), _identity(folder))


def allow_folder(folder: Path, allowed: Path) -> Permissions:
    """Let a project read and write below `allowed`."""
    target = os.path.realpath(allowed)
    if not Path(target).is_dir():
        raise ProjectError(f"{allowed} is no folder; name one that is there")
    found = permissions_of(folder)
    return _save(folder, replace(found, folders=tuple(sorted({*found.folders, target}))))


def forbid_folder(folder: Path, allowed: Path) -> Permissions:
    """Take that back."""
    found = permissions_of(folder)
    target = next(
        (one for one in (str(allowed), os.path.realpath(allowed)) if one in found.folders), None
    )
    if target is None:
        raise ProjectError(
            f"{allowed} is not allowed for {folder}; see: avisbuild project allow --list"
        )
    return _save(
        folder, replace(found, folders=tuple(one for one in found.folders if one != target))
    )


def allow_database(folder: Path, url: str) -> Permissions:
    """Let a project open the database that its settings name."""
    found = permissions_of(folder)
    return _save(folder, replace(found, databases=tuple(sorted({*found.databases, _digest(url)}))))


def may_open_database(folder: Path, url: str) -> bool:
    """Whether that was said, by `init`, by `project allow`, or for this run."""
    said_now = os.environ.get(ALLOW_DATABASE, "").lower() not in ("", "0", "false", "no")
    return said_now or is_named(permissions_of(folder), url)


def is_named(permissions: Permissions, url: str) -> bool:
    """Whether a database is among those that may be opened."""
    return _digest(url) in permissions.databases


def _path() -> Path:
    return platformdirs.user_config_path("avisbuild") / "projects.json"


def _key(folder: Path) -> str:
    return os.path.realpath(folder)


def _digest(url: str) -> str:
    # A URL may hold a password.
    return sha256(url.encode()).hexdigest()


def _identity(folder: Path) -> str:
    """The name that lies in the project; "" where none does."""
    path = folder / IDENTITY_NAME
    try:
        return "" if path.is_symlink() else inside.read_bytes(path).decode("ascii").strip()
    except (OSError, ValueError):
        return ""


def _named(folder: Path) -> str:
    """The same, given to it where it has none."""
    name = _identity(folder)
    if not name:
        name = secrets.token_hex(16)
        files.write_text(folder / IDENTITY_NAME, name + "\n")
    return name


def _of(entry: Any, identity: str) -> Permissions:
    if not isinstance(entry, dict) or not identity or entry.get("identity") != identity:
        return Permissions()
    return Permissions(
        folders=tuple(str(one) for one in entry.get("folders", ())),
        databases=tuple(str(one) for one in entry.get("databases", ())),
    )


def _read() -> dict[str, Any]:
    path = _path()
    try:
        document = json.loads(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise ProjectError(f"{path} cannot be read ({error}); mend or remove it") from error
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise ProjectError(f"{path}: expected format {_FORMAT}; mend or remove it")
    projects = document.get("projects")
    return projects if isinstance(projects, dict) else {}


def _save(folder: Path, permissions: Permissions) -> Permissions:
    path = _path()
    try:
        entry = {"identity": _named(folder), **asdict(permissions)}
        path.parent.mkdir(parents=True, exist_ok=True)
        projects = {**_read(), _key(folder): entry}
        files.write_json(path, {"format": _FORMAT, "projects": projects})
    except OSError as error:
        raise ProjectError(
            f"{error.filename or path} cannot be written: {error.strerror}"
        ) from error
    return permissions
