"""test_wheel.py WHEEL: installs the wheel where nothing else is, and uses it there, away from the checkout.

First bare, then with each extra, installed by the very command that its absence names. torch alone is not
fetched again where this Python has it: the environment is lent that copy.
"""

import os
import re
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from lend_torch import lend_torch
from wheel_files import check_files

_HERE = Path(__file__).resolve().parent
_EXTRAS = ("torch", "PyQt6", "psycopg", "onnx")
_OURS = re.compile("PYTHON|VIRTUAL_ENV|AVISBUILD_|DISPLAY|WAYLAND_DISPLAY|QT_")
_IS_LINUX = sys.platform.startswith("linux")
# Elsewhere nothing limits the memory and the network of ffmpeg, and `fetch` goes on only when told to.
_LIMITS = () if _IS_LINUX else ("--without-limits",)


class Stranger:
    """Somebody who has an empty environment, an empty folder, no settings, and the wheel."""

    def __init__(self, folder: Path) -> None:
        subprocess.run([sys.executable, "-m", "venv", folder / "environment"], check=True)
        self.programs = folder / "environment" / ("Scripts" if os.name == "nt" else "bin")
        self.folder = folder / "work"
        self.folder.mkdir()
        homes = {
            f"XDG_{kind}_HOME": str(folder / kind.lower()) for kind in ("CONFIG", "STATE", "CACHE")
        }
        known = {name: value for name, value in os.environ.items() if not _OURS.match(name)}
        # pip finds its own settings where they are.
        self._for_pip = known
        self._for_avisbuild = known | homes | {"QT_QPA_PLATFORM": "offscreen"}

    def install(self, *what: str) -> None:
        """With what pip finds at its index; nothing else is seen by it than this environment."""
        pip = ["-m", "pip", "install", "-qq", "--no-compile", "--disable-pip-version-check"]
        subprocess.run(
            [self.programs / "python", *pip, *what], env=self._for_pip, cwd=self.folder, check=True
        )

    def python(self, *words: str) -> str:
        """What a program in this environment says; ends everything where it fails."""
        answer = self._run("python", "-P", *words)
        if answer.returncode:
            sys.exit(f"test_wheel: {' '.join(words)}: {answer.returncode}\n{answer.stdout}")
        return answer.stdout.strip()

    def avisbuild(self, *words: str) -> None:
        """A command that must end with 0."""
        print("$ avisbuild", *words, flush=True)
        answer = self._run("avisbuild", *words)
        print(answer.stdout, end="", flush=True)
        if answer.returncode:
            sys.exit(f"test_wheel: expected exit code 0, got {answer.returncode}")

    def refused(self, said: str, *words: str) -> None:
        """A command that must end with 2 and one line, which holds `said`."""
        print("$ avisbuild", *words, flush=True)
        answer = self._run("avisbuild", *words)
        print(answer.stdout, end="", flush=True)
        if answer.returncode != 2 or answer.stdout.count("\n") != 1:
            sys.exit(f"test_wheel: expected one line and exit code 2, got {answer.returncode}")
        if said not in answer.stdout:
            sys.exit(f"test_wheel: the line does not say: {said}")

    def mended(self, requirement: str, *words: str) -> None:
        """A command that must be refused with the pip command that helps, which is then given."""
        self.refused(f'pip install "{requirement}"', *words)
        self.install(requirement)

    def _run(self, program: str, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self.programs / program, *words],
            env=self._for_avisbuild,
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            check=False,
        )


def install_bare(stranger: Stranger, wheel: Path) -> None:
    """The wheel alone: it is what is imported, and no extra has come along."""
    stranger.install(str(wheel))
    where = stranger.python("-c", "import avisbuild; print(avisbuild.__file__)")
    if not Path(where).is_relative_to(stranger.programs.parent):
        sys.exit(f"test_wheel: avisbuild comes from {where}")
    find = f"import importlib.util as u; print([n for n in {_EXTRAS} if u.find_spec(n)])"
    found = stranger.python("-c", find)
    if found != "[]":
        sys.exit(f"test_wheel: the base install brought {found}")
    stranger.avisbuild("--version")


