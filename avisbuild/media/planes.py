"""The planes of a decoded picture as arrays that share its memory."""

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray


def plane(frame: VideoFrame, index: int) -> NDArray[np.uint8]:
    """One plane of a picture with 8 bits a sample: (height, width) uint8."""
    return plane_bytes(frame, index)


def deep_plane(frame: VideoFrame, index: int) -> NDArray[np.uint16]:
    """One plane of a picture with more than 8 bits a sample: (height, width) uint16."""
    return plane_bytes(frame, index).view("<u2")


def plane_bytes(frame: VideoFrame, index: int) -> NDArray[np.uint8]:
    """The bytes of one plane without its padding: (height, bytes a row) uint8."""
    pixels = frame.planes[index]
    sample_bytes = (frame.format.components[index].bits + 7) // 8
    rows: NDArray[np.uint8] = np.frombuffer(memoryview(pixels), np.uint8)
    return rows.reshape(-1, pixels.line_size)[: pixels.height, : pixels.width * sample_bytes]
