"""Annotating without a window: the video on the desk, commands, undo, navigation, the check at hand-in."""

from avisbuild.annotation.command import Command
from avisbuild.annotation.view import Cell, CellSign, VideoView
from avisbuild.annotation.workbench import Workbench, read_view

__all__ = ["Cell", "CellSign", "Command", "VideoView", "Workbench", "read_view"]
