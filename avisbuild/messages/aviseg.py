"""What is wrong with JSON, and with a truth JSON in AVISeg's style."""

TEMPLATES = {
    "wrong-at": "{place}: {problem}",
    # JSON of any kind.
    "document-wrong": "{where}: {problems}",
    "document-wrong-more": "{where}: {problems}; and {more} more",
    "document-wrong-many": "{where}: {problems}; and at least {more} more",
    "json-broken": "{file} line {line} column {column}: expected JSON, got {found} ({reason})",
    "json-not-finite": "{place}: expected a number, got {found}, which JSON does not have",
    "json-too-deep": "{file}: expected JSON, got lists within lists within lists, a thousand deep",
    "json-key-twice": "{file}: a key stands there twice; there are {found}",
    "json-key-missing": "{file}: expected the key {key!r}, got {found}",
    "json-too-large": (
        "{file}: expected at most {most} objects and texts, got {found}; divide it into several files"
    ),
    "json-unpacks-too-large": (
        "{file}: holds more than {most_mib} MiB once unpacked; unpack it first, into a plain file"
    ),
    "record-too-large": "{file}: {place}: expected at most {most_mib} MiB, got more",
    "gzip-broken": "{file}: expected a whole gzip file, got a broken one ({reason})",
    "file-is-folder": "{file} is a folder; name a file in it, such as {file}/test.json",
    "file-unreadable": "{file}: cannot be read ({reason})",
    "place-unreadable": "{reason} ({path})",
    # What must fit together, whoever reads the file.
    "truth-id-of-its-own": "expected a number of its own, got {id}",
    "truth-id-again": "expected a new id, got {id} again",
    "truth-id-kind": "expected a whole number, got {id}",
    "truth-first-pixel": (
        "all {count} polygons of the video lie on its first pixel: were they shares of the frame, not pixels?"
    ),
    "truth-id-again-as": "expected a new id, got {id} again, as in {first}",
    "truth-id-elsewhere": "the id {id} is that of {first}, of another video, too; taken all the same",
    "truth-normalised": (
        "expected coordinates in pixels, got {least} to {most} in all {count} polygons, which makes a "
        "point or an empty mask of each: multiply x by the width and y by the height"
    ),
    "truth-all-empty": "an empty mask, as are all {count}: not one covers a pixel",
    "truth-folder-twice": "expected a folder of its own, got {folder}, the folder of {owner}",
    "truth-length": "expected {expected} as in file_names, got {found}",
    "truth-entries": "expected {expected} entries, got {found}",
    "truth-video-unknown": "no video has the id {id}",
    "truth-category-unknown": "no category has the id {id}",
    "truth-annotation-size": "expected the video's size {expected}, got {found}",
    # Reading it.
    "truth-category": "{file}: {place}: expected an id from 1 and a name in one line",
    "truth-taxonomy": "{file}: categories: {problem}",
    # What the published code needs beyond.
    "truth-too-many": "more than {most} findings: what comes after them in the file was not looked at",
    "truth-name-again": "expected each name once, got {name} {count} times",
    "truth-categories-official": (
        "not the {count} of AVISeg in order of id: the published code refuses the file"
    ),
    "truth-crowd": "AP ignores it, HOTA and FSLA do not",
    "truth-ids-ascending": (
        "expected more than {before}, the one before of its video, got {found}: "
        "the evaluator compares the wrong masks"
    ),
    "truth-track-empty": (
        "expected a mask in at least one second: the evaluator miscounts the tracks after it"
    ),
    "truth-folder-mixed": "expected the folder {expected}, got {found}",
    "truth-frame-name": "expected digits before .jpg, got {found}",
    "truth-frame-twice": "expected each frame once, got {name} {count} times",
    "truth-empty-list": "expected null in a silent second, got []: the evaluator stops at it",
    "truth-nulls": (
        "expected three nulls in a silent second and none else, got null for {missing}"
    ),
    "truth-rle": "expected polygons: the evaluator refuses RLE in a truth",
    "truth-polygon-odd": "expected an even count of numbers, got {count}",
    "truth-polygon-short": "expected at least {least} numbers, got {count}: the loader drops it",
    "truth-polygon-outside": "leaves the frame of {width} x {height} pixels",
    "truth-polygon-empty": "covers no pixel",
    "truth-mask-empty": "expected pixels, got a mask without any: it can never be matched",
    "truth-area": "expected {expected} as the polygons cover, got {found}",
    "truth-box": "expected to enclose {expected} (x, y, width, height), got {found}",
    "truth-box-outside": "expected inside {width} x {height} pixels, got {found}",
}
