"""The project's own categories: a table of them, filled once from the recipe in avisbuild.toml."""

import sqlalchemy as sa
from alembic import context, op

from avisbuild.records import Category, CategoryId
from avisbuild.records.category import colour_of_its_own
from avisbuild.store.operations import canonical

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables and fill them; an older window that is still open is shut out by the revision."""
    categories = op.create_table(
        "categories",
        sa.Column("category_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("colour_rgb", sa.JSON, nullable=False),
        sa.Column("supercategory", sa.Text),
        sa.Column("frequency", sa.Text),
        sa.Column("scenarios", sa.JSON, nullable=False),
        sa.Column("synonyms", sa.JSON, nullable=False),
        sa.Column("is_retired", sa.Boolean, nullable=False),
    )
    first = op.create_table(
        "first_categories",
        sa.Column("category_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("row", sa.Text, nullable=False),
    )
    known: tuple[Category, ...] = tuple(context.config.attributes.get("categories", ()))
    rows = [_row(each) for each in (*known, *_lost(known))]
    if rows:
        texts = [{"category_id": row["category_id"], "row": canonical(row)} for row in rows]
        op.bulk_insert(categories, rows)
        op.bulk_insert(first, texts)


def _row(category: Category) -> dict[str, object]:
    return {
        "category_id": category.category_id,
        "name": category.name,
        "colour_rgb": list(category.colour_rgb),
        "supercategory": category.supercategory,
        "frequency": category.frequency,
        "scenarios": list(category.scenarios),
        "synonyms": list(category.synonyms),
        "is_retired": False,
    }


def _lost(known: tuple[Category, ...]) -> list[Category]:
    """A category for each id that instances have and avisbuild.toml, edited by hand, has lost."""
    instances = sa.table("instances", sa.column("category_id"))
    used = op.get_bind().execute(sa.select(instances.c.category_id).distinct()).scalars().all()
    lost = sorted({*used} - {each.category_id for each in known})
    return [
        Category(
            category_id=CategoryId(number),
            name=f"category_{number}",
            colour_rgb=colour_of_its_own(number),
        )
        for number in lost
    ]
