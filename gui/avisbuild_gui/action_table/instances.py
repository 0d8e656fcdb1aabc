"""What chooses, makes, mends and deletes instances."""

from functools import partial

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.session import NUMBER_KEYS, Session
from avisbuild_gui.texts import mark

_instance = partial(Action, group=Group.INSTANCES)


def instance_actions(session: Session) -> tuple[Action, ...]:
    """One number key each for the first nine instances; then what is done to the active one."""
    return (
        _instance(
            "choose_instance",
            mark("Choose an instance"),
            number_text=mark("Instance {number}"),
            keys=tuple(map(str, range(1, NUMBER_KEYS + 1))),
            run=session.choose_number,
        ),
        _instance(
            "previous_instance",
            mark("Instance above"),
            keys=("Up",),
            run=session.previous_instance,
            repeats=True,
        ),
        _instance(
            "next_instance",
            mark("Instance below"),
            keys=("Down",),
            run=session.next_instance,
            repeats=True,
        ),
        _instance(
            "ask_new_instance", mark("New instance"), keys=("I", "+"), run=session.ask_new_instance
        ),
        _instance(
            "ask_category", mark("Change its category"), keys=("F2",), run=session.ask_category
        ),
        _instance("ask_merge", mark("Merge into another"), keys=("M",), run=session.ask_merge),
        _instance(
            "split_instance",
            mark("Split from here on"),
            keys=("Shift+M",),
            run=session.split_instance,
        ),
        _instance(
            "ask_swap",
            mark("Swap with another from here on"),
            keys=("Ctrl+M",),
            run=session.ask_swap,
        ),
        _instance(
            "delete_instance",
            mark("Delete the instance"),
            keys=("Ctrl+Delete",),
            run=session.delete_instance,
        ),
    )
