"""The program run in the tests' own process, which is quick; `conftest.avisbuild` runs it as a user would."""

import gc

import pytest
import typer


def run_here(*words: object) -> int:
    """Run `avisbuild` with these words; its exit code, 70 for a bug of ours."""
    from avisbuild.cli import app, options

    program = typer.Typer(pretty_exceptions_enable=False)
    program.registered_callback = app.app.registered_callback
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["avisbuild", *map(str, words)])
        patch.setattr(app, "app", program)
        patch.setattr(options.switches, "as_json", False)
        patch.setenv(options.ALLOW_DATABASE, "0")  # what this run sets is not left to the next
        try:
            app.main()
        except SystemExit as end:
            return int(end.code or 0)
        finally:
            gc.enable()  # what `evaluate` does without is not taken from the tests after it
    raise AssertionError("the program ends by an exit")
