"""What is wrong with recordings, and with clips made of them."""

TEMPLATES = {
    "ffmpeg-does-not-run": (
        "{program}: does not run as ffmpeg ({reason}); {cure}, or set {setting}"
    ),
    "ffmpeg-too-old": ("{program}: this is ffmpeg {version}, {oldest} or newer is needed; {cure}"),
    "ffmpeg-unset": "unset {setting}, or set it to a newer one",
    "ffmpeg-install": "{command}, or set {setting} to a newer one",
    "clip-unreadable": (
        "{path} cannot be read ({reason}); `avisbuild clip {video_id}` makes it again"
    ),
    "not-clipped-from-source": (
        "video {video_id}: it was not clipped from a source; nothing is known between its frames"
    ),
    "not-the-clipped-source": (
        "video {video_id}: {file} is not the source that it was clipped from: its sha256 is {found},"
        " and was {recorded}; put that file back"
    ),
    "frame-changed": (
        "{path}: changed since it was written; `avisbuild clip {video_id}` makes it again"
    ),
    "source-read-otherwise": (
        "video {video_id}: {file} is the source that it was clipped from, but its times are read"
        " otherwise now; `avisbuild clip {video_id}` makes the frames by these times"
    ),
    "given-up": "{what}: given up, as nobody waits for it",
    "timeout": "{what}: not done after {wall_s:g} s; exclude it",
    "frames-damaged": (
        "{file}: the frames of seconds {seconds} cannot be decoded whole; fetch an intact copy, or give"
        " `start` and `end` without these seconds"
    ),
    "picture-turned-oddly": (
        "{file}: to be shown turned by {degrees:.0f} degrees, which is no quarter; turn its pictures"
        " themselves (`ffmpeg -i {file} turned.mp4`), and fetch that"
    ),
    "pictures-turn": (
        "{file}: its pictures are turned another way from {time_s:.1f} s on; turn them all alike"
        " (`ffmpeg -i {file} turned.mp4`) and fetch that, or give `end` before it"
    ),
    "parts-of-other-tracks": (
        "{file}: joined end to end of parts with other tracks, the next from byte {begin} on;"
        " join them anew, so that one track goes through (`ffmpeg -f concat`), or fetch each part as a"
        " source of its own"
    ),
    "pictures-missing": "{file}: only {found} of {expected} pictures can be decoded",
    "media-empty": "{file}: the file is empty; fetch it again",
    "media-too-large": "{file}: {byte_count} bytes, expected at most {max_bytes}",
    "not-media": "{file}: not a media file of a kind that is read ({formats}); found {found}",
    "media-to-convert": (
        "{file}: {kind} files are not read; convert it first:"
        " `ffmpeg -i {file} -c:v libx264 -crf 14 -c:a flac {stem}.mkv`"
    ),
    "web-page": "a web page",
    "playlist": "a playlist",
    "unknown-file": "something else, or a damaged file",
    "streams-change": "its streams change",
    "media-damaged": "{file}: damaged: {reason}",
    "media-unreadable": "{file}: cannot be read: {reason}",
    "too-short": (
        "{name}: no whole second from {start_s:g} s on (the source is {source_s:.3f} s long)"
    ),
    "no-pictures": "{file}: no pictures in it; exclude it",
    "too-long": "{file}: {length_s:.0f} s long, expected at most {most_s:.0f} s",
    "pictures-undecodable": "{file}: its pictures ({codec}) cannot be decoded",
    "sample-rate-too-high": (
        "{file}: its sound is said to have {rate_hz} samples a second, expected at most {most_hz}"
    ),
    "picture-too-wide": "{file}: pictures are shown {width} pixels wide, expected at most {most_px}",
    "too-many-pixels": "{file}: pictures of {width}x{height}, expected at most {max_pixels} pixels",
    "ffmpeg-failed": "ffmpeg ended with {returncode}: {said}",
    "no-times": "{file}: no picture with a time in it",
    "truncated": (
        "{file}: the last {missing_s:.1f} s of {length_s:.1f} s are missing; fetch it again"
    ),
    "ffmpeg-setting": "{setting}={program}: no such program; unset it or correct it",
    "no-ffmpeg": "no ffmpeg found: {cure}, or set {setting}",
    "no-audio-stream": (
        "{file}: no audio stream that can be decoded (found: {codec}); fetch it again with "
        "sound or exclude it"
    ),
    "clip-too-long": "{file}: {length_s} s asked for, expected at most {most_s} s",
    "source-changed": "{path} has sha256 {found} now, and {recorded} when it was fetched",
}
