"""How work that takes long tells its progress: by calling a function, which says nothing by default."""

from typing import Protocol


class Progress(Protocol):
    """Told after each finished item; `total` is None while it is unknown."""

    def __call__(self, done: int, total: int | None, what: str) -> None: ...


def silent(done: int, total: int | None, what: str) -> None:
    """The default for `progress`: nobody watches."""
