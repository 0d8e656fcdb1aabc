"""What shows only in all masks of a file together: that none has a pixel, or that they are no pixels."""

from dataclasses import dataclass
from itertools import chain

from avisbuild.messages import Message


@dataclass(slots=True)
class MaskSurvey:
    """The masks of a file, or of a video, as they go by; `coordinates` is the range of the polygons'."""

    mask_count: int = 0
    polygon_count: int = 0
    has_pixels: bool = False
    first_place: str = ""
    coordinates: tuple[float, float] = (1.0, 0.0)
    _is_normalised: bool = True
    _has_fractions: bool = False

    def add(self, place: str, segmentation: object, pixel_count: int) -> None:
        """Count a mask that could be read."""
        self.mask_count += 1
        self.first_place = self.first_place or place
        self.has_pixels = self.has_pixels or pixel_count > 0
        if isinstance(segmentation, list):
            self.polygon_count += len(segmentation)
            # A file of pixels shows that it is one in its first polygon.
            if self._is_normalised:
                self._look_at([*chain.from_iterable(segmentation)])

    @property
    def is_normalised(self) -> bool:
        """Whether all polygons lie in 0..1, and not all at corners of the first pixel."""
        return bool(self.polygon_count) and self._is_normalised and self._has_fractions

    @property
    def is_first_pixel(self) -> bool:
        """Whether all polygons lie at its corners: a mask of it, or shares that are whole."""
        return bool(self.polygon_count) and self._is_normalised and not self._has_fractions

    def problem(self) -> Message | None:
        """What is wrong with all of them, if something is."""
        if self.is_normalised:
            least, most = self.coordinates
            return Message(
                "truth-normalised", count=self.polygon_count, least=f"{least:g}", most=f"{most:g}"
            )
        if self.mask_count and not self.has_pixels:
            return Message("truth-all-empty", count=self.mask_count)
        return None

    def _look_at(self, numbers: list[float]) -> None:
        if not numbers:
            return
        least, most = self.coordinates
        self.coordinates = min(least, *numbers), max(most, *numbers)
        self._is_normalised = 0 <= self.coordinates[0] <= self.coordinates[1] <= 1
        self._has_fractions = self._has_fractions or any(number % 1 for number in numbers)
