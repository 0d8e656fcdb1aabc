"""States of cells and of videos, as parts of what is said."""

TEMPLATES = {
    "sounding": "sounding",
    "silent": "silent",
    "offscreen": "offscreen",
    "occluded": "occluded",
    "unsure": "unsure",
    "todo": "to do",
    "annotating": "annotating",
    "submitted": "submitted",
    "in_review": "in review",
    "changes_requested": "changes requested",
    "accepted": "accepted",
    # What a reviewer finds wrong.
    "boundary": "boundary",
    "wrong_instance": "wrong instance",
    "wrong_sounding": "wrong sounding",
    "missing": "missing",
    "extra": "extra",
    "category": "category",
    # Why a video may be set aside.
    "aside-no-sound-match": "no sound match",
    "aside-no-sounding-object": "nothing that sounds is in view",
    "aside-music-over-it": "music laid over it",
    "aside-too-dark": "too dark or blurred",
    "aside-several-scenes": "cut together of several scenes",
}
