"""The segmenter in use, and those that take its place when it fails for good."""

import logging
from collections.abc import Callable, Sequence

from avisbuild.errors import AvisbuildError
from avisbuild.segment.base import Segmenter
from avisbuild.segment.errors import SegmenterError

Maker = Callable[[], Segmenter]

_LOG = logging.getLogger(__name__)


class FallbackChain:
    """A line of segmenters, each made when its turn comes; the one before is closed first.

    A maker may have a `title`, for what is said while it works.
    """

    def __init__(self, makers: Sequence[Maker], *, current: Segmenter | None = None) -> None:
        self._waiting = list(makers)
        self._reasons: list[str] = []
        self.current = current

    @property
    def next_title(self) -> str:
        """What the next segmenter is called, where that is known."""
        return getattr(self._waiting[0], "title", "") if self._waiting else ""

    def advance(self, reason: str = "", *, is_over: Callable[[], bool] = lambda: False) -> str:
        """Put the next segmenter that can be made in place; the line to show about it, "" if none is due.

        Once `is_over` none is made any more, and what goes wrong is nobody's concern. Raises SegmenterError
        with every reason when the line has come to its end.
        """
        if reason:
            self._reasons.append(reason)
        self.close()
        while self._waiting and not is_over():
            maker = self._waiting.pop(0)
            try:
                self.current = maker()
            except AvisbuildError as error:
                self._reasons.append(str(error))
            except Exception as error:  # noqa: BLE001 - a broken install raises anything
                if not is_over():
                    _LOG.warning("a segmenter could not be made", exc_info=True)
                self._reasons.append(f"{_title_of(maker)} cannot be loaded: {one_line(error)}")
            else:
                return (
                    f"{self._reasons[-1]}; {self.current.title} is used instead"
                    if self._reasons
                    else ""
                )
        raise SegmenterError("; ".join(self._reasons) or "there is no segmenter")

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


def one_line(error: BaseException) -> str:
    """What to show of an error: that of a user as it is, ours with its kind."""
    text = " ".join(str(error).split())
    return text if isinstance(error, AvisbuildError) else f"{type(error).__name__}: {text}"[:300]


def _title_of(maker: Maker) -> str:
    return getattr(maker, "title", "") or "the segmenter"
