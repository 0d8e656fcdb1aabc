"""Masks as pixels, run lengths and polygons, on top of pycocotools."""

from avisbuild.masks.iou import iou
from avisbuild.masks.polygons import from_polygons, to_polygons
from avisbuild.masks.rle import area, box_xywh, decode, encode, union
from avisbuild.masks.segmentation import read_segmentation

__all__ = [
    "area",
    "box_xywh",
    "decode",
    "encode",
    "from_polygons",
    "iou",
    "read_segmentation",
    "to_polygons",
    "union",
]
