"""Identities: choosing, naming, merging, splitting, swapping (R11, R21); no dialog, a number key answers."""

from dataclasses import dataclass
from enum import Enum

from avisbuild.annotation import VideoView, commands
from avisbuild.annotation.commands.instances import new_instance
from avisbuild.records import CategoryId, InstanceId
from avisbuild_gui.session.core import SessionParts
from avisbuild_gui.session.listening import Listening
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.effects import merge_effect, split_effect, swap_effect

# So many identities have a number key of their own.
NUMBER_KEYS = 9


class _Question(Enum):
    MERGE = "merge"
    SWAP = "swap"


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that is open, and about whom; it falls when another identity is active."""

    kind: _Question
    asker: InstanceId


class Identities(Listening):
    """Actions on identities."""

    def __init__(self, parts: SessionParts) -> None:
        self.recent_categories: list[CategoryId] = []
        self._question: _Asked | None = None
        self._category_for: InstanceId | None = None
        super().__init__(parts)

    def choose_instance(self, instance_id: InstanceId) -> None:
        """Make an identity the active one; or the answer, if a question is open."""
        view = self.view
        if view is None or instance_id not in view.by_id:
            return
        asked = self._question
        if asked is None:
            self.go_to(self.second, instance_id)
            return
        self.drop_question()
        if instance_id != asked.asker and asked.kind is _Question.MERGE:
            self.merge_instances(asked.asker, instance_id)
        elif instance_id != asked.asker:
            self.swap_instances(asked.asker, instance_id)

    def choose_number(self, number: int) -> None:
        """The identity with this number key."""
        view = self.view
        if view is None:
            return
        if number <= len(view.instances):
            self.choose_instance(view.instances[number - 1].instance_id)
        else:
            self.notice(
                tr("There is no identity {number} yet.").format(number=number),
                action_id="ask_new_instance",
            )

    def next_instance(self) -> None:
        """The identity below."""
        self._step_instance(1)

    def previous_instance(self) -> None:
        """The identity above."""
        self._step_instance(-1)

    def ask_new_instance(self) -> None:
        """Ask which category a new identity is of."""
        if self.view is not None:
            self._category_for = None
            self.category_asked.emit(None)

    def ask_category(self) -> None:
        """Ask which category the active identity is of."""
        if self.instance_id is not None:
            self.ask_category_of(self.instance_id)

    def ask_category_of(self, instance_id: InstanceId) -> None:
        """Ask which category an identity is of."""
        self._category_for = instance_id
        self.category_asked.emit(instance_id)

    def choose_category(self, category_id: CategoryId) -> None:
        """The answer to the last question: a new identity, or another category."""
        view = self.view
        if view is None:
            return
        self.recent_categories = [
            category_id,
            *(each for each in self.recent_categories if each != category_id),
        ][:5]
        target = self._category_for
        if target is not None:
            self.run(lambda view: commands.change_category(view, target, category_id))
        else:
            self.add_instance(category_id)

    def add_instance(self, category_id: CategoryId) -> None:
        """Add an identity and make it the active one; a draft made without one becomes its own."""
        view = self.view
        if view is None:
            return
        made = new_instance(view, category_id)
        if self.run(lambda view: commands.add_instance(view, made)):
            self.go_to(self.second, made.instance_id)

    def ask_merge(self) -> None:
        """Ask which identity the active one becomes."""
        self._ask_which(_Question.MERGE)

    def ask_swap(self) -> None:
        """Ask which identity the active one changes places with from the second on screen on."""
        self._ask_which(_Question.SWAP)

    def merge_instances(self, instance_id: InstanceId, into: InstanceId) -> None:
        """Both are one."""
        if self.view is not None and self.run(
            lambda view: commands.merge_instances(view, instance_id, into)
        ):
            self.go_to(self.second, into)

    def swap_instances(self, instance_id: InstanceId, other: InstanceId) -> None:
        """From the second on screen on, each is the other."""
        if self.view is not None:
            self.run(lambda view: commands.swap_instances(view, instance_id, other, self.second))

    def split_instance(self) -> None:
        """From the second on screen on, the active identity is another one."""
        if self.instance_id is not None:
            self.split(self.instance_id)

    def split(self, instance_id: InstanceId) -> None:
        """From the second on screen on, an identity is another one; undo makes them one again."""
        view, second = self.view, self.second
        if view is None or instance_id not in view.by_id:
            return
        effect = split_effect(view, instance_id, second)
        if self.run(lambda view: commands.split_instance(view, instance_id, second)):
            text = tr("{name} from second {second} on is another identity now: {effect}.")
            name = view.name(instance_id)
            self.notice(text.format(name=name, second=second, effect=effect), action_id="undo")

    def delete_instance(self) -> None:
        """Remove the active identity with its masks; undo brings it back."""
        if self.instance_id is not None:
            self.delete(self.instance_id)

    def delete(self, instance_id: InstanceId) -> None:
        """Remove an identity with its masks; undo brings it back."""
        view = self.view
        if view is None or instance_id not in view.by_id:
            return
        name = view.name(instance_id)
        count = sum(mask is not None for mask in view.by_id[instance_id].masks)
        if self.run(lambda view: commands.remove_instance(view, instance_id)):
            text = tr("{name} and its {count} masks are deleted.").format(name=name, count=count)
            self.notice(text, action_id="undo")

    def drop_question(self) -> bool:
        """Ask no more; whether something was asked."""
        asked, self._question = self._question is not None, None
        if asked:
            self.question_changed.emit("")
        return asked

    def _ask_which(self, kind: _Question) -> None:
        view, instance_id = self.view, self.instance_id
        if view is None or instance_id is None or len(view.instances) < 2:
            self.notice(tr("This needs two identities."))
            return
        self._question = _Asked(kind, instance_id)
        self._tell_question(view, self._question)

    def _ask_again(self) -> None:
        """Say the question as it stands now: of this second, this video, in this language."""
        view, asked = self.view, self._question
        if view is None or asked is None or self.second < 0:
            return
        if self.instance_id != asked.asker or len(view.instances) < 2:
            self.drop_question()
        else:
            self._tell_question(view, asked)

    def _tell_question(self, view: VideoView, asked: _Asked) -> None:
        texts = {
            _Question.MERGE: tr("Merge {name} into which? Press its number, or Esc."),
            _Question.SWAP: tr(
                "Swap {name} from second {second} on with which? Press its number, or Esc."
            ),
        }
        text = texts[asked.kind].format(name=view.name(asked.asker), second=self.second)
        effects = self._effects(view, asked.asker, asked.kind)
        self.question_changed.emit(f"{text} {effects}")

    def _effects(self, view: VideoView, asker: InstanceId, question: _Question) -> str:
        """What each number key would change: "2 guitar_2: 40 s, 31 masks, 3 s in both"."""
        found = []
        for number, other in enumerate(view.instances[:NUMBER_KEYS], start=1):
            answer = other.instance_id
            if answer == asker:
                continue
            if question is _Question.MERGE:
                effect = merge_effect(view, asker, answer)
            else:
                effect = swap_effect(view, asker, answer, self.second)
            found.append(f"{number} {view.name(answer)}: {effect}")
        return "; ".join(found)

    def _step_instance(self, step: int) -> None:
        view = self.view
        if view is None or not view.instances:
            return
        ids = [instance.instance_id for instance in view.instances]
        place = ids.index(self.instance_id) if self.instance_id in ids else -1
        self.choose_instance(ids[min(max(place + step, 0), len(ids) - 1)])

    def _view_arrived(self, view: VideoView) -> None:
        if self._question is not None and self._question.asker not in view.by_id:
            self.drop_question()
        super()._view_arrived(view)
        self._ask_again()

    def _arrive(self, *, is_other_second: bool) -> None:
        super()._arrive(is_other_second=is_other_second)
        self._ask_again()

    def _leave_video(self) -> None:
        super()._leave_video()
        self.drop_question()
