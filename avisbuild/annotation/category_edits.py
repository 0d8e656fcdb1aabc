"""Editing a project's categories: each edit an entry of the journal, which can be taken back.

Rows of the table are never dropped: a category that was removed, merged or undone is retired, so that its id
is nobody else's (decision 0120).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from avisbuild.annotation.history import History
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.messages import Message
from avisbuild.records import Category, CategoryId, Instance, KeptCategory, Taxonomy, VideoId
from avisbuild.records.category_colours import Rgb, colours_apart
from avisbuild.records.category_names import check_distinct, checked_name, folded
from avisbuild.store import Edit, Operation, Project, Step
from avisbuild.store.categories import CATEGORIES
from avisbuild.store.kind import kind_of

# What every edit of categories is called in the journal.
KIND = "category-"
_OF_NO_VIDEO = VideoId("")
_MOST_DIGITS = 10


def find(taxonomy: Taxonomy, word: str) -> Category:
    """The category of a name, a synonym or an id; raises ProjectError."""
    is_id = word.isascii() and word.isdecimal() and len(word) <= _MOST_DIGITS
    number = CategoryId(int(word) if is_id else 0)
    found = taxonomy.find(word) or taxonomy.by_id.get(number)
    if found is None:
        known = ", ".join(each.name for each in taxonomy)
        raise ProjectError("category-unknown", name=word, known=known)
    return found


def add(project: Project, author: str, new: Category) -> Category:
    """Add a category, with the next id that none ever had in place of its own.

    Raises ProjectError where another one has its name.
    """
    name = checked_name(new.name)
    synonyms = _checked_synonyms(name, new.synonyms)
    with project.edit(author=author, action=Message("category-add", name=name)) as edit:
        kept = edit.all_records(KeptCategory)
        number = CategoryId(1 + max((each.category.category_id for each in kept), default=0))
        made = replace(new, category_id=number, name=name, synonyms=synonyms)
        _release_words(edit, made)
        _check_are_no_names(edit, made, synonyms)
        edit.put(KeptCategory(category=made))
    return made


def check_new(taxonomy: Taxonomy, names: Sequence[str]) -> None:
    """Refuse names that are there, or twice among these, before any is added; raises AvisbuildError."""
    check_distinct(names)
    known = {folded(each.name): each for each in taxonomy}
    for name in names:
        if other := known.get(folded(name)):
            raise ProjectError(
                "category-name-taken", name=other.name, category_id=other.category_id
            )


def add_named(project: Project, author: str, name: str) -> Category:
    """Add a category of which only the name is known, in a colour far from those of all others."""
    colour = own_colour(project.taxonomy)
    new = Category(category_id=CategoryId(1), name=checked_name(name), colour_rgb=colour)
    return add(project, author, new)


def own_colour(taxonomy: Taxonomy) -> Rgb:
    """A colour that is far from those of all categories."""
    (colour,) = colours_apart(1, [each.colour_rgb for each in taxonomy])
    return colour


def rename(project: Project, author: str, old: Category, name: str) -> Category:
    """Call a category otherwise; its old name stays as a synonym, which finds it in lists and files."""
    name = checked_name(name)
    words = [each for each in (old.name, *old.synonyms) if folded(each) != folded(name)]
    made = replace(old, name=name, synonyms=tuple(words))
    with project.edit(
        author=author, action=Message("category-rename", name=old.name, new=name)
    ) as edit:
        _check_is_as_seen(edit, old)
        _release_words(edit, made)
        edit.put(KeptCategory(category=made))
    return made


def recolour(project: Project, author: str, old: Category, colour_rgb: Rgb) -> Category:
    """Give a category another colour."""
    made = replace(old, colour_rgb=colour_rgb)
    said = "#{:02x}{:02x}{:02x}".format(*colour_rgb)
    with project.edit(
        author=author, action=Message("category-colour", name=old.name, colour=said)
    ) as edit:
        _check_is_as_seen(edit, old)
        edit.put(KeptCategory(category=made))
    return made


def set_synonyms(project: Project, author: str, old: Category, synonyms: Sequence[str]) -> Category:
    """Say which other words a category is found by."""
    made = replace(old, synonyms=_checked_synonyms(old.name, synonyms))
    said = ", ".join(made.synonyms)
    with project.edit(
        author=author, action=Message("category-synonyms", name=old.name, synonyms=said)
    ) as edit:
        _check_is_as_seen(edit, old)
        _check_are_no_names(edit, made, set(made.synonyms) - set(old.synonyms))
        edit.put(KeptCategory(category=made))
    return made


def remove(project: Project, author: str, old: Category) -> None:
    """Retire a category; raises ProjectError, with the count of what uses it, where anything does."""
    with project.edit(author=author, action=Message("category-remove", name=old.name)) as edit:
        _check_is_as_seen(edit, old)
        edit.put(KeptCategory(category=old, is_retired=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """What merging a category into another one changes: instances as they are, and as they will be."""

    source: Category
    target: Category
    changes: tuple[tuple[Instance, Instance], ...]

    @property
    def videos(self) -> tuple[VideoId, ...]:
        """The videos in which anything changes, by id."""
        return tuple(sorted({old.video_id for old, _ in self.changes}))


def plan_merge(project: Project, source: Category, target: Category) -> Merge:
    """What would change, without changing it; raises ProjectError for one and the same category."""
    return _plan(project.records(Instance), source, target)


def merge(project: Project, author: str, source: Category, target: Category) -> Merge:
    """Make the instances of one category instances of another, with its next free numbers; retire the one.

    Its names become synonyms of the other.
    """
    label = Message("category-merge", name=source.name, into=target.name)
    with project.edit(author=author, action=label) as edit:
        _check_is_as_seen(edit, source)
        _check_is_as_seen(edit, target)
        plan = _plan(edit.all_records(Instance), source, target)
        row, table = kind_of(Instance).row, kind_of(Instance).name
        edit.apply([Operation(table, row(old), row(new)) for old, new in plan.changes])
        edit.put(KeptCategory(category=source, is_retired=True))
        words = {folded(each): each for each in (source.name, *source.synonyms)}
        known = {folded(each) for each in (target.name, *target.synonyms)}
        more = tuple(word for key, word in words.items() if key not in known)
        edit.put(KeptCategory(category=replace(target, synonyms=(*target.synonyms, *more))))
    return plan


def last_step(project: Project, author: str, *, is_redo: bool) -> Step:
    """The edit of categories that an undo of this person takes back, or a redo brings back.

    Raises ProjectError where there is none.
    """
    steps = (each for each in project.journal.steps(_OF_NO_VIDEO) if each.kind.startswith(KIND))
    history = History(author, steps)
    found = history.to_redo if is_redo else history.to_undo
    if found is None:
        kind = "category-nothing-to-redo" if is_redo else "category-nothing-to-undo"
        raise ProjectError(kind, author=author)
    return found


def take_back(project: Project, author: str, step: Step) -> None:
    """Take an edit back; raises ProjectError, and changes nothing, where that would change others' edits."""
    inverse = [_kept(each) for each in project.journal.entry(step.sequence).inverse]
    with project.edit(author=author, action=step.label, takes_back=step.sequence) as edit:
        try:
            edit.apply(inverse)
        except ConflictError as error:
            raise ConflictError("category-overtaken", action=step.label) from error
        for each in inverse:
            if (brought := _brought_back(each)) is not None:
                _release_words(edit, brought)


