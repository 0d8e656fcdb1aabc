"""All figures of one protocol as one flat table, with the keys that papers and JSON use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from avisbuild.metrics.fsla import KINDS, FslaResult, compute_fsla
from avisbuild.metrics.fsla_reference import Stop
from avisbuild.metrics.hota import HOTA_FIGURES, compute_hota, own_hotas
from avisbuild.metrics.own_map import own_maps
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.metrics.scoring import VideoCounts
from avisbuild.metrics.track_map import MAP_FIGURES, compute_track_map

FSLA_FIGURES = ("FSLA", "FSLAn", "FSLAs", "FSLAm")
FIGURES = (*FSLA_FIGURES, *HOTA_FIGURES, *MAP_FIGURES)
_VIDEO_FIGURES = (*FSLA_FIGURES, "HOTA", "DetA", "AssA", "LocA", "mAP")
Table = dict[str, float | None]
_NO_HOTA: Table = dict.fromkeys(HOTA_FIGURES)
_NO_MAP: Table = dict.fromkeys(MAP_FIGURES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """One protocol's figures in percent, by the names of FIGURES; None, or NaN (reference), where undefined.

    `right` and `frames` count silent, single- and multi-source frames. `by_class` has the figures of each
    category on its own.
    """

    table: Table
    right: tuple[float, float, float]
    frames: tuple[int, int, int]
    by_class: Mapping[int, Table]
    stops: tuple[Stop, ...] = ()

    @property
    def counts(self) -> dict[str, dict[str, float]]:
        """Frames of each kind: how many are right, and all."""
        return {
            kind: {"right": right, "all": frames}
            for kind, right, frames in zip(KINDS, self.right, self.frames, strict=True)
        }


def compute_figures(
    videos: Sequence[VideoCounts], protocol: EvaluationProtocol, categories: Sequence[int]
) -> Figures:
    """The figures of these videos together."""
    fsla = compute_fsla([video.fsla for video in videos], protocol)
    hota = compute_hota([video.hota for video in videos], protocol, categories)
    track_map = compute_track_map([video.track_map for video in videos], protocol, categories)
    return Figures(
        table={
            **fsla_table(fsla),
            **hota.overall.table(),
            **track_map.overall.table(),
        },
        right=fsla.right,
        frames=fsla.frames,
        by_class={
            class_id: {
                **(hota.by_class[class_id].table() if class_id in hota.by_class else _NO_HOTA),
                **(
                    track_map.by_class[class_id].table()
                    if class_id in track_map.by_class
                    else _NO_MAP
                ),
            }
            for class_id in sorted({*hota.by_class, *track_map.by_class})
        },
        stops=fsla.stops,
    )


def compute_video_figures(
    videos: Sequence[VideoCounts], protocol: EvaluationProtocol
) -> list[Table]:
    """Each video's own figures; HOTA and mAP are means over the categories in it, under both protocols."""
    reference = protocol is EvaluationProtocol.REFERENCE
    hotas = own_hotas([video.hota for video in videos], loca_always=reference)
    maps = own_maps([video.track_map for video in videos], protocol)
    tables = []
    for video, hota, mean_ap in zip(videos, hotas, maps, strict=True):
        fsla = fsla_table(compute_fsla([video.fsla], protocol))
        table = {**fsla, **hota.table(), "mAP": mean_ap}
        tables.append({name: table[name] for name in _VIDEO_FIGURES})
    return tables


def fsla_table(result: FslaResult) -> Table:
    """FSLA under the names of FSLA_FIGURES."""
    values = (result.overall, result.silent, result.single, result.multi)
    return dict(zip(FSLA_FIGURES, values, strict=True))
