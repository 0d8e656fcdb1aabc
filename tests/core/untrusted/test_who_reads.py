"""Nobody reads JSON, TOML, pictures or arrays of strangers beside the one place that knows their limits."""

import ast
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_CODE = ("avisbuild", "gui/avisbuild_gui", "pipelines/avisbuild_pipelines")
_GUARDED = {
    ("json", "load"), ("json", "loads"), ("tomllib", "load"), ("tomllib", "loads"),
    ("Image", "open"), ("Pillow", "open"), ("np", "load"), ("np", "fromfile"),
    ("soundfile", "read"), ("cv2", "imread"), ("gzip", "open"), ("gzip", "decompress"),
}  # fmt: skip
# What they read was written by this program for itself, was measured before, or lies in the package.
_OWN = {
    "avisbuild/annotation/draft_provenance.py",
    "avisbuild/segment/cache/file.py",
    "avisbuild/store/categories.py",
    "avisbuild/segment/classical/signs.py",
    "avisbuild/store/journal.py",
    "pipelines/avisbuild_pipelines/doctor/annotating.py",
    "pipelines/avisbuild_pipelines/engine/worker.py",
    "pipelines/avisbuild_pipelines/synthesis/options.py",
    "pipelines/avisbuild_pipelines/synthesis/sets.py",
}


def _readers() -> Iterator[str]:
    for folder in _CODE:
        for path in sorted((_ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                match node:
                    case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name)) if (
                        module,
                        name,
                    ) in _GUARDED:
                        yield path.relative_to(_ROOT).as_posix()


def test_files_of_strangers_are_read_in_one_place() -> None:
    found = {name for name in _readers() if not name.startswith("avisbuild/untrusted/")}
    assert found - _OWN == set()
