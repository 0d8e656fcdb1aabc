"""Keyboards as Qt sees them: which key combinations one press may mean.

Qt looks a press up as the sign that the key has without Shift, with all modifiers; and, where Shift was held,
as the sign that it has with Shift, without Shift (qxkbcommon.cpp, qwindowskeymapper.cpp). What the offscreen
platform makes of an event is the event's own key alone, so these tests press each of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PyQt6.QtCore import Qt

_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_CONTROL, _ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier

# Signs of the keys of the digits, and right of the letters: without Shift, with Shift.
KEYBOARDS = {
    "US and Chinese": (r"`1234567890-=[]\;',./", r'~!@#$%^&*()_+{}|:"<>?'),
    "British": (r"1234567890-=[];'#,./", '!"£$%^&*()_+{}:@~<>?'),
    "German": ("1234567890ß+#,.-<", "!\"§$%&/()=?*';:_>"),
    "French": ("&é\"'(-è_çà)=$ù*,;:!<", "1234567890°+£%µ?./§>"),
    "Spanish": ("1234567890'+ç,.-<", '!"·$%&/()=?*Ç;:_>'),
    "Italian": ("1234567890'+ù,.-<", '!"£$%&/()=?*§;:_>'),
    "Japanese": ("1234567890-^@[;:],./\\", "!\"#$%&'() =~`{+*}<>?_"),
    "Turkish": ("1234567890*-,.<", "!'^+%&/()=?_;:>"),
    "Swedish": ("1234567890+',.-<", '!"#¤%&/()=?*;:_>'),
}
_MODIFIERS = (_NONE, _SHIFT, _CONTROL, _CONTROL | _SHIFT, _ALT, _ALT | _SHIFT)


@dataclass(frozen=True, slots=True)
class Press:
    """One press of one key; `meanings` are the combinations that Qt looks up for it."""

    name: str
    meanings: tuple[tuple[Qt.Key, Qt.KeyboardModifier], ...]


def presses(keyboard: str) -> Iterator[Press]:
    """Every press of a key with signs, with each set of modifiers."""
    for plain, shifted in zip(*KEYBOARDS[keyboard], strict=True):
        for modifiers in _MODIFIERS:
            meanings = [(_key(plain), modifiers)]
            if modifiers & _SHIFT and _key(shifted) != _key(plain):
                meanings.append((_key(shifted), modifiers & ~_SHIFT))
            yield Press(f"{modifiers.name} {plain}", tuple(meanings))


def _key(sign: str) -> Qt.Key:
    """Qt's key of a sign; a letter's is that of its capital, if it has one in Latin-1."""
    capital = sign.upper()
    return Qt.Key(ord(capital if len(capital) == 1 else sign))
