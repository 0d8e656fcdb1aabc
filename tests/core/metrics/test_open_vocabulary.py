"""AVSBench-OV's figures, worked out by hand on maps of a few pixels."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from avisbuild.errors import FormatError
from avisbuild.formats.avsbench.palette import palette
from avisbuild.metrics.class_table import avsbench_classes, read_classes, read_video_labels
from avisbuild.metrics.folders import score_open_vocabulary
from avisbuild.metrics.label_maps import paired_maps, resized
from avisbuild.metrics.map_files import read_maps
from avisbuild.metrics.open_vocabulary import OpenVocabulary
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.records.bundled import load_taxonomy

BOTH = frozenset(EvaluationProtocol)


def labels(text: str) -> np.ndarray:
    return np.array([[int(pixel) for pixel in row] for row in text.split()])[None]


def test_the_figures_of_six_pixels() -> None:
    # 0 background, 1 base, 2 and 3 novel. Truth 0 0 1 1 2 2, prediction 0 1 1 1 2 3.
    metric = OpenVocabulary(base=[1], novel=[2, 3])
    metric.update(labels("001122"), labels("011123"))
    result = metric.compute()
    # IoU: background 1/2, class 1 2/3, class 2 1/2, class 3 (predicted only) 0.
    assert result.per_class == {0: 50, 1: pytest.approx(200 / 3), 2: 50, 3: 0}
    assert result.iou.all == pytest.approx(100 * (1 / 2 + 2 / 3 + 1 / 2) / 4)
    assert result.iou_without_background == pytest.approx(100 * (2 / 3 + 1 / 2) / 3)
    assert result.iou.base == pytest.approx(200 / 3)
    assert result.iou.novel == pytest.approx(25)
    assert result.iou.harmonic == pytest.approx(100 * 2 * (2 / 3) * (1 / 4) / (2 / 3 + 1 / 4))
    assert result.pixel_accuracy.all == pytest.approx(400 / 6)
    assert result.pixel_accuracy.base == 100
    assert result.pixel_accuracy.novel == 50
    assert result.class_accuracy.all == pytest.approx(100 * (1 / 2 + 1 + 1 / 2) / 3)
    assert result.weighted_iou.all == pytest.approx(100 * (1 / 2 + 2 / 3 + 1 / 2) / 3)
    assert result.weighted_iou.base == pytest.approx(100 * (2 / 3) / 3)


def test_the_harmonic_mean_without_novel_truth_is_0_or_undefined() -> None:
    for protocol, expected in (
        (EvaluationProtocol.REFERENCE, 0),
        (EvaluationProtocol.STRICT, None),
    ):
        metric = OpenVocabulary(base=[1], novel=[2], protocol=protocol)
        metric.update(labels("0011"), labels("0011"))
        assert metric.compute().iou.harmonic == expected
        assert metric.compute().iou.novel is None
    metric = OpenVocabulary(base=[1], novel=[2], protocol=EvaluationProtocol.STRICT)
    metric.update(labels("12"), labels("00"))
    assert metric.compute().iou.harmonic == 0


def test_maps_are_pooled_not_averaged() -> None:
    metric = OpenVocabulary(base=[1], novel=[2])
    metric.update(labels("1111"), labels("1111"))
    metric.update(labels("1000"), labels("0000"))
    assert metric.compute().iou.base == pytest.approx(80)


def test_a_label_that_no_class_has_is_refused() -> None:
    metric = OpenVocabulary(base=[1], novel=[2])
    with pytest.raises(FormatError, match="expected labels 0 to 2 in the prediction, got 7"):
        metric.update(labels("1"), labels("7"))


@pytest.mark.parametrize(("true", "found", "where"), [(1, 2, "truth"), (3, 1, "prediction")])
def test_a_label_between_those_of_the_classes_is_refused(true: int, found: int, where: str) -> None:
    """Ids of a table of one's own may have gaps."""
    metric = OpenVocabulary(base=[3], novel=[2])
    with pytest.raises(FormatError, match=f"{where}, got 1"):
        metric.update(np.full((2, 2), true), np.full((2, 2), found))


