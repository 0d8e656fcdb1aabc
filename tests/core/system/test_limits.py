"""Which limits a system can set, told for other systems too."""

import subprocess
import sys

import pytest

from avisbuild.system.limits import Limit, missing_limits


@pytest.mark.parametrize(
    ("platform", "has_resource", "expected"),
    [
        ("linux", True, []),
        ("darwin", True, [Limit.MEMORY, Limit.NETWORK]),
        ("win32", False, list(Limit)),
        ("linux", False, list(Limit)),
        ("freebsd14", True, [Limit.NETWORK]),
    ],
)
def test_what_a_system_cannot_limit_is_known(
    platform: str, has_resource: bool, expected: list[Limit]
) -> None:
    assert missing_limits(platform, has_resource=has_resource) == expected


def test_a_limit_that_is_tighter_already_is_kept() -> None:
    script = """
import resource
from avisbuild.system.limits import limit_files
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
limit_files(5000)
assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == 1000
limit_files(10)
assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == 10
assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
"""
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
