"""A contact sheet: for each video its seconds with masks, and below them the sound and who makes it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFont

from avisbuild import files, inside
from avisbuild.masks import decode
from avisbuild.records import Rle, Snapshot, Sounding, Taxonomy, Track, Video
from avisbuild.records.video_folder import frame_path, sound_path
from avisbuild.untrusted.pictures import open_picture
from avisbuild.untrusted.sounds import read_mono

_INK = (32, 35, 42)
_MUTED = (120, 126, 138)
_PAPER = (250, 250, 248)
_WAVE = (70, 105, 150)
_LANE_OFF = (228, 229, 232)
_VIDEOS = 6
_COLUMNS = 10
_FRAME_WIDTH = 200
_MARGIN = 18
_NAME_WIDTH = 112
_WAVE_HEIGHT = 46
_LANE_HEIGHT = 18


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things of one video are, in pixels; x grows with the second."""

    seconds: tuple[int, ...]
    frame_height: int

    @property
    def width(self) -> int:
        return 2 * _MARGIN + _NAME_WIDTH + _FRAME_WIDTH * len(self.seconds)

    def column_x(self, column: int) -> int:
        return _MARGIN + _NAME_WIDTH + column * _FRAME_WIDTH


def write_contact_sheet(snapshot: Snapshot, path: Path) -> Path:
    """Draw the first videos of a snapshot, one strip each, into a PNG at `path`.

    A column is one second: its frame with the masks of what sounds, its piece of the waveform, and a
    cell for every instance. Long videos show evenly spaced seconds.
    """
    if snapshot.media_root is None:
        raise ValueError("a contact sheet needs the frames and the sound: media_root is None")
    strips = [
        _strip(
            video,
            tuple(snapshot.tracks[video.video_id]),
            snapshot.taxonomy,
            snapshot.media_root / video.video_id,
        )
        for video in list(snapshot.videos)[:_VIDEOS]
    ]
    sheet = Image.new(
        "RGB", (max(s.width for s in strips), sum(s.height for s in strips) + _MARGIN), _PAPER
    )
    top = 0
    for strip in strips:
        sheet.paste(strip, (0, top))
        top += strip.height
    buffer = BytesIO()
    sheet.save(buffer, format="PNG", optimize=True)
    files.write_bytes(path, buffer.getvalue())
    return path


def _strip(video: Video, tracks: Sequence[Track], taxonomy: Taxonomy, folder: Path) -> Image.Image:
    layout = _Layout(
        _seconds_shown(video.second_count), round(_FRAME_WIDTH * video.height_px / video.width_px)
    )
    head = 34
    height = (
        head + layout.frame_height + 6 + _WAVE_HEIGHT + 6 + _LANE_HEIGHT * len(tracks) + _MARGIN
    )
    strip = Image.new("RGB", (layout.width, height), _PAPER)
    draw = ImageDraw.Draw(strip)
    names = ", ".join(track.instance.name(taxonomy) for track in tracks)
    draw.text((_MARGIN, 12), video.video_id, fill=_INK, font=_font(15))
    start = _MARGIN + 12 + draw.textlength(video.video_id, font=_font(15))
    draw.text(
        (start, 14),
        f"{video.second_count} s, {video.width_px}x{video.height_px}: {names}",
        fill=_MUTED,
        font=_font(12),
    )
    colours = [taxonomy.by_id[track.instance.category_id].colour_rgb for track in tracks]
    for column, second in enumerate(layout.seconds):
        frame = _frame(
            folder, video, second, [track.sounding_masks[second] for track in tracks], colours
        )
        strip.paste(
            frame.resize((_FRAME_WIDTH - 2, layout.frame_height), Image.Resampling.LANCZOS),
            (layout.column_x(column), head),
        )
        draw.text(
            (layout.column_x(column) + 5, head + 3),
            str(second),
            fill="white",
            font=_font(12),
            stroke_width=2,
            stroke_fill="black",
        )
    top = head + layout.frame_height + 6
    _draw_waveform(draw, layout, top, sound_path(folder))
    _draw_lanes(draw, layout, top + _WAVE_HEIGHT + 6, tracks, taxonomy)
    return strip