def test_the_bundled_table_has_40_base_and_30_novel_categories() -> None:
    classes = avsbench_classes()
    assert (len(classes.base), len(classes.novel)) == (40, 30)
    assert classes.base[:5] == [2, 4, 6, 7, 8]
    assert classes.novel[-3:] == [66, 68, 69]


def write(folder: Path, name: str, pixels: np.ndarray) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels.astype(np.uint8)).save(path)


def test_folders_of_pictures_are_scored_with_any_table(tmp_path: Path) -> None:
    table = tmp_path / "classes.csv"
    table.write_text("id,name,split\n1,dog,base\n2,harp,novel\n")
    truth, pred = tmp_path / "truth", tmp_path / "pred"
    write(truth, "video/0.png", labels("0011 0011")[0])
    write(pred, "video/0.png", labels("0001 0001")[0])
    write(truth, "video/1.png", labels("2200 2200")[0])
    # Twice the size: the nearest pixel is taken.
    write(pred, "video/1.png", np.kron(labels("2200 2200")[0], np.ones((2, 2))))
    document = score_open_vocabulary(truth, pred, read_classes(table), protocols=BOTH)
    for protocol in ("reference", "strict"):
        assert document[protocol]["base"] == pytest.approx(50)
        assert document[protocol]["novel"] == pytest.approx(100)
        assert document[protocol]["harmonic"] == pytest.approx(200 / 3)
    assert document["strict"]["per_class"].keys() == {"background", "dog", "harp"}


def test_the_reference_drops_true_labels_that_the_video_does_not_list(tmp_path: Path) -> None:
    table, metadata = tmp_path / "classes.csv", tmp_path / "metadata.csv"
    table.write_text("id,name,split\n1,dog,base\n2,harp,novel\n")
    metadata.write_text("vid,uid,s_min,s_sec,a_obj,split,label\nx,video,0,5,dog,test,v2\n")
    classes = read_classes(table)
    truth, pred = tmp_path / "truth", tmp_path / "pred"
    write(truth, "video/0.png", labels("0012")[0])
    write(pred, "video/0.png", labels("0010")[0])
    listed = read_video_labels(metadata, classes)
    document = score_open_vocabulary(truth, pred, classes, protocols=BOTH, video_labels=listed)
    assert document["reference"]["novel"] is None
    assert document["strict"]["novel"] == 0


def test_palette_pictures_and_painted_ones_read_alike(tmp_path: Path) -> None:
    colours = palette()
    for category in load_taxonomy("avsbench"):
        assert tuple(colours[category.category_id].tolist()) == category.colour_rgb
    pixels = labels("0123 4567")[0].astype(np.uint8)
    Image.fromarray(colours[pixels]).save(tmp_path / "painted.png")
    indexed = Image.fromarray(pixels, mode="P")
    indexed.putpalette(colours.ravel().tolist())
    indexed.save(tmp_path / "indexed.png")
    np.savez(tmp_path / "array.npz", pixels)
    for name in ("painted.png", "indexed.png", "array.npz"):
        assert read_maps(tmp_path / name).tolist() == [pixels.tolist()]


