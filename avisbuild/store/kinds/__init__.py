"""The state's tables, each described once, in a file of its own here."""

import pkgutil
from importlib import import_module
from typing import Any

from avisbuild.store.kinds.kind import Kind


def described() -> dict[str, Kind[Any]]:
    """Every table that a file of this package describes, by name."""
    names = [each.name for each in pkgutil.iter_modules(__path__, f"{__name__}.")]
    parts = [part for name in sorted(names) for part in vars(import_module(name)).values()]
    return {part.name: part for part in parts if isinstance(part, Kind)}


KINDS = described()
