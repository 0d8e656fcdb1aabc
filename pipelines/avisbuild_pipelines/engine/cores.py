"""How many cores this process may really use: affinity and control-group quota, not what the machine has."""

from pathlib import Path

from avisbuild.system.processes import core_count

_CGROUPS = Path("/sys/fs/cgroup")


def usable_cores() -> int:
    """The number of cores that a batch scheduler, a container or `taskset` leaves us; at least 1."""
    cores = core_count()
    quota = _quota(_CGROUPS, Path("/proc/self/cgroup"))
    return max(1, min(cores, int(quota)) if quota else cores)


def _quota(root: Path, membership: Path) -> float | None:
    """The smallest CPU quota, in cores, of our control group and the groups above it."""
    quotas = [
        quota for folder in _groups(root, membership) if (quota := _cpu_quota(folder)) is not None
    ]
    return min(quotas, default=None)


def _groups(root: Path, membership: Path) -> list[Path]:
    """The folders that may limit us; a container sees its own group as the root."""
    folders = [root, root / "cpu"]
    try:
        lines = membership.read_text(encoding="utf-8").splitlines()
    except OSError:
        return folders
    for line in lines:
        _, controllers, path = line.split(":", 2)
        base = root / "cpu" if "cpu" in controllers.split(",") else root
        group = base / path.lstrip("/")
        folders += [group, *(parent for parent in group.parents if parent.is_relative_to(root))]
    return folders


def _cpu_quota(folder: Path) -> float | None:
    try:
        if (second := folder / "cpu.max").is_file():
            allowed, period = second.read_text(encoding="utf-8").split()
        else:
            allowed = (folder / "cpu.cfs_quota_us").read_text(encoding="utf-8").strip()
            period = (folder / "cpu.cfs_period_us").read_text(encoding="utf-8").strip()
        return int(allowed) / int(period) if allowed not in ("max", "-1") else None
    except (OSError, ValueError):
        return None
