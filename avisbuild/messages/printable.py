"""Text of strangers made fit to be shown: nothing in it can steer a terminal or pass for another text."""

import re

# Control characters (which begin escape codes), line ends, marks that turn the direction of writing or show
# nothing, and halves of characters. Joiners stay: emoji and several scripts are written with them.
_HARMFUL = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)


def printable(text: str) -> str:
    r"""The text in one line, with `\x1b` for an escape character and the like for all that does harm."""
    return _HARMFUL.sub(_escaped, text)


def printable_lines(text: str) -> str:
    """The same for a text of several lines of ours, which it keeps."""
    return "\n".join(map(printable, text.split("\n")))


def printable_json(text: str) -> str:
    r"""A JSON text with `\u001b` and the like, which reads as the same document; its line ends stay."""
    return _HARMFUL.sub(_escaped_in_json, text)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode()


def _escaped_in_json(found: re.Match[str]) -> str:
    if found[0] == "\n":
        return "\n"
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