def _kept(operation: Operation) -> Operation:
    """What takes adding a category back: it is retired, for its row must stay."""
    if operation.table == CATEGORIES and operation.after is None and operation.before is not None:
        return replace(operation, after={**operation.before, "is_retired": True})
    return operation


def _brought_back(operation: Operation) -> Category | None:
    """The category to which an operation gives a name that it did not have, if it does."""
    if operation.table != CATEGORIES or operation.after is None or operation.after["is_retired"]:
        return None
    before, after = operation.before, operation.after
    is_new = before is None or before["is_retired"] or before["name"] != after["name"]
    return kind_of(KeptCategory).read(after).category if is_new else None


def _plan(instances: Sequence[Instance], source: Category, target: Category) -> Merge:
    if source.category_id == target.category_id:
        raise ProjectError("category-into-itself", name=source.name)
    highest: dict[VideoId, int] = {}
    for each in instances:
        if each.category_id == target.category_id:
            highest[each.video_id] = max(each.number, highest.get(each.video_id, 0))
    changes = []
    for old in sorted(instances, key=lambda each: (each.video_id, each.number)):
        if old.category_id == source.category_id:
            number = highest[old.video_id] = highest.get(old.video_id, 0) + 1
            new = replace(old, category_id=target.category_id, number=number)
            changes.append((old, new))
    return Merge(source=source, target=target, changes=tuple(changes))


def _checked_synonyms(name: str, synonyms: Sequence[str]) -> tuple[str, ...]:
    words = tuple(checked_name(each) for each in synonyms)
    check_distinct([name, *words])
    return words


def _release_words(edit: Edit, new: Category) -> None:
    """Refuse the name of another one; where it was a synonym of that, it is none any more."""
    for each in edit.all_records(KeptCategory):
        other = each.category
        if other.category_id == new.category_id or each.is_retired:
            continue
        if folded(other.name) == folded(new.name):
            raise ProjectError(
                "category-name-taken", name=other.name, category_id=other.category_id
            )
        left = tuple(word for word in other.synonyms if folded(word) != folded(new.name))
        if left != other.synonyms:
            edit.put(replace(each, category=replace(other, synonyms=left)))


def _check_are_no_names(edit: Edit, new: Category, synonyms: Collection[str]) -> None:
    """Refuse synonyms that are names of others: nobody would find the category by them."""
    wanted = {folded(each) for each in synonyms}
    for each in edit.all_records(KeptCategory):
        other = each.category
        is_other = other.category_id != new.category_id and not each.is_retired
        if is_other and folded(other.name) in wanted:
            raise ProjectError(
                "category-name-taken", name=other.name, category_id=other.category_id
            )


def _check_is_as_seen(edit: Edit, seen: Category) -> None:
    """Refuse to overwrite what somebody else has done to a category since it was looked at."""
    for each in edit.all_records(KeptCategory):
        if each.category.category_id == seen.category_id and each != KeptCategory(category=seen):
            raise ConflictError("category-changed-since", name=seen.name)
