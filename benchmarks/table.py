"""Print the README's table of figures from the results beside this file."""

import json
import sys
from typing import Any

from harness import RESULTS


def main() -> None:
    """One Markdown row a question."""
    rows = [
        ("what", "measured"),
        ("---", "---"),
        *_clipping(),
        *_project(),
        *_figures_of_merit(),
        *_annotator(),
    ]
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
    both = scoring["both protocols"]
    return [
        (
            f"checking a truth JSON of {schema['masks']:,} masks against its schema",
            f"{schema['validate']['cpu_s']:.2f} s",
        ),
        (
            "scoring smooth predictions of AVISeg's test size (21 MB) by both protocols",
            f"{both['cpu_s']:.2f} s CPU, {both['peak_rss_mib']:.0f} MiB",
        ),
        (
            "rendering scenes at 320x180",
            f"{synth['clip_seconds_per_wall_second_320x180']:.0f} clip-seconds a second",
        ),
    ]


def _annotator() -> list[tuple[str, str]]:
    window, clicks = _figures("annotator"), _figures("interactive")
    switch, robot = window["frame switch, ms"], window["robot, 60 s and 4 instances"]
    toggle, painted = window["toggle of a cell, ms"], window["click until painted, ms"]
    return [
        (
            "annotator at 1080p without a GPU, p95: next second painted, cell toggled and on disk",
            f"{switch['all annotated']['p95']:.0f} ms, {toggle['p95']:.0f} ms",
        ),
        (
            "the same: from click to painted mask, classical segmenter",
            f"{painted['classical']['p95']:.0f} ms",
        ),
        (
            f"a robot annotates {robot['masks']} masks of four instances in a minute of video",
            f"{robot['clicks a mask']:.2f} clicks and {robot['keys a mask']:.2f} keys a mask",
        ),
        *_clicks_needed(clicks),
    ]


def _clicks_needed(clicks: dict[str, Any]) -> list[tuple[str, str]]:
    """NoC@85 and NoC@90 of the segmenter that needs no weights."""
    rows = []
    for size, by_segmenter in sorted(clicks.items()):
        if isinstance(by_segmenter, dict) and "classical" in by_segmenter:
            found, count = by_segmenter["classical"], by_segmenter["objects"]
            rows.append(
                (
                    f"classical segmenter, {count} rendered objects at {size}: NoC@85, NoC@90",
                    f"{found['noc_85']:.1f}, {found['noc_90']:.1f} clicks",
                )
            )
    return rows


if __name__ == "__main__":
    main()
