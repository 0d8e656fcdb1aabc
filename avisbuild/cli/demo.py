"""`avisbuild demo`: the whole way on rendered scenes."""

from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import DebugOption, JsonOption
from avisbuild.cli.output import say, say_json


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
    places = run_demo(folder, tell=say)
    seconds = round(time.monotonic() - started, 1)
    say(f"\nDone in {seconds} s. Where to look:")
    say(f"   {places.contact_sheet}  frames with masks, the sound below")
    say(f"   {places.project}/videos  the 1-second frame/audio pairs")
    say(f"   {places.release}  the AVISeg release")
    say(f"One video is left for you: avisbuild annotate --project {places.project}")
    say_json(
        {
            "seconds": seconds,
            "contact_sheet": str(places.contact_sheet),
            "project": str(places.project),
            "release": str(places.release),
        }
    )
