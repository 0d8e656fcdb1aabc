"""Small videos drawn at random by a seed: shapes before a ground, moving a little each second."""

import cv2
import numpy as np
from numpy.typing import NDArray

Frames = list[NDArray[np.uint8]]
_SIZE = (180, 320)


def drawn_video(seed: int, *, seconds: int = 4, pace: float = 1.0) -> Frames:
    """Frames (180, 320, 3) of one scene; another seed makes one that has nothing in common with it."""
    rng = np.random.default_rng(seed)
    coarse = rng.integers(20, 236, (9, 16, 3), np.uint8)
    ground = cv2.resize(coarse, _SIZE[::-1], interpolation=cv2.INTER_CUBIC)
    places = rng.integers((0, 0), _SIZE, (25, 2))
    sizes, colours = rng.integers(5, 30, 25), rng.integers(0, 256, (25, 3))
    moves = rng.integers(-4, 5, (25, 2))
    frames = []
    for second in range(seconds):
        frame = ground.copy()
        for (y, x), size, colour, (down, right) in zip(places, sizes, colours, moves, strict=True):
            at = (int(x + right * pace * second), int(y + down * pace * second))
            cv2.circle(frame, at, int(size), tuple(colour.tolist()), -1)
        frames.append(frame)
    return frames


def drawn_stamp(seed: int, *, seconds: int = 4) -> Frames:
    """A still of one shape on a plain white ground, as many others are."""
    rng = np.random.default_rng(seed)
    frame = np.full((*_SIZE, 3), 250, np.uint8)
    angles = np.sort(rng.uniform(0, 2 * np.pi, 9))
    reach = rng.uniform(25, 75, 9)
    corners = np.stack([160 + reach * np.cos(angles), 90 + reach * np.sin(angles)], axis=1)
    cv2.fillPoly(frame, [corners.astype(np.int32)], tuple(rng.integers(0, 160, 3).tolist()))
    return [frame] * seconds


def drawn_card(seed: int, *, seconds: int = 2) -> Frames:
    """A still of three lines of words on a plain ground; another seed has other words in the same places."""
    rng = np.random.default_rng(seed)
    frame = np.full((*_SIZE, 3), 225, np.uint8)
    for line in range(3):
        words = "".join(rng.choice(list("abcdefghiklmnoprstuvw"), 13))
        cv2.putText(
            frame, words, (25, 60 + 33 * line), cv2.FONT_HERSHEY_DUPLEX, 0.8, (40, 30, 30), 2
        )
    return [frame] * seconds


def encoded(frames: Frames, quality: int) -> Frames:
    """The frames through JPEG."""
    done = []
    for frame in frames:
        _, data = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, quality])
        done.append(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8))
    return done


def part_of(frames: Frames, left: float, top: float, right: float, bottom: float) -> Frames:
    """What lies between these shares of the sides."""
    height, width = frames[0].shape[:2]
    rows = slice(round(top * height), round(bottom * height))
    columns = slice(round(left * width), round(right * width))
    return [np.ascontiguousarray(frame[rows, columns]) for frame in frames]


def mirrored(frames: Frames) -> Frames:
    """Left and right exchanged."""
    return [np.ascontiguousarray(frame[:, ::-1]) for frame in frames]
