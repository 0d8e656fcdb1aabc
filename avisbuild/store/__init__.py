"""The project on disk: its settings, its state in a database, and the journal of every edit."""

from avisbuild.store.editing import Edit
from avisbuild.store.journal import Step
from avisbuild.store.operations import Operation
from avisbuild.store.overview import Overview
from avisbuild.store.past import NOW, Past, PastAnnotation
from avisbuild.store.project import Project
from avisbuild.store.round_moves import RoundMove
from avisbuild.store.video_content import VideoContent

__all__ = [
    "NOW",
    "Edit",
    "Operation",
    "Overview",
    "Past",
    "PastAnnotation",
    "Project",
    "RoundMove",
    "Step",
    "VideoContent",
]
