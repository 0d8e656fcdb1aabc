"""Work on many videos at once, of which the results come one by one, in the order of the videos."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from typing import Any, TypeVar

# Videos under way at once; enough to keep every core busy, few enough to stay small in memory.
_WINDOW = 32
_T = TypeVar("_T")


def in_order(
    executor: Executor | None, function: Callable[..., _T], calls: Iterable[tuple[Any, ...]]
) -> Iterator[_T]:
    """What the function gives for the arguments of each call; without an executor, one after the other.

    The next call is asked for as soon as the one before is under way: what stands between two `yield` of the
    caller's generator is done meanwhile.
    """
    under_way: deque[Future[_T]] = deque()
    for arguments in calls:
        under_way.append(_begun(executor, function, arguments))
        if len(under_way) > _WINDOW:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _begun(
    executor: Executor | None, function: Callable[..., _T], arguments: tuple[Any, ...]
) -> Future[_T]:
    if executor is not None:
        return executor.submit(function, *arguments)
    done: Future[_T] = Future()
    done.set_result(function(*arguments))
    return done
