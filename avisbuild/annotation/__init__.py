"""Annotating without a window: the open video, commands, undo, navigation, the check at hand-in."""

from avisbuild.annotation.bookmarks import Bookmark, Bookmarks
from avisbuild.annotation.clock import Clock
from avisbuild.annotation.command import Command
from avisbuild.annotation.draft import Draft
from avisbuild.annotation.view import Cell, CellSign, VideoView
from avisbuild.annotation.workbench import Workbench, read_view

__all__ = [
    "Bookmark",
    "Bookmarks",
    "Cell",
    "CellSign",
    "Clock",
    "Command",
    "Draft",
    "VideoView",
    "Workbench",
    "read_view",
]
