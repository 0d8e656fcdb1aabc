"""A recipe's guideline comes into the project with its examples, is cited and printed."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

from PIL import Image

from avisbuild.records import Video, VideoId
from avisbuild.store import Project

Program = Callable[..., CompletedProcess[str]]
_RECIPE = """
name = "birds"
taxonomy = "aviseg"

[[guideline]]
id = "flock"
text = "A flock is one instance."
picture = "flock.png"

[[guideline]]
id = "any"
text = "Something sounds, or silence is confirmed."
check = "no_instances"
"""


def test_rules_come_from_the_recipe_are_cited_and_tell_what_breaks_them(
    avisbuild: Program, tmp_path: Path
) -> None:
    (tmp_path / "birds.toml").write_text(_RECIPE)
    refused = avisbuild("init", "meadow", "--recipe", "birds.toml", cwd=tmp_path)
    assert (refused.returncode, (tmp_path / "meadow").exists()) == (2, False)
    assert "flock.png: no picture of a rule" in refused.stderr
    (tmp_path / "guideline").mkdir()
    Image.new("RGB", (4, 4)).save(tmp_path / "guideline/flock.png")
    assert avisbuild("init", "meadow", "--recipe", "birds.toml", cwd=tmp_path).returncode == 0
    meadow = tmp_path / "meadow"
    assert (meadow / "guideline/flock.png").is_file()
    with Project.open(meadow) as project, project.edit(author="ann", action="Begin") as edit:
        edit.add_video(Video(video_id=VideoId("pond"), second_count=5, height_px=2, width_px=2))
    cited = avisbuild("review", "comment", "pond", "--rule", "flock", cwd=meadow)
    assert cited.stdout == "comment 1 on pond: the video: rule flock\n", cited.stderr
    assert "A flock is one instance." in avisbuild("review", "guideline", cwd=meadow).stdout
    told = json.loads(avisbuild("review", "guideline", "pond", "--json", cwd=meadow).stdout)
    assert [(each["id"], len(each["broken_at"])) for each in told] == [("flock", 0), ("any", 1)]
