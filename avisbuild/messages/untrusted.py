"""What is too large, too deep or too much of a file that anybody may have made."""

TEMPLATES = {
    "document-too-large": (
        "{file}: {found_mib} MiB or more, expected at most {most_mib} MiB; look whether it is the right file"
    ),
    "document-too-deep": (
        "{file}: lists or tables within one another without end, expected a few levels; "
        "look whether it is the right file"
    ),
    "table-too-large": (
        "{file}: {found_mib} MiB or more, expected at most {most_mib} MiB of CSV; "
        "divide it into several files"
    ),
    "table-too-many-cells": (
        "{file}: {found} values in rows, expected at most {most}; divide it into several files"
    ),
    "listing-too-large": (
        "{file}: {found_mib} MiB or more, expected a list of at most {most_mib} MiB; "
        "look whether it is the right file"
    ),
    "too-many-predictions": (
        "{file}: {found} predictions or more, expected at most {most}; keep the best of each video"
    ),
    "too-many-categories": (
        "{file}: {found} categories, expected at most {most}; list those that are used"
    ),
    "video-too-many-masks": (
        "{file}: video {video} has {found} masks in {found_mib} MiB, expected at most {most} in "
        "{most_mib} MiB; keep the best, or divide the video"
    ),
    "picture-too-heavy": (
        "{file}: {found_mib} MiB, expected a picture of at most {most_mib} MiB; "
        "look whether it is the right file"
    ),
    "picture-too-many-pixels": (
        "{file}: {found} pixels, expected at most {most} of them; scale it down first"
    ),
    "sound-too-long": (
        "{file}: {found_s} s at {rate} Hz, expected at most {most} samples; cut it first"
    ),
    "sound-too-large": (
        "{file}: {found_mib} MiB, expected at most {most_mib} MiB of sound; "
        "look whether it is the right file"
    ),
    "maps-too-many-frames": (
        "{file}: {found} frames, expected at most {most}; divide it into several files"
    ),
    "array-too-large": (
        "{file}: unpacks to {found_mib} MiB ({shape} of {dtype}), expected at most {most_mib} MiB; "
        "write it with a smaller type (uint8), or divide it into several files"
    ),
}
