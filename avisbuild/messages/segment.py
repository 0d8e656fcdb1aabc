"""What segmenters lack, and why an embedding or a mask cannot be had."""

TEMPLATES = {
    "precision": "{setting}={chosen}: expected one of {known}",
    # What the service tells on the way; a `problem` is itself a message.
    "segmenter-failed": "{title}: {problem}",
    "embedding-failed": "second {second} could not be embedded: {problem}",
    "segmenter-loading": "{title} is being loaded",
    "segmenter-not-loaded": "{title} cannot be loaded: {problem}",
    "segmenter-instead": "{problem}; {title} is used instead",
    "the-segmenter": "the segmenter",
    # What segmenters are called that have no name of their own.
    "classical-title": "Classical (no SAM)",
    "fake-title": "Fake segmenter (discs, not masks)",
    "no-segmenter": "there is no segmenter",
    "embeddings-not-kept": (
        "{folder}: embeddings are not kept on disk: {reason}; the rest goes on"
    ),
    "disk-nearly-full": "the disk is nearly full",
    "embeddings-full": (
        "the store is full ({limit_gib:.1f} GiB), and all in it is in use; "
        "raise --limit, or embed fewer videos"
    ),
    # Errors.
    "frame-missing": "{path} is missing; `avisbuild clip {video}` makes it again",
    "out-of-memory": (
        "{title}: out of memory, also with no other frame kept; use a smaller model "
        "(--segmenter sam_vit_b or classical) or close what else uses the device"
    ),
    "memory-setting": "AVISBUILD_GPU_MEMORY_GIB={found}: expected a number of GiB, such as 8",
    "segmenter-unknown": "segmenter {name}: expected one of {known}",
    "no-embeddings": "{name} keeps no embeddings: it needs none made ahead; name one of {known}",
    "modules-missing": (
        '{title} needs {missing}: pip install "avisbuild[sam]", or choose --segmenter {classical}'
    ),
    "frame-no-picture": (
        "{path} is no picture that can be read ({reason}); `avisbuild clip` makes it again"
    ),
    "frame-no-format": "{path} is no picture that can be read; `avisbuild clip` makes it again",
    "frame-unreadable": "{path} cannot be read: {reason}",
    "sam-modules-missing": (
        "SAM needs torch, torchvision and segment-anything ({reason}); "
        'install them with: pip install "avisbuild[sam]"'
    ),
    "weights-of-another-model": (
        "{path}: holds no weights of SAM {model_type} ({reason}); remove it and fetch it "
        "with: avisbuild models pull sam_{model_type}"
    ),
    "weights-cut-short": "damaged or cut short",
    "weights-no-tensors": "not a file of plain tensors",
    "model-unknown": "model {name!r}: expected one of {known}",
    "no-weights": "{title}: no weights at {path}; {cure}",
    "weights-pull": "fetch them with: avisbuild models pull {name}, or {by_hand}",
    "weights-by-hand": "put a copy of {url} at {path}",
    "no-such-weights": "{path}: there is no such file of weights; see: avisbuild models list",
    "weights-damaged": (
        "{path}: not the published weights, or damaged ({byte_count} bytes, SHA-256 "
        "{found}..., expected {expected}...); remove it and fetch it again (avisbuild models "
        "list says how)"
    ),
    "embedding-of-another-shape": (
        "expected an embedding of {expected}, got {found}; remove it, and it is made again"
    ),
    "segmenter-closing": "the segmenter is closed",
    "embedding-given-up": "the embedding was given up",
    "segmenter-closed": "{title} is closed; open the video again",
    "embedding-too-large": (
        "one frame's embedding takes {size}, the limit on memory is {limit}; raise it or use "
        "a smaller model"
    ),
    "embedding-overtaken": "something more urgent came",
}
