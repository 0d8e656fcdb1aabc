"""Checks of the layer of visible silent objects, by itself and against the truth that it lies beside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import TruthCheck, TruthFacts, TruthJson
from avisbuild.formats.aviseg.records import ANNOTATION, AnnotationRecord
from avisbuild.formats.findings import Finding, error
from avisbuild.progress import Progress, silent
from avisbuild.records import Split
from avisbuild.releases.card import RELEASE_CARD
from avisbuild.releases.silent_file import silent_files

# The truth beside it is told of that already.
_SAID_OF_THE_TRUTH = "categories-official"
_ENTRIES = msgspec.json.Decoder(list[msgspec.Raw])
_NOTHING = b"null"


@dataclass(frozen=True, slots=True)
class _SilentTrack:
    """An annotation of the layer: where it stands, of what it is, and in which seconds it has a mask."""

    place: str
    video_id: int
    category_id: int
    seconds: frozenset[int]


def check_silent(
    folder: Path,
    facts: Mapping[Split, TruthFacts],
    silent_facts: dict[Split, TruthFacts],
    *,
    exact: bool,
    progress: Progress = silent,
) -> Iterator[Finding]:
    """Everything wrong in the layer's files; `silent_facts` is filled on the way."""
    for split, path in silent_files(folder).items():
        try:
            check = TruthCheck(TruthJson.read(path, path.name), exact=exact)
        except FormatError as problem:
            told = str(problem).removeprefix(path.name).lstrip(": ")
            yield error("json", path.name, "said", text=told)
            continue
        found = list(check.findings(progress=progress))
        yield from (each for each in found if each.rule != _SAID_OF_THE_TRUTH)
        silent_facts[split] = check.facts
        if split not in facts:
            yield error("silent-alone", path.name, "silent-without-truth", truth=f"{split}.json")
        elif check.facts.videos != facts[split].videos:
            yield error("silent-videos", path.name, "silent-other-videos", truth=f"{split}.json")
        elif not any(each.rule in ("schema", "json") for each in found):
            yield from _check_against_truth(path, folder / f"{split}.json")


def check_silent_counts(
    card: Mapping[str, Any], silent_facts: Mapping[Split, TruthFacts]
) -> Iterator[Finding]:
    """`release.json` must count what the layer's files hold, and name none that is not there."""
    told = card.get("silent", {})
    for split in Split:
        if split not in told and split not in silent_facts:
            continue
        fact = silent_facts.get(split, TruthFacts())
        for what, count in (("instances", fact.instances), ("masks", fact.masks)):
            found = told.get(split, {}).get(what, 0)
            if found != count or split not in told:
                place = f"{RELEASE_CARD} silent.{split}.{what}"
                yield error("card-counts", place, "card-count", expected=count, found=found)


def _check_against_truth(path: Path, truth_path: Path) -> Iterator[Finding]:
    """An id in both files is one instance; nothing is silent and sounding in one second."""
    tracks = _tracks_by_id(TruthJson.read(path, path.name))
    try:
        for _, record in TruthJson.read(truth_path, truth_path.name).each(
            "annotations", ANNOTATION
        ):
            track = tracks.get(record.id)
            if track is None:
                continue
            if (track.video_id, track.category_id) != (record.video_id, record.category_id):
                fields = {"id": record.id, "truth": truth_path.name}
                yield error("silent-identity", track.place, "silent-another", **fields)
            elif both := sorted(track.seconds & _masked_seconds(record)):
                fields = {"second": both[0], "count": len(both), "truth": truth_path.name}
                yield error("silent-sounds", track.place, "silent-and-sounding", **fields)
    except FormatError:
        return  # the check of the truth says it


def _tracks_by_id(layer: TruthJson) -> dict[int, _SilentTrack]:
    return {
        record.id: _SilentTrack(
            f"{layer.name} {place}", record.video_id, record.category_id, _masked_seconds(record)
        )
        for place, record in layer.each("annotations", ANNOTATION)
    }


def _masked_seconds(record: AnnotationRecord) -> frozenset[int]:
    entries = _ENTRIES.decode(record.segmentations)
    return frozenset(
        second for second, entry in enumerate(entries) if bytes(entry).strip() != _NOTHING
    )
