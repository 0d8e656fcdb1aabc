"""Text files with the line ends of Windows are read as any; those that we write are the same everywhere."""

import ast
import http.cookiejar
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild import files
from avisbuild.metrics.class_table import avsbench_classes, read_classes, read_video_labels
from avisbuild.records.bundled import load_recipe
from avisbuild.records.video_folder import read_clip_json
from avisbuild.releases.checksums import read_checksums
from avisbuild.releases.splits import read_splits_csv
from avisbuild.store.settings import Settings, read_settings, write_settings
from avisbuild.synth.assets import MAPPING, _mapping
from avisbuild.synth.counts import read_counts
from avisbuild_gui.actions import Action, KeyMap
from avisbuild_gui.actions.action import Group
from avisbuild_gui.preferences import Preferences
from avisbuild_pipelines.download.cookies import lent_cookies
from avisbuild_pipelines.fetch.reports import Failure, read_failures, write_failures
from avisbuild_pipelines.known_sets.names import aviseg_entry, read_names
from avisbuild_pipelines.manifest import read_manifest
from avisbuild_pipelines.manifest.reading import _read_table
from avisbuild_schemas import library

# The package offers a function of the same name.
language: Any = import_module("avisbuild_gui.texts.language")
_ROOT = Path(__file__).parents[1]
_CODE = [_ROOT / name for name in ("avisbuild", "pipelines", "gui", "schemas")]
_DIGEST = "0" * 64
_ACTIONS = [Action("undo", "Undo", group=Group.MASK, run=print, keys=("Z",))]


def _manifest(path: Path) -> object:
    return read_manifest(path, media_root=None, music_avqa_root=None).rows


def _cookies(path: Path) -> object:
    jar: Any = http.cookiejar.MozillaCookieJar()
    jar._really_load(lent_cookies(path), str(path), ignore_discard=True, ignore_expires=True)
    return [(cookie.domain, cookie.name, cookie.value) for cookie in jar]


_READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "manifest.csv": (
        "video_id,source,labels,license\na,https://e.org/a.mp4,dog;cat,CC0\nb,https://e.org/b.mp4,dog,\n",
        _manifest,
    ),
    "SHA256SUMS": (f"{_DIGEST}  train.json\n{_DIGEST}  train/a.jpg\n", read_checksums),
    "splits.csv": ("video_id,split,group\na,train,g\nb,val,\n", read_splits_csv),
    "classes.csv": ("id,name,split\n1,dog,base\n2,cat,novel\n", read_classes),
    "classes-by-letter.csv": ("id,name,frequency\n1,dog,f\n2,cat,n\n", read_classes),
    "metadata.csv": (
        "vid,uid,s_min,s_max,a_obj\n1,a,0,1,airplane_accordion\n2,b,0,1,accordion\n",
        lambda path: read_video_labels(path, avsbench_classes()),
    ),
    "counts.csv": ("sounding_instances_per_second\n0 1 2\n1 1 1\n", read_counts),
    MAPPING: ("folder,category\nhunde,dog\nkatzen,cat\n", lambda path: _mapping(path.parent)),
    "cookies.txt": (
        "# Netscape HTTP Cookie File\n.e.org\tTRUE\t/\tFALSE\t4102444800\tname\tvalue\n",
        _cookies,
    ),
    "names.csv": (
        "# a list\nvideo,split\nabcdefghijk-00.00.01.000-00.00.05.000,train\n",
        lambda path: read_names(path, aviseg_entry),
    ),
    "recipe.toml": ((library._FOLDER / "aviseg.recipe.toml").read_text("utf-8"), load_recipe),
    "clip.json": (
        '{\n "video_id": "a",\n "flags": []\n}\n',
        lambda path: read_clip_json(path.parent),
    ),
    "keys.json": (
        '{\n "format": 1,\n "keys": {"undo": ["Ctrl+U"]}\n}\n',
        lambda path: KeyMap.load(path, _ACTIONS).chosen,
    ),
}


def _with_windows_ends(folder: Path, copy: Path) -> Path:
    """A copy of a folder of text files with the line ends that a checkout on Windows may have."""
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    for path in copy.iterdir():
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8", newline="\r\n")
    return copy


