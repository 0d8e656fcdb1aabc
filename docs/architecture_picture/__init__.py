"""The picture in docs/architecture.md: read from the imports, laid out in layers, written as SVG."""
