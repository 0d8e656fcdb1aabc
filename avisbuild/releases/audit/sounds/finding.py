"""All sounds of a release compared with each other: who shares a recording, and who a jingle."""

from collections.abc import Iterator, Mapping

from avisbuild.progress import Progress, silent
from avisbuild.records import VideoId
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.audit.sounds.findings import (
    LEAST_SPAN_S,
    SharedSound,
    SoundFindings,
    why_not_judged,
)
from avisbuild.releases.audit.sounds.fingerprint import SoundFingerprint
from avisbuild.releases.audit.sounds.key_index import KeyIndex
from avisbuild.releases.audit.sounds.lags import every_speed, likeliest
from avisbuild.releases.audit.sounds.matching import Match, match

# With fewer votes two share no more than a bang.
_LEAST_VOTES_OF_A_NOTE = 60
# What repeats itself, as an engine or a bark over and over, agrees with others of its kind as with itself.
_MORE_THAN_REPEATS = 1.2


def find_pairs(
    fingerprints: Mapping[VideoId, SoundFingerprint], *, progress: Progress = silent
) -> SoundFindings:
    """Compare all sounds, in work that grows with their number and not its square; order never matters."""
    reasons = {video: why_not_judged(fingerprints[video]) for video in sorted(fingerprints)}
    judged = [video for video, reason in reasons.items() if reason is None]
    found = list(_matches({video: fingerprints[video] for video in judged}, progress))
    return SoundFindings(
        pairs=tuple(_pair(*each) for each in found if each[2].span_s >= LEAST_SPAN_S),
        shared_sounds=tuple(
            _shared_sound(*each)
            for each in found
            if each[2].span_s < LEAST_SPAN_S and each[2].votes >= _LEAST_VOTES_OF_A_NOTE
        ),
        not_judged={video: reason for video, reason in reasons.items() if reason is not None},
    )


def _matches(
    judged: Mapping[VideoId, SoundFingerprint], progress: Progress
) -> Iterator[tuple[VideoId, VideoId, Match]]:
    """Every video with the earlier ones that may share its sound, in the order of both."""
    videos = list(judged)
    index = KeyIndex(
        [each.peaks for each in judged.values()], [each.frame_count for each in judged.values()]
    )
    repeats: list[int] = []
    for number, video in enumerate(videos):
        lookups = every_speed(index, number, judged[video].peaks)
        repeats.append(lookups[0].repeats())
        for each, lookup in likeliest(lookups):
            first = videos[each.number]
            shorter_s = min(judged[first].seconds, judged[video].seconds)
            found = match(lookup.hits(each.number), each, shorter_s=shorter_s)
            if found.votes > _MORE_THAN_REPEATS * min(repeats[each.number], repeats[number]):
                yield first, video, found
        progress(number + 1, len(videos), video)


def _pair(first: VideoId, second: VideoId, match: Match) -> Pair:
    return Pair(
        first=first,
        second=second,
        evidence=Evidence.SOUND,
        score=round(match.votes / match.span_s, 1),
        offset_s=match.offset_s,
        span_s=match.span_s,
        speed=match.speed,
    )


def _shared_sound(first: VideoId, second: VideoId, match: Match) -> SharedSound:
    return SharedSound(
        first=first,
        second=second,
        span_s=match.span_s,
        offset_s=match.offset_s,
        speed=match.speed,
    )
