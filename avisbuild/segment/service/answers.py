"""What the segment service tells: answers to prompts, and how far it is with a video's frames."""

from dataclasses import dataclass

from avisbuild.messages import Message
from avisbuild.segment.base import Candidates, FrameKey, Prompt, Title

HOVER_TICKET = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What a segmenter made of a prompt on the frame on screen.

    `by` and `weights_sha256` say which segmenter, for the mask's provenance. A `preview` comes from the quick
    segmenter while the frame's embedding is not ready; the answer proper follows under the same ticket.
    `error` says how the segmenter failed, if it did; `candidates` may then still be the quick one's.
    The answer to a hover has ticket 0 and at most one candidate; None takes the last one away.
    """

    frame: FrameKey
    ticket: int
    prompt: Prompt
    candidates: Candidates | None
    error: Message | None
    by: str
    weights_sha256: str
    preview: bool

    @property
    def is_hover(self) -> bool:
        """Whether this answers `preview`, and not `ask`."""
        return self.ticket == HOVER_TICKET


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """How far the service is: `ready` are those of the `wanted` frames that a click need not wait for.

    `title` names the segmenter in use, which after a fallback is another one than at first; `notice` is
    what there is to show, if anything.
    """

    title: Title
    ready: frozenset[FrameKey]
    wanted: int
    working_on: FrameKey | None
    notice: Message | None
