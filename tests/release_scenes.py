"""Small projects as plain values: three lines of data, pictures and sound made on the spot."""

import wave
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from avisbuild.masks import encode
from avisbuild.records import (
    Category,
    CategoryId,
    Instance,
    InstanceId,
    Rle,
    Snapshot,
    Sounding,
    Taxonomy,
    Track,
    Video,
    VideoId,
)

STATES = {
    "#": Sounding.SOUNDING,
    ".": Sounding.SILENT,
    "?": Sounding.UNSURE,
    "o": Sounding.OFFSCREEN,
}
TAXONOMY = Taxonomy(
    name="pets",
    categories=(
        Category(category_id=CategoryId(1), name="dog", colour_rgb=(255, 0, 0)),
        Category(
            category_id=CategoryId(2), name="cat", colour_rgb=(0, 255, 0), supercategory="pet"
        ),
    ),
)
SIZE = (12, 20)


def blob(row: int, column: int, *, size: tuple[int, int] = SIZE) -> Rle:
    """A square ring of 5 x 5 pixels with a hole of one in it."""
    mask = np.zeros(size, dtype=bool)
    mask[row : row + 5, column : column + 5] = True
    mask[row + 2, column + 2] = False
    return encode(mask)


def track_of(video: str, name: str, states: str, taxonomy: Taxonomy = TAXONOMY) -> Track:
    """`dog_1` with one letter a second: # sounds, . is silent, ? unsure, o offscreen."""
    category, _, number = name.partition("_")
    instance = Instance(
        instance_id=InstanceId(f"{video}/{name}"),
        video_id=VideoId(video),
        category_id=taxonomy.by_name[category].category_id,
        number=int(number),
    )
    masks = tuple(
        blob(1 + second % 3, 2 * int(number) + second % 7) if state == "#" else None
        for second, state in enumerate(states)
    )
    return Track(instance=instance, states=tuple(STATES[state] for state in states), masks=masks)


def snapshot_of(
    scenes: Mapping[str, Mapping[str, str]],
    media_root: Path | None = None,
    taxonomy: Taxonomy = TAXONOMY,
) -> Snapshot:
    """A snapshot from {video: {"dog_1": "##..", ...}}."""
    tracks = {
        VideoId(video): [
            track_of(video, name, states, taxonomy) for name, states in instances.items()
        ]
        for video, instances in scenes.items()
    }
    videos = [
        Video(
            video_id=video,
            second_count=len(tracks[video][0].states),
            height_px=SIZE[0],
            width_px=SIZE[1],
            group=video[:1],
        )
        for video in sorted(tracks)
    ]
    return Snapshot(
        taxonomy=taxonomy,
        videos=videos,
        tracks=tracks,
        media_root=media_root,
        recipe_name="pets",
        journal_head="ab" * 32,
    )


def write_media(root: Path, videos: Sequence[Video], *, rate_hz: int = 1600) -> None:
    """Frames and mono sound of every video, as `clip` leaves them."""
    noise = np.random.default_rng(0)
    for video in videos:
        frames = root / video.video_id / "frames"
        frames.mkdir(parents=True)
        for second in range(video.second_count):
            pixels = noise.integers(0, 256, (*video.size, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(frames / f"{second:05d}.jpg")
        sound = noise.integers(-9000, 9000, rate_hz * video.second_count, dtype=np.int16)
        write_wav(root / video.video_id / "audio.wav", sound, rate_hz=rate_hz)


def write_wav(path: Path, samples: np.ndarray, *, rate_hz: int = 1600) -> None:
    """16-bit PCM; samples: (N,) or (N, channels) int16."""
    with wave.open(str(path), "wb") as stream:
        stream.setnchannels(1 if samples.ndim == 1 else samples.shape[1])
        stream.setsampwidth(samples.dtype.itemsize)
        stream.setframerate(rate_hz)
        stream.writeframes(samples.tobytes())


THREE = {
    "a-1": {"dog_1": "##.#", "dog_2": "..##", "cat_1": "o..."},
    "b-1": {"cat_1": "###"},
    "c-1": {"dog_1": "#...#"},
}
