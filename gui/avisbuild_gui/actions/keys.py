"""How a key is written: in files, in comparisons, and for people."""

import sys
from collections.abc import Iterable

from PyQt6.QtCore import QKeyCombination, Qt
from PyQt6.QtGui import QKeySequence

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_SHIFT = Qt.KeyboardModifier.ShiftModifier


def canonical(key: str) -> str:
    """A key in the one way of writing it that keys are compared in."""
    return QKeySequence.fromString(key, _PORTABLE).toString(_PORTABLE)


def pressed(combination: QKeyCombination) -> str:
    """A key that was pressed, as portable text; a shifted sign is the sign alone: "?" and not "Shift+?".

    Which key has which sign differs from keyboard to keyboard, and so does what needs Shift.
    """
    if is_shifted_sign(combination):
        modifiers = combination.keyboardModifiers() & ~_SHIFT
        combination = QKeyCombination(modifiers, combination.key())
    return QKeySequence(combination).toString(_PORTABLE)


def is_shifted_sign(combination: QKeyCombination) -> bool:
    """Whether it is Shift with a sign, which is neither letter nor digit nor space."""
    key = combination.key().value
    is_sign = 0x20 < key < 0x100 and not chr(key).isalnum()
    return is_sign and bool(combination.keyboardModifiers() & _SHIFT)


def combinations_of(key: str) -> tuple[QKeyCombination, ...]:
    """What is pressed, one after the other; usually one."""
    sequence = QKeySequence.fromString(key, _PORTABLE)
    return tuple(sequence[place] for place in range(sequence.count()))


def shown(key: str) -> str:
    """A key as it stands on this system's keyboards; both keys for the end of a line are "Enter"."""
    # Elsewhere the native text is the portable one, but for words that no keyboard has: 退格.
    is_native = sys.platform == "darwin"
    form = QKeySequence.SequenceFormat.NativeText if is_native else _PORTABLE
    text = QKeySequence.fromString(key, _PORTABLE).toString(form)
    return text.replace("Return", "Enter")


def all_shown(keys: Iterable[str]) -> str:
    """Keys as people read them, each once."""
    return ", ".join(dict.fromkeys(map(shown, keys)))
