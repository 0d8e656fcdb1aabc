"""Which file system a path is on, by what Linux says of its mounts."""

from pathlib import Path

import pytest

from avisbuild.system import mounts
from avisbuild.system.mounts import mounted_kind, network_share

TABLE = r"""
/dev/sda1 / ext4 rw 0 0
proc /proc proc rw 0 0
filer:/lab /lab nfs4 rw,vers=4.2 0 0
/dev/sdb1 /lab/fast xfs rw 0 0
//pc/share /mnt/our\040share cifs rw 0 0
mia@pc: /home/mia/far fuse.sshfs rw 0 0
tmpfs /lab/fast/again tmpfs rw 0 0
filer:/x /lab/fast/again nfs rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/mia/set", "ext4"),
        ("/lab/set", "nfs4"),
        ("/lab", "nfs4"),
        ("/laboratory/set", "ext4"),
        ("/lab/fast/set", "xfs"),
        ("/mnt/our share/set", "cifs"),
        ("/home/mia/far/set", "fuse.sshfs"),
        ("/lab/fast/again/set", "nfs"),
    ],
)
def test_the_mount_that_is_nearest_and_last_is_seen(path: str, kind: str) -> None:
    assert mounted_kind(path, TABLE) == kind


def test_a_share_is_told_from_a_disk_and_nothing_is_guessed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = tmp_path / "mounts"
    monkeypatch.setattr(mounts, "_MOUNTS", table)
    place = tmp_path.resolve()
    assert network_share(place / "not/there") == ""
    table.write_text(f"x / ext4 rw 0 0\ny {place} nfs4 rw 0 0\n")
    assert network_share(place / "not/there") == "nfs4"
    table.write_text(f"x {place} ext4 rw 0 0\n")
    assert network_share(place / "not/there") == ""
