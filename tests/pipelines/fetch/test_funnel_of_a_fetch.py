"""What a real fetch could not get, and what it could not clip, are told apart in the funnel."""

from pipelines.fetch.fetch_case import FetchCase

from avisbuild.store import Project
from avisbuild_pipelines.funnel import funnel


def test_what_could_not_be_had_and_what_could_not_be_clipped_are_told_apart(
    case: FetchCase,
) -> None:
    case.add("dog_1", "a0.mp4")
    case.add("late", "a0.mp4", start="100", end="103")
    case.add("gone", "no-such.mp4")
    assert not case.fetch().is_complete
    with Project.open(case.project_dir) as project:
        found = {stage.name: (stage.videos, dict(stage.fell_out)) for stage in funnel(project)}
    assert found["found"] == (3, {})
    assert found["fetched"] == (2, {"removed": 1})
    assert found["clipped"] == (1, {"too-short": 1})
