"""The table of instances."""

from avisbuild.errors import ProjectError
from avisbuild.records import Instance
from avisbuild.records.ids import position_in_old_id
from avisbuild.store.kinds.kind import Facts, Kind, Row


def _check(facts: Facts, instance: Instance) -> None:
    facts.video(instance.video_id)
    category = facts.category(instance.category_id)
    column = INSTANCES.table.c
    twins = facts.select(
        "instances",
        column.video_id == instance.video_id,
        column.category_id == instance.category_id,
        column.number == instance.number,
        column.instance_id != instance.instance_id,
    )
    if twins:
        raise ProjectError(
            f"video {instance.video_id} has a {category.name}_{instance.number} already; "
            "choose another number"
        )


def _fill(row: Row) -> Row:
    return {"position": position_in_old_id(str(row["instance_id"]))}


INSTANCES: Kind[Instance] = Kind(
    name="instances",
    record=Instance,
    key=("instance_id",),
    owner="video",
    unique=("video_id", "category_id", "number"),
    check=_check,
    fill=_fill,
    is_annotation=True,
)
