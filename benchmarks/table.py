"""Print the README's table of figures from the results beside this file."""

import json
import sys
from typing import Any

from harness import RESULTS


def main() -> None:
    """One Markdown row a question."""
    rows = [("what", "measured"), ("---", "---"), *_clipping(), *_project(), *_figures_of_merit()]
    sys.stdout.write("".join(f"| {what} | {measured} |\n" for what, measured in rows))


def _figures(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text())
    figures: dict[str, Any] = document["figures"]
    return figures


def _clipping() -> list[tuple[str, str]]:
    clipping = _figures("clipping")
    rows = []
    for size in ("720p", "360p"):
        ratios = {name: value["median"] for name, value in clipping[size].items() if "cpu" in name}
        smart, graph = (ratios[f"cpu, {way} by decode once"] for way in ("smart", "ffmpeg graph"))
        cheaper = ratios["cpu, one process a second by smart"]
        rows.append(
            (
                f"clipping 61 s of {size} H.264, CPU against `ffmpeg -threads 1` decoding it",
                (
                    f"{smart:.2f} times (ffmpeg path {graph:.2f});"
                    f" {cheaper:.1f} times less than a process a second"
                ),
            )
        )
    peaks = clipping["peak MiB of a worker at 1080p, by length"]["20 s"]
    rows.append(("memory of a clipping worker at 1080p", f"{max(peaks.values()):.0f} MiB"))
    return rows


def _project() -> list[tuple[str, str]]:
    store, export = _figures("store"), _figures("export")
    rerun = _figures("fetch_rerun")
    whole = export["with_media"]
    return [
        (
            f"`fetch` again with nothing to do, {rerun['videos']:,} videos",
            f"{rerun['rerun']['wall_s']:.2f} s",
        ),
        (
            f"a project of {store['masks']:,} masks: open, read a video, one durable edit",
            (
                f"{store['open_ms']['median']:.0f} ms, {store['one_video_read_ms']['median']:.1f} ms,"
                f" {store['one_mask_edit_ms']['median']:.1f} ms"
            ),
        ),
        (
            f"exporting it, {store['videos']} videos with media",
            f"{whole['wall_s']:.0f} s, {whole['peak_rss_mib']:.0f} MiB",
        ),
    ]


def _figures_of_merit() -> list[tuple[str, str]]:
    schema, scoring, synth = (_figures(n) for n in ("schema_validation", "evaluation", "synth"))
    both, share = scoring["both readings"], scoring["share of the published evaluator"]
    return [
        (
            f"checking a truth JSON of {schema['masks']:,} masks against its schema",
            f"{schema['validate']['cpu_s']:.2f} s",
        ),
        (
            "scoring a prediction file of AVISeg's test size in both readings",
            (
                f"{both['cpu_s']:.2f} s CPU, {both['peak_rss_mib']:.0f} MiB:"
                f" {share['cpu_s']:.1%} and {share['peak_rss_mib']:.0%} of the published evaluator"
            ),
        ),
        (
            "rendering scenes at 320x180",
            f"{synth['clip_seconds_per_wall_second_320x180']:.0f} clip-seconds a second",
        ),
    ]


if __name__ == "__main__":
    main()
