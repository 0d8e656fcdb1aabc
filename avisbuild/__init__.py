"""avisbuild builds audio-visual instance segmentation data sets, from a manifest to a validated release."""

__version__ = "0.2.0"
