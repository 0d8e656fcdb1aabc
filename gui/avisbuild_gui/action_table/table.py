"""The whole table, checked: what a session alone can do, and what a window can."""

from collections.abc import Callable, Iterable
from functools import partial

from avisbuild_gui.action_table.drawing import drawing_actions
from avisbuild_gui.action_table.instances import instance_actions
from avisbuild_gui.action_table.interrupting import interrupting
from avisbuild_gui.action_table.listening import listening_actions
from avisbuild_gui.action_table.look import look_actions
from avisbuild_gui.action_table.masks import mask_actions
from avisbuild_gui.action_table.merging import merging_actions
from avisbuild_gui.action_table.navigation import navigation_actions
from avisbuild_gui.action_table.proposals import proposal_actions
from avisbuild_gui.action_table.review import review_actions
from avisbuild_gui.action_table.round_diff import round_diff_actions
from avisbuild_gui.action_table.sounding import sounding_actions
from avisbuild_gui.action_table.window import ActionsOfWindow, appearance_actions, help_actions
from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.actions.clashes import check_actions
from avisbuild_gui.actions.window_keys import WindowKeys
from avisbuild_gui.session_parts import Session
from avisbuild_gui.texts import mark

_GROUPS = tuple(Group)


def session_actions(
    session: Session, *, escape: Callable[[], object] | None = None
) -> tuple[Action, ...]:
    """What needs no window (R38); a window gives an `escape` that first ends what is being dragged in it."""
    return _checked(
        interrupting(each, _interrupt(session, each))
        for each in (
            *listening_actions(session.sound, session.moving, session.marking),
            *navigation_actions(session.navigation, session.videos),
            *mask_actions(
                session.commits,
                session.drafts,
                session.outline_first,
                session.look,
                escape=escape or session.escape,
            ),
            *drawing_actions(session.look, session.cleaning),
            *sounding_actions(session.navigation, session.sound, session.sounding),
            *instance_actions(session.instances, session.marks, session.marking),
            *proposal_actions(session.proposals, session.commit_first),
            *look_actions(session.look, session.marks),
            *review_actions(session.walk, session.suspects, session.verdicts, session.to_review),
            *round_diff_actions(session.round_diff),
            Action(
                "toggle_set_aside",
                mark("Set the video aside, or take it back"),
                group=Group.PROJECT,
                keys=("Ctrl+D",),
                run=session.setting_aside.toggle,
            ),
            Action(
                "take_over_video",
                mark("Take the video over"),
                group=Group.PROJECT,
                keys=("Ctrl+T",),
                run=session.lock.take_over,
            ),
            Action(
                "hand_in",
                mark("Hand in the video"),
                group=Group.PROJECT,
                keys=("Ctrl+Return", "Ctrl+Enter"),
                run=partial(_hand_in_or_accept, session),
            ),
        )
    )


def _hand_in_or_accept(session: Session) -> None:
    """Whoever has done with a video presses one key, whether they annotated or reviewed it."""
    if session.review.is_on:
        session.verdicts.accept()
    else:
        session.hand_in.hand_in()


def _interrupt(session: Session, action: Action) -> Callable[[], bool]:
    """What ends the play for an action; the one that drops things first drops what is being marked."""
    if action.action_id != "escape":
        return session.moving.interrupt

    def drop_and_interrupt() -> bool:
        session.marking.drop()
        return session.moving.interrupt()

    return drop_and_interrupt


def window_actions(
    session: Session, window: ActionsOfWindow, keys: WindowKeys, *, escape: Callable[[], object]
) -> tuple[Action, ...]:
    """Everything that keys and buttons of a window do; raises ValueError where two actions have one key."""
    return _checked(
        (
            *session_actions(session, escape=escape),
            *(
                interrupting(each, session.moving.interrupt)
                for each in (
                    *appearance_actions(window),
                    *merging_actions(window),
                    *help_actions(window, keys),
                )
            ),
        )
    )


def _checked(actions: Iterable[Action]) -> tuple[Action, ...]:
    """The actions group by group, as lists of them show them; raises ValueError."""
    found = tuple(sorted(actions, key=lambda action: _GROUPS.index(action.group)))
    check_actions(found)
    return found
