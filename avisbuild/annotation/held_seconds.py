"""Which seconds a key that was held while a video played has marked (R44)."""

# Of a second's length: less of it may be a reaction that was a little late, more would lose short sounds.
_LEAST_SHARE_S = 0.5


def held_seconds(start_s: float, stop_s: float, *, heard: range) -> range:
    """The seconds of which the held interval [start_s, stop_s) covers half or more, among those played.

    Where it covers half of none, the one of which it covers most: a hold within one second marks that second.
    The interval is in seconds of the video, with the reaction time taken off already.
    """
    if not heard:
        return heard
    start_s = min(max(start_s, heard.start), heard.stop)
    stop_s = min(max(stop_s, start_s), heard.stop)
    covered = {
        second: min(stop_s, second + 1) - max(start_s, second)
        for second in range(int(start_s), min(int(stop_s) + 1, heard.stop))
    }
    enough = [second for second, share_s in covered.items() if share_s >= _LEAST_SHARE_S - 1e-9]
    if enough:
        return range(enough[0], enough[-1] + 1)
    most = max(covered, key=lambda second: covered[second], default=heard.stop - 1)
    return range(most, most + 1)
