"""What a plan would take, in words: a figure that says nothing is not shown."""

from avisbuild.system.disk import DiskSpace

# Room for so many times the files that are needed is no news.
_PLENTY = 10


def downloads_text(count: int, per_hour: float) -> str:
    """How many downloads, and how long they take."""
    if not count:
        return "nothing to download"
    minutes = 60 * count / per_hour
    times = "1 download" if count == 1 else f"{count} downloads"
    if minutes < 1:
        return f"{times}, less than a minute at {per_hour:.0f} an hour"
    duration = f"{minutes:.0f} min" if minutes < 90 else f"{minutes / 60:.1f} h"
    return f"{times}, about {duration} at {per_hour:.0f} an hour"


def files_text(needed: DiskSpace, free: DiskSpace) -> str:
    """How many files will be made; and how many the disk can take, where that is not far more."""
    text = f"files: about {needed.inode_count} to make"
    if free.inode_count >= _PLENTY * needed.inode_count:
        return text
    return f"{text}, the disk takes {free.inode_count} more"
