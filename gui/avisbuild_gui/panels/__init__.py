"""What stands around the frame: videos, instances, candidates, issues, categories, notices, status."""

from avisbuild_gui.panels.candidates import CandidatePanel
from avisbuild_gui.panels.category_picker import CategoryPicker
from avisbuild_gui.panels.instances import InstancePanel
from avisbuild_gui.panels.issues import IssueList
from avisbuild_gui.panels.notice import NoticeBar
from avisbuild_gui.panels.status import StatusLine
from avisbuild_gui.panels.videos import VideoList

__all__ = [
    "CandidatePanel",
    "CategoryPicker",
    "InstancePanel",
    "IssueList",
    "NoticeBar",
    "StatusLine",
    "VideoList",
]
