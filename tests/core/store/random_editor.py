"""A process that edits projects at random, one forked child a project; run as a script by the tests."""

import random
import sys
from itertools import count
from pathlib import Path

import numpy as np

from avisbuild.masks import encode
from avisbuild.records import (
    CategoryId,
    Comment,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Provenance,
    Sounding,
    SoundingSpan,
    VideoId,
)
from avisbuild.store import Edit, Project

sys.path.append(str(Path(__file__).parents[2]))
from core.store.forked import say_edit, serve

_PROVENANCE = Provenance(source=MaskSource.BRUSH)


def _mask(instance: InstanceId, second: int, size: tuple[int, int], rng: random.Random) -> Mask:
    pixels = np.random.default_rng(rng.randrange(1 << 30)).random(size) < 0.3
    return Mask(instance_id=instance, second=second, rle=encode(pixels), provenance=_PROVENANCE)


def _change(edit: Edit, project: Project, rng: random.Random, name: str) -> None:
    """One random change to the first video, most often a mask, now and then a whole new instance."""
    video = project.videos()[0]
    tracks = project.tracks(video.video_id)
    choice = rng.random()
    if choice < 0.2 or not tracks:
        instance = Instance(
            instance_id=InstanceId(name),
            video_id=video.video_id,
            category_id=CategoryId(1),
            number=max((track.instance.number for track in tracks), default=0) + 1,
        )
        edit.add(instance)
        for second in range(video.second_count):
            edit.put(_mask(instance.instance_id, second, video.size, rng))
        return
    instance_id = rng.choice(tracks).instance.instance_id
    second = rng.randrange(video.second_count)
    if choice < 0.3 and len(tracks) > 2:
        edit.drop(Instance, instance_id=instance_id)
    elif choice < 0.5:
        state = rng.choice(list(Sounding))
        edit.set_sounding(
            SoundingSpan(
                instance_id=instance_id, start=second, stop=video.second_count, state=state
            )
        )
    elif choice < 0.6:
        edit.add_comment(Comment(video_id=VideoId(video.video_id), author=name, text="look"))
    else:
        edit.put(_mask(instance_id, second, video.size, rng))


def _edit_at_random(folder: Path, seed: int, total: int) -> None:
    rng = random.Random(seed)
    with Project.open(folder) as project:
        for number in range(total) if total else count():
            # Read inside the edit: nobody else can write until it ends.
            with project.edit(author=str(seed), action="Random") as edit:
                _change(edit, project, rng, f"{seed}-{number}")
            say_edit(edit.head)


if __name__ == "__main__":
    serve(_edit_at_random)
