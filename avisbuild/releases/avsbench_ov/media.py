"""The frames and the sound of a piece, where the published readers look for them."""

from pathlib import Path

from avisbuild.formats.avsbench import layout
from avisbuild.formats.avsbench_ov.pieces import Piece
from avisbuild.records.video_folder import frame_path
from avisbuild.releases.media_files import (
    add_frame,
    link_or_copy,
    read_mono_truth,
    write_stereo,
)


def add_piece_media(piece: Piece, video_dir: Path, frames_dir: Path, semantic_dir: Path) -> None:
    """Add the frames to both folders, the second time as links where the system can, and the sound.

    `semantic_dir` is the piece's own and is there already. Raises ReleaseError.
    """
    frames_dir.mkdir(parents=True)
    again = semantic_dir / layout.FRAMES
    again.mkdir()
    for second in range(piece.video.second_count):
        name = f"{second}.jpg"
        add_frame(piece.source, frame_path(video_dir, piece.start + second), frames_dir / name)
        with (frames_dir / name).open("rb") as stream:
            link_or_copy(stream, again / name)
    mono, rate_hz = read_mono_truth(piece.source, video_dir)
    seconds = slice(piece.start * rate_hz, piece.stop * rate_hz)
    write_stereo(semantic_dir / layout.SOUND, mono[seconds], rate_hz)
