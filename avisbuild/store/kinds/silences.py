"""The tables of seconds that people have heard: those in which nothing sounds, and all of them."""

from avisbuild.records import Heard, Silence
from avisbuild.store.kinds.kind import Facts, Kind
from avisbuild.store.kinds.seconds import check_second


def _check(facts: Facts, row: Silence | Heard) -> None:
    check_second(facts.video(row.video_id), row.second)


SILENCES = Kind(
    name="silences",
    record=Silence,
    key=("video_id", "second"),
    owner="video",
    check=_check,
    is_annotation=True,
)
HEARD = Kind(
    name="heard",
    record=Heard,
    key=("video_id", "second", "person"),
    owner="video",
    check=_check,
    is_journalled=False,
    outlives_rebuild=True,
)
