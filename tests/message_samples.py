"""Something to say every kind of message with."""

import string


def fields_of(template: str) -> dict[str, str]:
    """The fields of a template with their format specifications."""
    parts = string.Formatter().parse(template)
    return {name: spec or "" for _, name, spec, _ in parts if name is not None}


def samples_of(template: str) -> dict[str, object]:
    """A value for every field."""
    fields = fields_of(template)
    return {name: 7 if spec[-1:] in tuple("fgx") else f"<{name}>" for name, spec in fields.items()}
