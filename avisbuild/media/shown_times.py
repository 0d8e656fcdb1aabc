"""When a decoded picture is shown, also where the file does not say so.

Some files give their pictures times in the order in which they are decoded, though they are shown in
another one (a program copied H.264 with B pictures and left out the composition times). Players then
show one picture after another at the times of decoding, and so do FFmpeg and we.
"""

from __future__ import annotations

from itertools import islice, pairwise
from pathlib import Path

from av.video.frame import VideoFrame

from avisbuild.media.formats import open_media
from avisbuild.media.limits import MediaLimits
from avisbuild.media.probe import MediaInfo, known_stream
from avisbuild.media.timeline import Timeline
from avisbuild.media.whole_pictures import decoded_pictures

_TRIED_PICTURES = 300


def shown_at(frame: VideoFrame, *, is_guessed: bool) -> int | None:
    """When a picture is shown, in ticks of its stream; None where nothing is known."""
    if is_guessed and frame.dts is not None:
        return frame.dts
    return frame.pts if frame.pts is not None else frame.dts


def has_guessed_times(source: Path, info: MediaInfo, timeline: Timeline) -> bool:
    """Whether the times in a file are not those at which its pictures are shown.

    Raises MediaError `missing` or `undecodable` where it cannot be opened.
    """
    if any(after < before for before, after in pairwise(timeline.pts)):
        return False  # the file tells the order of showing from that of decoding
    with open_media(source, MediaLimits()) as container:
        stream = known_stream(container, info, source)
        if not stream.codec_context.has_b_frames:
            return False
        tried = islice(decoded_pictures(container, stream, timeline.parts), _TRIED_PICTURES)
        times = (each.frame.pts for each in tried if each.frame.pts is not None)
        return any(after < before for before, after in pairwise(times))
