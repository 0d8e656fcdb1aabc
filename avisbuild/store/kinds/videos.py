"""The tables of videos and of the instances in them, to which all others refer."""

from sqlalchemy import and_, or_

from avisbuild.errors import ProjectError
from avisbuild.records import Instance, Video
from avisbuild.records.ids import position_in_old_id
from avisbuild.store.kind import Kind
from avisbuild.store.state import State


def _check(state: State, instance: Instance) -> None:
    category_id, name, video_id = instance.category_id, instance.instance_id, instance.video_id
    taxonomy = state.taxonomy
    if category_id not in taxonomy.by_id:
        raise ProjectError("no-such-category", taxonomy=taxonomy.name, category_id=category_id)
    column = INSTANCES.table.c
    twin = column.category_id == category_id, column.number == instance.number
    is_near = or_(column.instance_id == name, and_(column.video_id == video_id, *twin))
    for other in INSTANCES.records(state.connection, is_near):
        if other.instance_id != name:
            said = instance.name(taxonomy)
            raise ProjectError("instance-name-taken", video=video_id, name=said)
        if other.video_id != video_id:
            raise ProjectError("instance-stays", instance=name, video=other.video_id, to=video_id)


VIDEOS = Kind("videos", Video, key=("video_id",), owner="project")
INSTANCES: Kind[Instance] = Kind(
    "instances",
    Instance,
    key=("instance_id",),
    owner="video",
    unique=("video_id", "category_id", "number"),
    check=_check,
    # Instances of schema 0002 stand where their ids say.
    fill=lambda row: {"position": position_in_old_id(str(row["instance_id"]))},
    is_annotation=True,
)
