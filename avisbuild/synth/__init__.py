"""Rendered audio-visual scenes whose truth is known exactly: masks, instances, sounding states."""

from avisbuild.synth.options import Factor, SceneOptions
from avisbuild.synth.plan import plan_scene
from avisbuild.synth.render import render_scene
from avisbuild.synth.spec import Actor, Part, Prop, SceneSpec, SceneTruth

__all__ = [
    "Actor",
    "Factor",
    "Part",
    "Prop",
    "SceneOptions",
    "SceneSpec",
    "SceneTruth",
    "plan_scene",
    "render_scene",
]
