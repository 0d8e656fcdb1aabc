"""The desktop annotator: views of a workbench, and the only place that imports Qt."""
