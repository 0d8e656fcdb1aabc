"""What goes wrong when weights are fetched."""

TEMPLATES = {
    "weights-being-fetched": "{path}: another avisbuild fetches this file; wait for it",
    "weights-no-room": (
        "{folder}: {free_mib} MiB are free, {needed_mib} MiB are needed; make room, or set "
        "AVISBUILD_WEIGHTS to a folder on another disk"
    ),
    "weights-file-missing": (
        "{path}: there is no such file; --from takes a file or an http(s) address"
    ),
    "weights-file-size": (
        "{path}: has {found} bytes, {file_name} has {expected}; fetch it again from {url}"
    ),
    "weights-not-published": (
        "{source}: not the published {file_name} (SHA-256 {found}..., expected "
        "{expected}...), removed; fetch it again, or {cure}"
    ),
    "weights-not-fetched": "{url}: {reason}; {cure}",
    "weights-go-on": "what came so far is kept; run the same command again",
    "weights-disk-full": "{path}: the disk is full; make room: {cure}",
    "weights-unwritable": (
        "{path}: {reason}; mend that or set AVISBUILD_WEIGHTS to another folder; {cure}"
    ),
}
