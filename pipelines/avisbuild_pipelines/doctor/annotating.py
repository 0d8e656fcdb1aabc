"""What the annotator needs: Qt and its libraries, sound, fonts; and for SAM torch, a GPU and weights."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from avisbuild_pipelines.doctor.check import Check, Verdict, installed_version
from avisbuild_pipelines.doctor.precision import precision_check

_SAM = 'pip install "avisbuild[sam,train]"'
_QT_PACKAGES = {
    "libEGL": "libegl1",
    "libGL": "libgl1",
    "libglib-2": "libglib2.0-0",
    "libgthread-2": "libglib2.0-0",
    "libdbus-1": "libdbus-1-3",
    "libfontconfig": "libfontconfig1",
    "libxkbcommon.": "libxkbcommon0",
    "libpulse": "libpulse0",
    "libxcb-cursor": "libxcb-cursor0",
    "libxcb-icccm": "libxcb-icccm4",
    "libxcb-keysyms": "libxcb-keysyms1",
    "libxcb-shape": "libxcb-shape0",
    "libxcb-xkb": "libxcb-xkb1",
    "libxkbcommon-x11": "libxkbcommon-x11-0",
}

# Each in a process of its own: what does not load must not end the examination.
_TORCH_LOOK = """
import json, torch
there = torch.cuda.is_available()
print(json.dumps({
    "version": torch.__version__,
    "gpu": torch.cuda.get_device_name(0) if there else "",
    "bytes": torch.cuda.get_device_properties(0).total_memory if there else 0,
}))
"""
_QT_LOOK = """
import json, sys
from PyQt6.QtGui import QFontDatabase, QGuiApplication
application = QGuiApplication([])
chinese = QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
try:
    from PyQt6.QtMultimedia import QMediaDevices
    sound = [device.description() for device in QMediaDevices.audioOutputs()]
    error = ""
except ImportError as problem:
    sound, error = [], str(problem)
print(json.dumps({"chinese": chinese, "sound": sound, "error": error}))
"""


def annotating_checks() -> Iterator[Check]:
    """Everything that the annotator needs, with SAM and without."""
    yield from torch_checks()
    yield from weights_checks()
    qt = list(qt_checks())
    yield from qt
    if all(check.verdict is Verdict.GOOD for check in qt):
        yield from desktop_checks(_look(_QT_LOOK, QT_QPA_PLATFORM="offscreen"))


def torch_checks() -> Iterator[Check]:
    """torch, segment-anything and the GPU."""
    if importlib.util.find_spec("torch") is None:
        found = "absent; SAM and the reference models need it"
        yield Check(topic="torch", verdict=Verdict.NOTE, found=found, cure=_SAM)
        return
    seen = _look(_TORCH_LOOK)
    if "failure" in seen:
        yield Check(
            topic="torch",
            verdict=Verdict.WARNING,
            found=f"does not load: {seen['failure']}",
            cure="pip install --force-reinstall torch torchvision",
        )
        return
    yield Check(topic="torch", verdict=Verdict.GOOD, found=seen["version"])
    yield _gpu(seen)
    yield precision_check(has_gpu=bool(seen["gpu"]))
    version = installed_version("segment-anything")
    yield Check(
        topic="segment-anything",
        verdict=Verdict.GOOD if version else Verdict.NOTE,
        found=version or "absent; SAM needs it",
        cure="" if version else _SAM,
    )


def _gpu(seen: dict[str, Any]) -> Check:
    if seen["gpu"]:
        found = f"{seen['gpu']}, {seen['bytes'] / (1 << 30):.0f} GiB"
        return Check(topic="GPU", verdict=Verdict.GOOD, found=found)
    if shutil.which("nvidia-smi"):
        return Check(
            topic="GPU",
            verdict=Verdict.WARNING,
            found=f"NVIDIA's driver is here, but torch {seen['version']} cannot use it",
            cure="nvidia-smi (does it list the GPU?), then install a torch with CUDA for that driver",
        )
    found = "none that torch can use; annotating works, with the classical segmenter by default"
    return Check(topic="GPU", verdict=Verdict.NOTE, found=found)


def weights_checks() -> Iterator[Check]:
    """SAM's files of weights; one of them is enough."""
    from avisbuild.segment.sam.checkpoints import (
        CHECKPOINTS,
        CheckpointState,
        checkpoint_path,
        checkpoint_state,
    )

    states = {name: checkpoint_state(checkpoint) for name, checkpoint in CHECKPOINTS.items()}
    for name, state in states.items():
        if state is CheckpointState.DAMAGED:
            path = checkpoint_path(CHECKPOINTS[name])
            yield Check(
                topic="weights of SAM",
                verdict=Verdict.WARNING,
                found=f"{path} is damaged or not the published file",
                cure=f"rm {path} && avisbuild models pull {name}",
            )
    present = [name for name, state in states.items() if state is CheckpointState.PRESENT]
    yield Check(
        topic="weights of SAM",
        verdict=Verdict.GOOD if present else Verdict.NOTE,
        found=", ".join(present) if present else "none; the classical segmenter needs none",
        cure="" if present else "avisbuild models pull sam_vit_h",
    )


