"""How much does it take until the annotator's window is painted, from the command on the demo?

    python benchmarks/start.py

In a process of its own each time, offscreen, on the demo's project: seconds of the processor, of the process
and of the one that tries Qt beforehand, until the splash and until the window's first paint. The first run,
which compiles Python's files, is left out.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

from harness import write_result

_ROUNDS = 9


def main() -> None:
    """Run it several times, write results/start.json."""
    with tempfile.TemporaryDirectory() as folder:
        home = {f"XDG_{name}_HOME": f"{folder}/home" for name in ("CONFIG", "STATE", "CACHE")}
        environment = os.environ | home | {"QT_QPA_PLATFORM": "offscreen"}
        demo = [sys.executable, "-m", "avisbuild", "demo", f"{folder}/demo"]
        subprocess.run(demo, check=True, stdout=subprocess.DEVNULL, env=environment)
        runs = []
        for _ in range(_ROUNDS + 1):
            said = subprocess.run(
                [sys.executable, __file__, f"{folder}/demo/project"],
                check=True,
                capture_output=True,
                text=True,
                env=environment,
            )
            runs.append(json.loads(said.stdout.splitlines()[0]))
    figures = {
        name: {
            "median": statistics.median(run[name] for run in runs[1:]),
            "min": min(run[name] for run in runs[1:]),
            "max": max(run[name] for run in runs[1:]),
        }
        for name in runs[0]
    }
    write_result(
        "start",
        question="How much of the processor until the annotator's window is painted, on the demo",
        figures=figures | {"budget until painted, CPU s": 1.5, "rounds": _ROUNDS},
    )


def run_once(project: str) -> None:
    """Open the annotator as the command does, and close it when it has been painted."""
    from avisbuild.cli import app
    from avisbuild_gui import starting

    taken: dict[str, float] = {}

    def note(what: str) -> None:
        own, children = time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
        taken[f"{what}, CPU s"] = own + children.ru_utime + children.ru_stime
        taken[f"{what}, wall s"] = time.monotonic() - began

    show, end = starting.Splash.show_in_the_middle, starting.Starting._end

    def showing(splash: starting.Splash) -> None:
        note("splash")
        show(splash)

    def ending(self: starting.Starting) -> None:
        window = self._window
        if window is not None:
            note("painted")
            sys.stdout.write(json.dumps(taken) + "\n")
            sys.stdout.flush()
        end(self)
        if window is not None:
            window.close()

    starting.Splash.show_in_the_middle, starting.Starting._end = showing, ending
    sys.argv = ["avisbuild", "annotate", "--project", project, "--annotator", "me"]
    app.main()


if __name__ == "__main__":
    began = time.monotonic()
    if len(sys.argv) > 1:
        run_once(sys.argv[1])
    else:
        main()
