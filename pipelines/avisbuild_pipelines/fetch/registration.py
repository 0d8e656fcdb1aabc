"""Bringing finished videos into the store; the disk is the truth, so this can be done again at any time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from avisbuild.messages import Message
from avisbuild.records import Round, RoundState, Video, VideoId
from avisbuild.store import Project
from avisbuild.store.video_names import check_new_names
from avisbuild_pipelines.manifest import ManifestRow

_AUTHOR = "avisbuild fetch"
_AT_ONCE = 500


class Register:
    """Knows which videos the store has, and adds or updates those that differ."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._known: dict[VideoId, Video] = {video.video_id: video for video in project.videos()}
        self._with_round = set(project.last_rounds())

    def check_names(self, video_ids: Iterable[VideoId]) -> None:
        """Look at the names that are new; raises ProjectError for those that cannot be had here."""
        check_new_names(self._project.folder, video_ids, self._known)

    def add(self, videos: Iterable[Video]) -> int:
        """Bring these videos in, as few transactions as sensible; gives how many were new or different.

        A new one gets its first round, in state `todo`. Raises ProjectError when a changed video does
        not fit what was annotated on it.
        """
        changed = [video for video in videos if self._known.get(video.video_id) != video]
        for start in range(0, len(changed), _AT_ONCE):
            self._write(changed[start : start + _AT_ONCE])
        return len(changed)

    def is_annotated(self, video_id: VideoId) -> bool:
        """Whether somebody has begun to work on a video, so that its pictures must stay."""
        if video_id not in self._known:
            return False
        rounds = self._project.records(Round, video_id)
        begun = any(one.state is not RoundState.TODO for one in rounds)
        return begun or bool(self._project.tracks(video_id))

    def _write(self, videos: Sequence[Video]) -> None:
        first, more = videos[0].video_id, len(videos) - 1
        action = Message("fetch", video=first)
        if more:
            action = Message("fetch-several", video=first, more=more)
        with self._project.edit(author=_AUTHOR, action=action) as edit:
            for video in videos:
                if video.video_id in self._known:
                    edit.change(video)
                else:
                    edit.add_video(video)
            for video in videos:
                if video.video_id not in self._with_round:
                    edit.set_round(Round(video_id=video.video_id, number=1, state=RoundState.TODO))
        self._known.update((video.video_id, video) for video in videos)
        self._with_round.update(video.video_id for video in videos)


def video_for(row: ManifestRow, video: Video) -> Video:
    """A clipped video with what its manifest row says of it beyond the pictures."""
    return replace(
        video,
        source_key=row.source.key,
        group=row.group,
        split=row.split,
        scenarios=row.scenarios,
        labels=row.labels,
        license=row.license,
    )


def video_of_document(row: ManifestRow, document: Mapping[str, Any]) -> Video:
    """The same from a `clip.json` on the disk."""
    video = Video(
        video_id=row.video_id,
        second_count=int(document["second_count"]),
        height_px=int(document["height_px"]),
        width_px=int(document["width_px"]),
    )
    return video_for(row, video)
