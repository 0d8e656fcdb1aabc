"""What a person should look at once more, a line for each kind of suspect; and what the kinds are called."""

TEMPLATES = {
    "suspect-swap": (
        "{name} and {other}, second {second}: since second {before} they have changed places; "
        "are they swapped?"
    ),
    "suspect-jump-to": (
        "{name}, second {second}: since second {before} its mask has jumped to where {other} is"
    ),
    "suspect-jump": (
        "{name}, second {second}: its mask is somewhere else than before and after; did it jump?"
    ),
    "suspect-area-jump": (
        "{name}, second {second}: its mask is {percent} as large as the motion from second {before} "
        "makes expect"
    ),
    "suspect-overlap": (
        "{name} and {other}, second {second}: their masks share {share} of the smaller one (IoU {iou})"
    ),
    "suspect-mask-in-silence": (
        "{name}, {seconds}: has a mask and sounds, but nothing is heard ({level} dB)"
    ),
    "suspect-silence-is-mask": (
        "{name}, {seconds}: has a mask and sounds, but a person has confirmed silence"
    ),
    "suspect-loud-unmarked": (
        "{seconds}: loud ({level} dB), but nothing is marked; does something sound offscreen?"
    ),
    "suspect-loud-silence": (
        "{seconds}: loud ({level} dB), but confirmed as silent; does something sound?"
    ),
    "suspect-marked-at-floor": (
        "{name}, {seconds}: marked as {state}, but there is nothing but noise ({level} dB)"
    ),
    "suspect-state-flicker": (
        "{name}, second {second}: {state} for one second, {around} before and after"
    ),
    "suspect-mask-away": (
        "{name}, second {second}: no mask for one second, though there is one before and after"
    ),
    "suspect-mask-once": "{name}, second {second}: a mask for one second, none before and after",
    "suspect-specks": (
        "{name}, second {second}: tiny parts that its other seconds lack, {count} of them, {area} "
        "pixels, at ({x}, {y})"
    ),
    "suspect-holes": (
        "{name}, second {second}: small holes that its other seconds lack, {count} of them, {area} "
        "pixels, at ({x}, {y})"
    ),
    "suspect-slivers": (
        "{name}, second {second}: long thin strips that its other seconds lack, {count} of them, "
        "{length} pixels long, at ({x}, {y})"
    ),
    "suspect-border": (
        "{name}, second {second}: its mask touches the {side} border, which it is clear of before "
        "and after"
    ),
    "suspect-lag-late": (
        "what is marked is {lag} s later than the sound throughout; {changes} changes fit then"
    ),
    "suspect-lag-early": (
        "what is marked is {lag} s earlier than the sound throughout; {changes} changes fit then"
    ),
    "suspect-in-video": "video {video}, {suspect}",
    "border-left": "left",
    "border-top": "top",
    "border-right": "right",
    "border-bottom": "bottom",
    # What the kinds are called where they are chosen.
    "kind-swap": "two instances swapped",
    "kind-jump": "mask jumps to another place",
    "kind-area-jump": "area jumps",
    "kind-overlap": "two instances overlap",
    "kind-mask-in-silence": "mask in a silent second",
    "kind-loud-unmarked": "loud second with nothing marked",
    "kind-marked-at-floor": "marked second at the noise floor",
    "kind-state-flicker": "sounds or is silent for one second",
    "kind-mask-flicker": "mask there or away for one second",
    "kind-specks": "specks",
    "kind-holes": "holes",
    "kind-slivers": "slivers",
    "kind-border": "mask touches the border",
    "kind-lag": "marks later or earlier than the sound",
    # What was not looked for.
    "not-looked-sound": "not looked for, since there is no sound to read: {kinds}",
    "not-looked-frames": "not looked for, since there are no pictures to read: {kinds}",
    # Dismissing, and taking that back.
    "no-such-suspect": (
        "video {video}: there is no suspect {found}; see: avisbuild review suspects {video}"
    ),
    "suspect-kind": "there is no kind of suspect {found}; expected one of {known}",
    "suspects-one-video": "--dismiss and --restore: name the one video that they are about",
    "suspect-not-dismissed": "video {video}: nobody has dismissed {kind}, second {second}",
}
