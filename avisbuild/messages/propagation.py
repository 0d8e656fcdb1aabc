"""What carrying masks through frames meets."""

TEMPLATES = {
    "carried-a-second-apart": (
        "{problem}. Masks are carried from frame to frame, a second apart: check each one"
    ),
    "propagate-no-instance": "video {video_id}: no instance {instance_id} in it; reload the video",
    "source-file-missing": "{file} is missing",
    "source-not-noted": "no source.json",
    "source-not-kept": (
        "video {video_id}: its source is not kept ({found}); fetch it again to carry masks better"
    ),
}
