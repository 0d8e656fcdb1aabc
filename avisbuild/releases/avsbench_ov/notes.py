"""What whoever exports an open-vocabulary release is told, and its card keeps."""

from avisbuild.formats.avsbench_ov.records import SECONDS_TAKEN
from avisbuild.releases.avsbench_ov.options import NovelRule, OpenVocabularyOptions
from avisbuild.releases.avsbench_ov.planning import OpenVocabularyPlan

_PUBLISHED_LABELS = 71


def plan_notes(
    plan: OpenVocabularyPlan, options: OpenVocabularyOptions, *, has_media: bool
) -> list[str]:
    """One line each: the categories, the price of the filter, what cutting dropped, what is missing."""
    notes = [_categories(plan, options), _price(plan)]
    if dropped := _dropped(plan, options):
        notes.append(dropped)
    if not plan.novel:
        notes.append("no category is novel: validation and test ask for nothing new")
    if (count := len(plan.taxonomy) + 1) != _PUBLISHED_LABELS:
        notes.append(
            f"label2idx.json has {count} entries; the published AVSBench code asks for"
            f" {_PUBLISHED_LABELS}"
        )
    if not has_media:
        notes.append("annotations only: no frames, no sound")
    return notes


def _categories(plan: OpenVocabularyPlan, options: OpenVocabularyOptions) -> str:
    rule = str(options.rule)
    if options.rule is NovelRule.OWN_COUNTS:
        rule += f", base from {options.own_counts.common} training videos on"
    return f"{len(plan.base)} base and {len(plan.novel)} novel categories (rule {rule})"


def _price(plan: OpenVocabularyPlan) -> str:
    return (
        f"training lost {len(plan.removed)} of {plan.training_video_count} videos, which show a novel"
        f" category, and with them {plan.lost_base_masks} of {plan.base_masks} base masks"
    )


def _dropped(plan: OpenVocabularyPlan, options: OpenVocabularyOptions) -> str:
    if not plan.cut_count and not plan.dropped_seconds:
        return ""
    lengths = " or ".join(map(str, SECONDS_TAKEN))
    text = (
        f"{plan.cut_count} of {plan.video_count} videos are not {lengths} seconds long and are cut in pieces"
        f" of {options.piece_seconds}; {plan.dropped_seconds} seconds are left over and dropped"
    )
    if plan.without_piece:
        text += f", all of {len(plan.without_piece)} videos too short for a piece"
    return text
