"""What a person has to settle before a video is handed in or exported."""

TEMPLATES = {
    "cell-lacks-mask": (
        "{name}, second {second}: sounds but has no mask; draw one, or mark it offscreen, "
        "occluded or silent"
    ),
    "cell-stray-mask": (
        "{name}, second {second}: has a mask but is {state}; remove the mask, or say that it sounds"
    ),
    "cell-empty-mask": (
        "{name}, second {second}: its mask has no pixels; draw it again, or remove it"
    ),
    "cell-wrong-size": (
        "{name}, second {second}: its mask is {size} but the video {video_size} (height, width); "
        "draw it again"
    ),
    "cell-unsure": "{name}, second {second}: unsure whether it sounds; decide it",
    "instance-never-sounds": "{name}: never sounds; say when it does, or delete it",
    "nothing-annotated": (
        "nothing is annotated; add an instance, or confirm that every second is silent"
    ),
    "too-little-heard": (
        "{count} of {total} seconds were never listened to, the first is second {second}; the recipe's "
        "heard_share asks for {share} of them: listen to them, or set heard_share in avisbuild.toml"
    ),
    "issue-in-video": "video {video}, {issue}",
    # How many of a kind there are: one, or more.
    "lacks-mask-once": "{count} sounding cell without a mask",
    "lacks-mask-often": "{count} sounding cells without a mask",
    "stray-mask-once": "{count} mask where nothing sounds in view",
    "stray-mask-often": "{count} masks where nothing sounds in view",
    "empty-mask-once": "{count} mask without pixels",
    "empty-mask-often": "{count} masks without pixels",
    "wrong-size-once": "{count} mask of another size",
    "wrong-size-often": "{count} masks of another size",
    "unsure-once": "{count} unsure cell",
    "unsure-often": "{count} unsure cells",
    "never-sounds-once": "{count} instance that never sounds",
    "never-sounds-often": "{count} instances that never sound",
    "nothing-annotated-once": "{count} video with nothing annotated",
    "nothing-annotated-often": "{count} videos with nothing annotated",
    "too-little-heard-once": "too little of it listened to",
    "too-little-heard-often": "too little of them listened to",
    # An export.
    "cell-stops-export": "1 cell stops the export: {shown}",
    "cells-stop-export": "{count} cells stop the export: {shown}",
    "and-more": "{shown}; and {more} more",
    "track-length": "video {video}, {name}: expected {expected} seconds, got {found}",
}
