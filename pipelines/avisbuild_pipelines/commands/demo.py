"""`avisbuild demo`: the whole way on rendered scenes."""

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import say, say_json
from avisbuild.system.paths import quoted


def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to put it all.")] = Path(
        "avisbuild-demo"
    ),
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """See the whole way run on rendered scenes, with nothing to download."""
    import time

    from avisbuild_pipelines.demo import run_demo

    started = time.monotonic()
    paths = run_demo(folder, tell=say)
    seconds = round(time.monotonic() - started, 1)
    say()
    say(f"Done in {seconds} s. Where to look:")
    say(f"   {paths.contact_sheet}  frames with masks, the sound below")
    say(f"   {paths.project}/videos  the 1-second frame/audio pairs")
    say(f"   {paths.release}  the AVISeg release")
    annotate = " ".join(map(quoted, [_program(), "annotate", "--project", str(paths.project)]))
    say(f"One video is left for you: {annotate}")
    say_json(
        {
            "seconds": seconds,
            "contact_sheet": str(paths.contact_sheet),
            "project": str(paths.project),
            "release": str(paths.release),
        }
    )


def _program() -> str:
    """What to type for this program: its name, or where it lies as long as that is not on the path."""
    if shutil.which("avisbuild") is None and Path(sys.argv[0]).name == "avisbuild":
        return sys.argv[0]
    return "avisbuild"
