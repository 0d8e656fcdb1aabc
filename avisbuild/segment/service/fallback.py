"""The segmenter in use, and those that take its place when it fails for good."""

import logging
from collections.abc import Callable, Sequence

from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message, joined
from avisbuild.segment.base import Segmenter, Title
from avisbuild.segment.errors import SegmenterError

Maker = Callable[[], Segmenter]

_LOG = logging.getLogger(__name__)


class FallbackChain:
    """A line of segmenters, each made when its turn comes; the one before is closed first.

    A maker may have a `title`, for what is said while it works.
    """

    def __init__(self, makers: Sequence[Maker], *, current: Segmenter | None = None) -> None:
        self._waiting = list(makers)
        self._reasons: list[Message] = []
        self.current = current

    @property
    def next_title(self) -> Title:
        """What the next segmenter is called, where that is known."""
        return getattr(self._waiting[0], "title", "") if self._waiting else ""

    def advance(
        self, reason: Message | None = None, *, is_over: Callable[[], bool] = lambda: False
    ) -> Message | None:
        """Put the next segmenter that can be made in place; what to show about it, if anything.

        Once `is_over` none is made any more, and what goes wrong is nobody's concern. Raises SegmenterError
        with every reason when the line has come to its end.
        """
        if reason is not None:
            self._reasons.append(reason)
        self.close()
        while self._waiting and not is_over():
            maker = self._waiting.pop(0)
            try:
                self.current = maker()
            except AvisbuildError as error:
                self._reasons.append(error.message)
            except Exception as error:  # noqa: BLE001 - a broken install raises anything
                if not is_over():
                    _LOG.warning("a segmenter could not be made", exc_info=True)
                self._reasons.append(
                    Message(
                        "segmenter-not-loaded",
                        title=_maker_title(maker),
                        problem=failure_message(error),
                    )
                )
            else:
                if not self._reasons:
                    return None
                title = self.current.title
                return Message("segmenter-instead", problem=self._reasons[-1], title=title)
        raise SegmenterError(_joined_reasons(self._reasons))

    def close(self) -> None:
        """Let go of the segmenter in use."""
        if self.current is not None:
            segmenter, self.current = self.current, None
            close_quietly(segmenter)


def close_quietly(segmenter: Segmenter) -> None:
    """Close a segmenter; what goes wrong then is only logged."""
    try:
        segmenter.close()
    except Exception:  # noqa: BLE001 - a model that does not close is no reason to stop
        _LOG.warning("%s did not close", segmenter.name, exc_info=True)


def failure_message(error: BaseException) -> Message:
    """What to show of an error: that of a user as it is, ours with its kind."""
    if isinstance(error, AvisbuildError):
        return error.message
    text = " ".join(str(error).split())
    return Message("said", text=f"{type(error).__name__}: {text}"[:300])


def _joined_reasons(reasons: Sequence[Message]) -> Message:
    return joined(reasons, by="and-also") if reasons else Message("no-segmenter")


def _maker_title(maker: Maker) -> Title:
    return getattr(maker, "title", "") or Message("the-segmenter")
