"""`avisbuild synth`: rendered scenes whose truth is known."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import MOST_JOBS, DebugOption, JsonOption
from avisbuild.cli.output import progress_bar, say, say_json
from avisbuild.errors import AvisbuildError

if TYPE_CHECKING:
    from avisbuild.synth import Factor

_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")


def synth(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="A new folder.")],
    form: Annotated[
        str, typer.Option("--as", metavar="project|release|media", help="What OUT becomes.")
    ] = "project",
    videos: Annotated[int, typer.Option(min=1, help="Number of scenes.")] = 10,
    seconds: Annotated[
        int | None,
        typer.Option(
            min=1, max=600, help="Length of each.", show_default="10, or as --like has it"
        ),
    ] = None,
    size: Annotated[
        str, typer.Option(metavar="WxH", help="Size of the picture, even numbers.")
    ] = "320x180",
    fps: Annotated[int, typer.Option(min=1, max=60, help="Frames a second of the video.")] = 25,
    seed: Annotated[int, typer.Option(min=0, help="Same seed, same scenes.")] = 0,
    categories: Annotated[
        str, typer.Option(metavar="A,B,...", help="What may sound.", show_default="all of AVISeg's")
    ] = "",
    always: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FACTOR", help="Have this in every scene (repeatable)."),
    ] = None,
    never: Annotated[
        list[str] | None,
        typer.Option(
            "--without", metavar="FACTOR", help="Have this in no scene; `all` for none of them."
        ),
    ] = None,
    noise_db: Annotated[
        float | None,
        typer.Option(
            min=-120, max=0, help="Level of the noise, in dB of full scale; -120 for none."
        ),
    ] = -60.0,
    like: Annotated[
        Path | None,
        typer.Option(metavar="CSV", help="Draw lengths and counts from published counts."),
    ] = None,
    assets: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Cut-outs and sounds, a folder per category, in place of drawings."
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_JOBS, help="Processes that render.", show_default="usable cores"
        ),
    ] = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Render scenes with sound whose truth is known: masks, instances, sounding states.

    Factors: twin, distractor, offscreen, pan, occlusion, reentry, camera, music, silence, animation.
    Each occurs in some scenes unless it is switched on or off.
    """
    from dataclasses import asdict

    from avisbuild.synth import SceneOptions
    from avisbuild_pipelines.synthesis import Form, SynthOptions, synthesize

    width, height = _size(size)
    if form not in tuple(Form):
        raise AvisbuildError("synth-form", form=form, known=", ".join(Form))
    on, off = _factors("--with", always or []), _factors("--without", never or [])
    scene = SceneOptions(
        seed=seed,
        seconds=seconds or (None if like else 10),
        height_px=height,
        width_px=width,
        fps=fps,
        categories=tuple(name.strip() for name in categories.split(",") if name.strip()),
        always=on,
        never=off - on,
        noise_db=None if noise_db is None or noise_db <= -120 else noise_db,
        like=like and like.absolute(),
        assets=assets and assets.absolute(),
    )
    options = SynthOptions(scene=scene, video_count=videos, form=Form(form), jobs=jobs)
    with progress_bar("synth") as progress:
        made = synthesize(out, options, progress=progress)
    say(
        f"{made.video_count} scenes, {made.second_count} s, {made.instance_count} instances, "
        f"{made.mask_count} sounding masks in {made.folder}"
    )
    say_json({**asdict(made), "folder": str(made.folder)})


def _size(text: str) -> tuple[int, int]:
    found = _SIZE.fullmatch(text)
    width, height = (int(side) for side in found.groups()) if found else (1, 1)
    if width % 2 or height % 2 or min(width, height) < 32:
        raise AvisbuildError("synth-size", found=text)
    return width, height


def _factors(option: str, words: list[str]) -> "frozenset[Factor]":
    from avisbuild.synth import Factor

    names = [name.strip() for word in words for name in word.split(",") if name.strip()]
    known = ", ".join(Factor)
    if "all" in names:
        return frozenset(Factor)
    for name in names:
        if name not in tuple(Factor):
            raise AvisbuildError("synth-option", option=option, name=name, known=known)
    return frozenset(Factor(name) for name in names)
