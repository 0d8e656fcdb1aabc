"""The table of categories, to which instances refer; a retired one stays, so that ids are never reused."""

from avisbuild.errors import ProjectError
from avisbuild.records import KeptCategory
from avisbuild.store.kind import Kind
from avisbuild.store.state import State


def _check(state: State, kept: KeptCategory) -> None:
    other = state.taxonomy.by_name.get(kept.category.name)
    if not kept.is_retired and other and other.category_id != kept.category.category_id:
        raise ProjectError("category-name-taken", name=other.name, category_id=other.category_id)


CATEGORIES = Kind("categories", KeptCategory, key=("category_id",), owner="project", check=_check)
