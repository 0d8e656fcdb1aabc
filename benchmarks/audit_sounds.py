"""Which copies of a sound the audit finds, how exactly it says where, and what that costs.

`python benchmarks/audit_sounds.py [ORIGINALS] [SECONDS] [SOUNDS]` (24 of 61 s): music, effects and speech,
and the sound of two real clips where they are there. Each kind of copy is planted from every original, and
all are compared with all originals; a pair of two different sounds is a false one. What comparing costs is
measured with SOUNDS others (300), whole and half: each is looked up in more the more there are, so what
926 would cost is drawn through the two, and told as such.
"""

import sys
from collections import defaultdict
from statistics import median
from typing import Any

import numpy as np
from harness import timed, write_result
from planted_sounds import RATE_HZ, Change, Planted, Sound, changes, clips, material, missing_codecs

from avisbuild.records import VideoId
from avisbuild.releases.audit.sounds import (
    SoundFindings,
    SoundFingerprint,
    find_pairs,
    fingerprint_sound,
)

_SEED = 5400
_RELEASE = 926
Fingerprints = dict[VideoId, SoundFingerprint]


def main() -> None:
    """Measure and write `results/audit_sounds.json`."""
    given = [int(each) for each in sys.argv[1:]]
    count, seconds, others = given + [24, 61, 300][len(given) :]
    sounds = dict(material(count, seconds=seconds, seed=_SEED)) | dict(clips())
    originals: Fingerprints = {}
    cost = timed(lambda: originals.update(_fingerprints(sounds)))
    figures: dict[str, Any] = {
        "originals": len(originals),
        "seconds_each": seconds,
        "codecs_that_are_missing_here": missing_codecs(),
        "fingerprint_cpu_s_a_sound": round(cost.cpu_s / len(sounds), 4),
        "comparing": _comparing(others, seconds),
    }
    rows = {name: _row(sounds, originals, change) for name, change in changes().items()}
    figures["by_kind"] = rows
    figures["all_kinds"] = {
        "planted": sum(row["planted"] for row in rows.values()),
        "recall": _share(rows, "found", "planted"),
        "precision": round(1 - _share(rows, "false_pairs", "pairs"), 4),
    }
    question = "Which copies of a sound are found, and how exactly?"
    write_result("audit_sounds", question=question, figures=figures)


def _fingerprints(sounds: dict[str, Sound]) -> Fingerprints:
    return {VideoId(name): fingerprint_sound(each, RATE_HZ) for name, each in sounds.items()}


def _comparing(count: int, seconds: int) -> dict[str, Any]:
    """The cost of different sounds, and what is wrongly found among them."""
    sounds = material(count, seconds=seconds, seed=_SEED + 1)
    fingerprints = {VideoId(name): fingerprint_sound(each, RATE_HZ) for name, each in sounds}
    few = dict(list(fingerprints.items())[: count // 2])
    costs = []
    for each in (few, fingerprints):
        found: list[SoundFindings] = []
        cost = timed(lambda each=each, found=found: found.append(find_pairs(each)))
        costs.append(cost.cpu_s / len(each))
    half, whole = costs
    at_release = whole + (whole - half) / (count - count // 2) * (_RELEASE - count)
    return {
        "sounds": count,
        "cpu_s_a_sound": {str(count // 2): round(half, 3), str(count): round(whole, 3)},
        f"extrapolated_cpu_s_for_{_RELEASE}": round(at_release * _RELEASE),
        "peak_rss_mib": round(cost.peak_rss_mib),
        "false_pairs": [f"{each.first}, {each.second}" for each in found[0].pairs],
        "notes_of_shared_sounds": len(found[0].shared_sounds),
        "not_judged": len(found[0].not_judged),
    }


def _row(sounds: dict[str, Sound], originals: Fingerprints, change: Change) -> dict[str, Any]:
    """One kind of copy: how many are found, with errors of offset and speed, and what is false."""
    planted: dict[VideoId, tuple[str, Planted]] = {}
    for number, (name, sound) in enumerate(sounds.items()):
        made = change(sound, np.random.default_rng([_SEED, number, 1]))
        planted[VideoId(f"planted-{name}")] = (name, made)
    copies = {name: fingerprint_sound(each.sound, RATE_HZ) for name, (_, each) in planted.items()}
    pairs = find_pairs(originals | copies).pairs
    seen = defaultdict[str, list[float]](list)
    false = 0
    for pair in pairs:
        truths = {name: each for name, each in planted.items() if name in {pair.first, pair.second}}
        if set(_origins(pair.first, pair.second)) != {_origins(pair.first)[0]} or not truths:
            false += 1
            continue
        (truth,) = (each for _, each in truths.values())
        speed, offset_s = _as_of_copy(pair, is_second=pair.second in truths)
        seen["offset_ms"].append(1000 * abs(offset_s - truth.offset_s))
        seen["speed"].append(abs(speed - truth.speed))
        seen["votes_a_s"].append(pair.score)
        seen["span"].append((pair.span_s or 0) * speed / min(len(truth.sound) / RATE_HZ, 1e9))
    return {
        "planted": len(planted),
        "found": len(seen["speed"]),
        "recall": round(len(seen["speed"]) / len(planted), 4),
        "pairs": len(pairs),
        "false_pairs": false,
        **_spread(seen),
    }


def _origins(*names: str) -> list[str]:
    return [name.removeprefix("planted-") for name in names]


def _as_of_copy(pair: Any, *, is_second: bool) -> tuple[float, float]:
    """Speed and offset of the copy as seen from its original, whichever of the two is first."""
    if is_second:
        return pair.speed, pair.offset_s
    return 1 / pair.speed, -pair.offset_s * pair.speed


def _spread(seen: dict[str, list[float]]) -> dict[str, Any]:
    if not seen:
        return {}
    return {
        "offset_error_ms": {
            "median": round(median(seen["offset_ms"]), 1),
            "95 %": round(float(np.percentile(seen["offset_ms"], 95)), 1),
        },
        "largest_speed_error": round(max(seen["speed"]), 4),
        "votes_a_second": {
            "median": round(median(seen["votes_a_s"]), 1),
            "least": min(seen["votes_a_s"]),
        },
        "median_share_of_copy_covered": round(median(seen["span"]), 3),
    }


def _share(rows: dict[str, dict[str, Any]], part: str, whole: str) -> float:
    total = sum(row[whole] for row in rows.values())
    return round(sum(row[part] for row in rows.values()) / max(total, 1), 4)


if __name__ == "__main__":
    main()
