"""Every action of the annotator with its default keys: letters for the left hand; the right has the mouse.

A file lists the actions of one part and binds each to the function of the part that does it.
"""

from avisbuild_gui.action_table.table import session_actions, window_actions

__all__ = ["session_actions", "window_actions"]
