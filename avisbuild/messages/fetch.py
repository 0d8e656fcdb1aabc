"""What stops a fetch, or one of its videos; failures.csv has the codes."""

TEMPLATES = {
    # The whole fetch.
    "fetch-unwritable": "{folder} cannot be written: {reason}",
    "fetch-running": ("{folder}: another fetch runs here (process {process}); wait for its end"),
    "fetch-no-room": (
        "{folder}: about {needed} are needed and {spare} to spare, {free} are free; make room,"
        " or fetch a part of the manifest"
    ),
    "fetch-no-inodes": (
        "{folder}: about {needed} files will be made, the file system has room for {free}; use"
        " another one, or fetch a part of the manifest"
    ),
    "limits-missing": (
        "this system cannot limit what ffmpeg uses while it reads strangers' media: {missing}; a file made "
        "to harm may use up the machine; which formats and addresses are opened is checked all the same. "
        "If that is meant: --without-limits"
    ),
    # One video, which the row names that has the code; what to do is told by the code.
    "source-of-another-sha256": "expected sha256 {expected}, the source has {found}",
    "video-folder-occupied": "{folder} is there without a readable clip.json; move it away",
    "row-of-annotated-changed": (
        "its manifest row asks for other pictures now, but it is annotated already; give the "
        "new cut a video_id of its own"
    ),
    "no-kept-source": (
        "its recording is not kept in sources/, or its clip.json is gone; "
        "fetch it again: avisbuild fetch MANIFEST"
    ),
    "annotated-from-another-source": (
        "it is annotated, and its kept source is not the one it was made from"
    ),
    # The account of earlier runs.
    "failures-columns": (
        "{path}: lacks the columns {missing}; remove it to try every failed video again"
    ),
    "failures-no-csv": (
        "{path}: not a CSV in UTF-8 ({reason}); remove it to try every failed video again"
    ),
    "failures-row": (
        "{path}, line {line}: not a row of failures.csv ({reason}); remove the file to try every"
        " failed video again"
    ),
}
