"""What stands in the way of propagating masks through frames."""

TEMPLATES = {
    "propagated-a-second-apart": (
        "{problem}. Masks are propagated from frame to frame, a second apart: check each one"
    ),
    "pictures-end-early": "{file}: no picture can be decoded from {time_s:.1f} s on; the last one stays",
    "plays-stills": "{problem}. The picture stands still while the sound plays",
    "pictures-bridged": (
        "{count} pictures could not be decoded and were bridged, in seconds {seconds}"
    ),
    "propagate-no-instance": "video {video_id}: no instance {instance_id} in it; reload the video",
    "source-file-missing": "{file} is missing",
    "source-not-noted": "no source.json",
    "source-not-kept": (
        "video {video_id}: its source is not kept ({found}); put the folder {folder} back to propagate"
        " masks better"
    ),
}
