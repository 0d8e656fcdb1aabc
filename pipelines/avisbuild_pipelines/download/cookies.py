"""A cookie file is lent to yt-dlp as a private copy, which is gone when the download ends."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from avisbuild_pipelines.download.failures import DownloadFailure

WARNING = (
    "cookies are in use: the site sees every download as yours and may close the account;"
    " use an account made for this"
)


@contextmanager
def lent_cookies(path: Path | None) -> Iterator[Path | None]:
    """A copy of the cookie file that only this user can read; the file itself is never written to."""
    if path is None:
        yield None
        return
    try:
        data = path.read_bytes()
    except OSError as error:
        raise DownloadFailure(
            f"the cookie file {path} cannot be read: {error.strerror}", code="cookies", attempts=0
        ) from error
    # The folder of mkdtemp is 0700; yt-dlp writes the jar back on closing, into the copy.
    with tempfile.TemporaryDirectory(prefix="avisbuild-") as folder:
        copy = Path(folder) / "cookies.txt"
        with os.fdopen(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(data)
        yield copy
