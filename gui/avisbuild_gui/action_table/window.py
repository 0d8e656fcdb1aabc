"""What the window does itself, whatever video is open."""

from functools import partial
from typing import Protocol

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.actions.window_keys import WindowKeys
from avisbuild_gui.texts import mark

_see = partial(Action, group=Group.SEE)
_project = partial(Action, group=Group.PROJECT)


class ActionsOfWindow(Protocol):
    """What these actions ask a window for."""

    def larger_text(self) -> None: ...
    def smaller_text(self) -> None: ...
    def switch_theme(self) -> None: ...
    def switch_language(self) -> None: ...
    def find_video(self) -> None: ...
    def merge_share(self) -> None: ...
    def close_window(self) -> None: ...


def appearance_actions(window: ActionsOfWindow) -> tuple[Action, ...]:
    """Text size, colours and language of everything in the window."""
    return (
        _see(
            "larger_text",
            mark("Larger text"),
            keys=("Ctrl++",),
            run=window.larger_text,
        ),
        _see(
            "smaller_text",
            mark("Smaller text"),
            keys=("Ctrl+_",),
            run=window.smaller_text,
        ),
        _see("switch_theme", mark("Light or dark"), keys=("F9",), run=window.switch_theme),
        _see(
            "switch_language", mark("English or Chinese"), keys=("F10",), run=window.switch_language
        ),
    )


def help_actions(window: ActionsOfWindow, keys: WindowKeys) -> tuple[Action, ...]:
    """Finding a video, seeing and choosing keys, and leaving."""
    return (
        _project("find_video", mark("Find a video"), keys=("Ctrl+F",), run=window.find_video),
        _project("show_cheat_sheet", mark("All keys"), keys=("?", "F1"), run=keys.show_sheet),
        _project("edit_keys", mark("Change keys"), keys=("Ctrl+,",), run=keys.edit),
        _project(
            "close_window", mark("Close the window"), keys=("Ctrl+Q",), run=window.close_window
        ),
    )
