"""What a recipe says of reviews: how many there are, and who may make them."""

from dataclasses import dataclass
from typing import Self

from avisbuild.records import Recipe


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRules:
    """The recipe's keys of these names; `may_accept` is empty where whoever may review may accept."""

    review_rounds: int = 1
    annotator_may_review: bool = False
    may_accept: tuple[str, ...] = ()
    heard_share: float = 0.0

    @classmethod
    def of(cls, recipe: Recipe) -> Self:
        return cls(
            review_rounds=recipe.review_rounds,
            annotator_may_review=recipe.annotator_may_review,
            may_accept=recipe.may_accept,
            heard_share=recipe.heard_share,
        )

    def is_last(self, review: int) -> bool:
        """Whether a video is accepted once this review has accepted it."""
        return review >= self.review_rounds

    def may_end(self, person: str, review: int) -> bool:
        """Whether a reviewer may accept in this review."""
        return not self.is_last(review) or not self.may_accept or person in self.may_accept