def make_a_release(stranger: Stranger) -> None:
    """From rendered scenes on this disk to a release that is checked."""
    scenes = ("--videos", "2", "--seconds", "3", "--size", "160x90", "--seed", "1")
    stranger.avisbuild("synth", "scenes", "--as", "media", *scenes)
    stranger.avisbuild("init", "project")
    stranger.avisbuild("fetch", "scenes/manifest.csv", *_LIMITS, "--project", "project")
    import_truth(stranger, "--as", "accepted")
    sizes = ("--split", "--sizes", "1/1/0", "--seed", "0")
    stranger.avisbuild("export", *sizes, "--out", "release", "--project", "project")
    stranger.avisbuild("validate", "release")
    stranger.avisbuild("doctor")


def annotate(stranger: Stranger) -> None:
    """In the window, in English and then in Chinese; what was annotated is released, too."""
    stranger.mended("avisbuild[gui]", "annotate", "--project", "project")
    import_truth(stranger, "--as", "annotating", "--replace")
    for language in ("en", "zh"):
        print(stranger.python(str(_HERE / "annotate_by_keys.py"), "project", language))
    sizes = ("--include", "annotating", "--split", "--sizes", "1/1/0")
    stranger.avisbuild("export", *sizes, "--out", "annotated", "--project", "project")
    stranger.avisbuild("validate", "annotated")


def import_truth(stranger: Stranger, *options: str) -> None:
    truth = ("import", "scenes/truth.json", "--format", "aviseg")
    stranger.avisbuild(*truth, *options, "--project", "project")


def use_a_server(stranger: Stranger) -> None:
    """A database on PostgreSQL: without its driver, and with it where no server answers."""
    shutil.copytree(stranger.folder / "project", stranger.folder / "served")
    settings = stranger.folder / "served" / "avisbuild.toml"
    text, url = settings.read_text(encoding="utf-8"), "postgresql+psycopg://nobody@127.0.0.1:1/none"
    settings.write_text(re.sub("(?m)^database = .*", f'database = "{url}"', text), encoding="utf-8")
    look = ("status", "--project", "served", "--allow-database")
    stranger.mended("avisbuild[scale]", *look)
    stranger.refused("does not answer", *look)


def use_sam(stranger: Stranger) -> None:
    """SAM: without its modules, and with them where its weights are absent."""
    embed = ("embed", "--project", "project", "--segmenter", "sam_vit_b")
    stranger.refused('pip install "avisbuild[sam]"', *embed)
    if find_spec("torch"):
        lend_torch(Path(stranger.python("-c", "import site; print(site.getsitepackages()[-1])")))
    stranger.mended("avisbuild[sam]", *embed)
    stranger.install("avisbuild[onnx,train]")
    stranger.refused("avisbuild models pull sam_vit_b", *embed)
    modules = "avisbuild.segment.sam.segmenter, avisbuild.segment.sam.onnx_decoder"
    print(stranger.python("-c", f"import {modules}, torch; print('torch', torch.__version__)"))
    print(stranger.python("-m", "pip", "--disable-pip-version-check", "check"))


def main() -> None:
    wheel = Path(sys.argv[1]).resolve()
    if time.time() > float(os.environ.get("AVISBUILD_CI_DEADLINE", "inf")):
        print("not tried: the wheel: no time was left for it")
        return
    check_files(wheel)
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        stranger = Stranger(Path(folder).resolve())
        install_bare(stranger, wheel)
        for part in (make_a_release, annotate, use_a_server, use_sam):
            print(f"-- {time.monotonic() - began:.0f} s\n== {part.__doc__}", flush=True)
            part(stranger)
    print(f"-- {time.monotonic() - began:.0f} s in all")


if __name__ == "__main__":
    main()
