"""A cookie file is lent to yt-dlp as a copy in memory: nothing of it ever lies in another file."""

from io import StringIO
from pathlib import Path

from avisbuild_pipelines.download.failures import DownloadFailure

WARNING = (
    "cookies are in use: the site sees every download as yours and may close the account;"
    " use an account made for this"
)


def lent_cookies(path: Path | None) -> StringIO | None:
    """A copy of the cookie file for one attempt; yt-dlp writes into the copy, never into the file.

    Raises DownloadFailure where the file cannot be read.
    """
    if path is None:
        return None
    try:
        return StringIO(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not text in UTF-8"
        raise DownloadFailure(
            "cookies-unreadable", path=path, reason=why, code="cookies", attempts=0
        ) from error
