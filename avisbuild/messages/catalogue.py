"""Every kind with its English sentence, from the areas' files."""

from collections.abc import Mapping
from importlib import import_module

_NAMES = (
    "annotation",
    "audit",
    "aviseg",
    "avsbench",
    "categories",
    "category_commands",
    "changes",
    "checks",
    "commands",
    "common",
    "download",
    "fetch",
    "importing",
    "labels",
    "loading_releases",
    "manifest",
    "masks",
    "media",
    "merging",
    "metrics",
    "plots",
    "project",
    "propagation",
    "records",
    "releases",
    "review",
    "segment",
    "shares",
    "silent_objects",
    "sound",
    "splits",
    "states",
    "store",
    "suspects",
    "synth",
    "untrusted",
    "weights",
    "window",
)

AREAS: Mapping[str, Mapping[str, str]] = {
    name: import_module(f"avisbuild.messages.{name}").TEMPLATES for name in _NAMES
}


def _one_table(areas: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """One table of all areas; raises ValueError where two say one kind."""
    found: dict[str, str] = {}
    for area, templates in areas.items():
        for kind, template in templates.items():
            if kind in found:
                raise ValueError(f"messages/{area}.py: {kind!r} is there already")
            found[kind] = template
    return found


TEMPLATES: Mapping[str, str] = _one_table(AREAS)
