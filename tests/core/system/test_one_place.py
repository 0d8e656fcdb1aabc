"""What not every system has is used in `avisbuild/system/` alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

_ROOT = Path(__file__).parents[3]
_CODE = ("avisbuild", "pipelines/avisbuild_pipelines", "gui/avisbuild_gui", "schemas")
_MODULES = frozenset({"fcntl", "resource", "pwd", "grp", "termios", "pty", "msvcrt", "winreg"})
_NAMES = frozenset(
    {
        *("os.fork", "os.killpg", "os.setsid", "os.getuid", "os.geteuid", "os.getgid", "os.fchmod"),
        *("os.sched_getaffinity", "os.statvfs", "os.posix_fadvise", "os.pread", "os.pwrite"),
        *("os.O_NOFOLLOW", "os.O_DIRECTORY", "os.O_NONBLOCK", "os.O_CLOEXEC", "os.supports_dir_fd"),
        *("signal.SIGKILL", "signal.SIGXCPU", "signal.SIGHUP", "os.name"),
    }
)


def _used(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from ((node.lineno, each.name) for each in names if each.name in _MODULES)
            case ast.ImportFrom(module=str() as module) if module in _MODULES:
                yield node.lineno, module
            case ast.Attribute() if ast.unparse(node) in _NAMES:
                yield node.lineno, ast.unparse(node)
            case ast.Call(func=ast.Name(id="hasattr" | "getattr"), args=[ast.Name(id="os"), *_]):
                yield node.lineno, ast.unparse(node)


def test_what_not_every_system_has_is_used_in_one_place() -> None:
    used = {
        f"{path.relative_to(_ROOT).as_posix()}:{line}: {what}"
        for folder in _CODE
        for path in (_ROOT / folder).rglob("*.py")
        for line, what in _used(path)
        if not path.is_relative_to(_ROOT / "avisbuild/system")
    }
    assert used == set()
    here = (_ROOT / "avisbuild/system").glob("*.py")
    assert len({what for path in here for _, what in _used(path)}) > 10, (
        "it looks for the right things"
    )
