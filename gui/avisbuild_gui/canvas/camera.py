"""Which part of the frame the view shows, as numbers; no window needed.

Frame points (x, y) are pixels with centres at whole numbers, so pixel (x, y) covers x - 0.5 to x + 0.5.
View points are pixels of the window from the view's top left corner. Sizes are (width, height) here, as Qt's.
"""

from dataclasses import dataclass

Xy = tuple[float, float]
Size = tuple[int, int]

FIT_MARGIN_PX = 10
MAX_ZOOM = 64.0
_SMALLEST_VIEW_PX = 16
# Of the view's width or height: what something that is looked at takes up at least, and when it is sought.
_LEAST_SHARE, _WANTED_SHARE = 0.2, 0.5
# No closer than this, however small it is: what lies around it helps to judge it.
_SMALLEST_SHARE = 0.06


@dataclass(frozen=True, slots=True)
class Camera:
    """`zoom`: pixels of the window per pixel of the frame; `centre_xy`: the frame point in the middle."""

    zoom: float
    centre_xy: Xy

    def __post_init__(self) -> None:
        if not self.zoom > 0:
            raise ValueError(f"expected a zoom above 0, got {self}")


def fitted(frame: Size, view: Size) -> Camera:
    """The whole frame with a small margin around it."""
    zoom = min(
        max(_SMALLEST_VIEW_PX, outer - 2 * FIT_MARGIN_PX) / inner
        for outer, inner in zip(view, frame, strict=True)
    )
    return Camera(min(zoom, MAX_ZOOM), ((frame[0] - 1) / 2, (frame[1] - 1) / 2))


def kept_on_frame(camera: Camera, frame: Size, view: Size) -> Camera:
    """The camera with a zoom between a quarter of the whole and `MAX_ZOOM`, its middle on the frame."""
    lowest = min(1.0, fitted(frame, view).zoom) / 4
    zoom = min(max(camera.zoom, lowest), MAX_ZOOM)
    x, y = camera.centre_xy
    return Camera(zoom, (_between(x, -0.5, frame[0] - 0.5), _between(y, -0.5, frame[1] - 0.5)))


def zoomed(camera: Camera, zoom: float, about_xy: Xy, view: Size) -> Camera:
    """The camera with another zoom; the frame point under the view point `about_xy` stays there."""
    x, y = to_frame(camera, about_xy, view)
    centre = (x - (about_xy[0] - view[0] / 2) / zoom, y - (about_xy[1] - view[1] / 2) / zoom)
    return Camera(zoom, centre)


def panned(camera: Camera, dx: float, dy: float) -> Camera:
    """The camera after the picture was pushed by (dx, dy) pixels of the window."""
    x, y = camera.centre_xy
    return Camera(camera.zoom, (x - dx / camera.zoom, y - dy / camera.zoom))


def showing(
    camera: Camera, box_xyxy: tuple[float, float, float, float], frame: Size, view: Size
) -> Camera:
    """The camera where it shows a box of the frame well; else one that shows it in the middle, large enough.

    Well is wholly, and with a side that takes up a good part of the view: whoever goes from second to second
    keeps the same view as long as it serves.
    """
    x0, y0, x1, y1 = box_xyxy
    corners = to_view(camera, (x0, y0), view), to_view(camera, (x1, y1), view)
    is_inside = all(0 <= x <= view[0] and 0 <= y <= view[1] for x, y in corners)
    shares = (x1 - x0) / view[0], (y1 - y0) / view[1]
    share = max(shares) * camera.zoom
    if is_inside and share >= _LEAST_SHARE:
        return camera
    zoom = min(_WANTED_SHARE / max(*shares, _SMALLEST_SHARE), MAX_ZOOM)
    whole = fitted(frame, view)
    return Camera(zoom, ((x0 + x1) / 2, (y0 + y1) / 2)) if zoom > whole.zoom else whole


def scroll_xy(camera: Camera, view: Size) -> tuple[int, int]:
    """What the scroll bars say: whole pixels of the window from the frame's top left corner to the view's."""
    x, y = camera.centre_xy
    return (
        round((x + 0.5) * camera.zoom - view[0] / 2),
        round((y + 0.5) * camera.zoom - view[1] / 2),
    )


def to_frame(camera: Camera, view_xy: Xy, view: Size) -> Xy:
    """The frame point that is painted at a view point."""
    left, top = scroll_xy(camera, view)
    return ((view_xy[0] + left) / camera.zoom - 0.5, (view_xy[1] + top) / camera.zoom - 0.5)


def to_view(camera: Camera, frame_xy: Xy, view: Size) -> Xy:
    """The view point at which a frame point is painted."""
    left, top = scroll_xy(camera, view)
    return ((frame_xy[0] + 0.5) * camera.zoom - left, (frame_xy[1] + 0.5) * camera.zoom - top)


def is_on_frame(frame_xy: Xy, frame: Size) -> bool:
    """Whether a frame point lies in one of the frame's pixels."""
    x, y = frame_xy
    return -0.5 <= x < frame[0] - 0.5 and -0.5 <= y < frame[1] - 0.5


def clamped(frame_xy: Xy, frame: Size, beyond_px: float = 0.0) -> Xy:
    """The nearest point between the outermost pixels' centres, or at most `beyond_px` outside them."""
    x, y = frame_xy
    return (
        _between(x, -beyond_px, frame[0] - 1 + beyond_px),
        _between(y, -beyond_px, frame[1] - 1 + beyond_px),
    )


def box_between(one_xy: Xy, other_xy: Xy, frame: Size) -> tuple[float, float, float, float]:
    """The box x0, y0, x1, y1 with these corners, whichever they are, as far as it lies on the frame."""
    (x0, y0), (x1, y1) = clamped(one_xy, frame), clamped(other_xy, frame)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _between(value: float, low: float, high: float) -> float:
    return min(max(value, low), high)
