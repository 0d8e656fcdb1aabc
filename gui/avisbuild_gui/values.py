"""Values that the session makes and widgets show: tool and brush, masks and their look, severities."""

from dataclasses import dataclass
from enum import StrEnum

from avisbuild.records import InstanceId, Rle

NUMBER_KEYS = 9  # so many instances have a key of their own
# The diameter of the brush in pixels of the frame, and by how much a step changes it.
FIRST_BRUSH_PX, SMALLEST_BRUSH_PX, LARGEST_BRUSH_PX = 24.0, 2.0, 600.0
BRUSH_STEP = 1.25


class Tool(StrEnum):
    """What the left button does: click or drag a box, paint, take away, draw an outline, move the view."""

    POINT = "point"
    BRUSH = "brush"
    ERASER = "eraser"
    LASSO = "lasso"
    POLYGON = "polygon"
    SCISSORS = "scissors"
    PAN = "pan"


# What draws an outline from anchor to anchor, straight or along edges.
ANCHOR_TOOLS = (Tool.POLYGON, Tool.SCISSORS)


class MaskKind(StrEnum):
    """What a mask is: a person's, a program's suggestion, or of a second in which it is silent."""

    COMMITTED = "committed"
    PROPOSAL = "proposal"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class MaskLayer:
    """One mask over the frame; `colour` is "#rrggbb", `name` what stands beside it."""

    instance_id: InstanceId
    rle: Rle
    colour: str
    kind: MaskKind = MaskKind.COMMITTED
    name: str = ""
    is_active: bool = False

    def __post_init__(self) -> None:
        # Plain words are taken, too; a wrong one is an error here and not while painting.
        object.__setattr__(self, "kind", MaskKind(self.kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How masks are painted: the opacity of their insides in [0, 1], outlines alone, or nothing at all."""

    opacity: float = 0.42
    outlines_only: bool = False
    hide_all: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.opacity <= 1:
            raise ValueError(f"expected an opacity in [0, 1], got {self}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOutline:
    """An outline that is being drawn, in pixels of the frame; pixel centres lie at whole numbers.

    `path` goes through the `anchors`, `ahead` from the last one to where the pointer is. `erases`: what it
    encloses will be taken away.
    """

    path: tuple[tuple[float, float], ...]
    anchors: tuple[tuple[float, float], ...] = ()
    ahead: tuple[tuple[float, float], ...] = ()
    erases: bool = False


class Severity(StrEnum):
    """How much a notice matters; only `INFO` goes away by itself."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class About(StrEnum):
    """What a notice is about; it goes when that is left, or a draft's next gesture makes it untrue."""

    DRAFT = "draft"
    SECOND = "second"
    VIDEO = "video"
    PROJECT = "project"


# How long after a sound a person presses a key, unless they choose another time; steps, and the most.
REACTION_S = 0.25
REACTION_STEP_S = 0.05
MOST_REACTION_S = 1.0

# For how long each side is seen while two moments of a video blink, unless a person chooses another pace.
BLINK_PACES_S = (0.2, 0.3, 0.45, 0.7, 1.0, 1.5, 2.5)
BLINK_S = 0.7
