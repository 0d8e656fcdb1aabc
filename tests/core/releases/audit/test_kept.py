"""What an audit leaves in a project for whoever splits it."""

import json
from pathlib import Path

import pytest
from core.releases.audit.clips_case import write_clip

from avisbuild.errors import FormatError
from avisbuild.records import VideoId
from avisbuild.releases.audit.audit import run_audit
from avisbuild.releases.audit.kept import keep_pairs, kept_path, read_kept_pairs
from avisbuild.releases.audit.media import media_of_project
from avisbuild.releases.audit.placement import Placement
from avisbuild.releases.splits.items import SplitItem

NAMES = (VideoId("copy"), VideoId("lake"), VideoId("whole"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder like a project's: `copy` shows and sounds what `whole` does; what an audit found is kept."""
    for name, seed in zip(NAMES, (1, 2, 1), strict=True):
        write_clip(tmp_path, "train", name, seed=seed)
        video = tmp_path / "videos" / name
        video.mkdir(parents=True)
        (tmp_path / "train/JPEGImages" / name).rename(video / "frames")
        (tmp_path / f"train/WAVAudios/{name}.wav").rename(video / "audio.wav")
        clip = {"video_id": name, "second_count": 5, "sha256": {"audio.wav": f"{seed:064x}"}}
        (video / "clip.json").write_text(json.dumps(clip))
    placement = Placement(
        items=tuple(SplitItem(video_id=name) for name in NAMES), splits=dict.fromkeys(NAMES, ())
    )
    keep_pairs(tmp_path, run_audit(placement, media_of_project(tmp_path, NAMES)))
    return tmp_path


def test_pairs_that_were_kept_are_read_as_they_were_found(project: Path) -> None:
    kept = read_kept_pairs(project, NAMES)
    assert [(pair.first, pair.second, str(pair.evidence)) for pair in kept.pairs] == [
        ("copy", "whole", "picture"),
        ("copy", "whole", "sound"),
    ]
    assert kept.unseen == ()


def test_pairs_of_a_video_that_was_clipped_again_hold_no_more(project: Path) -> None:
    path = project / "videos/copy/clip.json"
    path.write_text(path.read_text().replace(f"{1:064x}", f"{9:064x}"))
    kept = read_kept_pairs(project, (*NAMES, VideoId("new")))
    assert (kept.pairs, kept.unseen) == ((), ("copy", "new"))


def test_a_project_without_an_audit_has_no_pairs_and_every_video_is_unseen(project: Path) -> None:
    kept_path(project).unlink()
    kept = read_kept_pairs(project, NAMES)
    assert (kept.pairs, kept.unseen) == ((), NAMES)


def test_frames_that_were_lost_after_a_first_look_are_a_problem_of_their_video_alone(
    project: Path, tmp_path: Path
) -> None:
    placement = Placement(
        items=tuple(SplitItem(video_id=name) for name in NAMES), splits=dict.fromkeys(NAMES, ())
    )
    run_audit(placement, media_of_project(project, NAMES), cache=tmp_path / "cache")
    for frame in (project / "videos/whole/frames").iterdir():
        frame.unlink()
    found = run_audit(placement, media_of_project(project, NAMES), cache=tmp_path / "cache")
    assert list(found.problems) == ["whole"]
    assert [str(pair.evidence) for pair in found.pairs] == ["sound"]
    keep_pairs(project, found)
    assert read_kept_pairs(project, NAMES).unseen == ("whole",)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"pairs": [{"first": "../x", "second": "y", "evidence": "sound"}]},
        {"pairs": [{"first": "y", "second": "a", "evidence": "sound"}]},
        {"pairs": [{"first": "a", "second": "y", "evidence": "smell"}]},
        {"stamps": []},
    ],
)
def test_what_no_audit_wrote_is_refused_in_one_line(
    project: Path, change: dict[str, object]
) -> None:
    path = kept_path(project)
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(FormatError, match=r"pairs.json: expected what an audit wrote"):
        read_kept_pairs(project, NAMES)
