"""Making one video from one source file: exact frames, exact sound, a record of how."""

from avisbuild_pipelines.clip.clipping import clip_video, read_clip
from avisbuild_pipelines.clip.request import ClipRequest
from avisbuild_pipelines.clip.verifying import verify_clip, verify_file

__all__ = ["ClipRequest", "clip_video", "read_clip", "verify_clip", "verify_file"]
