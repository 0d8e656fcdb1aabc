"""What importing annotations and pictures refuses, and what exporting does."""

TEMPLATES = {
    "import-video-problems": "{problem} (and {more} more)",
    "import-categories": (
        "{file}: the project's taxonomy {taxonomy} has no category {unknown}; rename them in "
        "the file or make the project with a recipe that has them"
    ),
    "import-category-late": (
        "its label maps have label {category}, whose category the project's taxonomy {taxonomy} lacks, and "
        "metadata.csv does not list"
    ),
    "import-own-frames": "{folder} has frames of its own: leave out --frames",
    "import-has-instances": (
        "has {count} instances already; --replace puts the file's in their place"
    ),
    "import-video-unknown": (
        "is not in the project; fetch it first, or give its pictures with --frames DIR"
    ),
    "import-differs": "{what}: the project has {expected}, the file {found}",
    "frame-name": "expected a frame <video>/<frame>.jpg, got {name!r:.80}",
    "no-picture": "no picture {path}",
    "picture-leads-out": (
        "{path} leads out of {place}, to {target}; if that is meant: "
        "avisbuild project allow {folder} --project {project}"
    ),
    "holds-another-video": "{path} holds another video already; remove it first",
    "picture-size": "{path}: expected {expected} (height, width), got {found}",
    "picture-orientation": (
        "{path}: its orientation tag (EXIF {tag}) turns it, and the annotations fit it turned and not: say "
        "with --orientation shown or --orientation stored for which their masks were made"
    ),
    "pictures-tagged": (
        "{count} pictures have an orientation tag; taken as they are {orientation}, the tag taken out"
    ),
    "pictures-transparent": "{count} pictures are transparent in places; black stands there",
    "pictures-few-bits": (
        "{count} pictures of 16-bit grey use the values of {bits} bits; scaled to 8 bits by these"
    ),
    "pictures-dark": (
        "{count} pictures of 16-bit colours use less than a sixteenth of them, and are nearly black: if they "
        "have 10 or 12 bits, write them with 8"
    ),
    "not-a-picture": "{path}: not a picture",
    "picture-broken": "{path}: cannot be read ({reason})",
    "not-a-sound": "{path}: not a sound file ({reason})",
    "no-split-sizes": "recipe {recipe} names no split sizes: give --sizes TRAIN/VAL/TEST",
    "out-in-release": (
        "{folder} lies in the release {release}, and a release never changes: choose another --out"
    ),
}
