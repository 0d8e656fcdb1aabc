"""Which category of the project is meant by each of a file's."""

from collections.abc import Mapping

from avisbuild.errors import FormatError
from avisbuild.records import CategoryId, Taxonomy


def category_map(
    names: Mapping[CategoryId, str],
    used: Mapping[CategoryId, int],
    taxonomy: Taxonomy,
    *,
    file_name: str,
    what: str = "annotations",
) -> dict[CategoryId, CategoryId]:
    """The file's category ids as the project's, by name or by what the project calls it, too.

    Raises FormatError where the project lacks one that is `used`, so many times by `what`.
    """
    unknown = [
        f"{name} (id {category}, {used[category]} {what})"
        for category, name in names.items()
        if used.get(category) and not taxonomy.find(name)
    ]
    if unknown:
        raise FormatError(
            "import-categories", file=file_name, taxonomy=taxonomy.name, unknown=", ".join(unknown)
        )
    return {
        category: found.category_id
        for category, name in names.items()
        if (found := taxonomy.find(name))
    }
