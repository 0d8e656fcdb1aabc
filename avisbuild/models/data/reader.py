"""Items of a release as plain arrays, without torch: read one at a time, so that memory holds one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from avisbuild import masks as codec
from avisbuild.errors import ReleaseError
from avisbuild.models.data.media import read_audio, read_frames, read_some_features
from avisbuild.models.data.record import Record, State
from avisbuild.models.data.truth_places import TrackPlace, TruthPlaces, VideoPlaces, identities
from avisbuild.models.data.windows import PublishedWindow, WholeVideo, Window
from avisbuild.records import Split
from avisbuild.releases.card import RELEASE_CARD
from avisbuild.releases.media_files import FRAMES
from avisbuild.releases.silent_file import silent_name
from avisbuild.releases.validate import truth_files
from avisbuild.untrusted.limits import check_bytes
from avisbuild.untrusted.text import read_document

# Of the frames and masks of one item; a hundred seconds of ten instances at 1280 x 720 are 1.2 GiB.
_MOST_ITEM_BYTES = 4 << 30
_OURS = "aviseg"
_OV, _OV_FILES = "avsbench-ov", ("avsbench_ov_*.json", "AVSBench-openvoc", "AVSBench-semantic")


@dataclass(frozen=True, slots=True)
class _Item:
    """A piece of a video, from which its window takes seconds."""

    video_number: int
    piece: range


class ReleaseReader:
    """The items of one split of a release in the layout of AVISeg, ours or anyone's.

    It holds where things are and opens every file when an item is asked for, so it can be pickled and used in
    another process. The same seed, epoch and index give the same item.
    """

    def __init__(
        self,
        release: Path | str,
        split: Split | str = Split.TRAIN,
        *,
        window: Window | None = None,
        with_silent: bool = False,
        seed: int = 0,
    ) -> None:
        folder, self.split = Path(release), _split(split)
        _refuse_other_formats(folder)
        present = truth_files(folder)
        if self.split not in present:
            raise ReleaseError(
                "load-no-split", folder=folder, split=self.split, present=", ".join(present)
            )
        self._split_dir = folder / self.split
        if not (self._split_dir / FRAMES).is_dir():
            raise ReleaseError("load-no-frames", folder=self._split_dir / FRAMES)
        is_train = self.split is Split.TRAIN
        self.window: Window = window or (PublishedWindow() if is_train else WholeVideo())
        self.seed = seed
        self._truth = TruthPlaces.read(present[self.split])
        self._silent = _read_silent(folder, self._truth, self.split) if with_silent else None
        self._items = [
            _Item(video_number, piece)
            for video_number, video in self._truth.videos.items()
            if video.has_masks or not self.window.drops_unmasked
            for piece in self.window.pieces(video.record.frame_count)
        ]

    @property
    def categories(self) -> dict[int, str]:
        """The release's categories, by the id that `labels` have."""
        return dict(self._truth.categories)

    @property
    def video_ids(self) -> tuple[str, ...]:
        """The video of each item."""
        return tuple(self._truth.videos[each.video_number].record.name for each in self._items)

    def __len__(self) -> int:
        return len(self._items)

    def record(self, index: int, *, epoch: int = 0) -> Record:
        """Read one item; raises FormatError or ReleaseError, with the file and the place in it."""
        item = self._items[index]
        video = self._truth.videos[item.video_number]
        draw = np.random.default_rng((self.seed, epoch, index % len(self._items)))
        seconds = self.window.chosen(item.piece, draw)
        tracks = self._tracks(item.video_number, video, seconds.tolist())
        _check_room(self._truth.path, video, len(seconds), len(tracks))
        # First, since a size that is not the frames' asks for no memory then.
        frames = read_frames(self._split_dir, video.record, seconds.tolist())
        audio, rate_hz = read_audio(self._split_dir, video.record, seconds.tolist())
        pixels, states = self._masks(tracks, video, seconds.tolist())
        return Record(
            video_id=video.record.name,
            seconds=seconds,
            frames=frames,
            audio=audio,
            sample_rate_hz=rate_hz,
            features=read_some_features(self._split_dir, video.record, seconds.tolist()),
            masks=pixels,
            labels=np.array([each.category_id for each in tracks], np.int64),
            identities=tuple(each.identity for each in tracks),
            states=states,
        )

    def __iter__(self) -> Iterator[Record]:
        """Every item of the first epoch, one after the other."""
        return (self.record(index) for index in range(len(self)))

    def _tracks(
        self, video_number: int, video: VideoPlaces, seconds: Sequence[int]
    ) -> "list[_Track]":
        """The instances that have a mask in one of the seconds, in the order of the files."""
        layer = [] if self._silent is None else self._silent.videos[video_number].tracks
        silent = {each.annotation_id: each for each in layer}
        known = {each.annotation_id for each in video.tracks}
        never = [each for each in layer if each.annotation_id not in known]
        named = identities([*video.tracks, *never], self._truth.categories)
        found = [
            _Track(
                place.category_id,
                name,
                sounding=place if place.annotation_id in known else None,
                silent=silent.get(place.annotation_id),
            )
            for name, place in named
        ]
        return [track for track in found if track.is_seen_in(seconds)]

    def _masks(
        self, tracks: "Sequence[_Track]", video: VideoPlaces, seconds: Sequence[int]
    ) -> tuple[NDArray[np.bool_], NDArray[np.int8]]:
        """(N, T, H, W) bool and (N, T) int8."""
        pixels = np.zeros((len(tracks), len(seconds), *video.record.size), np.bool_)
        states = np.zeros((len(tracks), len(seconds)), np.int8)
        layers = [(self._truth, [each.sounding for each in tracks], State.SOUNDING)]
        if self._silent is not None:
            layers.append((self._silent, [each.silent for each in tracks], State.SILENT_IN_VIEW))
        for truth, places, state in layers:
            with truth.opened() as opened:
                for position, place in enumerate(places):
                    found = [] if place is None else opened.masks(place, seconds, video.record)
                    for at, mask in enumerate(found):
                        if mask is not None:
                            pixels[position, at] |= codec.decode(mask)
                            states[position, at] = state
        return pixels, states


