"""Files that no reader has any business with: whoever touches one is found out."""

from pathlib import Path

_PRECIOUS = b"precious"


class Canary:
    """Files in a home, in the working folder and above both."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        for name in (
            "passwd",
            "home/.bashrc",
            "home/letter.txt",
            "here/project.db",
            "here/clip.json",
        ):
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_PRECIOUS)
        self._state = self._now()

    def touched(self) -> list[str]:
        """What came, went or was changed."""
        now = self._now()
        return sorted(
            name
            for name in now.keys() | self._state.keys()
            if now.get(name) != self._state.get(name)
        )

    def _now(self) -> dict[str, tuple[int, int]]:
        return {
            path.relative_to(self._folder).as_posix(): (
                path.stat().st_size,
                path.stat().st_mtime_ns,
            )
            for path in self._folder.rglob("*")
            if path.is_file()
        }
