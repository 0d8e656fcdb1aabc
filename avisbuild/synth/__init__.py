"""Rendered audio-visual scenes whose truth is known exactly: masks, identities, sounding states."""

from avisbuild.synth.render import render_scene
from avisbuild.synth.spec import Actor, Part, Prop, SceneSpec, SceneTruth

__all__ = ["Actor", "Part", "Prop", "SceneSpec", "SceneTruth", "render_scene"]
