"""A release of three videos to import, and an empty project with its categories."""

import json
from pathlib import Path
from typing import Any

from avisbuild.records import RoundState
from avisbuild.store import Project
from avisbuild_pipelines.importing import ImportedVideo, ImportOptions, import_aviseg

ACCEPTED = RoundState.ACCEPTED
RATE_HZ = 8000


def from_release(project: Project, release: Path, **changes: Any) -> list[ImportedVideo]:
    options = ImportOptions(
        **{"state": ACCEPTED, "frames_dir": release / "train/JPEGImages"} | changes
    )
    return import_aviseg(project, release / "train.json", options)


def changed(release: Path, change: Any) -> None:
    document = json.loads((release / "train.json").read_text())
    change(document)
    (release / "train.json").write_text(json.dumps(document))
