"""What annotating refuses."""

TEMPLATES = {
    "no-video-open": "no video is open; open one first",
    "instance-number": "{name}: expected a number from 1, got {number}",
    "no-such-category": "taxonomy {taxonomy} has no category {category_id}; choose one that it has",
    "mask-empty": "{name}, second {second}: the mask has no pixels; nothing was saved",
    "instance-locked": "{name} is locked, and nothing was changed; unlock it first",
    "choose-another-instance": "{name}: choose another instance",
    "merge-with-itself": "{name} cannot be merged into itself; choose another instance",
    "swap-with-itself": "{name} cannot be swapped with itself; choose another instance",
    "proposals-covered": "these cells have masks already; a proposal never replaces one",
    "no-proposal": (
        "there is no proposal here to accept, in a cell that sounds and has no mask; "
        "copy or propagate one first"
    ),
    "nothing-after": "{name} has nothing from second {second} on; split it where it has",
    "nothing-before": "{name} has nothing before second {second}; split it later",
    "state-already": "video {video} is {state} already",
    "not-ready": "video {video} cannot be handed in yet: {counts}; first: {issue}",
    "is-set-aside": ("video {video} is set aside ({reason}); take it back before handing it in"),
    "not-set-aside": ("video {video} is not set aside; see: avisbuild videos list --set-aside"),
    "set-aside-reason": (
        "expected a reason in one line of at most {most} characters, got {found!r:.40}"
    ),
    "no-such-comment": "video {video} has no comment {number}; choose another one",
    "comment-says-nothing": (
        "expected a reason, a rule or a text of at most {most} characters in one line, got {found!r:.40}"
    ),
    "comment-point": (
        "{video}: expected a point of the picture of a second, x below {width} and y below {height}, "
        "got {point}"
    ),
    "comment-resolved": "comment {number} of video {video} is resolved already, by {person}",
    "comment-open": "comment {number} of video {video} is open already",
    "comment-of-another": (
        "comment {number} of video {video} is by {author}, who alone may remove it; resolve it instead"
    ),
    "masks-in-silence": (
        "{seconds}: masks stand there; remove them before saying that it is silent"
    ),
    "instance-gone": (
        "video {video} has no instance {instance}; it may have been removed meanwhile: choose another one"
    ),
    "others-editing": "others are editing this project all the time; try again",
    # Taking an edit back, while others edit; `action` and `other` are labels of edits.
    "undo-overtaken": (
        '"{action}" cannot be undone: {who} has edited this video ("{other}") since; '
        "do it anew after a look"
    ),
    "redo-overtaken": (
        '"{action}" cannot be done again: {who} has edited this video ("{other}") since; '
        "do it anew after a look"
    ),
    "undo-conflict": (
        '"{action}" cannot be undone: {who} has edited this video ("{other}") since; nothing was changed'
    ),
    "redo-conflict": (
        '"{action}" cannot be done again: {who} has edited this video ("{other}") since; nothing was changed'
    ),
    "undo-conflict-anyone": (
        '"{action}" cannot be undone: someone has edited the same since; nothing was changed'
    ),
    "redo-conflict-anyone": (
        '"{action}" cannot be done again: someone has edited the same since; nothing was changed'
    ),
    "bookmark-forgotten": (
        "Where you stopped is not known any more; the project opens at its first video."
    ),
    "silent-masks-not-kept": (
        "this project keeps no masks of silent instances; to keep them, write {key} = true into"
        " its avisbuild.toml"
    ),
}
