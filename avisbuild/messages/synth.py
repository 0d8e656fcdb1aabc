"""What rendering scenes refuses: its assets, its counts, its place."""

TEMPLATES = {
    "assets-missing": "{folder}: there is no such folder of assets",
    "assets-category": (
        "{folder}: {category} is no category of {taxonomy}; rename the folder or map it in "
        "{mapping}"
    ),
    "assets-empty": "{folder}: expected a folder per category with PNG pictures and sounds",
    "asset-sound-unreadable": "{path}: cannot be read as sound: {reason}",
    "asset-without-sound": "{path}: holds no sound",
    "asset-folder-lacks": "{folder}: holds no {missing}",
    "picture-too-large": "{path}: {width} x {height} pixels, at most {most_px} a side",
    "picture-without-alpha": "{path}: has no alpha channel ({mode}); expected a cut-out",
    "picture-unreadable": "{path}: cannot be read as a PNG: {reason}",
    "picture-transparent": "{path}: nothing of it is opaque",
    "mapping-columns": "{path}: expected the columns folder,category, got {found}",
    "mapping-unreadable": "{path}: cannot be read as a CSV: {reason}",
    "assets-lack-categories": "the assets have no category of {categories}",
    "counts-column": "{path}: expected a column {column}, got {found!r:.100}",
    "counts-no-csv": "{path}: cannot be read as a counts CSV: {reason}",
    "counts-unreadable": "{path}: cannot be read: {reason}",
    "counts-empty": "{path}: holds no row of counts",
    "counts-number": (
        "{path}, line {line}, {column}: expected whole numbers 0..{most}, got {found!r}"
    ),
    "synth-category": "category {category}: expected one of {known}",
    "scenes-not-clipped": "the rendered scenes could not all be clipped: {reason}",
    "no-videos-wanted": "expected at least one video, got {count}",
    "synth-out-exists": "{folder} exists already: name a new or an empty folder",
    "synth-out-unwritable": (
        "{folder} cannot be made: {reason}{where}; once that is mended, the same command goes"
        " on where it stopped"
    ),
    "synth-running": "{folder}: another synth is making it now",
    "synth-unfinished": (
        "{folder} holds an unfinished synth of other options: repeat those, or remove that folder"
    ),
}
