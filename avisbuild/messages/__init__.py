"""What the program says to people: every sentence once, in English, by kind."""

from typing import TYPE_CHECKING, Any

from avisbuild.messages.message import Message, Value, joined

if TYPE_CHECKING:
    from avisbuild.messages.catalogue import AREAS, TEMPLATES

__all__ = ["AREAS", "TEMPLATES", "Message", "Value", "joined"]


def __getattr__(name: str) -> Any:
    """The tables of sentences, read when they are asked for: `avisbuild --help` needs none."""
    if name not in ("AREAS", "TEMPLATES"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from avisbuild.messages import catalogue

    return getattr(catalogue, name)
