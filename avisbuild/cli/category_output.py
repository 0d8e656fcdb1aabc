"""How `avisbuild categories` says a category, a list of them as a recipe has it, and a merge."""

from collections import Counter
from typing import TYPE_CHECKING, Any

from avisbuild.cli.output import say, say_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from avisbuild.annotation.category_edits import Merge
    from avisbuild.records import Category, RoundState, Taxonomy, VideoId
    from avisbuild.records.category_colours import Rgb
    from avisbuild.store import Project
    from avisbuild.store.categories import Use


def hex_colour(colour_rgb: "Rgb") -> str:
    """`#rrggbb`."""
    return "#{:02x}{:02x}{:02x}".format(*colour_rgb)


def category_row(category: "Category") -> dict[str, Any]:
    """A category as `--json` has it."""
    return {
        "id": category.category_id,
        "name": category.name,
        "colour": hex_colour(category.colour_rgb),
        "colour_rgb": list(category.colour_rgb),
        "synonyms": list(category.synonyms),
        "supercategory": category.supercategory,
        "frequency": category.frequency,
        "scenarios": list(category.scenarios),
    }


def counted_row(category: "Category", use: "Use") -> dict[str, Any]:
    """The same, with what it is used for."""
    counts = {"instances": use.instances, "videos": use.videos, "masks": use.masks}
    return category_row(category) | counts


def recipe_text(taxonomy: "Taxonomy") -> str:
    """The categories as a recipe lists them."""
    import tomlkit

    from avisbuild.records.bundled import category_document

    rows = [category_document(each) for each in taxonomy]
    return tomlkit.dumps({"taxonomy": taxonomy.name, "categories": rows}).strip()


def mask_counts(project: "Project", plan: "Merge") -> dict[str, int]:
    """How many masks each instance has that a merge renames."""
    from avisbuild.records import Mask

    wanted = {old.instance_id for old, _ in plan.changes}
    counts = dict.fromkeys(map(str, wanted), 0)
    for video_id in plan.videos:
        for mask in project.records(Mask, video_id):
            if mask.instance_id in wanted:
                counts[mask.instance_id] += 1
    return counts


def say_plan(plan: "Merge", masks: dict[str, int], states: "Mapping[VideoId, RoundState]") -> None:
    """A line for each instance that a merge renames, what they are together, and whose work is done."""
    names = plan.source.name, plan.target.name
    rows = [
        (
            old.video_id,
            f"{names[0]}_{old.number}",
            f"{names[1]}_{new.number}",
            masks[old.instance_id],
        )
        for old, new in plan.changes
    ]
    if rows:
        say_table("", ("video", "instance", "becomes", "masks"), rows, left=(0, 1, 2))
    say(
        f"{names[0]} into {names[1]}: {len(rows)} instances, {sum(masks.values())} masks in "
        f"{len(plan.videos)} videos change their name"
    )
    counts = Counter(str(states[each]) for each in plan.videos)
    done = [f"{counts[each]} {each}" for each in ("submitted", "accepted") if counts[each]]
    if done:
        say(f"of these videos {' and '.join(done)}; they stay so, and releases stay as they are")
