"""The videos of a release by split, as its own files say."""

from pathlib import Path

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import TruthJson
from avisbuild.formats.aviseg.records import VIDEO
from avisbuild.messages import Message
from avisbuild.records import video_id
from avisbuild.releases.audit.placement import Placement, in_order, read_placement
from avisbuild.releases.splits import SPLITS_FILE
from avisbuild.releases.splits.items import SplitItem
from avisbuild.releases.validate import truth_files


def placement_of_release(folder: Path) -> Placement:
    """From `splits.csv`, which has groups, too; of a release that has none, from its truth JSONs.

    Raises ReleaseError for a folder that is no release, FormatError for files that cannot be read, OSError.
    """
    if (folder / SPLITS_FILE).is_file():
        return read_placement(folder / SPLITS_FILE)
    splits: dict[str, set[str]] = {}
    for split, path in truth_files(folder).items():
        for place, video in TruthJson.read(path, path.name).each("videos", VIDEO):
            try:
                name = video_id(video.name)
            except ValueError as error:
                raise FormatError(
                    "splits-wrong",
                    file=path.name,
                    problem=Message("audit-place", place=place, reason=error),
                ) from error
            splits.setdefault(name, set()).add(str(split))
    return Placement(
        items=tuple(SplitItem(video_id=video_id(name)) for name in sorted(splits)),
        splits={video_id(name): tuple(in_order(splits[name])) for name in sorted(splits)},
    )
