"""May this cell leave the project? Every sounding cell has its mask, and every mask sounds (R16, R17).

What becomes of the five states in a release, and so what is asked of each:

- `sounding`: the mask is exported, so there must be one, with pixels, of the video's size.
- `silent`: no mask is exported; one that stands here is stray, unless the project's recipe keeps masks of
  silent instances (`keep_silent_masks`): the layer that leaves the project only when asked for, and whose
  masks have pixels and the video's size like any other.
- `offscreen`, `occluded`: the state is exported where the format has it, a mask never; one here is stray.
- `unsure`: refused. An exporter has no word for it; a person decides before the video is handed in.

Handing in asks for all of it. An export takes no stray mask along, and an instance that never sounds is left
out and told; so these do not stop it.
"""

from collections.abc import Collection, Iterator, Sequence

from avisbuild.checks.issue import Issue, IssueKind, IssuePlace
from avisbuild.masks import area
from avisbuild.records import Rle, Sounding, Taxonomy, Track, Video

STOPS_EXPORT = frozenset(
    {IssueKind.MISSING_MASK, IssueKind.EMPTY_MASK, IssueKind.WRONG_SIZE, IssueKind.UNSURE}
)
_LONGEST_RUN = 7


def find_issues(
    video: Video,
    tracks: Sequence[Track],
    taxonomy: Taxonomy,
    *,
    silences: Collection[int] = (),
    keep_silent_masks: bool = False,
) -> tuple[Issue, ...]:
    """What stands in the way of handing a video in: what is not of one cell first, then by second and track.

    `keep_silent_masks` allows masks in silent seconds. A video without instances passes once all its seconds
    are among `silences`, those confirmed as silent.
    """
    found = list(_find_issues_of_all(video, tracks, taxonomy, silences))
    names = [track.instance.name(taxonomy) for track in tracks]
    for second in range(video.second_count):
        for track, name in zip(tracks, names, strict=True):
            state, mask = track.states[second], track.masks[second]
            kind = _cell_issue(state, mask, video.size, keep_silent_masks)
            if kind is not None:
                found.append(_issue(kind, video, track, name, second))
    return tuple(found)


def _find_issues_of_all(
    video: Video, tracks: Sequence[Track], taxonomy: Taxonomy, silences: Collection[int]
) -> Iterator[Issue]:
    if not tracks and len(silences) < video.second_count:
        place = IssuePlace(video_id=video.video_id)
        yield Issue(kind=IssueKind.NO_INSTANCES, place=place)
    for track in tracks:
        if set(track.states) == {Sounding.SILENT} and not any(track.masks):
            name = track.instance.name(taxonomy)
            yield _issue(IssueKind.NEVER_SOUNDS, video, track, name, 0)


def _cell_issue(
    state: Sounding, mask: Rle | None, size: tuple[int, int], keep_silent_masks: bool
) -> IssueKind | None:
    if state is Sounding.UNSURE:
        return IssueKind.UNSURE
    if mask is None:
        return IssueKind.MISSING_MASK if state is Sounding.SOUNDING else None
    is_kept = keep_silent_masks and state is Sounding.SILENT
    if state is not Sounding.SOUNDING and not is_kept:
        return IssueKind.STRAY_MASK
    if mask.size != size:
        return IssueKind.WRONG_SIZE
    # Without pixels there is one run, and no run takes more characters.
    is_empty = len(mask.counts) <= _LONGEST_RUN and area(mask) == 0
    return IssueKind.EMPTY_MASK if is_empty else None


def _issue(kind: IssueKind, video: Video, track: Track, name: str, second: int) -> Issue:
    instance_id = track.instance.instance_id
    fields = {"name": name, "state": track.states[second].value}
    mask = track.masks[second]
    if kind is IssueKind.WRONG_SIZE and mask is not None:
        fields |= {"size": str(mask.size), "video_size": str(video.size)}
    place = IssuePlace(video_id=video.video_id, instance_id=instance_id, second=second)
    return Issue(kind=kind, place=place, fields=fields)
