"""A scene as plain values: what stands where, what sounds when; and the truth that rendering it gives."""

from dataclasses import dataclass

from avisbuild.records import CategoryId, Track, Video, VideoId, video_id

Waypoint = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One instance of an actor: a guitarist has two, the person and the guitar.

    `sounding` has one entry a second; `pitch` is the instance's own, in semitones from its category's
    usual one. `recording` is a sound file among the assets, "" for the made voice.
    """

    category: str
    category_id: CategoryId
    number: int
    sounding: tuple[bool, ...]
    pitch: float = 0.0
    level_db: float = -20.0
    voice_seed: int = 0
    recording: str = ""

    @property
    def name(self) -> str:
        """`guitar_2`, as people say it."""
        return f"{self.category}_{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """What is drawn and moves as one: an animal, a vehicle, a person, or a musician with an instrument.

    `figure` names the drawing; `parts` are in the drawing's order (the person first, then the instrument).
    `path` gives x of the feet at some times, as a share of the picture's width: 0 is the left edge, less
    or more than 0..1 is out of view. `ground` is y of the feet as a share of its height; the lower stands
    in front. `px_per_m` is the size of a metre, as a share of the picture's height. `asset` is a picture
    among the assets, of the figure `cutout`: one metre high, `aspect` wide.
    """

    figure: str
    parts: tuple[Part, ...]
    look_seed: int
    path: tuple[Waypoint, ...]
    ground: float
    px_per_m: float
    flipped: bool = False
    sway: float = 1.0
    asset: str = ""
    aspect: float = 1.0

    def __post_init__(self) -> None:
        times = [time for time, _ in self.path]
        if not self.path or times != sorted(times):
            raise ValueError(f"expected waypoints in order of time, got {self.path}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prop:
    """Scenery that hides what passes behind it; sizes are shares of the picture's height."""

    figure: str
    look_seed: int
    x: float
    ground: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSpec:
    """Everything that a scene depends on: the same values give the same truth and the same frames.

    `camera` is how far the camera wanders, 1 for an ordinary hand-held pan and 0 for a tripod; `music_db`
    and `noise_db` are levels against full scale, None for none. `factors` names the switches that were on.
    `assets_dir` is where the actors' assets lie, if they have any.
    """

    video_id: VideoId
    seed: int
    second_count: int
    height_px: int = 180
    width_px: int = 320
    fps: int = 25
    setting: str = "stage"
    actors: tuple[Actor, ...] = ()
    props: tuple[Prop, ...] = ()
    camera: float = 0.0
    stereo_pan: bool = True
    animated: bool = True
    music_db: float | None = None
    noise_db: float | None = -60.0
    factors: tuple[str, ...] = ()
    assets_dir: str = ""

    def __post_init__(self) -> None:
        video_id(self.video_id)
        if self.height_px % 2 or self.width_px % 2 or min(self.height_px, self.width_px) < 32:
            raise ValueError(
                f"expected an even size of at least 32 x 32, got {self.width_px} x {self.height_px}"
            )
        if self.second_count < 1 or self.fps < 1:
            raise ValueError(f"expected at least one second and one frame a second, got {self}")
        names = [part.name for part in self.parts]
        if len(set(names)) != len(names):
            raise ValueError(f"expected distinct instances, got {names}")
        if any(len(part.sounding) != self.second_count for part in self.parts):
            raise ValueError(f"expected {self.second_count} sounding entries an instance")

    @property
    def parts(self) -> tuple[Part, ...]:
        """All instances, actor by actor."""
        return tuple(part for actor in self.actors for part in actor.parts)

    def frame_at(self, second: int) -> int:
        """The frame that stands for a second: the last one at or before its middle."""
        return int((second + 0.5) * self.fps + 1e-9)


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneTruth:
    """What is true of a rendered scene; tracks are in order of category id and number.

    Masks stand wherever an instance can be seen, in silent seconds too.
    """

    video: Video
    tracks: tuple[Track, ...]
