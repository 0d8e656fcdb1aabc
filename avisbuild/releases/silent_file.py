"""`train_silent.json` and its like: masks of visible silent objects, which leave a project when asked for."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from avisbuild.formats.aviseg import SilentIds, SilentRecord, VideoTruth, write_truth
from avisbuild.records import Split, Taxonomy, Video

SILENT_ENDING = "_silent.json"


@dataclass(slots=True)
class SilentCounts:
    """What the layer of one split holds."""

    instances: int = 0
    masks: int = 0

    def add(self, truth: VideoTruth) -> None:
        """Add one video to the counts of its split."""
        self.instances += len(truth.annotations)
        self.masks += truth.mask_count


def silent_name(split: Split) -> str:
    """The layer's file in a release."""
    return f"{split}{SILENT_ENDING}"


def silent_files(folder: Path) -> Mapping[Split, Path]:
    """The layer's files of a release, of those splits that have one."""
    paths = {split: folder / silent_name(split) for split in Split}
    return {split: path for split, path in paths.items() if path.is_file()}


def write_silent(
    path: Path,
    taxonomy: Taxonomy,
    videos: Sequence[Video],
    records: Iterable[SilentRecord],
    truth_counts: Sequence[int],
) -> SilentCounts:
    """Write the layer of one split; `truth_counts` are the annotations that its truth has of each video."""
    ids, counts = SilentIds(truth_counts), SilentCounts()

    def truths() -> Iterator[VideoTruth]:
        for number, record in enumerate(records, start=1):
            truth = ids.of_video(number, record)
            counts.add(truth)
            yield truth

    write_truth(path, taxonomy, videos, truths())
    return counts
