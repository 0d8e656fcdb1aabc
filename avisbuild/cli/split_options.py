"""The options of `split` and `export` that say how to split."""

from pathlib import Path
from typing import Annotated

import typer

from avisbuild.records.split import SplitMethod

MethodOption = Annotated[
    SplitMethod | None,
    typer.Option(
        "--method",
        help="At random as AVISeg did; whole groups, balanced; or by a published table of names.",
        show_default="the project's, grouped for a table",
    ),
]
TableOption = Annotated[
    Path | None,
    typer.Option(
        "--table",
        metavar="FILE",
        help="For --method published: video_id and split of each video; others are left out.",
        show_default=False,
    ),
]
KeepOption = Annotated[
    Path | None,
    typer.Option(
        "--keep",
        metavar="SPLITS.csv",
        help="Grow an earlier split: what it assigns stays where it is.",
        show_default=False,
    ),
]
ByUploaderOption = Annotated[
    bool,
    typer.Option("--by-uploader", help="Videos of one uploader belong together, too."),
]
LeakAcceptedOption = Annotated[
    bool,
    typer.Option(
        "--leak-accepted", help="Write it though groups stand in test and in another split."
    ),
]
