"""All checks of `avisbuild doctor` in their order, and those of Python, memory and disk."""

import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from avisbuild.system.limits import missing_limits
from avisbuild.system.processes import core_count
from avisbuild_pipelines.doctor.annotating import annotating_checks
from avisbuild_pipelines.doctor.check import Check, Verdict
from avisbuild_pipelines.doctor.fetching import fetching_checks

_FREE_GIB_WANTED = 5.0
_GIB = 1 << 30


def examine(folder: Path) -> list[Check]:
    """Look at everything that fetching, clipping, annotating and training need."""
    looks: tuple[Callable[[], Iterator[Check]], ...] = (
        _python,
        _machine,
        fetching_checks,
        _limits,
        lambda: _disk(folder),
        annotating_checks,
    )
    return [check for look in looks for check in look()]


def _python() -> Iterator[Check]:
    found = f"{platform.python_version()} at {sys.prefix}"
    yield Check(topic="Python", verdict=Verdict.GOOD, found=found)


def _machine() -> Iterator[Check]:
    memory_gib = psutil.virtual_memory().total / _GIB
    yield Check(
        topic="machine",
        verdict=Verdict.GOOD,
        found=f"{core_count()} cores, {memory_gib:.0f} GiB memory",
    )


def _limits() -> Iterator[Check]:
    """What this system cannot limit while strangers' media are read; nothing where it can."""
    if missing := missing_limits():
        yield Check(
            topic="limits",
            verdict=Verdict.WARNING,
            found=f"no limit here on {', '.join(missing)} while fetch and clip read media",
            cure="take media from people you trust; both ask first, or go on with --without-limits",
        )


def _disk(folder: Path) -> Iterator[Check]:
    where = folder.resolve()
    while not where.exists():
        where = where.parent
    writable = os.access(where, os.W_OK)
    yield Check(
        topic="folder",
        verdict=Verdict.GOOD if writable else Verdict.BLOCKER,
        found=f"{where} {'can' if writable else 'cannot'} be written",
        cure="" if writable else "choose another folder with --project",
    )
    free_gib = shutil.disk_usage(where).free / _GIB
    short = free_gib < _FREE_GIB_WANTED
    yield Check(
        topic="disk",
        verdict=Verdict.WARNING if short else Verdict.GOOD,
        found=f"{free_gib:.0f} GiB free",
        cure="free some space: a minute of video needs about 40 MB" if short else "",
    )
