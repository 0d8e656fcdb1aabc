"""What carrying masks through frames meets."""

TEMPLATES = {
    "carried-a-second-apart": (
        "{problem}. Masks are carried from frame to frame, a second apart: check each one"
    ),
    "file-is-missing": "{name} is missing",
    "no-source-record": "no source.json",
    "propagate-no-instance": "video {video_id}: no instance {instance_id} in it; reload the video",
    "source-not-kept": (
        "video {video_id}: its source is not kept ({found}); fetch it again to carry masks better"
    ),
}
