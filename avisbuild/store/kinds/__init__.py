"""The state's tables, each described once, in a file here."""

import pkgutil
from importlib import import_module


def load() -> None:
    """Import every file of this package; `kind.KINDS` has their tables then."""
    for each in pkgutil.iter_modules(__path__, f"{__name__}."):
        import_module(each.name)


load()
