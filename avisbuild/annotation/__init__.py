"""Annotating without a window: the open video, commands, undo, navigation, the check at hand-in."""

from avisbuild.annotation.clock import Clock
from avisbuild.annotation.command import Command
from avisbuild.annotation.draft import Draft
from avisbuild.annotation.places import Place, Places
from avisbuild.annotation.view import Cell, CellSign, VideoView
from avisbuild.annotation.workbench import Workbench, read_view

__all__ = [
    "Cell",
    "CellSign",
    "Clock",
    "Command",
    "Draft",
    "Place",
    "Places",
    "VideoView",
    "Workbench",
    "read_view",
]