@pytest.mark.parametrize("size", [(224, 224), (3, 7), (100, 41)])
def test_resizing_takes_the_pixel_that_pil_takes(size: tuple[int, int]) -> None:
    pixels = np.random.default_rng(0).integers(0, 70, (60, 90)).astype(np.uint8)
    expected = Image.fromarray(pixels).resize((size[1], size[0]), Image.Resampling.NEAREST)
    assert (resized(pixels[None], size)[0] == np.asarray(expected)).all()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id,name,split\n1,dog,old\n", "line 2: expected a split"),
        ("id,name,split\nx,dog,base\n", "line 2, id: expected a whole number"),
        ("id,name,split\n²,dog,base\n", "line 2, id: expected a whole number"),
        ("id,name,split\n1000000,dog,base\n", "expected a whole number from 1 to 4095"),
        (f"id,name,split\n1,{'dog' * 50_000},base\n", "cannot be read as CSV"),
        ("id,name,split\n1,dog,base\n1,cat,base\n", "line 3, id: expected a new id"),
        (
            "id,name,split\n1,dog,base\n2,dog,novel\n",
            "line 3, name: expected a new name, got 'dog'",
        ),
        ("id,name,split\n1.0,dog,base\n", "line 2, id: expected a whole number .* got '1.0'"),
        ("id,name,split\n", "found no row"),
    ],
)
def test_a_wrong_class_table_is_told_in_one_line(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "classes.csv"
    path.write_text(text)
    with pytest.raises(FormatError, match=expected):
        read_classes(path)


def test_a_video_with_two_lists_of_categories_is_refused(tmp_path: Path) -> None:
    """The same list twice is the same; of two lists the later took the place of the first."""
    classes = avsbench_classes()
    one, other = classes.names[1], classes.names[2]
    head, row = "vid,uid,s_min,s_sec,a_obj,split,label\n", "x,video,0,5,{},test,v2\n"
    path = tmp_path / "metadata.csv"
    path.write_text(head + row.format(one) * 2)
    assert read_video_labels(path, classes) == {"video": frozenset({1})}
    path.write_text(head + row.format(one) + row.format(other))
    with pytest.raises(FormatError, match="line 3: expected each video once, got 'video' again"):
        read_video_labels(path, classes)


@pytest.mark.parametrize(
    ("array", "told"),
    [
        (np.full((1, 2, 2), "dog"), "expected numbers throughout, got <U3"),
        (np.full((1, 2, 2), 1j), "expected numbers throughout, got complex128"),
        (np.full((1, 2, 2), np.nan), "got NaN 4 times, the first at .0, 0, 0."),
        (np.zeros((1, 0, 2)), "expected .F, H, W. or .H, W."),
        (np.full((1, 2, 2), 0.5), "expected whole numbers, the label of each pixel"),
        (np.full((1, 2, 2), np.inf), "expected whole numbers, the label of each pixel"),
        (np.full((1, 2, 2), 1 << 63, np.uint64), "expected labels 0 to 70 in the prediction"),
    ],
)
def test_an_array_that_holds_no_labels_is_told_and_not_rounded(
    tmp_path: Path, array: np.ndarray, told: str
) -> None:
    truth, pred = tmp_path / "truth", tmp_path / "pred"
    write(truth, "video.png", labels("01 10")[0])
    pred.mkdir()
    np.savez(pred / "video.npz", array)
    with pytest.raises(FormatError, match=told):
        score_open_vocabulary(truth, pred, avsbench_classes(), protocols=BOTH)


def test_folders_may_have_names_that_look_like_numbers(tmp_path: Path) -> None:
    for name in ("²/0.png", "10/0.png", "9/0.png"):
        write(tmp_path, name, labels("01")[0])
    names = [pair.name for pair in paired_maps(tmp_path, tmp_path)]
    assert names == ["9/0", "10/0", "²/0"]


@pytest.mark.parametrize("name", ["map.png", "map.npz"])
def test_a_damaged_file_is_told_whatever_its_reader_makes_of_it(tmp_path: Path, name: str) -> None:
    """A byte is changed at each place in turn: what can be read is read, everything else is one line."""
    path = tmp_path / name
    pixels = np.arange(64, dtype=np.uint8).reshape(8, 8)
    if name.endswith("png"):
        Image.fromarray(pixels).save(path)
    else:
        np.savez_compressed(path, pixels)
    data = path.read_bytes()
    told = []
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0x15]) + data[place + 1 :])
        told.append(_what_is_wrong_with(path))
    assert sum(map(bool, told)) > len(data) // 3
    assert not any("\n" in each for each in told)


def _what_is_wrong_with(path: Path) -> str:
    try:
        read_maps(path)
    except FormatError as error:
        return str(error)
    return ""


def test_missing_and_broken_maps_are_told(tmp_path: Path) -> None:
    truth, pred = tmp_path / "truth", tmp_path / "pred"
    classes = avsbench_classes()
    write(truth, "video/0.png", labels("01")[0])
    pred.mkdir()
    with pytest.raises(FormatError, match="1 are missing, the first for video/0"):
        score_open_vocabulary(truth, pred, classes, protocols=BOTH)
    (pred / "video").mkdir()
    (pred / "video" / "0.png").write_bytes(b"no picture")
    with pytest.raises(FormatError, match="cannot be read as a label map"):
        score_open_vocabulary(truth, pred, classes, protocols=BOTH)
