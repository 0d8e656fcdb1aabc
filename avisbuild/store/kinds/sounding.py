"""The table of cells that are not silent: docs/decisions/0020-one-row-per-sounding-cell.md."""

from avisbuild.records import SoundingCell
from avisbuild.store.kinds.kind import Facts, Kind
from avisbuild.store.kinds.seconds import check_second


def _check(facts: Facts, cell: SoundingCell) -> None:
    video = facts.video_of_instance(cell.instance_id)
    check_second(video, cell.second, f" for instance {cell.instance_id}")


SOUNDING = Kind(
    name="sounding",
    record=SoundingCell,
    key=("instance_id", "second"),
    owner="instance",
    check=_check,
    is_annotation=True,
)
