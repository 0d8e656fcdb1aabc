"""What does clipping a video cost, against decoding it once and against one process a second?

    python benchmarks/clipping.py [--rounds 7] [--seconds 61] [--only 720p]

Ours is measured as it works: in a worker process that has done a video before, all it and its children
use from the call to its return, hashing, levels and syncing included. ffmpeg's processes are measured
whole, as a script that starts them pays for them.
"""

import argparse
import multiprocessing
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from harness import Cost, paired, ratio, run, summary, write_result

from avisbuild.media.tools import ffmpeg_path, ffmpeg_version
from avisbuild.records import VideoId
from avisbuild_pipelines.clip import clip_video
from avisbuild_pipelines.clip import decode as clip_decode
from avisbuild_pipelines.clip.request import ClipRequest

FFMPEG = [str(ffmpeg_path()), "-nostdin", "-y", "-v", "error"]
RENDITIONS = {
    "720p": ("1280x720", "2250k"),
    "360p": ("640x360", "700k"),
    "1080p": ("1920x1080", "4500k"),
}


def render(folder: Path, name: str, seconds: int) -> Path:
    """testsrc2 blended with mandelbrot, and a sine: 30 pictures a second, H.264 and AAC."""
    size, bit_rate = RENDITIONS[name]
    path = folder / f"{name}.mp4"
    sources = [f"testsrc2=s={size}:r=30", f"mandelbrot=s={size}:r=30", "sine=f=440:r=44100"]
    inputs = [word for source in sources for word in ("-f", "lavfi", "-i", source)]
    graph = "[0:v][1:v]blend=all_mode=average,format=yuv420p[v]"
    codecs = ["-c:v", "libx264", "-b:v", bit_rate, "-g", "150", "-c:a", "aac", "-t", str(seconds)]
    run(
        [
            *FFMPEG,
            *inputs,
            "-filter_complex",
            graph,
            "-map",
            "[v]",
            "-map",
            "2:a",
            *codecs,
            str(path),
        ]
    )
    return path


def decode_once(source: Path) -> Cost:
    """Decode pictures and sound with one thread and throw them away: the floor."""
    return run([*FFMPEG, "-threads", "1", "-i", str(source), "-f", "null", "-"])


def one_process_a_second(source: Path, folder: Path, seconds: int) -> Cost:
    """A process for the frame and one for the sound of every second, as many scripts do."""
    started, cpu_s, peak = time.monotonic(), 0.0, 0.0
    for second in range(seconds):
        picture = ["-ss", str(second + 0.5), "-i", str(source), "-frames:v", "1", "-q:v", "2"]
        sound = [
            "-ss",
            str(second),
            "-t",
            "1",
            "-i",
            str(source),
            "-vn",
            "-ac",
            "1",
            "-ar",
            "16000",
        ]
        for words in ([*picture, f"{second}.jpg"], [*sound, f"{second}.wav"]):
            cost = run([*FFMPEG, *words], cwd=folder)
            cpu_s, peak = cpu_s + cost.cpu_s, max(peak, cost.peak_rss_mib)
    return Cost(cpu_s=cpu_s, wall_s=time.monotonic() - started, peak_rss_mib=peak)


def clip_in_worker(source: Path, video_dir: Path, method: str) -> Cost:
    """Clip in this process, after a first video that pays for imports."""
    clip_decode.SMART_CODECS = frozenset({"h264"} if method == "smart" else ())
    request = ClipRequest(
        video_id=VideoId("v"),
        source_path=source,
        source_key="local-v",
        source={},
        video_dir=video_dir,
    )
    shutil.rmtree(video_dir, ignore_errors=True)
    before, started = _cpu_s(), time.monotonic()
    record = clip_video(request)
    cost = Cost(
        cpu_s=_cpu_s() - before, wall_s=time.monotonic() - started, peak_rss_mib=_peak_rss_mib()
    )
    if record.document["decode_method"] != method:
        raise RuntimeError(f"expected {method}, got {record.document['decode_method']}")
    return cost


def _cpu_s() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def _peak_rss_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def compare(source: Path, folder: Path, *, seconds: int, rounds: int) -> dict[str, object]:
    """All methods on one video, paired in one run."""
    with multiprocessing.get_context("spawn").Pool(1) as worker:

        def clip(method: str) -> Cost:
            return worker.apply(clip_in_worker, (source, folder / method, method))

        for method in ("smart", "full"):
            clip(method)
        methods: dict[str, Callable[[], Cost]] = {
            "decode once, 1 thread": partial(decode_once, source),
            "smart": partial(clip, "smart"),
            "ffmpeg graph": partial(clip, "full"),
            "one process a second": partial(one_process_a_second, source, folder, seconds),
        }
        costs = paired(methods, rounds=rounds)
    return {
        "cpu, smart by decode once": ratio(costs, "smart", "decode once, 1 thread"),
        "cpu, ffmpeg graph by decode once": ratio(costs, "ffmpeg graph", "decode once, 1 thread"),
        "cpu, one process a second by smart": ratio(costs, "one process a second", "smart"),
        "cpu, one process a second by ffmpeg graph": ratio(
            costs, "one process a second", "ffmpeg graph"
        ),
        "medians": {name: summary(one) for name, one in costs.items()},
    }


def memory(source: Path, folder: Path) -> dict[str, float]:
    """Peak memory of a fresh worker by method, in MiB."""
    peaks = {}
    for method in ("smart", "full"):
        with multiprocessing.get_context("spawn").Pool(1) as worker:
            cost = worker.apply(clip_in_worker, (source, folder / method, method))
            peaks[method] = round(cost.peak_rss_mib, 1)
    return peaks


def main() -> None:
    """Render once, measure, write the JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=61)
    parser.add_argument("--only", choices=["720p", "360p", "memory"], default=None)
    options = parser.parse_args()
    figures: dict[str, object] = {
        "seconds": options.seconds,
        "rounds": options.rounds,
        "ffmpeg": ffmpeg_version(ffmpeg_path()),
        "how": "CPU of a warm worker and its children around one clip_video call;"
        " ffmpeg's processes whole",
    }
    with tempfile.TemporaryDirectory(dir=Path(__file__).parent) as name:
        folder = Path(name)
        for size in ("720p", "360p"):
            if options.only in (None, size):
                source = render(folder, size, options.seconds)
                figures[size] = compare(
                    source, folder, seconds=options.seconds, rounds=options.rounds
                )
        if options.only in (None, "memory"):
            figures["peak MiB of a worker at 1080p, by length"] = {
                f"{seconds} s": memory(render(folder, "1080p", seconds), folder)
                for seconds in (5, 20)
            }
    write_result(
        "clipping" if options.only is None else f"clipping-{options.only}",
        question="What does clipping cost, against decoding once and against one process a second?",
        figures=figures,
    )


if __name__ == "__main__":
    main()
