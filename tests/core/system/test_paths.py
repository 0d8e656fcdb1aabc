"""Paths of Windows and Unix as values, on whatever system this runs."""

import ntpath
import posixpath
import shlex
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.system.paths import lies_in, parts_below, path_key, quoted

_NAMES = st.text("abcXYZ äß0.-_ ", min_size=1, max_size=12).filter(lambda text: text.strip(". "))


@pytest.mark.parametrize(
    ("paths", "target", "root", "expected"),
    [
        (posixpath, "/lab/p/videos", "/lab/p", True),
        (posixpath, "/lab/p", "/lab/p", True),
        (posixpath, "/lab/project", "/lab/p", False),
        (posixpath, "/LAB/P/videos", "/lab/p", False),
        (posixpath, "/lab", "/", True),
        (ntpath, "C:\\Lab\\P\\videos", "c:\\lab\\p", True),
        (ntpath, "C:/Lab/P/videos", "c:\\lab\\p", True),
        (ntpath, "D:\\Lab\\P\\videos", "C:\\Lab\\P", False),
        (ntpath, "C:\\Lab\\Project", "C:\\Lab\\P", False),
        (ntpath, "C:\\Lab", "C:\\", True),
        (ntpath, "\\\\server\\share\\p\\v", "\\\\SERVER\\share\\p", True),
        (ntpath, "\\\\server\\other\\p\\v", "\\\\server\\share\\p", False),
    ],
)
def test_a_path_lies_in_a_folder(paths: ModuleType, target: str, root: str, expected: bool) -> None:
    assert lies_in(target, root, paths) == expected


@pytest.mark.parametrize(
    ("paths", "root"), [(posixpath, "/p"), (ntpath, "C:\\p"), (ntpath, "C:\\")]
)
@given(names=st.lists(_NAMES, min_size=1, max_size=5))
def test_the_names_below_a_folder_lead_back_to_the_path(
    paths: ModuleType, root: str, names: list[str]
) -> None:
    path = paths.join(root, *names)
    assert parts_below(path, root, paths) == names
    assert lies_in(path, root, paths)
    assert not lies_in(root, path, paths)


@given(names=st.lists(_NAMES.filter(str.isascii), min_size=1, max_size=5))
def test_windows_knows_one_folder_in_any_case_of_letters_and_unix_several(names: list[str]) -> None:
    path = ntpath.join("C:\\", *names)
    assert path_key(path.upper(), ntpath) == path_key(path.lower(), ntpath)
    assert path_key(path, ntpath) == path_key(path.replace("\\", "/"), ntpath)
    assert path_key("/".join(names), posixpath) == "/".join(names)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("C:\\lab\\p", "C:\\lab\\p"),
        ("C:\\my lab\\p", '"C:\\my lab\\p"'),
        ("C:\\my lab\\", '"C:\\my lab\\\\"'),
        ("a&b", '"a&b"'),
    ],
)
def test_a_path_is_one_word_of_windows_command_line(text: str, expected: str) -> None:
    assert quoted(text, for_windows=True) == expected


@given(text=st.text("ab $'\"&;\\", min_size=1))
def test_a_path_is_one_word_of_a_unix_shell(text: str) -> None:
    assert shlex.split(quoted(text, for_windows=False)) == [text]
