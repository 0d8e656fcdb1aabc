"""What is wrong with masks as files write them."""

TEMPLATES = {
    "counts-unpacked": "expected RLE counts in COCO's packing, got {counts}",
    "counts-cut-off": "expected whole run lengths, got counts that are cut off: {counts}",
    "counts-no-runs": "expected counts of COCO's compressed RLE",
    "counts-broken": "expected RLE counts in COCO's packing, got a broken number in {counts}",
    "runs-negative": "expected run lengths of 0 and more, got none or a negative one",
    "runs-do-not-fit": "expected run lengths for {pixel_count} pixels, got {found} pixels",
    "segmentation-unknown": "expected null, a list of polygons or an RLE, got {found}",
    "rle-size": "expected an RLE of size {expected} ([height, width]), got size {found}",
    "runs-out-of-range": "expected run lengths of 0 to {pixel_count}, got {least} to {most}",
    "counts-of-another-kind": "expected RLE counts as text or a list of whole numbers, got {found}",
    "polygon-too-short": "polygon 0: expected at least {least} numbers, got {number_count}",
    "polygon-no-list": "{name}: expected a list [x0, y0, x1, y1, ...], got {found}",
    "polygon-no-number": "{name}: expected numbers, got {found}",
    "polygon-odd": "{name}: expected an even count of numbers, got {number_count}",
    "polygons-huge-number": "expected polygons in pixels, got a number of hundreds of digits",
    "polygons-too-far": "expected polygons in pixels up to {most_px}, got one with {farthest_px:g}",
    "outlines-too-long": "expected outlines of at most {most_px} pixels, got one of {found_px:g}",
}
