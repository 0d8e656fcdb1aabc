"""Why a source could not be downloaded or copied; failures.csv has the codes."""

TEMPLATES = {
    "cookies-unreadable": "the cookie file {path} cannot be read: {reason}",
    "stopped-waiting": "stopped while waiting for its turn",
    "site-blocks": "{site} blocks or limits this address; come back after {when}",
    "license-not-wanted": "its licence is {license}, required is {required}",
    "local-file": "{path}: {reason}",
    "sha256-differs": "expected sha256 {expected}, got {found}",
    "file-too-large": "the file has {byte_count} bytes, the limit is {limit}",
    "source-too-long": "it is {length_s:.0f} s long, the limit is {limit_s:.0f} s",
    "local-link": "{path} is a symbolic link now",
    "local-missing": "{path} is not there",
    "local-no-file": "{path} is not a file",
    "download-left-nothing": "the download says it succeeded, but left no file",
    "download-web-page": "the file is a web page, not media",
    "download-playlist": "the file is a playlist or text, not media",
    "download-cut-off": (
        "the file is cut off: it says it has {expected} bytes, but {found} are there"
    ),
    "download-joined-files": (
        "several files joined end to end, of which only the first would be read; join them anew"
        " (`ffmpeg -f concat`), or fetch each as a source of its own"
    ),
    "download-folder": "{folder}: {reason}",
    "source-too-large": "it has {byte_count} bytes, the limit is {limit}",
    "stopped": "stopped",
    "offered-only-as": "only offered as {protocol}",
    "several-videos": "the page holds more than one video",
    "nothing-there": "yt-dlp found nothing there",
    "live-stream": "it is a live stream ({status})",
    "download-too-large": "the file has {byte_count} bytes or more, the limit is {limit}",
}
