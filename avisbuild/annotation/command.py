"""A command: what one gesture does, as one journal entry and one step of undo."""

from collections.abc import Callable
from dataclasses import dataclass

from avisbuild.annotation.view import VideoView
from avisbuild.messages import Message
from avisbuild.store import Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A gesture: `label` is what the journal and undo call it, `carry_out` does it, all or nothing.

    `carry_out` is given the edit and the view before it; what it raises takes the whole edit back.
    """

    label: Message
    carry_out: Callable[[Edit, VideoView], None]
