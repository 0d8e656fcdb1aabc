"""What whoever exports decides: how long pieces are, and which categories are novel."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from avisbuild.formats.avsbench_ov.records import SECONDS_TAKEN
from avisbuild.formats.avsbench_ov.vocabulary import OwnCounts
from avisbuild.records.category import Frequency


class NovelRule(StrEnum):
    """By what a category is novel: by LVIS's letters, or by how many training videos it sounds in."""

    LVIS = "lvis"
    OWN_COUNTS = "own-counts"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVocabularyOptions:
    """`names` are LVIS's letters by name, for taxonomies that have none of their own."""

    rule: NovelRule = NovelRule.LVIS
    names: Mapping[str, Frequency] | None = None
    own_counts: OwnCounts = field(default_factory=OwnCounts)
    piece_seconds: int = 10

    def __post_init__(self) -> None:
        if self.piece_seconds not in SECONDS_TAKEN:
            raise ValueError(f"expected pieces of {SECONDS_TAKEN} seconds, got {self}")
