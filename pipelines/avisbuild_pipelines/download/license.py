"""Licences as manifests, sites and `--require-license` write them, brought to one spelling."""

import re
from collections.abc import Collection

from avisbuild_pipelines.download.failures import DownloadFailure

UNKNOWN_LICENSE = "unknown"
YOUTUBE_STANDARD = "youtube-standard"
_CREATIVE_COMMONS = re.compile(r"creative ?commons attribution", re.IGNORECASE)
_VERSION = re.compile(r"-[0-9]+(\.[0-9]+)*$")


def license_name(text: str) -> str:
    """`cc-by` for YouTube's "Creative Commons Attribution license (reuse allowed)" and the like."""
    if not text.strip():
        return UNKNOWN_LICENSE
    if _CREATIVE_COMMONS.search(text):
        return "cc-by"
    if text.strip().lower() in ("standard youtube license", "youtube"):
        return YOUTUBE_STANDARD
    return text.strip()


def check_license(name: str, required: Collection[str]) -> None:
    """Raise DownloadFailure unless the licence is one of the required ones; none required, any will do.

    `cc-by` also stands for its versions, such as `CC-BY-4.0`.
    """
    if not required:
        return
    mine = license_name(name).lower()
    wanted = {license_name(one).lower() for one in required}
    if mine not in wanted and _VERSION.sub("", mine) not in wanted:
        raise DownloadFailure(
            "license-not-wanted",
            license=name or UNKNOWN_LICENSE,
            required=" or ".join(sorted(required)),
            code="license",
            attempts=0,
        )
