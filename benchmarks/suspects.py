"""How many planted slips does each finder of suspects find, and how much of what it finds is one (R27)?

`python benchmarks/suspects.py` renders projects as `avisbuild synth` does, plants slips of one kind at a time
in what is annotated (`planted_slips.py`), and looks for it. Precision counts the suspects that are where
a slip was planted, recall the slips that some suspect is at. With folders of projects it takes those, and
writes nothing. What is found where nothing was planted stands beside it, and so does what looking costs.
The finders' numbers were chosen with the seeds 1, 3 and 5.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from harness import timed, write_result
from planted_scene import Scene, Slip
from planted_slips import PLANTS

from avisbuild.checks.suspects import ALL_KINDS, Suspect, SuspectKind, find_suspects
from avisbuild.checks.suspects.folder_media import FolderMedia
from avisbuild.checks.suspects.media import Image
from avisbuild.checks.suspects.shapes import shape_of
from avisbuild.masks import encode
from avisbuild.records import Instance, InstanceId, Sounding, Taxonomy, Track, Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild.synth.options import Factor, SceneOptions
from avisbuild_pipelines.synthesis import Form, SynthOptions, synthesize

_SEEDS = (61, 62)
_GOAL = 0.9
# So often a kind is planted in each video; each time alone.
_TIMES = 3
# Each set: width and height, scenes, seconds, what occurs in every scene.
_SETS = (((320, 180), 24, 20, frozenset()), ((640, 360), 12, 20, frozenset({Factor.SILENCE})))
_TIMED = (1280, 720), 60, 5


@dataclass
class Counts:
    """What became of one kind."""

    planted: int = 0
    found: int = 0
    suspects: int = 0
    right: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Case:
    """A video that is right, with its pictures and sound."""

    scene: Scene
    taxonomy: Taxonomy
    silences: frozenset[int]
    media: FolderMedia

    def look(self, scene: Scene, kinds: Sequence[SuspectKind]) -> tuple[Suspect, ...]:
        """What is suspect in the video as it is annotated in `scene`."""
        return find_suspects(
            scene.video,
            scene.tracks,
            self.taxonomy,
            silences=self.silences,
            media=self.media,
            kinds=kinds,
        ).suspects


def main() -> None:
    """Measure, and write `results/suspects.json`."""
    folders = [Path(each) for each in sys.argv[1:]]
    with tempfile.TemporaryDirectory() as scratch:
        cases = [case for each in folders or _render(Path(scratch)) for case in _cases(each)]
        counts = {kind: Counts() for kind in PLANTS}
        clean: Counter[str] = Counter()
        for number, case in enumerate(cases):
            clean.update(each.kind.value for each in case.look(case.scene, tuple(ALL_KINDS)))
            for kind in PLANTS:
                _measure(case, kind, number, counts[kind])
    if folders:
        _show(counts, clean)
        return
    figures = _figures(cases, counts, clean) | {"looking": _costs()}
    question = "How many planted slips does each finder find, and how much of what it finds is one?"
    write_result("suspects", question=question, figures=figures)


def _render(scratch: Path) -> list[Path]:
    folders = []
    for seed, ((width, height), count, seconds, always) in zip(_SEEDS, _SETS, strict=True):
        scene = SceneOptions(
            seed=seed, seconds=seconds, width_px=width, height_px=height, always=always
        )
        folders.append(scratch / f"set-{seed}")
        synthesize(folders[-1], SynthOptions(scene=scene, video_count=count, form=Form.PROJECT))
    return folders


def _costs() -> dict[str, Any]:
    """What looking takes in a made-up video of a minute, without pictures and with all of them."""
    (width, height), seconds, count = _TIMED
    video = Video(video_id=VideoId("timed"), second_count=seconds, height_px=height, width_px=width)
    media = _Pictures(video)
    tracks = tuple(_timed_track(video, index) for index in range(count))
    taxonomy = load_recipe("aviseg").taxonomy
    without = timed(lambda: find_suspects(video, tracks, taxonomy))
    shape_of.cache_clear()
    with_all = timed(lambda: find_suspects(video, tracks, taxonomy, media=media))
    again = timed(lambda: find_suspects(video, tracks, taxonomy))
    return {
        "video": f"{seconds} s, {count} instances, {width} x {height}",
        "masks": seconds * count,
        "cpu_s_without_media": round(without.cpu_s, 2),
        "cpu_s_with_every_second_moving": round(with_all.cpu_s, 2),
        "cpu_s_without_media_again": round(again.cpu_s, 2),
        "flows": media.read // 2,
    }


class _Pictures:
    """Pictures of noise that moves, so that flow has its work; no sound."""

    def __init__(self, video: Video) -> None:
        rng = np.random.default_rng(0)
        size = video.height_px // 2, video.width_px // 2
        self._picture = cv2.GaussianBlur(
            rng.integers(0, 256, (*size, 3)).astype(np.uint8), (0, 0), 3
        )
        self.read = 0

    def sound(self) -> None:
        return None

    def has_frames(self) -> bool:
        return True

    def frame(self, second: int, /) -> Image:
        self.read += 1
        return np.roll(self._picture, 2 * second, 1)


def _timed_track(video: Video, index: int) -> Track:
    """An ellipse that wanders and whose area changes by half from second to second."""
    masks = []
    for second in range(video.second_count):
        pixels = np.zeros(video.size, np.uint8)
        centre = 150 + 220 * index + 2 * second, 360 + 5 * (second % 7)
        axes = 95 if second % 2 else 70, 180
        masks.append(encode(cv2.ellipse(pixels, centre, axes, 10, 0, 360, 1, -1).astype(np.bool_)))
    instance = Instance(
        instance_id=InstanceId(f"timed-{index}"),
        video_id=video.video_id,
        category_id=load_recipe("aviseg").taxonomy.categories[0].category_id,
        number=index + 1,
    )
    return Track(
        instance=instance,
        states=(Sounding.SOUNDING,) * video.second_count,
        masks=tuple(masks),
    )


def _cases(folder: Path) -> Iterator[Case]:
    with Project.open(folder) as project:
        for video in project.videos():
            media = FolderMedia(project.video_dir(video.video_id), video)
            sound = media.sound()
            assert sound is not None
            yield Case(
                Scene(video, project.tracks(video.video_id), sound.level_db),
                project.taxonomy,
                frozenset(),
                media,
            )


def _measure(case: Case, kind: SuspectKind, number: int, counts: Counts) -> None:
    """Plant a slip of this kind, look for this kind, and count; several times."""
    for time in range(1 if kind is SuspectKind.LAG else _TIMES):
        rng = np.random.default_rng([number, list(PLANTS).index(kind), time])
        planted = PLANTS[kind](case.scene, rng)
        if planted is None:
            continue
        tracks, slip = planted
        found = case.look(replace(case.scene, tracks=tracks), (kind,))
        right = [each for each in found if _is_at(each, slip)]
        counts.planted += 1
        counts.found += bool(right)
        counts.suspects += len(found)
        counts.right += len(right)
        where = f"{case.scene.video.video_id} #{time}"
        if not right:
            counts.missed.append(f"{where} {sorted(slip.seconds)[:4]} {sorted(slip.instance_ids)}")
        counts.wrong += [
            f"{where} {each.second} {dict(each.fields)}" for each in found if each not in right
        ]


def _is_at(suspect: Suspect, slip: Slip) -> bool:
    """Whether a suspect leads a person to the slip: its instance, and its second or the one before that."""
    seconds = {suspect.second, int(suspect.fields.get("before", suspect.second))}
    seconds |= set(range(suspect.second, int(suspect.fields.get("stop", suspect.second + 1))))
    is_its = not slip.instance_ids or suspect.place.instance_id in slip.instance_ids
    return is_its and bool(seconds & slip.seconds)


def _figures(
    cases: Sequence[Case], counts: Mapping[SuspectKind, Counts], clean: Counter[str]
) -> dict[str, Any]:
    minutes = sum(case.scene.video.second_count for case in cases) / 60
    by_kind = {kind.value: _figure(each) for kind, each in counts.items()}
    return {
        "videos": len(cases),
        "minutes": round(minutes, 1),
        "goal": _GOAL,
        "by_kind": by_kind,
        "below_goal": sorted(
            kind for kind, each in by_kind.items() if min(each["precision"], each["recall"]) < _GOAL
        ),
        "suspects_in_what_is_right": dict(sorted(clean.items())),
        "suspects_a_minute_in_what_is_right": round(sum(clean.values()) / minutes, 2),
    }


def _figure(counts: Counts) -> dict[str, Any]:
    return {
        "planted": counts.planted,
        "precision": round(counts.right / counts.suspects, 3) if counts.suspects else 0.0,
        "recall": round(counts.found / counts.planted, 3) if counts.planted else 0.0,
    }


def _show(counts: Mapping[SuspectKind, Counts], clean: Counter[str]) -> None:
    for kind, each in counts.items():
        sys.stdout.write(f"{kind.value}: {_figure(each)}\n")
        sys.stdout.writelines(f"   missed {line}\n" for line in each.missed)
        sys.stdout.writelines(f"   wrong {line}\n" for line in each.wrong)
    sys.stdout.write(f"clean: {dict(clean)}\n")


if __name__ == "__main__":
    main()
