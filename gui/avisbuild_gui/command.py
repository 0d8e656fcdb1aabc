"""`avisbuild annotate`: the desktop annotator."""

import getpass
import logging
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, PrecisionOption, ProjectOption
from avisbuild.cli.output import say, say_json
from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message
from avisbuild.system.paths import quoted

if TYPE_CHECKING:
    from avisbuild.records import RoundState

_log = logging.getLogger(__name__)
# Opens no window and reads no project: whether Qt starts at all, which it ends the process over if not.
_TRIAL = "from PyQt6.QtWidgets import QApplication; QApplication([])"
_WINDOWLESS = ("offscreen", "minimal", "vnc")
_PIP = 'pip install "avisbuild[gui]"'


def annotate(
    project: ProjectOption = HERE,
    video: Annotated[
        str,
        typer.Option(
            "--video",
            metavar="ID",
            help="The video to begin with.",
            show_default="where you stopped",
        ),
    ] = "",
    review: Annotated[
        bool,
        typer.Option("--review", help="Begin with the video that waits for your review."),
    ] = False,
    merge: Annotated[
        Path | None,
        typer.Option(
            "--merge", metavar="SHARE", help="Merge a share that came back, deciding its conflicts."
        ),
    ] = None,
    annotator: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Who annotates; every edit bears it.", show_default="your user"
        ),
    ] = "",
    segmenter: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="sam_vit_h, sam_vit_l, sam_vit_b, classical or fake.",
            show_default="sam_vit_h with a GPU and its weights, else classical",
        ),
    ] = "",
    precision: PrecisionOption = "",
    theme: Annotated[
        str,
        typer.Option(metavar="light|dark|auto", help="Colours.", show_default="as last time"),
    ] = "",
    language: Annotated[
        str, typer.Option(metavar="en|zh|auto", help="Words.", show_default="as last time")
    ] = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Open the desktop annotator where you stopped; with --json, say at the end what was done."""
    _check("--theme", theme, ("light", "dark", "auto"))
    _check("--language", language, ("en", "zh", "auto"))
    _check_desktop()
    from avisbuild_gui.application import preferences_path
    from avisbuild_gui.qt_messages import quiet_qt
    from avisbuild_gui.starting import Starting

    with (
        quiet_qt(debug=debug),
        Starting(preferences_path(), language=language) as starting,
    ):
        app = starting.load("avisbuild_gui.app")
        from avisbuild.segment.sam.device import chosen_precision

        chosen_precision(precision)
        options = app.AnnotatorOptions(
            project=project,
            video_id=video,
            to_review=review,
            share=merge,
            author=annotator.strip() or _user(),
            segmenter=segmenter,
            precision=precision,
            theme=theme,
            language=language,
        )
        before, _ = _edits_and_states(project)
        _warn_of_categories(project)
        code = app.run(options, starting)
    last, states = _edits_and_states(project)
    edits = last - before
    if edits:
        _say_what_follows(project, states)
    say_json({"project": str(project.absolute()), "annotator": options.author, "edits": edits})
    raise typer.Exit(code)


def _edits_and_states(folder: Path) -> "tuple[int, Counter[RoundState]]":
    """The number of the journal's last entry, and how many videos are in each state."""
    from avisbuild.store import Project

    with Project.open(folder) as project:
        return project.journal.head().sequence, Counter(project.states().values())


def _say_what_follows(folder: Path, states: "Counter[RoundState]") -> None:
    """How far the project is when the window has been closed, and the next command."""
    from avisbuild.records import RoundState

    accepted = states[RoundState.ACCEPTED]
    handed_in = sum(count for state, count in states.items() if not state.is_open)
    waiting = f", {handed_in - accepted} handed in" if handed_in > accepted else ""
    say(f"all edits are kept; of {states.total()} videos {accepted} are accepted{waiting}")
    command = "annotate" if handed_in < states.total() else "export"
    if command == "annotate" or accepted:
        say(f"next: avisbuild {command} --project {quoted(str(folder))}")


def _warn_of_categories(folder: Path) -> None:
    """Say where avisbuild.toml has other categories than the project, whose hold."""
    from avisbuild.store import Project
    from avisbuild.store.categories import in_one_line

    with Project.open(folder) as project:
        if said := in_one_line(project.category_differences):
            _log.warning("%s", said)


def _check(option: str, value: str, known: tuple[str, ...]) -> None:
    if value and value not in known:
        raise AvisbuildError("annotate-option", option=option, value=value, known=", ".join(known))


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # of no name, or on Windows, which has no `pwd` to ask
        return "annotator"


def _check_desktop() -> None:
    """Refuse, in one line with its cure, where no window can be opened; raises AvisbuildError."""
    import importlib.util

    if importlib.util.find_spec("PyQt6") is None:
        raise AvisbuildError("annotate-needs-qt", cure=_PIP)
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    has_display = any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))
    if sys.platform.startswith("linux") and not has_display and platform not in _WINDOWLESS:
        raise AvisbuildError("annotate-no-display")
    trial = subprocess.run(
        [sys.executable, "-c", _TRIAL], capture_output=True, text=True, timeout=60, check=False
    )
    if trial.returncode:
        lines = [line for line in trial.stderr.strip().splitlines() if line.strip()]
        raise AvisbuildError(_why_not(lines[0].strip() if lines else "no reason given"))


def _why_not(said: str) -> Message:
    from avisbuild_pipelines.doctor import Verdict, qt_checks

    for check in qt_checks():
        if check.verdict is not Verdict.GOOD and check.cure:
            return Message("annotate-qt-lacks", found=check.found, cure=check.cure)
    return Message("annotate-no-window", said=said)
