"""Tracks that come from outside, whole: rendered or read from a file."""

from avisbuild.records import Mask, Provenance, Track, sounding_spans
from avisbuild.store import Edit


def add_track(edit: Edit, track: Track, provenance: Provenance) -> None:
    """Add an instance with its states and masks; every mask has the same provenance."""
    instance_id = track.instance.instance_id
    edit.add(track.instance)
    for span in sounding_spans(instance_id, track.states):
        edit.set_sounding(span)
    for second, rle in enumerate(track.masks):
        if rle is not None:
            mask = Mask(instance_id=instance_id, second=second, rle=rle, provenance=provenance)
            edit.put(mask)
