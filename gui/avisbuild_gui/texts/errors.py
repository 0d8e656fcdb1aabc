"""What the core refuses in English, and the window says in the chosen language.

Errors are texts by the time they come here. Each template is the English text with its parts that change as
`{name}`; the same text is what the catalogues translate. tests/gui/test_error_texts.py holds them to the real
errors. What no template fits is shown as it is.
"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from avisbuild_gui.texts.labels import label_text
from avisbuild_gui.texts.language import mark, tr

_TEMPLATES = (
    # commands
    mark("{name}, second {second}: the mask has no pixels; nothing was saved"),
    mark("{name} has nothing from second {second} on; split it where it has"),
    mark("{name} has nothing before second {second}; split it later"),
    mark("{seconds}: masks stand there; remove them before saying that it is silent"),
    mark("these cells have masks already; a proposal never replaces one"),
    mark(
        "there is no proposal here to accept, in a cell that sounds and has no mask; "
        "carry or propagate one first"
    ),
    mark("video {video} is {state} already"),
    mark(
        "video {video} has no instance {instance}; it may have been removed meanwhile: choose another one"
    ),
    # undo, while others edit
    mark('"{action}" cannot be undone: someone has edited the same since; nothing was changed'),
    mark('"{action}" cannot be done again: someone has edited the same since; nothing was changed'),
    mark(
        '"{action}" cannot be undone: {who} has edited this video ("{other}") since; nothing was changed'
    ),
    mark(
        '"{action}" cannot be done again: {who} has edited this video ("{other}") since; nothing was changed'
    ),
    mark(
        '"{action}" cannot be undone: {who} has edited this video ("{other}") since; do it anew after a look'
    ),
    mark(
        '"{action}" cannot be done again: {who} has edited this video ("{other}") since; '
        "do it anew after a look"
    ),
    mark("others are editing this project all the time; try again"),
    # the project and its database
    mark("{folder} is read-only; make the folder writable to edit it"),
    mark(
        "{project}: another process has been editing for {count} s; try again when it is done ({reason})"
    ),
    mark(
        "{project}: the database is read-only; make the project folder writable to edit it ({reason})"
    ),
    mark("{project}: the disk is full; nothing of this edit was kept ({reason})"),
    mark("{project}: the disk gave an error or is full; nothing of this edit was kept ({reason})"),
    mark("{project}: the database is corrupt; restore a copy ({reason})"),
    mark("there is no video {video} in this project"),
    mark("Where you stopped is not known any more; the project opens at its first video."),
    # frames and sound
    mark("{path} is missing; `avisbuild clip {video}` makes it again"),
    mark("{path} is no picture that can be read ({reason}); `avisbuild clip` makes it again"),
    mark("{path}: no such file; run `avisbuild clip` again"),
    mark("{path}: no sound file that can be read ({reason}); run `avisbuild clip` again"),
    mark(
        "{path}: expected {count} s of sound, {samples} samples at {rate} Hz, got {found}; "
        "run `avisbuild clip` again"
    ),
)
_FIELD = re.compile(r"{(\w+)}")


def error_text(error: object) -> str:
    """An error, or its text, in the chosen language; names, numbers and paths stay as they are."""
    text = str(error)
    for template, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            parts = {name: _PARTS.get(name, str)(part) for name, part in found.groupdict().items()}
            return tr(template).format(**parts)
    return text


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Each template with what it fits."""
    return tuple((template, _pattern(template)) for template in _TEMPLATES)


def _pattern(template: str) -> re.Pattern[str]:
    pieces = _FIELD.split(template)
    written = [
        f"(?P<{piece}>.+?)" if number % 2 else re.escape(piece)
        for number, piece in enumerate(pieces)
    ]
    return re.compile("".join(written), re.DOTALL)


# Parts that are words of the program, too: labels of edits, states of videos.
_PARTS: Mapping[str, Callable[[str], str]] = {
    "action": label_text,
    "other": label_text,
    "state": tr,
}
