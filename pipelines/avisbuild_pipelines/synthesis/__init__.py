"""Sets of rendered scenes: as media with their truth, as a project, or as a release."""

from avisbuild_pipelines.synthesis.options import Form, SynthOptions, scene_truths
from avisbuild_pipelines.synthesis.sets import synthesize

__all__ = ["Form", "SynthOptions", "scene_truths", "synthesize"]
