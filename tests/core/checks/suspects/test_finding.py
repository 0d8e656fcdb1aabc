"""Looking for suspects (R27): which kinds, what was not looked for, what was dismissed, and their wording."""

import pytest
from core.checks.suspects.scenes import box, look, told, track

from avisbuild.checks.suspects import Suspect, SuspectKind
from avisbuild.checks.suspects.wording import kind_message, suspect_in_video, suspect_message
from avisbuild.records import Dismissal

_BODY, _SPECK = box(20, 20, 40, 40), box(70, 100, 3, 3)
_SLIP = track("dog_1", [_BODY, _BODY, _BODY | _SPECK, _BODY])


def _dismissed() -> Dismissal:
    (suspect,) = look(_SLIP).suspects
    return suspect.dismissal("mia")


def test_a_kind_that_is_switched_off_is_not_looked_for() -> None:
    assert told(look(_SLIP, kinds=[SuspectKind.SPECKS])) == {"specks": [2]}
    assert told(look(_SLIP, kinds=[SuspectKind.HOLES])) == {}


def test_a_suspect_that_was_dismissed_is_hidden_and_told_apart() -> None:
    found = look(_SLIP, dismissals=[_dismissed()])
    assert found.suspects == ()
    assert [each.kind for each in found.dismissed] == [SuspectKind.SPECKS]


def test_a_dismissed_suspect_is_one_again_once_its_cell_has_changed() -> None:
    moved = track("dog_1", [_BODY, _BODY, _BODY | box(70, 110, 3, 3), _BODY])
    assert told(look(moved, dismissals=[_dismissed()])) == {"specks": [2]}


def test_a_dismissal_hides_nothing_else() -> None:
    twice = track("dog_1", [_BODY, _BODY | _SPECK, _BODY | _SPECK, _BODY, _BODY, _BODY])
    assert len(look(twice, dismissals=[_dismissed()]).suspects) == 1


@pytest.mark.parametrize("kind", list(SuspectKind))
def test_every_kind_has_a_name(kind: SuspectKind) -> None:
    assert "{" not in str(kind_message(kind))


def test_a_suspect_says_in_one_line_what_and_where() -> None:
    (suspect,) = look(_SLIP).suspects
    assert str(suspect_message(suspect)) == (
        "dog_1, second 2: tiny parts that its other seconds lack, 1 of them, 9 pixels, at (101, 71)"
    )
    assert str(suspect_in_video(suspect)).startswith("video a, dog_1, second 2")


def test_a_suspect_is_named_and_found_by_that_name() -> None:
    (suspect,) = look(_SLIP).suspects
    assert isinstance(suspect, Suspect)
    assert suspect.key == ("specks", "a/dog_1", 2)
