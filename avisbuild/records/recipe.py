"""A recipe: what kind of data set a project makes."""

from dataclasses import dataclass

from avisbuild.records.category import Taxonomy
from avisbuild.records.split import SplitSizes


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidelineRule:
    """One rule of the guideline that annotators and reviewers go by; comments cite its id.

    `picture` is the name of an example's file in the folder `guideline` beside the recipe or in the project,
    `check` the kind of issue or suspect that finds what breaks the rule; "" for none.
    """

    rule_id: str
    text: str
    picture: str = ""
    check: str = ""

    def __post_init__(self) -> None:
        if not self.rule_id or not self.text.strip() or not self.text.isprintable():
            raise ValueError(f"expected an id and a line of text, got {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Names and numbers, no code.

    `frame_offset` says which frame stands for second t: the last one before t + frame_offset, in seconds.
    `heard_share` is how much of a video somebody must have listened to before it is handed in: 0 for nothing,
    1 for every second. `review_rounds` is how often others review a video; with 0, handing in accepts it.
    `annotator_may_review`: whether somebody may review what they annotated. `may_accept` are the people who
    may accept a video at its last review; where it is empty, whoever may review may.
    `deinterlace` says what becomes of pictures that hold two moments: `median` keeps the earlier one, `off`
    leaves them as they are.
    `annotators_add_categories`: whether the window offers to add a category that is not there.
    `keep_silent_masks`: whether an object that is silent in a second may have a mask there, as a layer apart.
    `split_method` is how an export splits where it is not told: `random`, `grouped` or `published`; None in a
    project that was made before there was a choice, which splits at random.
    """

    name: str
    taxonomy: Taxonomy
    scenarios: tuple[str, ...] = ()
    sample_rate_hz: int = 16_000
    frame_offset: float = 0.5
    max_height_px: int = 720
    max_seconds: int | None = None
    second_wavs: bool = True
    deinterlace: str = "median"
    review_rounds: int = 1
    annotator_may_review: bool = False
    may_accept: tuple[str, ...] = ()
    heard_share: float = 0.0
    annotators_add_categories: bool = False
    keep_silent_masks: bool = False
    split_method: str | None = None
    split_sizes: SplitSizes | None = None
    guideline: tuple[GuidelineRule, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.frame_offset < 1:
            raise ValueError(f"expected 0 <= frame_offset < 1, got {self.frame_offset}")
        if not 0 <= self.heard_share <= 1:
            raise ValueError(f"expected 0 <= heard_share <= 1, got {self.heard_share}")
        ids = [rule.rule_id for rule in self.guideline]
        if len(ids) != len(set(ids)):
            raise ValueError(f"expected a guideline of distinct ids, got {ids}")

    def rule(self, rule_id: str) -> GuidelineRule | None:
        """A rule of the guideline by its id; None where it has none of that id (any more)."""
        return next((each for each in self.guideline if each.rule_id == rule_id), None)
