"""`avisbuild review guideline`: the rules that annotators and reviewers go by, and what breaks them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import say, say_json, say_table
from avisbuild.cli.review.group import review
from avisbuild.cli.review.suspects import look_for_suspects

if TYPE_CHECKING:
    from avisbuild.messages import Message


@review.command("guideline")
def guideline(
    video: Annotated[
        str,
        typer.Argument(metavar="[VIDEO]", help="Also tell what in this video breaks a rule."),
    ] = "",
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """The guideline's rules; comments cite them by their ids."""
    from avisbuild.records import VideoId
    from avisbuild.review.guideline import breaches, suspects_named
    from avisbuild.store import Project

    with Project.open(project) as opened:
        rules = opened.recipe.guideline
        found: Mapping[str, Sequence[Message]] = {}
        if video:
            kinds = suspects_named(rules)
            view, suspects = look_for_suspects(opened, VideoId(video), kinds, with_media=True)
            found = breaches(rules, view, suspects.suspects)
    if not rules:
        say("avisbuild.toml has no guideline; docs/recipes.md says how to write one")
    else:
        say_table("", ("rule", "says"), [(rule.rule_id, rule.text) for rule in rules], left=(0, 1))
    for rule_id, messages in found.items():
        for message in messages:
            say(f"{rule_id}: {message}")
    say_json(
        [
            {
                "id": rule.rule_id,
                "text": rule.text,
                "picture": rule.picture or None,
                "check": rule.check or None,
                "broken_at": [str(each) for each in found.get(rule.rule_id, ())],
            }
            for rule in rules
        ]
    )
