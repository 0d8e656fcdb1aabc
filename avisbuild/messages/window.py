"""What the window cannot keep: its keys, its settings, its sheet of keys."""

TEMPLATES = {
    "cheat-sheet-unwritable": "{path}: the keys cannot be written: {reason}; choose another folder",
    "keys-unwritable": (
        "{path}: the keys cannot be written: {reason}; make room or make it writable"
    ),
    "keys-unreadable": "{path} is no file of keys ({reason}); mend or remove it",
    "keys-format": "{path}: expected keys of format {expected}; mend or remove the file",
    "keys-no-list": "{path}: expected a list of keys an action; mend or remove the file",
    "preferences-unwritable": "{path}: the window's settings cannot be written: {reason}",
    "preferences-unreadable": "{path} cannot be read ({reason}); mend or remove it",
    "preferences-format": "{path}: expected format {expected}; mend or remove it",
}
