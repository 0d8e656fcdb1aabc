"""Text files with the line ends of Windows are read as any; those that we write are the same bytes everywhere."""

import ast
import http.cookiejar
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from avisbuild import files
from avisbuild.metrics.class_table import read_classes, read_video_labels
from avisbuild.records.bundled import load_recipe, load_taxonomy
from avisbuild.releases.checksums import read_checksums
from avisbuild.releases.splits import read_splits_csv
from avisbuild.store.settings import Settings, read_settings, write_settings
from avisbuild.synth.counts import read_counts
from avisbuild_gui.preferences import Preferences
from avisbuild_gui.texts import language
from avisbuild_pipelines.download.cookies import lent_cookies
from avisbuild_pipelines.fetch.reports import read_failures
from avisbuild_pipelines.known_sets import music_avqa, names
from avisbuild_pipelines.manifest import read_manifest
from avisbuild_schemas import library

_ROOT = Path(__file__).parents[1]
_CODE = [_ROOT / name for name in ("avisbuild", "pipelines", "gui", "schemas")]
_DIGEST = "0" * 64


def _manifest(path: Path) -> object:
    return [asdict(row) for row in read_manifest(path, media_root=None, music_avqa_root=None).rows]


def _cookies(path: Path) -> object:
    lent = lent_cookies(path)
    assert lent is not None
    jar = http.cookiejar.MozillaCookieJar()
    jar._really_load(lent, str(path), ignore_discard=True, ignore_expires=True)  # type: ignore[attr-defined]
    return [(cookie.domain, cookie.name, cookie.value) for cookie in jar]


def _failures(path: Path) -> object:
    return [asdict(failure) for failure in read_failures(path).values()]


_READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "manifest.csv": (
        'video_id,source,labels,license\na,https://e.org/a.mp4,dog;cat,CC0-1.0\nb,https://e.org/b.mp4,"dog",\n',
        _manifest,
    ),
    "SHA256SUMS": (f"{_DIGEST}  train.json\n{_DIGEST}  a b.txt\n", read_checksums),
    "splits.csv": ("video_id,split,group\na,train,g\nb,val,\n", read_splits_csv),
    "classes.csv": (
        "vid,uid,s_min,s_max,a_obj,split,label\n".replace("vid", "id"),
        lambda path: path.name,
    ),
    "counts.csv": ("sounding_instances_per_second\n0 1 2\n1 1 1\n", read_counts),
    "cookies.txt": (
        "# Netscape HTTP Cookie File\n.e.org\tTRUE\t/\tFALSE\t4102444800\tname\tvalue\n",
        _cookies,
    ),
    "aviseg.txt": (
        "# a list\nvideo,split\nabcdefghijk-00.00.01.000-00.00.05.000,train\n",
        lambda path: names.read_names(path, names.aviseg_entry),
    ),
}
