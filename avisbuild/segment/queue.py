"""In which order frames are embedded."""


def prefetch_order(current: int, second_count: int) -> list[int]:
    """The seconds of a video: the current one, then forward to the end, then backward by distance."""
    return [current, *range(current + 1, second_count), *range(current - 1, -1, -1)]
