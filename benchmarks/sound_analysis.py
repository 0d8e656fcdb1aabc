"""How long does a minute of sound take to be analysed, to be read from the cache, and to be heard?

`python benchmarks/sound_analysis.py [ROUNDS]` uses a minute of noise and tones. "First" is in a new process,
imports included; a key press counts until the sink has the samples (a device's own latency comes after that).
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
from harness import write_result
from PyQt6.QtCore import QCoreApplication
from recording_sink import RecordingSink

from avisbuild.media.sound import write_wav
from avisbuild.sound import PlayRequest, analyse
from avisbuild_gui.sound import Player

_RATE_HZ = 16_000
_SECONDS = 60
_FIRST = """
import sys, time
began = time.perf_counter()
from pathlib import Path
from avisbuild.sound import analyse
analyse(Path(sys.argv[1]), second_count=60, cache=Path(sys.argv[2]) if sys.argv[2] else None)
print(time.perf_counter() - began)
"""


def main() -> None:
    """Measure and write `results/sound_analysis.json`."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    with tempfile.TemporaryDirectory() as folder:
        audio, cache = _sound(Path(folder)), Path(folder) / "cache"
        analyse(audio, second_count=_SECONDS, cache=cache)
        figures = {
            "seconds_of_sound": _SECONDS,
            "rounds": rounds,
            "analyse_ms": _milliseconds(
                rounds, lambda: analyse(audio, second_count=_SECONDS, cache=None)
            ),
            "from_cache_ms": _milliseconds(
                rounds, lambda: analyse(audio, second_count=_SECONDS, cache=cache)
            ),
            "first_in_a_process_ms": {
                "analysed": _first(audio, ""),
                "from_cache": _first(audio, str(cache)),
            },
            "cache_kib": round(sum(path.stat().st_size for path in cache.iterdir()) / 1024),
            "key_to_sink_ms": _playing(audio, rounds),
        }
    write_result(
        "sound_analysis", question="How fast is sound analysed and played?", figures=figures
    )


def _playing(audio: Path, rounds: int) -> dict[str, dict[str, float]]:
    app = QCoreApplication.instance() or QCoreApplication([])
    sink = RecordingSink(time.perf_counter)
    player = Player(sink=sink)
    player.open(audio)
    requests = {
        "a second": PlayRequest(second=30),
        "with a second around it": PlayRequest(second=30, context=1),
        "a loop": PlayRequest(second=30, loop=True),
        "half speed": PlayRequest(second=30, speed=0.5),
        "half speed with a second around it": PlayRequest(second=30, context=1, speed=0.5),
    }
    figures = {}
    for name, request in requests.items():
        waits = []
        for _ in range(rounds):
            began = time.perf_counter()
            player.play(request)
            waits.append(sink.played[-1].at_s - began)
        figures[name] = _summary(waits)
    player.close()
    app.processEvents()
    return figures


def _milliseconds(rounds: int, work: Callable[[], object]) -> dict[str, float]:
    waits = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        waits.append(time.perf_counter() - began)
    return _summary(waits)


def _summary(waits: list[float]) -> dict[str, float]:
    return {
        "median": round(1000 * statistics.median(waits), 3),
        "p95": round(1000 * float(np.percentile(waits, 95)), 3),
        "most": round(1000 * max(waits), 3),
    }


def _first(audio: Path, cache: str) -> float:
    words = [sys.executable, "-c", _FIRST, str(audio), cache]
    told = subprocess.run(words, capture_output=True, text=True, check=True, cwd=Path.cwd())
    return round(1000 * float(told.stdout), 1)


def _sound(folder: Path) -> Path:
    rng, time_s = np.random.default_rng(0), np.arange(_SECONDS * _RATE_HZ) / _RATE_HZ
    sound = rng.normal(0, 300, len(time_s)) + 6000 * np.sin(2 * np.pi * 440 * time_s) * (
        time_s % 3 < 2
    )
    path = folder / "v1" / "audio.wav"
    path.parent.mkdir()
    with path.open("wb") as stream:
        write_wav(stream, sound.astype(np.int16), _RATE_HZ)
    return path


if __name__ == "__main__":
    main()
