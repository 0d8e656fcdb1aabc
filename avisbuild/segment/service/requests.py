"""What the annotator wants of the segment service at this moment: a frame, a prompt, a hover."""

from collections.abc import Sequence
from dataclasses import dataclass

from avisbuild.segment.base import Frame, FrameKey, Prompt


@dataclass(eq=False, slots=True)
class PendingPrompt:
    """A prompt that waits for its answer; `previewed` once the quick segmenter has had its turn."""

    ticket: int
    prompt: Prompt
    previewed: bool = False


@dataclass(frozen=True, eq=False, slots=True)
class Hover:
    """Where the pointer rests, in pixels of the frame on screen."""

    x: float
    y: float


class Requests:
    """The newest of everything; what it replaces is gone, and so is the answer to it."""

    def __init__(self) -> None:
        self.frames: dict[FrameKey, Frame] = {}
        self.order: tuple[FrameKey, ...] = ()
        self.asked: PendingPrompt | None = None
        self.hover: Hover | None = None
        self._ticket = 0

    @property
    def shown(self) -> Frame | None:
        """The frame that the annotator looks at: prompts and hovers are about it. None before the first."""
        return self.frames[self.order[0]] if self.order else None

    def show(self, frame: Frame, rest: Sequence[Frame]) -> None:
        """Another frame is on screen, or the same with another queue behind it."""
        if not self.order or frame.key != self.order[0]:
            self.asked = self.hover = None
        self.frames = {frame.key: frame}
        for each in rest:
            self.frames.setdefault(each.key, each)
        self.order = tuple(self.frames)

    def ask(self, prompt: Prompt) -> int:
        """A prompt on the frame on screen; an empty one takes the last one back."""
        self._ticket += 1
        self.asked = PendingPrompt(self._ticket, prompt) if prompt and self.order else None
        return self._ticket

    def point_at(self, x: float, y: float) -> None:
        """The pointer rests at a place of the frame on screen."""
        self.hover = Hover(x, y) if self.order else None
