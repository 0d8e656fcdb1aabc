"""The test media by name, each rendered once a session, when a test first asks for it."""

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from media.barcode import Barcode, TimeOf, remux, render, steady, uneven
from media.turning import turn

SECONDS = 4


def _barcode(name: str, time_of: TimeOf, frame_count: int, **options: object) -> Barcode:
    values: dict[str, object] = {"sound_s": float(SECONDS), **options}
    return Barcode(name=name, time_of=time_of, frame_count=frame_count, **values)  # type: ignore[arg-type]


def _at_30(name: str, **options: object) -> Barcode:
    return _barcode(name, steady(30), 30 * SECONDS, **options)


_VP9 = {
    "codec": "libvpx-vp9",
    "audio_codec": "libopus",
    "codec_options": {"cpu-used": "8", "deadline": "realtime", "g": "40"},
}
_AV1 = {
    "codec": "libsvtav1",
    "codec_options": {"preset": "10", "svtav1-params": "keyint=40"},
}


def _x265(options: str) -> dict[str, object]:
    return {"codec": "libx265", "codec_options": {"x265-params": f"log-level=0:{options}"}}


def _x264(options: str) -> dict[str, object]:
    return {"codec_options": {"bf": "3", "x264-params": options}}


RATES = [
    _barcode("rate-15.mp4", steady(15), 60),
    _barcode("rate-23.976.mp4", steady(Fraction(24000, 1001)), 96),
    _barcode("rate-25.mp4", steady(25), 100),
    _barcode("rate-29.97.mp4", steady(Fraction(30000, 1001)), 120),
    _at_30("rate-30.mp4"),
    _barcode("rate-60.mp4", steady(60), 240),
    _barcode("rate-variable.mp4", uneven, 65),
]
CONTAINERS = [
    _at_30("late-sound.mp4", sound_from_s=Fraction(276, 1000)),
    _barcode("late-picture.mp4", steady(30, Fraction(2, 5)), 120, sound_s=4.4),
    _at_30("short-sound.mp4", sound_s=2.5),
    _at_30("vp9-opus.webm", **_VP9),
    _at_30("h264-aac.mkv"),
    _at_30("h264-aac.ts"),
    _at_30("odd-size.mp4", height_px=73, width_px=161, pixel_format="yuv444p"),
]
CODECS = [
    _at_30("closed-groups.mp4", **_x264("keyint=30:scenecut=0")),
    _at_30("open-groups.mp4", **_x264("keyint=30:scenecut=0:open-gop=1:b-pyramid=normal")),
    _at_30("hevc-closed.mp4", **_x265("keyint=40:open-gop=0")),
    _at_30("hevc-open.ts", **_x265("keyint=40:open-gop=1:bframes=4")),
    _at_30("hevc-layers.mp4", **_x265("keyint=40:temporal-layers=3:bframes=4:b-pyramid=1")),
]
# Sparse decoding has to see by itself that it cannot do these.
UNSUITED = [
    _at_30("refreshed-in-columns.mkv", **_x264("keyint=30:intra-refresh=1")),
    _at_30("av1.mp4", **_AV1),
]
_BARCODES = {b.name: b for b in [*RATES, *CONTAINERS, *CODECS, *UNSUITED]}


class Shelf:
    """Test media in one folder, rendered on demand."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def barcode(self, name: str) -> Path:
        """A bar-code video from the lists above."""
        return self._once(name, lambda: render(_BARCODES[name], self.folder))

    def copy(
        self, of: str, name: str, *, before: tuple[str, ...] = (), after: tuple[str, ...] = ()
    ) -> Path:
        """A copy of a bar-code video into another file without encoding."""
        source = self.barcode(of)
        return self._once(name, lambda: remux(source, name, before=before, after=after))

    def turned(self, source: Path, degrees: int) -> Path:
        """A copy of an MP4 file that is to be shown turned counter-clockwise."""
        name = f"turned-{degrees}-{source.name}"
        return self._once(name, lambda: turn(source, self.folder / name, degrees))

    def _once(self, name: str, make: Callable[[], Path]) -> Path:
        path = self.folder / name
        return path if path.exists() else make()