def _in_both(text: str, read: Callable[[Path], object], path: Path) -> Iterator[object]:
    """What is read of a text with plain line ends, and of the same with those of Windows."""
    for ends in ("\n", "\r\n"):
        path.write_text(text, encoding="utf-8", newline=ends)
        yield read(path)
    read_counts.cache_clear()


@pytest.mark.parametrize("name", _READERS)
def test_a_text_file_is_read_alike_with_both_line_ends(name: str, tmp_path: Path) -> None:
    text, read = _READERS[name]
    read_counts.cache_clear()
    plain, windows = _in_both(text, read, tmp_path / name)
    assert plain == windows
    assert plain not in ({}, [], (), None)


def test_what_is_in_the_package_is_read_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything() -> object:
        library.read_schema.cache_clear()
        language.read_catalogue.cache_clear()
        return [
            [library.read_schema(name) for name in library.schema_names()],
            [library.read_categories(name) for name in library.taxonomy_names()],
            [library.read_recipe(name) for name in library.recipe_names()],
            language.read_catalogue("zh"),
        ]

    plain = everything()
    monkeypatch.setattr(library, "_FOLDER", _with_windows_ends(library._FOLDER, tmp_path / "s"))
    catalogues = _with_windows_ends(language.CATALOGUES, tmp_path / "t")
    monkeypatch.setattr(language, "CATALOGUES", catalogues)
    assert everything() == plain
    assert b"\r\n" in (tmp_path / "s/aviseg.recipe.toml").read_bytes()
    monkeypatch.undo()
    library.read_schema.cache_clear()
    language.read_catalogue.cache_clear()


def test_what_avisbuild_wrote_is_read_alike_after_an_editor_changed_its_line_ends(
    tmp_path: Path,
) -> None:
    write_settings(tmp_path, Settings(recipe=load_recipe("aviseg")))
    Preferences(theme="dark").save(tmp_path / "preferences.json")
    failure = Failure(
        video_id="a",
        source="yt:a",
        code="timeout",
        failure_class="transient",
        attempts=1,
        http_status=None,
        message="one\ntwo",
        hint="",
        when="",
    )
    write_failures(tmp_path / "failures.csv", [failure])

    def everything() -> object:
        failures = read_failures(tmp_path / "failures.csv").values()
        return [
            read_settings(tmp_path),
            Preferences.load(tmp_path / "preferences.json"),
            [asdict(each) | {"message": each.message.split()} for each in failures],
        ]

    plain = everything()
    for path in tmp_path.iterdir():
        assert b"\r" not in path.read_bytes()
        path.write_text(path.read_text(encoding="utf-8"), encoding="utf-8", newline="\r\n")
    assert everything() == plain


_CELL = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters='"'), max_size=8
)


@given(rows=st.lists(st.tuples(_CELL, _CELL), min_size=1, max_size=4))
def test_any_manifest_is_the_same_table_with_both_line_ends(rows: list[tuple[str, str]]) -> None:
    lines = ["video_id,source", *(f'"{one}","{other}"' for one, other in rows)]
    plain, windows = (_read_table(ends.join(lines) + ends, Path()) for ends in ("\n", "\r\n"))
    assert plain == windows


def _writes(path: Path) -> Iterator[ast.Call]:
    """The calls in a file that write text by Python's own means."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="files"), attr="write_text")):
                continue
            case ast.Call(func=ast.Attribute(value=ast.Name(id="av"))):
                continue
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="_zip"))):
                continue  # a file in an archive is bytes
            case ast.Call(func=ast.Attribute(attr="write_text")):
                yield node
            case ast.Call(
                func=ast.Attribute(attr="open"), args=[*_, ast.Constant(value=str(mode))]
            ):
                if set(mode) & set("wxa") and "b" not in mode:
                    yield node


def test_text_is_written_with_the_same_line_ends_on_every_system() -> None:
    seen = 0
    for folder in _CODE:
        for path in folder.rglob("*.py"):
            for call in _writes(path):
                options = {each.arg: ast.unparse(each.value) for each in call.keywords}
                assert options.get("newline") == "'\\n'", f"{path}:{call.lineno}"
                seen += 1
    assert seen >= 3


def test_a_file_is_the_same_bytes_on_every_system(tmp_path: Path) -> None:
    files.write_text(tmp_path / "a", "one\ntwo\n")
    files.create_text(tmp_path / "b", "one\ntwo\n")
    assert {path.read_bytes() for path in tmp_path.iterdir()} == {b"one\ntwo\n"}
