"""What differs between two moments of a video, in words."""

TEMPLATES = {
    "state-became": "{before} → {after}",
    "mask-moved": "mask changed, IoU {iou:.2f}",
    "mask-came": "mask added",
    "mask-went": "mask removed",
    "instance-came": "{name}: added",
    "instance-went": "{name}: removed",
    "instance-renamed": "{before}: called {name} now",
    "instance-merged-into": "{name}: merged into {other}",
    "instance-split-from": "{name}: split from {other}",
    "silences-differ": "confirmed as silent before or after only, seconds: {seconds}",
}