def desktop_checks(seen: dict[str, Any]) -> Iterator[Check]:
    """Whether Qt starts, hears a sound device, and has letters for Chinese; `seen` is what it said."""
    if "failure" in seen:
        yield Check(
            topic="Qt",
            verdict=Verdict.WARNING,
            found=f"does not start: {seen['failure']}",
            cure="pip install --force-reinstall PyQt6 PyQt6-Qt6 PyQt6-sip",
        )
        return
    if seen["error"]:
        yield Check(
            topic="sound",
            verdict=Verdict.WARNING,
            found=f"QtMultimedia does not load: {seen['error']}",
            cure="apt-get install -y --no-install-recommends libpulse0",
        )
    else:
        found = ", ".join(seen["sound"]) or "no device; all but listening works"
        verdict = Verdict.GOOD if seen["sound"] else Verdict.NOTE
        yield Check(topic="sound", verdict=verdict, found=found)
    yield Check(
        topic="Chinese font",
        verdict=Verdict.GOOD if seen["chinese"] else Verdict.NOTE,
        found=seen["chinese"][0] if seen["chinese"] else "none; --language zh needs one",
        cure="" if seen["chinese"] else "apt-get install -y fonts-noto-cjk",
    )


def qt_checks() -> Iterator[Check]:
    """PyQt6 and the system libraries that it needs."""
    spec = importlib.util.find_spec("PyQt6")
    if spec is None or not spec.submodule_search_locations:
        yield Check(
            topic="PyQt6",
            verdict=Verdict.NOTE,
            found="absent; the annotator needs it",
            cure='pip install "avisbuild[gui]"',
        )
        return
    missing = sorted(_missing_libraries(Path(next(iter(spec.submodule_search_locations))) / "Qt6"))
    if missing:
        packages = sorted(
            {package for lib in missing for start, package in _QT_PACKAGES.items() if start in lib}
        )
        yield Check(
            topic="PyQt6",
            verdict=Verdict.WARNING,
            found=f"needs {', '.join(missing)}",
            cure=f"apt-get install -y --no-install-recommends {' '.join(packages)}"
            if packages
            else "",
        )
    else:
        yield Check(topic="PyQt6", verdict=Verdict.GOOD, found=installed_version("PyQt6") or "?")


def _missing_libraries(qt: Path) -> set[str]:
    """The system libraries that Qt's own libraries and its window plugins cannot find, all at once."""
    objects = [
        *qt.glob("lib/libQt6[GM]*.so*"),
        *qt.glob("lib/libQt6Widgets.so*"),
        *qt.glob("plugins/platforms/libqxcb.so"),
        *qt.glob("plugins/platforms/libqoffscreen.so"),
    ]
    ldd = shutil.which("ldd")
    if not objects or ldd is None:
        return set()
    answer = subprocess.run(
        [ldd, *map(str, objects)], capture_output=True, text=True, timeout=60, check=False
    ).stdout
    missing = {line.split()[0] for line in answer.splitlines() if "not found" in line}
    return {name for name in missing if not name.startswith("libQt6")}


def _look(program: str, **environment: str) -> dict[str, Any]:
    """What a small program says as JSON; its last words under "failure" where it does not get that far."""
    try:
        answer = subprocess.run(
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
            env={**os.environ, **environment},
        )
    except (OSError, subprocess.SubprocessError) as error:
        return {"failure": str(error)}
    lines = answer.stdout.strip().splitlines()
    if answer.returncode == 0 and lines:
        return dict(json.loads(lines[-1]))
    said = [line.strip() for line in answer.stderr.splitlines() if line.strip()]
    return {"failure": said[-1] if said else f"ended with {answer.returncode}"}
