"""`avisbuild validate`: check a release."""

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import progress_bar, say, say_json
from avisbuild.errors import ExitCode

# A fault of a script repeats in thousands of places; the first ones tell.
_SHOWN_A_RULE = 20


def validate(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="A release folder.")],
    strict: Annotated[bool, typer.Option("--strict", help="End with 1 on warnings too.")] = False,
    every: Annotated[bool, typer.Option("--all", help="Print every finding of a rule.")] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Check a release: schema, files, the rules of the published loader and evaluator, checksums."""
    from avisbuild.releases import Finding, Severity, validate_release

    with progress_bar("validate") as progress:
        findings = validate_release(release, progress=progress)
    shown: Counter[str] = Counter()
    for finding in findings:
        shown[finding.rule] += 1
        if every or shown[finding.rule] <= _SHOWN_A_RULE:
            say(str(finding))
    for rule, count in shown.items():
        if not every and count > _SHOWN_A_RULE:
            say(f"... and {count - _SHOWN_A_RULE} more [{rule}]; --all shows them")
    errors = sum(finding.severity is Severity.ERROR for finding in findings)
    warnings = len(findings) - errors
    say(f"{release}: {_count(errors, 'error')}, {_count(warnings, 'warning')}")

    def as_dict(finding: Finding) -> dict[str, str]:
        return {
            "severity": finding.severity,
            "rule": finding.rule,
            "place": finding.place,
            "message": str(finding.message),
        }

    say_json(
        {
            "release": str(release),
            "errors": errors,
            "warnings": warnings,
            "findings": [as_dict(finding) for finding in findings],
        }
    )
    if errors or (strict and warnings):
        raise typer.Exit(ExitCode.PARTLY_DONE)


def _count(number: int, what: str) -> str:
    return f"{number or 'no'} {what}{'' if number == 1 else 's'}"
