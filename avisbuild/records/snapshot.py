"""What the store hands to everything that reads annotations: plain values, one video at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from avisbuild.records.category import Taxonomy
from avisbuild.records.ids import VideoId
from avisbuild.records.instance import Instance
from avisbuild.records.mask import Rle
from avisbuild.records.sounding import Sounding
from avisbuild.records.video import Video


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """Everything known of one instance: `states` and `masks` have one entry a second.

    A mask may stand in a second that is not `sounding`: the layer of silent visible objects.
    """

    instance: Instance
    states: tuple[Sounding, ...]
    masks: tuple[Rle | None, ...]

    def __post_init__(self) -> None:
        if len(self.states) != len(self.masks):
            raise ValueError(
                f"expected as many states as masks, got {len(self.states)}, {len(self.masks)}"
            )

    def is_marked(self, second: int) -> bool:
        """Whether the instance has a state or a mask in a second."""
        return self.states[second] is not Sounding.SILENT or self.masks[second] is not None

    @property
    def sounding_masks(self) -> tuple[Rle | None, ...]:
        """The masks that a release holds: None wherever the instance does not sound."""
        return tuple(
            mask if state is Sounding.SOUNDING else None
            for state, mask in zip(self.states, self.masks, strict=True)
        )

    @property
    def silent_masks(self) -> tuple[Rle | None, ...]:
        """The masks of the layer of silent visible objects: None wherever the instance is not silent."""
        return tuple(
            mask if state is Sounding.SILENT else None
            for state, mask in zip(self.states, self.masks, strict=True)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A consistent view of a project, or of a file that was read.

    `videos` is in ascending order of id. `tracks` gives a video's instances in order of category id
    and number; it may read them from a database on demand, so ask once a video and do not keep them all.
    `media_root` is the folder with `<video>/frames/%05d.jpg`, `<video>/audio.wav` and `<video>/clip.json`,
    None where there is no media. `journal_head` is the hash of the last journal entry, "" without one.
    `keep_silent_masks` is the recipe's: masks of silent instances are a layer, and checked like any other.
    """

    taxonomy: Taxonomy
    videos: Sequence[Video]
    tracks: Mapping[VideoId, Sequence[Track]]
    media_root: Path | None = None
    recipe_name: str = ""
    journal_head: str = ""
    keep_silent_masks: bool = False
