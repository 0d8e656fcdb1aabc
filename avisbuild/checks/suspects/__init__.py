"""Suspects (R27): what a person should look at once more in a video, worst first.

A finder is a function from a `Subject` to suspects of one kind; `finding.py` has the table of all.
"""

from avisbuild.checks.suspects.finding import Findings, Need, find_suspects
from avisbuild.checks.suspects.media import Media, NoMedia, SoundLevels
from avisbuild.checks.suspects.suspect import ALL_KINDS, Suspect, SuspectKind

__all__ = [
    "ALL_KINDS",
    "Findings",
    "Media",
    "Need",
    "NoMedia",
    "SoundLevels",
    "Suspect",
    "SuspectKind",
    "find_suspects",
]
