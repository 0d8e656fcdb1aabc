"""What chooses, makes, mends and deletes instances."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.playback.marking import MarkingWhileListening
from avisbuild_gui.session.instances import Instances
from avisbuild_gui.session.mark_controls import MarkControls
from avisbuild_gui.texts import mark
from avisbuild_gui.values import NUMBER_KEYS

_instance = partial(Action, group=Group.INSTANCES)


def instance_actions(
    instances: Instances, marks: MarkControls, marking: MarkingWhileListening
) -> tuple[Action, ...]:
    """One number key each for the first nine instances; then what is done to the active one."""
    return (
        _instance(
            "choose_instance",
            mark("Choose an instance; held while it plays on: mark where it sounds"),
            number_text=mark("Instance {number}"),
            keys=tuple(map(str, range(1, NUMBER_KEYS + 1))),
            run=marking.press,
            let_go=marking.let_go,
        ),
        _instance(
            "previous_instance",
            mark("Instance above"),
            keys=("Up",),
            run=partial(instances.step, -1),
            repeats=True,
        ),
        _instance(
            "next_instance",
            mark("Instance below"),
            keys=("Down",),
            run=partial(instances.step, 1),
            repeats=True,
        ),
        _instance("ask_new_instance", mark("New instance"), keys=("I", "+"), run=instances.ask_new),
        _instance(
            "add_category",
            mark("Add the category that you typed, where it is none"),
            keys=("Ctrl+I",),
            run=instances.ask_new,
        ),
        _instance(
            "ask_category",
            mark("Change its category"),
            keys=("F2",),
            run=instances.ask_category,
        ),
        _instance(
            "toggle_locked",
            mark("Lock or unlock it"),
            keys=("Ctrl+L",),
            run=marks.toggle_locked_active,
        ),
        _instance("ask_merge", mark("Merge into another"), keys=("M",), run=instances.ask_merge),
        _instance(
            "split_instance",
            mark("Split from here on"),
            keys=("Shift+M",),
            run=instances.split_active,
        ),
        _instance(
            "ask_swap",
            mark("Swap with another from here on"),
            keys=("Ctrl+M",),
            run=instances.ask_swap,
        ),
        _instance(
            "delete_instance",
            mark("Delete the instance"),
            keys=("Ctrl+Delete",),
            run=instances.delete_active,
        ),
    )
