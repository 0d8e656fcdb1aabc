"""The table of categories, to which instances refer; a retired one stays, so that ids are never reused."""

from sqlalchemy import func, select

from avisbuild.errors import ProjectError
from avisbuild.records import Category, KeptCategory
from avisbuild.store.kind import Kind
from avisbuild.store.kinds.cells import MASKS
from avisbuild.store.kinds.videos import INSTANCES
from avisbuild.store.state import State


def _check(state: State, kept: KeptCategory) -> None:
    category = kept.category
    if kept.is_retired:
        _check_unused(state, category)
        return
    other = state.taxonomy.by_name.get(category.name)
    if other is not None and other.category_id != category.category_id:
        raise ProjectError("category-name-taken", name=other.name, category_id=other.category_id)


def _check_unused(state: State, category: Category) -> None:
    instances, masks = INSTANCES.table.c, MASKS.table.c
    is_its_own = instances.category_id == category.category_id
    counted = select(func.count(), func.count(instances.video_id.distinct())).where(is_its_own)
    instance_count, video_count = state.connection.execute(counted).one()
    if not instance_count:
        return
    of_these = masks.instance_id.in_(select(instances.instance_id).where(is_its_own))
    mask_count = state.connection.execute(select(func.count()).where(of_these)).scalar_one()
    raise ProjectError(
        "category-used",
        name=category.name,
        instances=instance_count,
        videos=video_count,
        masks=mask_count,
    )


CATEGORIES = Kind(
    "categories",
    KeptCategory,
    key=("category_id",),
    owner="project",
    check=_check,
    is_later=True,
)
