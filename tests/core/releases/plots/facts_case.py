"""Facts of the plots from letters: # sounds, . is silent, o is offscreen."""

from collections.abc import Mapping
from dataclasses import replace

from release_scenes import snapshot_of

from avisbuild.records import Split
from avisbuild.releases.plots import SetFacts, facts_of_snapshot


def facts_from(
    scenes: Mapping[str, Mapping[str, str]],
    *,
    splits: Mapping[str, str] | None = None,
    scenarios: tuple[str, ...] = (),
) -> SetFacts:
    """The facts of a project of these videos."""
    snapshot = snapshot_of(scenes)
    videos = [
        replace(
            video,
            split=Split(splits[video.video_id]) if splits else None,
            scenarios=scenarios,
        )
        for video in snapshot.videos
    ]
    return facts_of_snapshot(replace(snapshot, videos=videos), "pets")
