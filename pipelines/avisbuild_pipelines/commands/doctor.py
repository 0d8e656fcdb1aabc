"""`avisbuild doctor`: what this machine has and lacks."""

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import say, say_json, say_table
from avisbuild.errors import ExitCode


def doctor(
    project: ProjectOption = HERE, as_json: JsonOption = False, debug: DebugOption = False
) -> None:
    """Show what this machine has and lacks, each with the command that mends it."""
    from dataclasses import asdict

    from avisbuild_pipelines.doctor import Verdict, examine

    checks = examine(project)
    blocked = any(check.verdict is Verdict.BLOCKER for check in checks)
    say_table(
        "",
        ("", "verdict", "found"),
        [(c.topic, c.verdict, c.found) for c in checks],
        left=(0, 1, 2),
    )
    for check in checks:
        if check.cure:
            say(f"{check.topic}: {check.cure}")
    say_json({"ready": not blocked, "checks": [asdict(check) for check in checks]})
    if blocked:
        raise typer.Exit(ExitCode.PARTLY_DONE)
