"""Names that Windows does not have, and disks that know no upper and lower case."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.system.names import is_cut_by_windows, is_device_of_windows

_DEVICES = [
    "con",
    "prn",
    "aux",
    "nul",
    *(f"{name}{n}" for name in ("com", "lpt") for n in range(10)),
]
_ENDING = st.text(string.ascii_letters + string.digits + "._-", max_size=8)


@given(device=st.sampled_from(_DEVICES), ending=_ENDING)
def test_a_device_is_one_with_any_ending_in_any_case(device: str, ending: str) -> None:
    for name in (device, device.upper(), f"{device.title()}.{ending}"):
        assert is_device_of_windows(name)


@pytest.mark.parametrize(
    "name",
    ["console", "con_1", "-con", "acon", "com", "com10", "lpt", "nul-1", "dog.con", "aux_cam"],
)
def test_other_names_are_none(name: str) -> None:
    assert not is_device_of_windows(name)


@pytest.mark.parametrize(
    ("name", "expected"), [("dog.", True), ("dog ", True), ("dog", False), (".dog", False)]
)
def test_a_dot_or_blank_at_the_end_is_left_out_by_windows(name: str, expected: bool) -> None:
    assert is_cut_by_windows(name) == expected
