"""Operations: what an edit is made of.

An operation replaces one row of the state: from `before` to `after`, None where there is no row. So its
inverse is the same with its sides exchanged, and an entry of the journal can be taken back.
"""

import json
from dataclasses import dataclass
from typing import Self

from avisbuild.store.kind import KINDS, Key, Row

# One for all: json.dumps would make one a call.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the state before and after; at least one of the two is there."""

    table: str
    before: Row | None
    after: Row | None

    @classmethod
    def of(cls, table: str, before: Row | None, after: Row | None) -> Self:
        """An operation that the journal kept, whose rows may lack columns that came later."""
        known = KINDS[table]
        return cls(table, known.complete(before), known.complete(after))

    @property
    def inverse(self) -> "Operation":
        """The operation with its sides exchanged: after both, the row is what it was."""
        return Operation(self.table, self.after, self.before)

    @property
    def kind(self) -> str:
        """`insert`, `update` or `delete`."""
        if self.before is None:
            return "insert"
        return "delete" if self.after is None else "update"

    @property
    def key(self) -> Key:
        return KINDS[self.table].key_of(self.after or self.before or {})

    @property
    def text(self) -> str:
        """Canonical JSON, which the journal's hashes are computed over."""
        return canonical([self.table, self.before, self.after])


def canonical(value: object) -> str:
    """JSON in the one way that gives equal values equal bytes: sorted keys, no spaces, ASCII."""
    return _ENCODER.encode(value)
