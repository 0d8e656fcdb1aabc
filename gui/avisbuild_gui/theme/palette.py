"""Two themes as plain colours; widgets take theirs from here and hold none of their own.

Colours are "#rrggbb". No state is told by colour alone: every cell has a sign, too (sounding_grid).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Every colour that a widget may use."""

    name: str
    window: str
    panel: str
    raised: str
    line: str
    text: str
    text_dim: str
    accent: str
    accent_text: str
    canvas: str
    waveform: str
    playhead: str
    selection: str
    warning: str
    error: str
    good: str
    cell_masked: str
    cell_todo: str
    cell_proposed: str
    cell_stray: str
    cell_silent: str
    cell_offscreen: str
    cell_occluded: str
    cell_unsure: str
    suggestion: str
    positive: str
    negative: str


LIGHT = Theme(
    name="light",
    window="#f4f5f7",
    panel="#ffffff",
    raised="#e9ebef",
    line="#d3d7de",
    text="#1c2129",
    text_dim="#5b6472",
    accent="#1f6feb",
    accent_text="#ffffff",
    canvas="#d9dce1",
    waveform="#4a7dbd",
    playhead="#d1242f",
    selection="#cfe1ff",
    warning="#9a6700",
    error="#c62828",
    good="#1a7f37",
    cell_masked="#2da44e",
    cell_todo="#f0a020",
    cell_proposed="#8250df",
    cell_stray="#d1242f",
    cell_silent="#eceef2",
    cell_offscreen="#57a6d9",
    cell_occluded="#7a8594",
    cell_unsure="#d4b400",
    suggestion="#b9d7c4",
    positive="#1a9c46",
    negative="#d1242f",
)

DARK = Theme(
    name="dark",
    window="#16191e",
    panel="#1d2127",
    raised="#282d35",
    line="#383f49",
    text="#e4e7eb",
    text_dim="#9aa4b2",
    accent="#4c94ff",
    accent_text="#0b1524",
    canvas="#0f1114",
    waveform="#6ea3e6",
    playhead="#ff6b6b",
    selection="#24406b",
    warning="#e3b341",
    error="#ff7b72",
    good="#56d364",
    cell_masked="#2f9e53",
    cell_todo="#e09b2d",
    cell_proposed="#a371f7",
    cell_stray="#e5534b",
    cell_silent="#262b33",
    cell_offscreen="#4593c7",
    cell_occluded="#707b8a",
    cell_unsure="#c9ae1b",
    suggestion="#2f4a3a",
    positive="#3fd07a",
    negative="#ff6b6b",
)

_THEMES = {theme.name: theme for theme in (LIGHT, DARK)}

# Far from the tones of skin and wood, as outlines and as insides, and from each other; the first six also to
# people who do not tell red from green (decision 112).
_INSTANCE_COLOURS = (
    "#4ff7f7",
    "#f77f97",
    "#c7f71f",
    "#977ff7",
    "#4f07f7",
    "#076767",
    "#37af07",
    "#37f797",
    "#7fc7f7",
    "#c73797",
    "#377faf",
    "#1f6707",
)


def theme_named(name: str) -> Theme:
    """The theme of this name; raises ValueError for a name that none has."""
    if name not in _THEMES:
        raise ValueError(f"expected one of {', '.join(_THEMES)}, got {name!r}")
    return _THEMES[name]


def instance_colour(position: int) -> str:
    """The colour of the `position`-th instance of a video, counted from 0; the same in every second."""
    return _INSTANCE_COLOURS[position % len(_INSTANCE_COLOURS)]
