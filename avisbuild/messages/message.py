"""What the program says, before it is said in a language: a kind, and the names and numbers it is about."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, TypeAlias

from avisbuild.messages.printable import printable, printable_lines

_MISTAKE = "no-sentence"
# Fields that hold several lines of ours.
_LISTS = frozenset({"listed", "problems", "report"})
# A kind of more than one word; a text has spaces between its words.
_KIND = re.compile("[a-z0-9]+(-[a-z0-9]+)+")
# What a field may be made of; anything else is kept as its text, so that a message can cross to another
# process, and into the journal.
Value: TypeAlias = "str | int | float | Message | list[Any] | tuple[Any, ...] | None"
Translate: TypeAlias = Callable[[str], str]


@dataclass(frozen=True, init=False)
class Message:
    """A kind of the catalogue with its fields; `str` of it is the English sentence.

    A field may itself be a message: an edit that is named in an error, a state. A text in place of a kind is
    said as it is; a kind without a sentence, or fields that are not its sentence's, are told as our mistake.
    """

    kind: str
    fields: Mapping[str, Value] = field(hash=False)

    def __init__(self, kind: str, /, **fields: object) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "fields", {name: _plain(each) for name, each in fields.items()})

    def __str__(self) -> str:
        return self.text()

    def text(self, translate: Translate = str) -> str:
        """The sentence, with nothing in its fields that could steer a terminal.

        `translate` is given each English template, of the parts that are messages too.
        """
        from avisbuild.messages.catalogue import TEMPLATES  # some twenty files

        template = TEMPLATES.get(self.kind)
        if template is None and not self.fields and not _KIND.fullmatch(self.kind):
            return self.kind
        fields = {name: _shown(name, each, translate) for name, each in self.fields.items()}
        try:
            return translate(TEMPLATES[self.kind]).format_map(fields)
        except (LookupError, TypeError, ValueError):
            mistake = translate(TEMPLATES[_MISTAKE])
            return mistake.format(name=self.kind, given=fields)

    def document(self) -> dict[str, Any]:
        """The fields as JSON; a message among them is an object with its kind and its fields."""
        return {
            name: {"kind": each.kind, "fields": each.document()}
            if isinstance(each, Message)
            else each
            for name, each in self.fields.items()
        }

    @classmethod
    def of_document(cls, kind: str, fields: Mapping[str, Any]) -> "Message":
        """The message that `document` gave these fields of."""
        return cls(kind, **dict(_read(fields)))


def joined(messages: Sequence[Message], *, by: str) -> Message:
    """Several messages as one, each added to those before it by a kind that has both (`listed`)."""
    return reduce(lambda first, second: Message(by, first=first, second=second), messages)


def _shown(name: str, value: Value, translate: Translate) -> Value:
    match value:
        case Message():
            return value.text(translate)
        case str():
            return printable_lines(value) if name in _LISTS else printable(value)
    return value


def _read(fields: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name, each in fields.items():
        match each:
            case {"kind": str(kind), "fields": dict(inner)}:
                yield name, Message.of_document(kind, inner)
            case _:
                yield name, each


def _plain(value: object) -> Value:
    """A value that can be pickled, formatted and written as JSON."""
    match value:
        case bool() | Message() | None:
            return value
        case str():
            return str(value)
        case int():
            return int(value)
        case float():
            return float(value)
        case list():
            return [_plain(each) for each in value]
        case tuple():
            return tuple(_plain(each) for each in value)
    said = getattr(value, "message", None)
    if isinstance(said, Message):
        return said
    item = getattr(value, "item", None)  # a number of numpy's
    return _plain(item()) if callable(item) else str(value)