def _seconds_shown(second_count: int) -> tuple[int, ...]:
    if second_count <= _COLUMNS:
        return tuple(range(second_count))
    return tuple(int(second) for second in np.linspace(0, second_count - 1, _COLUMNS))


def _frame(
    folder: Path,
    video: Video,
    second: int,
    masks: Iterable[Rle | None],
    colours: Sequence[tuple[int, int, int]],
) -> Image.Image:
    """One frame with every mask tinted and outlined in its category's colour."""
    with (
        inside.reading(frame_path(folder, second)) as stream,
        open_picture(stream, folder.name) as picture,
    ):
        pixels = np.asarray(picture.convert("RGB")).astype(np.float32)
    line = max(1, video.width_px // 320)
    for mask, colour in zip(masks, colours, strict=True):
        if mask is None:
            continue
        shape = decode(mask)
        pixels[shape] = 0.55 * pixels[shape] + 0.45 * np.array(colour, np.float32)
        pixels[shape & ~_eroded(shape, line)] = colour
    return Image.fromarray(pixels.astype(np.uint8))


def _eroded(mask: npt.NDArray[np.bool_], steps: int) -> npt.NDArray[np.bool_]:
    from scipy.ndimage import binary_erosion

    return np.asarray(binary_erosion(mask, iterations=steps), bool)


def _draw_waveform(draw: ImageDraw.ImageDraw, layout: _Layout, top: int, audio: Path) -> None:
    with inside.reading(audio) as stream:
        mono, rate = read_mono(stream, audio.name, dtype="float32")
    loudest = max(float(np.abs(mono).max(initial=0.0)), 0.02)
    middle = top + _WAVE_HEIGHT // 2
    draw.text((_MARGIN, middle - 8), "sound", fill=_MUTED, font=_font(12))
    draw.line((layout.column_x(0), middle, layout.width - _MARGIN, middle), fill=_LANE_OFF)
    for column, second in enumerate(layout.seconds):
        piece = mono[second * rate : (second + 1) * rate]
        for x, part in enumerate(np.array_split(piece, _FRAME_WIDTH - 2)):
            if len(part):
                high, low = (
                    round(float(v) / loudest * _WAVE_HEIGHT / 2) for v in (part.max(), part.min())
                )
                draw.line(
                    (
                        layout.column_x(column) + x,
                        middle - high,
                        layout.column_x(column) + x,
                        middle - low,
                    ),
                    fill=_WAVE,
                )


def _draw_lanes(
    draw: ImageDraw.ImageDraw,
    layout: _Layout,
    top: int,
    tracks: Sequence[Track],
    taxonomy: Taxonomy,
) -> None:
    """A lane an instance, a cell a second: filled where it sounds, a sign where it sounds unseen."""
    signs = {Sounding.OFFSCREEN: ">", Sounding.OCCLUDED: "~", Sounding.UNSURE: "?"}
    for row, track in enumerate(tracks):
        y = top + row * _LANE_HEIGHT
        colour = taxonomy.by_id[track.instance.category_id].colour_rgb
        draw.text((_MARGIN, y), track.instance.name(taxonomy), fill=_INK, font=_font(12))
        for column, second in enumerate(layout.seconds):
            state, x = track.states[second], layout.column_x(column)
            fill = colour if state is Sounding.SOUNDING else _LANE_OFF
            draw.rectangle((x, y + 3, x + _FRAME_WIDTH - 3, y + _LANE_HEIGHT - 4), fill=fill)
            if state in signs:
                draw.text((x + _FRAME_WIDTH // 2 - 4, y), signs[state], fill=_INK, font=_font(13))


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)