@dataclass(slots=True)
class _Track:
    """One instance: where its masks stand in the truth and in the layer of silent ones, if there."""

    category_id: int
    identity: str
    sounding: TrackPlace | None
    silent: TrackPlace | None

    def is_seen_in(self, seconds: Sequence[int]) -> bool:
        """Whether it has a mask in one of these seconds."""
        places = (self.sounding, self.silent)
        return any(place.marked[second] for place in places if place for second in seconds)


def read_records(
    release: Path | str,
    split: Split | str = Split.TRAIN,
    *,
    window: Window | None = None,
    with_silent: bool = False,
) -> Iterator[Record]:
    """Every item of a split as numpy arrays, one at a time; by default whole videos. Needs no torch."""
    return iter(
        ReleaseReader(release, split, window=window or WholeVideo(), with_silent=with_silent)
    )


def _split(split: Split | str) -> Split:
    try:
        return Split(split)
    except ValueError as error:
        raise ReleaseError("load-split-name", split=f"{split!s:.40}") from error


def _refuse_other_formats(folder: Path) -> None:
    found = _format_in_card(folder / RELEASE_CARD)
    if found == _OURS and any(any(folder.glob(pattern)) for pattern in _OV_FILES):
        found = _OV
    if found != _OURS:
        raise ReleaseError("load-another-format", folder=folder, format=found)


def _format_in_card(path: Path) -> str:
    """What `release.json` says the release is; without one it is taken for ours."""
    if not path.is_file():
        return _OURS
    try:
        card = read_document(path)
    except (OSError, ValueError) as error:
        raise ReleaseError("load-card-broken", path=path, reason=error) from error
    found = card.get("format", _OURS) if isinstance(card, dict) else _OURS
    return f"{found!s:.40}"


def _read_silent(folder: Path, truth: TruthPlaces, split: Split) -> TruthPlaces:
    path = folder / silent_name(split)
    if not path.is_file():
        raise ReleaseError("load-no-silent", path=path)
    silent = TruthPlaces.read(path)
    if {k: v.record for k, v in silent.videos.items()} != {
        k: v.record for k, v in truth.videos.items()
    }:
        raise ReleaseError("load-silent-videos", path=path, truth=truth.path.name)
    for number, video in silent.videos.items():
        known = {each.annotation_id: each.category_id for each in truth.videos[number].tracks}
        for each in video.tracks:
            if known.get(each.annotation_id, each.category_id) != each.category_id:
                raise ReleaseError(
                    "load-silent-another", path=path, place=each.place, truth=truth.path.name
                )
    return silent


def _check_room(where: Path, video: VideoPlaces, second_count: int, track_count: int) -> None:
    height, width = video.record.size
    wanted = second_count * height * width * (3 + track_count)
    name = f"{where.name}: video {video.record.name}"
    check_bytes("load-item-too-large", name, wanted, _MOST_ITEM_BYTES)
