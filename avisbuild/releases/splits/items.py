"""What a split is planned from: a line a video, with what ties it to others and what is to be balanced."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from avisbuild.records import Snapshot, Sounding, Split, Taxonomy, Track, Video, VideoId


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitItem:
    """A video as the planning of splits sees it.

    `source`, `uploader` and `group` tie it to every other video with the same text; "" ties it to none.
    `labels` are the categories in it, each once, in order. A number that is not known is None, and then
    nothing is balanced by it. `pinned` is the split that an earlier plan gave it, which growth keeps.
    """

    video_id: VideoId
    source: str = ""
    uploader: str = ""
    group: str = ""
    labels: tuple[str, ...] = ()
    seconds: int | None = None
    silent_seconds: int | None = None
    instances: int | None = None
    pinned: Split | None = None


def items_of(snapshot: Snapshot) -> tuple[SplitItem, ...]:
    """The items of what a project releases: labels and counts are of the objects that sound in view."""
    return tuple(
        _item(video, snapshot.tracks.get(video.video_id, ()), snapshot.taxonomy)
        for video in snapshot.videos
    )


def _item(video: Video, tracks: Iterable[Track], taxonomy: Taxonomy) -> SplitItem:
    sounding = [track for track in tracks if Sounding.SOUNDING in track.states]
    names = {taxonomy.by_id[track.instance.category_id].name for track in sounding}
    return SplitItem(
        video_id=video.video_id,
        source=video.source_key,
        group=video.group,
        labels=tuple(sorted(names)),
        seconds=video.second_count,
        silent_seconds=_silent_seconds(video, sounding),
        instances=len(sounding),
    )


def _silent_seconds(video: Video, sounding: Sequence[Track]) -> int:
    heard = {
        second
        for track in sounding
        for second, state in enumerate(track.states)
        if state is Sounding.SOUNDING
    }
    return video.second_count - len(heard)
