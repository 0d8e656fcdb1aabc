"""Whether a wheel holds every file of the four packages that git has, and nothing else."""

import subprocess
import sys
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

_ROOT = Path(__file__).parent.parent
_PACKAGES = (
    "avisbuild",
    "gui/avisbuild_gui",
    "pipelines/avisbuild_pipelines",
    "schemas/avisbuild_schemas",
)
_METADATA = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "top_level.txt", "licenses/LICENSE"}


def expected_files() -> set[str]:
    """What git has, or would take, of the packages, under the names by which it is imported."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", *_PACKAGES]
    listed = subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True).stdout
    return {
        str(PurePosixPath(name).relative_to(PurePosixPath(package).parent))
        for name in listed.split("\0")
        for package in _PACKAGES
        if name.startswith(f"{package}/") and (_ROOT / name).exists()
    }


def check_files(wheel: Path) -> None:
    """Ends the program with a list of what is missing or too much."""
    packed = set(ZipFile(wheel).namelist())
    info = f"{'-'.join(wheel.name.split('-')[:2])}.dist-info"
    expected = expected_files() | {f"{info}/{name}" for name in _METADATA}
    lines = [f"missing: {name}" for name in sorted(expected - packed)]
    lines += [f"not meant to be there: {name}" for name in sorted(packed - expected)]
    if lines:
        sys.exit("\n".join([f"{wheel.name}:", *lines]))
    print(f"{wheel.name}: {len(packed)} files, {wheel.stat().st_size / 1024:.0f} KiB", flush=True)
