"""Instances: choosing, naming, merging, splitting, swapping (R11, R21); no dialog, a number key answers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import VideoView, category_edits, commands
from avisbuild.annotation.commands.instances import new_instance
from avisbuild.records import CategoryId, InstanceId
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.kept_drafts import EDITED, KeptDrafts
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.effects import merge_effects, split_effect, swap_effects
from avisbuild_gui.values import About

_RECENT = 5


class _Question(Enum):
    MERGE = "merge"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that is open, and about whom; it falls when another instance is active."""

    kind: _Question
    asker: InstanceId


class Instances(QObject):
    """Adds, chooses and repairs instances; asks which other one a repair is about.

    Signals:
        category_asked(InstanceId whose category is asked for, None for a new instance).
        question_changed(text): what the next number key answers, "" for nothing.
    """

    category_asked = pyqtSignal(object)
    question_changed = pyqtSignal(str)

    def __init__(
        self, state: SessionState, notices: Notices, edits: Edits, kept: KeptDrafts
    ) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices
        self._edits = edits
        self._kept = kept
        self.recent_categories: list[CategoryId] = []
        self._asked: _Asked | None = None
        self._category_for: InstanceId | None = None
        self._then: Callable[[], object] | None = None
        state.view_arriving.connect(self._drop_question_of_gone)
        state.view_arrived.connect(lambda _: self._ask_again())
        state.place_arrived.connect(lambda _: self._ask_again())
        state.video_left.connect(self.drop_question)

    def choose(self, instance_id: InstanceId) -> None:
        """Make an instance the active one; or the answer, if a question is open."""
        state, view, asked = self._state, self._state.view, self._asked
        if asked is None and instance_id != state.instance_id and self._kept.edited:
            self._say_edited()
        elif view is None or instance_id not in view.by_id:
            return
        elif asked is None:
            state.go_to(state.second, instance_id)
        else:
            self.drop_question()
            if instance_id != asked.asker:
                answer = self.merge if asked.kind is _Question.MERGE else self.swap
                answer(asked.asker, instance_id)

    def choose_number(self, number: int) -> None:
        """Choose the instance with this number key."""
        view = self._state.view
        if view is None:
            return
        if number <= len(view.instances):
            self.choose(view.instances[number - 1].instance_id)
        else:
            text = tr("There is no instance {number} yet.").format(number=number)
            self._notices.say(text, action_id="ask_new_instance")

    def step(self, step: int) -> None:
        """Choose the instance below (1), or above (-1)."""
        view = self._state.view
        if view is None or not view.instances:
            return
        ids = [instance.instance_id for instance in view.instances]
        active = self._state.instance_id
        position = ids.index(active) if active in ids else -1
        self.choose(ids[min(max(position + step, 0), len(ids) - 1)])

    def ask_new(self, *, then: Callable[[], object] | None = None) -> None:
        """Ask which category a new instance is of; `then` is done when it is there."""
        if self._state.view is not None:
            self._edits.refresh()  # others may have edited the categories, too
            self._category_for, self._then = None, then
            self.category_asked.emit(None)

    def ask_category(self) -> None:
        """Ask which category the active instance is of."""
        if self._state.instance_id is not None:
            self.ask_category_of(self._state.instance_id)

    def ask_category_of(self, instance_id: InstanceId) -> None:
        """Ask which category an instance is of."""
        self._edits.refresh()
        self._category_for = instance_id
        self.category_asked.emit(instance_id)

    def choose_category(self, category_id: CategoryId) -> None:
        """Take the answer to the last question: a new instance, or another category."""
        if self._state.view is None:
            return
        others = [each for each in self.recent_categories if each != category_id]
        self.recent_categories = [category_id, *others][:_RECENT]
        target = self._category_for
        if target is not None:
            self._edits.run(lambda view: commands.change_category(view, target, category_id))
        else:
            then, self._then = self._then, None
            if self.add(category_id) and then is not None:
                then()

    @property
    def may_add_categories(self) -> bool:
        """Whether the project lets its annotators add a category that is not there."""
        project = self._state.project
        return project.recipe.annotators_add_categories and not project.is_read_only

    def add_category(self, name: str) -> None:
        """Add a category to the project, and take it as the answer to the last question."""
        state = self._state
        if state.view is None or not self.may_add_categories:
            return
        with self._notices.attempt() as outcome:
            made = category_edits.add_named(state.project, state.author, name)
            state.workbench.refresh()
        if outcome.is_good:
            self.choose_category(made.category_id)
            text = tr("{name} is a category of this project now.").format(name=made.name)
            self._notices.say(text)

    def add(self, category_id: CategoryId) -> bool:
        """Add an instance and make it the active one, also of a draft made without one; was that done?"""
        state, view = self._state, self._state.view
        if view is None:
            return False
        made = new_instance(view, category_id)
        is_added = self._edits.run(lambda view: commands.add_instance(view, made))
        if is_added:
            state.go_to(state.second, made.instance_id)
        return is_added

    def ask_merge(self) -> None:
        """Ask which instance the active one becomes."""
        self._ask_which(_Question.MERGE)

    def ask_swap(self) -> None:
        """Ask with which instance the active one is swapped from the second on screen on."""
        self._ask_which(_Question.SWAP)

    def merge(self, instance_id: InstanceId, into: InstanceId) -> None:
        """Make one instance of two."""
        if self._is_edited(instance_id):
            return
        if self._edits.run(lambda view: commands.merge_instances(view, instance_id, into)):
            self._state.go_to(self._state.second, into)

    def swap(self, instance_id: InstanceId, other: InstanceId) -> None:
        """From the second on screen on, make each the other one."""
        second = self._state.second
        self._edits.run(lambda view: commands.swap_instances(view, instance_id, other, second))

    def split_active(self) -> None:
        """From the second on screen on, make the active instance another one."""
        if self._state.instance_id is not None:
            self.split(self._state.instance_id)

    def split(self, instance_id: InstanceId) -> None:
        """From the second on screen on, make an instance another one; undo makes them one again."""
        view, second = self._state.view, self._state.second
        if view is None or instance_id not in view.by_id:
            return
        effect = split_effect(view, instance_id, second)
        if self._edits.run(lambda view: commands.split_instance(view, instance_id, second)):
            text = tr("{name} from second {second} on is another instance now: {effect}.")
            name = view.name(instance_id)
            text = text.format(name=name, second=second, effect=effect)
            self._notices.say(text, action_id="undo")

    def delete_active(self) -> None:
        """Remove the active instance with its masks."""
        if self._state.instance_id is not None:
            self.delete(self._state.instance_id)

    def delete(self, instance_id: InstanceId) -> None:
        """Remove an instance with its masks; undo brings it back."""
        view = self._state.view
        if view is None or instance_id not in view.by_id or self._is_edited(instance_id):
            return
        name = view.name(instance_id)
        count = sum(mask is not None for mask in view.by_id[instance_id].masks)
        if self._edits.run(lambda view: commands.remove_instance(view, instance_id)):
            text = tr("{name} and its {count} masks are deleted.").format(name=name, count=count)
            self._notices.say(text, action_id="undo")

    @property
    def is_asking(self) -> bool:
        """Whether the next number key answers a question."""
        return self._asked is not None

    def drop_question(self) -> bool:
        """Ask no more; whether something was asked."""
        was_asking, self._asked = self.is_asking, None
        if was_asking:
            self.question_changed.emit("")
        return was_asking

    def _is_edited(self, instance_id: InstanceId) -> bool:
        """Whether a mask of it is being edited, and so it may not go: its draft would become another's."""
        is_edited = self._kept.edited == instance_id
        if is_edited:
            self._say_edited()
        return is_edited

    def _say_edited(self) -> None:
        self._notices.warn(tr(EDITED), about=About.SECOND)

    def _ask_which(self, kind: _Question) -> None:
        view, instance_id = self._state.view, self._state.instance_id
        if view is None or instance_id is None or len(view.instances) < 2:
            self._notices.say(tr("This needs two instances."))
            return
        self._asked = _Asked(kind, instance_id)
        self._tell_question(view, self._asked)

    def _drop_question_of_gone(self, view: VideoView) -> None:
        if self._asked is not None and self._asked.asker not in view.by_id:
            self.drop_question()

    def _ask_again(self) -> None:
        """Say the question as it stands now: of this second, this video, in this language."""
        view, asked = self._state.view, self._asked
        if view is None or asked is None or self._state.second < 0:
            return
        if self._state.instance_id != asked.asker or len(view.instances) < 2:
            self.drop_question()
        else:
            self._tell_question(view, asked)

    def _tell_question(self, view: VideoView, asked: _Asked) -> None:
        second = self._state.second
        if asked.kind is _Question.MERGE:
            text = tr("Merge {name} into which? Press its number, or Esc.")
            effects = merge_effects(view, asked.asker)
        else:
            text = tr("Swap {name} from second {second} on with which? Press its number, or Esc.")
            effects = swap_effects(view, asked.asker, second)
        text = text.format(name=view.name(asked.asker), second=second)
        self.question_changed.emit(f"{text} {effects}")
