"""Under which ids this project has what a share calls otherwise: kept with a merge, for the next one."""

from collections.abc import Hashable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, TypeVar

import msgspec

from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.review.merging.conflict import Three
from avisbuild.store.categories import CATEGORIES
from avisbuild.store.earlier_rows import Place, Row, Rows
from avisbuild.store.kind import KINDS

_Id = TypeVar("_Id", bound=Hashable)


@dataclass(slots=True)
class OtherIds:
    """From the share's ids to ours, of those that differ; comments are numbered by video."""

    categories: dict[int, int] = field(default_factory=dict)
    instances: dict[str, str] = field(default_factory=dict)
    comments: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: object, *, project: object) -> "OtherIds":
        """What `document` gave; raises ProjectError for anything else."""
        try:
            return msgspec.convert(document, cls, strict=False, str_keys=True)
        except msgspec.ValidationError as error:
            raise ProjectError("merge-ids", project=project, reason=error) from error

    def document(self) -> dict[str, Any]:
        """As it is kept in the journal."""
        found: dict[str, Any] = msgspec.to_builtins(asdict(self), str_keys=True)
        return found

    def category_rows(self, three: Three, notes: list[Message]) -> Three:
        """The categories at the last merge and in the share now, under our ids; what is told."""
        more = _beside(self.categories, three, CATEGORIES)
        for old, new in more.items():
            name = three.theirs[CATEGORIES, (old,)]["name"]
            notes.append(Message("merge-category-id", name=name, old=old, new=new))
        self.categories |= more
        return self._here(three)

    def video_rows(self, three: Three, video_id: str, notes: list[Message]) -> Three:
        """The same of a video, after the categories."""
        numbers = self.comments.get(video_id, {})
        more = _beside(numbers, three, "comments")
        for old, new in more.items():
            notes.append(Message("merge-comment-number", video=video_id, old=old, new=new))
        if more:
            self.comments[video_id] = {**numbers, **more}
        return self._here(three)

    def add_categories(self, more: Mapping[int, int]) -> None:
        """Ids that this merge gives to what has others after those that are known already."""
        self.categories = _then(self.categories, more)

    def add_instances(self, more: Mapping[str, str]) -> None:
        """The same for instances."""
        self.instances = _then(self.instances, more)

    def add_comments(self, video_id: str, more: Mapping[int, int]) -> None:
        """The same for the comments of a video."""
        if numbers := _then(self.comments.get(video_id, {}), more):
            self.comments[video_id] = numbers

    def _here(self, three: Three) -> Three:
        return Three(
            base=self._renamed(three.base), ours=three.ours, theirs=self._renamed(three.theirs)
        )

    def _renamed(self, rows: Rows) -> dict[Place, Row]:
        """A category of the share that is called as one of ours was before goes, and ours stays."""
        kept: dict[Place, Row] = {}
        moved: dict[Place, Row] = {}
        for (table, key), row in rows.items():
            new = self._row(table, row)
            place = (table, KINDS[table].key_of(new))
            (kept if place == (table, key) else moved)[place] = new
        return {**moved, **kept}

    def _row(self, table: str, row: Row) -> Row:
        others: dict[str, Any] = {}
        if row.get("category_id") in self.categories:
            others["category_id"] = self.categories[row["category_id"]]
        if row.get("instance_id") in self.instances:
            others["instance_id"] = self.instances[row["instance_id"]]
        if table == "comments":
            numbers = self.comments.get(row["video_id"], {})
            others["number"] = numbers.get(row["number"], row["number"])
        return {**row, **others} if others else row


def _beside(known: Mapping[int, int], three: Three, table: str) -> dict[int, int]:
    """Free ids for what the share has made since, where something else of it has that id here."""
    old, now, ours = (
        {int(key[-1]) for name, key in side if name == table}
        for side in (three.base, three.theirs, three.ours)
    )
    used = {known.get(each, each) for each in old}
    first = max(old | now | ours | used, default=0) + 1
    return {number: first + count for count, number in enumerate(sorted((now - old) & used))}


def _then(known: Mapping[_Id, _Id], more: Mapping[_Id, _Id]) -> dict[_Id, _Id]:
    """Both one after the other."""
    renamed = {old: more.get(new, new) for old, new in known.items()}
    middle = set(known.values())
    return renamed | {
        old: new for old, new in more.items() if old not in known and old not in middle
    }
