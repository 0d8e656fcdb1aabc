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
}
