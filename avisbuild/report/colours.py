"""The colours of the house, each for light and for dark paper; pages and plots draw with no others."""

from collections.abc import Mapping

# Okabe's and Ito's, which people who see few colours tell apart; light and dark differ in strength.
COLOURS: Mapping[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#14181f"),
    "card": ("#f6f7f9", "#1d232d"),
    "ink": ("#1d2430", "#e6e9ef"),
    "faint": ("#5b6472", "#a3acba"),
    "line": ("#d7dce3", "#38414f"),
    "blue": ("#0072b2", "#3d92d0"),
    "sky": ("#56b4e9", "#6cc0f0"),
    "green": ("#009e73", "#25b389"),
    "amber": ("#e69f00", "#e9ae2b"),
    "orange": ("#d55e00", "#e8792b"),
    "rose": ("#cc79a7", "#d88fb6"),
    "grey": ("#8d939c", "#79818d"),
}
PAPER = {
    "paper": "#ffffff",
    "card": "#ffffff",
    "ink": "#000000",
    "faint": "#444444",
    "line": "#bbbbbb",
}


def light(name: str) -> str:
    """A colour as it is on light paper."""
    return COLOURS[name][0]


def colour_variables() -> str:
    """The style's variables `--<name>`: light, dark where the reader's system is dark, plain on paper."""
    by_day = "".join(f"--{name}: {one};" for name, (one, _) in COLOURS.items())
    by_night = "".join(f"--{name}: {two};" for name, (_, two) in COLOURS.items())
    printed = "".join(
        f"--{name}: {one};" for name, (one, _) in COLOURS.items() if name not in PAPER
    )
    printed += "".join(f"--{name}: {one};" for name, one in PAPER.items())
    return (
        f":root {{ color-scheme: light dark; {by_day} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {by_night} }} }}\n"
        f"@media print {{ :root {{ color-scheme: light; {printed} }} }}\n"
    )
