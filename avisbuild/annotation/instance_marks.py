"""Which instances a person has hidden or locked; the project knows nothing of it."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any, Self

from avisbuild.annotation.command import Command
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.records import Instance, InstanceId, Mask, Rle, Sounding, SoundingCell
from avisbuild.store import Edit


@dataclass(frozen=True, slots=True)
class InstanceMarks:
    """One person's marks on the instances of a project, in whichever video they are."""

    hidden: frozenset[InstanceId] = frozenset()
    locked: frozenset[InstanceId] = frozenset()

    def with_hidden_toggled(self, instance_id: InstanceId) -> Self:
        """Hide an instance that is shown, or show it again."""
        return replace(self, hidden=self.hidden ^ {instance_id})

    def with_locked_toggled(self, instance_id: InstanceId) -> Self:
        """Lock an instance, or open it again."""
        return replace(self, locked=self.locked ^ {instance_id})

    @property
    def document(self) -> dict[str, list[str]]:
        """As JSON in a person's bookmark."""
        return {"hidden": sorted(self.hidden), "locked": sorted(self.locked)}

    @classmethod
    def from_document(cls, document: Any) -> Self:
        """What a bookmark holds; nothing where it holds anything else."""
        found = document if isinstance(document, dict) else {}
        return cls(_ids(found.get("hidden")), _ids(found.get("locked")))


def keeping(command: Command, locked: Collection[InstanceId]) -> Command:
    """The command, which changes nothing and raises ProjectError where it would change a locked instance.

    That is its category, its masks and when it sounds; what programs propose for it may come and go.
    """

    def carry_out(edit: Edit, now: VideoView) -> None:
        guarded = [each for each in locked if each in now.by_id]
        before = [_content_in_view(now, each) for each in guarded]
        command.carry_out(edit, now)
        for instance_id, known in zip(guarded, before, strict=True):
            if _content_in_edit(edit, now, instance_id) != known:
                raise ProjectError("instance-locked", name=now.name(instance_id))

    return replace(command, carry_out=carry_out) if locked else command


_Content = tuple[Instance | None, dict[int, Rle], dict[int, Sounding]]


def _content_in_view(view: VideoView, instance_id: InstanceId) -> _Content:
    track = view.track(instance_id)
    return (
        track.instance,
        {second: rle for second, rle in enumerate(track.masks) if rle is not None},
        {s: state for s, state in enumerate(track.states) if state is not Sounding.SILENT},
    )


def _content_in_edit(edit: Edit, view: VideoView, instance_id: InstanceId) -> _Content:
    video_id = view.video.video_id
    instances = {each.instance_id: each for each in edit.records(Instance, video_id)}
    masks = edit.records(Mask, video_id)
    cells = edit.records(SoundingCell, video_id)
    return (
        instances.get(instance_id),
        {each.second: each.rle for each in masks if each.instance_id == instance_id},
        {each.second: each.state for each in cells if each.instance_id == instance_id},
    )


def _ids(found: object) -> frozenset[InstanceId]:
    names = found if isinstance(found, list) else []
    return frozenset(InstanceId(each) for each in names if isinstance(each, str))
