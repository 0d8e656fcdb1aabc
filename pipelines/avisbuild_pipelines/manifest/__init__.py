"""The manifest: what is to be fetched, checked row by row before anything is."""

from avisbuild_pipelines.manifest.reading import Manifest, read_manifest
from avisbuild_pipelines.manifest.rows import ManifestRow

__all__ = ["Manifest", "ManifestRow", "read_manifest"]
