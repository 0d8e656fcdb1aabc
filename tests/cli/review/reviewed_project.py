"""A project of six videos in which everything is silent: ann has handed four of them in, and bo one."""

from pathlib import Path

from avisbuild.annotation import Workbench, commands
from avisbuild.records import Recipe, Taxonomy, Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project

NAMES = ("bay", "brook", "lake", "moor", "pond", "sea")
SECONDS = 3
BY_ANN, BY_BO = NAMES[:4], NAMES[4]


def make_project(folder: Path, **settings: object) -> None:
    """Make it, with settings of its recipe; the last video is left to do."""
    taxonomy: Taxonomy = load_recipe("aviseg").taxonomy
    recipe = Recipe(name="pets", taxonomy=taxonomy, **settings)  # type: ignore[arg-type]
    with Project.create(folder, recipe) as project:
        with project.edit(author="fetch", action="Fetch") as edit:
            for name in NAMES:
                edit.add_video(
                    Video(video_id=VideoId(name), second_count=SECONDS, height_px=2, width_px=2)
                )
        for name in BY_ANN:
            hand_in(project, name, "ann", settings.get("review_rounds", 1))
        hand_in(project, BY_BO, "bo", settings.get("review_rounds", 1))


def hand_in(project: Project, name: str, author: str, rounds: object = 1) -> None:
    """Say that all of a video is silent, where that is not said yet, and hand it in."""
    bench = Workbench(project, author=author)
    view = bench.open_video(VideoId(name))
    if open_seconds := [each for each in range(SECONDS) if each not in view.silences]:
        bench.run(commands.accept_silences(view, open_seconds))
    bench.run_as_is(commands.submit(bench.view, author=author, review_rounds=int(str(rounds))))
