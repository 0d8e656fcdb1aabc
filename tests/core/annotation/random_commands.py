"""Any command, chosen by three numbers: fit for scripts that hypothesis shrinks, and for random ones."""

from collections.abc import Callable

import numpy as np
from core.annotation.small_project import CLICKED, SIZE, suggestion

from avisbuild.annotation import Command, VideoView, commands
from avisbuild.masks import encode
from avisbuild.records import CategoryId, InstanceId, Rle, Sounding

Numbers = tuple[int, int, int]
Maker = Callable[[VideoView, Numbers], Command | None]


def command_of(view: VideoView, kind: str, numbers: Numbers) -> Command | None:
    """The command that the numbers mean for this view; None where there is nothing to work on.

    Some raise ProjectError, as gestures of a person may.
    """
    return KINDS[kind](view, numbers)


def _instance(view: VideoView, number: int) -> InstanceId:
    return view.instances[number % len(view.instances)].instance_id


def _second(view: VideoView, number: int) -> int:
    return number % view.video.second_count


def _run(view: VideoView, numbers: Numbers) -> range:
    start = _second(view, numbers[1])
    return range(start, min(view.video.second_count, start + 1 + numbers[2] % 4))


def _cells(view: VideoView, numbers: Numbers) -> list[tuple[InstanceId, int]]:
    return [(_instance(view, numbers[0]), second) for second in _run(view, numbers)]


def _rle(number: int) -> Rle:
    return encode(np.random.default_rng(number).random(SIZE) < 0.3)


def _sounding(view: VideoView, numbers: Numbers) -> Command:
    state = list(Sounding)[numbers[0] % 5]
    return commands.set_sounding(view, _instance(view, numbers[2]), _run(view, numbers), state)


def _cells_of_all(view: VideoView, numbers: Numbers) -> Command:
    cells = [(each.instance_id, _second(view, numbers[1])) for each in view.instances]
    return commands.set_cells(view, cells, list(Sounding)[numbers[0] % 5])


def _toggle(view: VideoView, numbers: Numbers) -> Command:
    return commands.toggle_sounding(view, _instance(view, numbers[0]), _second(view, numbers[1]))


def _mask(view: VideoView, numbers: Numbers) -> Command:
    return commands.commit_mask(
        view,
        _instance(view, numbers[0]),
        _second(view, numbers[1]),
        _rle(numbers[2]),
        CLICKED,
        overlap=list(commands.Overlap)[numbers[2] % 3],
    )


def _remove_masks(view: VideoView, numbers: Numbers) -> Command:
    return commands.remove_masks(view, _cells(view, numbers))


def _add(view: VideoView, numbers: Numbers) -> Command | None:
    if len(view.instances) >= 5:
        return None
    made = commands.new_instance(view, CategoryId(1 + numbers[0] % 2))
    return commands.add_instance(view, made)


def _category(view: VideoView, numbers: Numbers) -> Command:
    return commands.change_category(
        view, _instance(view, numbers[0]), CategoryId(1 + numbers[1] % 2)
    )


def _renumber(view: VideoView, numbers: Numbers) -> Command:
    return commands.renumber_instance(view, _instance(view, numbers[0]), numbers[1] % 4)


def _remove(view: VideoView, numbers: Numbers) -> Command:
    return commands.remove_instance(view, _instance(view, numbers[0]))


def _merge(view: VideoView, numbers: Numbers) -> Command:
    return commands.merge_instances(view, _instance(view, numbers[0]), _instance(view, numbers[1]))


def _split(view: VideoView, numbers: Numbers) -> Command | None:
    if len(view.instances) >= 5:
        return None
    return commands.split_instance(view, _instance(view, numbers[0]), _second(view, numbers[1]))


def _swap(view: VideoView, numbers: Numbers) -> Command:
    return commands.swap_instances(
        view,
        _instance(view, numbers[0]),
        _instance(view, numbers[1]),
        _second(view, numbers[2]),
    )


def _suggest(view: VideoView, numbers: Numbers) -> Command:
    model = ("flow", "carried")[numbers[2] % 2]
    found = [
        suggestion(name, second, corner=numbers[0] % 9, model=model, confidence=numbers[2] / 1000)
        for name, second in _cells(view, numbers)
    ]
    return commands.add_proposals(view, found)


def _accept(view: VideoView, numbers: Numbers) -> Command:
    return commands.accept_proposals(view, _cells(view, numbers), author="ann", seconds_spent=2.0)


def _drop(view: VideoView, numbers: Numbers) -> Command:
    return commands.drop_proposals(view, _cells(view, numbers))


def _silence(view: VideoView, numbers: Numbers) -> Command:
    return commands.accept_silences(view, _run(view, numbers))


def _reopen(view: VideoView, numbers: Numbers) -> Command:
    return commands.reopen_silences(view, _run(view, numbers))


def _on_instances(make: Maker) -> Maker:
    return lambda view, numbers: make(view, numbers) if view.instances else None


KINDS: dict[str, Maker] = {
    "add": _add,
    "silence": _silence,
    "reopen": _reopen,
} | {
    name: _on_instances(make)
    for name, make in {
        "sounding": _sounding,
        "cells": _cells_of_all,
        "toggle": _toggle,
        "mask": _mask,
        "mask again": _mask,
        "remove masks": _remove_masks,
        "category": _category,
        "renumber": _renumber,
        "remove": _remove,
        "merge": _merge,
        "split": _split,
        "swap": _swap,
        "suggest": _suggest,
        "suggest more": _suggest,
        "accept": _accept,
        "drop": _drop,
    }.items()
}
