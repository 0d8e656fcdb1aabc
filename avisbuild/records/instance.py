"""An instance: one object with one identity through a video."""

from dataclasses import dataclass

from avisbuild.records.category import Taxonomy
from avisbuild.records.ids import CategoryId, InstanceId, VideoId


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """The `number`-th object of its category in its video: `guitar_2`; numbers count from 1.

    People see instances by `position`, and those of one position by category id and number. Those that
    were brought in have position 0; each that is added by hand comes after all that are there.
    """

    instance_id: InstanceId
    video_id: VideoId
    category_id: CategoryId
    number: int
    position: int = 0

    def __post_init__(self) -> None:
        if self.number < 1 or self.position < 0:
            raise ValueError(f"expected a number from 1 and a position from 0, got {self}")

    def name(self, taxonomy: Taxonomy) -> str:
        """`guitar_2`, as people say it."""
        return f"{taxonomy.by_id[self.category_id].name}_{self.number}"
