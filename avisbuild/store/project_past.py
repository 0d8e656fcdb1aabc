"""What a project was before, as its journal tells it: earlier annotation, and its videos' moves."""

from collections.abc import Collection, Iterator, Mapping

from sqlalchemy import Engine

from avisbuild.records import VideoId
from avisbuild.store.engine import corrupt_rows_as_errors, reading
from avisbuild.store.past import Past, read_pasts
from avisbuild.store.round_moves import RoundMove, read_round_moves


class ProjectPast:
    """Reads the journal of one project; every call sees one moment of it."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    def annotations(self, wanted: Mapping[VideoId, Collection[int]]) -> Iterator[Past]:
        """Each video as it was annotated after the journal's entries that are asked for.

        All at one moment: what is edited between two of them is not in them. Raises ProjectError.
        """
        with (
            corrupt_rows_as_errors(self._name),
            reading(self._engine) as connection,
            connection.begin(),
        ):
            yield from read_pasts(connection, wanted)

    def round_moves(self, video_id: VideoId | None = None) -> list[RoundMove]:
        """What the journal says of the rounds of all videos, or of one, oldest first. Raises ProjectError."""
        with (
            corrupt_rows_as_errors(self._name),
            reading(self._engine) as connection,
            connection.begin(),
        ):
            return list(read_round_moves(connection, video_id))
