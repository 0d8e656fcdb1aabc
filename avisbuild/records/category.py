"""What a thing is: a category, and the taxonomy that lists them."""

import colorsys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from avisbuild.records.category_names import folded
from avisbuild.records.ids import CategoryId

_GOLDEN_ANGLE = 0.381966
Frequency = Literal["f", "c", "r", "n"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A class of the taxonomy; `frequency` is LVIS's letter where the data set has one (AVSBench-OV).

    `scenarios` are those it is plainly met in; the scenario itself is a property of the video (a
    sounding person speaks or sings). `synonyms` are other words that people look for it by.
    """

    category_id: CategoryId
    name: str
    colour_rgb: tuple[int, int, int]
    supercategory: str | None = None
    frequency: Frequency | None = None
    scenarios: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.category_id < 1 or not self.name:
            raise ValueError(f"expected an id from 1 and a name, got {self}")
        if not 0 <= min(self.colour_rgb) <= max(self.colour_rgb) <= 255:
            raise ValueError(f"expected a colour of 0 to 255, got {self}")

    @property
    def is_base(self) -> bool:
        """Base categories are LVIS's frequent and common ones; the rest are novel (AVSBench-OV)."""
        return self.frequency in ("f", "c")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCategory:
    """A category as a project keeps it for ever: a removed one is retired, so that no other gets its id."""

    category: Category
    is_retired: bool = False


def colour_of_its_own(number: int) -> tuple[int, int, int]:
    """A colour for a category without one: far apart for neighbouring ids, and always the same."""
    red, green, blue = colorsys.hsv_to_rgb(number * _GOLDEN_ANGLE % 1, 0.75, 0.95)
    return round(255 * red), round(255 * green), round(255 * blue)


@dataclass(frozen=True, kw_only=True)
class Taxonomy:
    """The categories of a data set, in ascending order of id."""

    name: str
    categories: tuple[Category, ...]

    def __post_init__(self) -> None:
        ids = [category.category_id for category in self.categories]
        names = {category.name for category in self.categories}
        if ids != sorted(set(ids)) or len(names) != len(ids):
            raise ValueError(f"taxonomy {self.name}: expected ascending ids and distinct names")

    def __iter__(self) -> Iterator[Category]:
        return iter(self.categories)

    def __len__(self) -> int:
        return len(self.categories)

    @cached_property
    def by_id(self) -> dict[CategoryId, Category]:
        return {category.category_id: category for category in self.categories}

    @cached_property
    def by_name(self) -> dict[str, Category]:
        return {category.name: category for category in self.categories}

    def find(self, word: str) -> Category | None:
        """The category that a word means: its name, else one up to case, else one of its synonyms.

        None where two are meant as much.
        """
        return self.by_name.get(word) or self._by_word.get(folded(word))

    @cached_property
    def _by_word(self) -> dict[str, Category | None]:
        names: dict[str, Category | None] = {}
        synonyms: dict[str, Category | None] = {}
        for each in self.categories:
            for word in {folded(word) for word in each.synonyms}:
                synonyms[word] = None if word in synonyms else each
            name = folded(each.name)
            names[name] = None if name in names else each
        return synonyms | names
