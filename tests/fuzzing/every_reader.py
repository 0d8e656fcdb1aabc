"""Every reader of strangers' files, with the file that it reads."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from fuzzing.bench import MEDIA
from fuzzing.mutations import Form
from fuzzing.reader import Reader

from avisbuild.errors import FormatError

_PROJECT = ("status --project {p}", "status --json --edits --project {p}", "export --project {p}")
_CLIPS = ("verify --project {p}", "export --project {p}")
_IMPORT = (
    "import {o}/truth.json --replace --project {p}",
    "import {o}/truth.json --dry-run --json --replace --project {p}",
)
_FRAMES = ("import {o}/other.json --frames {p}/releases/pictures --project {p}",)
_RESTORE = ("project restore {o}/backup {o}/restored",)
_RELEASE = "p/releases/aviseg-1"
_VALIDATE = ("validate {p}/releases/aviseg-1", "stats {p}/releases/aviseg-1 --json")
_EVALUATE = "evaluate --gt {p}/releases/aviseg-1/train.json --pred {o}/"
_MAPS = (
    "evaluate-ov --gt {o}/maps --pred {o}/pmaps",
    "evaluate-avs --gt {o}/maps --pred {o}/pmaps",
    "evaluate-avs --gt {o}/maps --pred {o}/pmaps --classes 3",
)
_AVSBENCH = ("import {o}/avs/AVSBench-semantic --format avsbench --project {p}",)
_OV = ("import {o}/avs/AVSBench-openvoc --format avsbench-ov --project {p}",)
_ARRAYS = ("evaluate-avs --gt {o}/zmaps --pred {o}/zpred",)


def _media(name: str) -> Reader:
    line = f"fetch {{o}}/{name}.csv --media-root {{o}}/strange --retry all --project {{p}}"
    return Reader(
        name, f"o/strange/{name}", Form.BYTES, (line,), reports=("p/reports/failures.csv",)
    )


def _load_preferences(path: Path) -> None:
    from avisbuild_gui.preferences import Preferences

    Preferences.load(path)


def _load_keys(path: Path) -> None:
    from avisbuild_gui.actions.key_map import KeyMap

    KeyMap.load(path, ())


def _read_kept_pairs(path: Path) -> None:
    from avisbuild.records import VideoId
    from avisbuild.releases.audit.kept import read_kept_pairs

    with suppress(FormatError):
        read_kept_pairs(path.parents[2], (VideoId("pond"), VideoId("lake")))


def _read_fingerprint(path: Path) -> None:
    from avisbuild.releases.audit.fingerprints import read_kept_fingerprint

    read_kept_fingerprint(path)


def _load_recipe(path: Path) -> None:
    from avisbuild.records.bundled import load_recipe

    load_recipe(path)


def _load_release(path: Path) -> None:
    """Read it as training does: all there is of a few windows."""
    from avisbuild.models.data import EvenWindows, read_records

    folder = next(each for each in path.parents if (each / "train.json").exists())
    records = read_records(folder, window=EvenWindows(2), with_silent=True)
    for _ in islice(records, 4):
        pass


def _training(name: str, form: Form) -> Reader:
    return Reader(f"training {name}", f"o/training/{name}", form, call=_load_release)


def _read_lvis_names(path: Path) -> None:
    from avisbuild.formats.avsbench_ov.name_table import read_names

    read_names(path)


def _read_mask(path: Path) -> None:
    from avisbuild.masks.segmentation import read_segmentation

    try:
        document = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        return  # whoever reads a mask has read the document before
    if isinstance(document, dict):
        read_segmentation(document.get("mask"), (96, 160))


def _read_scores(path: Path) -> None:
    from avisbuild.releases.plots.paper_tables import table_2

    table_2({"ours": path})


def _read_plot_facts(path: Path) -> None:
    from avisbuild.releases.plots import facts_of_release

    facts_of_release(path)


def _pull(path: Path) -> None:
    """Take a model's weights from a server that answers with the file, whatever that is."""
    from avisbuild.segment.sam.checkpoints import Checkpoint
    from avisbuild_pipelines.weights import pull

    checkpoint = Checkpoint(
        name="sam_vit_b",
        title="SAM",
        file_name="sam.pth",
        byte_count=1000,
        sha256="0" * 64,
        url="http://127.0.0.1/none",
        fallback="",
    )
    with _answering(path.read_bytes()) as url, TemporaryDirectory() as folder:
        pull(checkpoint, folder=Path(folder), source=url, pauses_s=())


@contextmanager
def _answering(answer: bytes) -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sam.pth"
        finally:
            server.shutdown()
            thread.join()


READERS = (
    *map(_media, MEDIA),
    Reader(
        "manifest",
        "o/m.csv",
        Form.CSV,
        ("fetch {o}/m.csv --media-root {o}/media --dry-run --project {p}",),
    ),
    Reader(
        "aviseg names",
        "o/aviseg.csv",
        Form.CSV,
        ("manifest from-aviseg {o}/aviseg.csv --out {o}/n",),
    ),
    Reader(
        "vggsound names",
        "o/vggsound.csv",
        Form.CSV,
        ("manifest from-vggsound {o}/vggsound.csv --out {o}/n",),
    ),
    Reader(
        "avsbench names",
        "o/avsbench.csv",
        Form.CSV,
        ("manifest from-avsbench {o}/avsbench.csv --out {o}/n",),
    ),
    Reader("project.db", "p/project.db", Form.BYTES, _PROJECT),
    Reader("avisbuild.toml", "p/avisbuild.toml", Form.TOML, _PROJECT),
    Reader(
        "clip.json",
        "p/videos/pond/clip.json",
        Form.JSON,
        (
            "status --project {p}",
            *_CLIPS,
            "fetch {o}/m.csv --media-root {o}/media --project {p}",
        ),
    ),
    Reader(
        "source.json",
        "p/sources/*/source.json",
        Form.JSON,
        ("verify --project {p}", "clip --project {p} pond"),
    ),
    Reader("frame", "p/videos/pond/frames/00000.jpg", Form.BYTES, _CLIPS),
    Reader(
        "kept source",
        "p/sources/*/source.mp4",
        Form.BYTES,
        ("clip --project {p} pond", "verify --project {p}"),
    ),
    Reader("sound", "p/videos/pond/audio.wav", Form.BYTES, _CLIPS),
    Reader(
        "failures.csv",
        "p/reports/failures.csv",
        Form.CSV,
        ("fetch {o}/m.csv --media-root {o}/media --dry-run --project {p}",),
    ),
    Reader("recipe", "o/recipe.toml", Form.TOML, call=_load_recipe),
    Reader("truth", "o/truth.json", Form.JSON, _IMPORT),
    Reader("picture frames", "p/releases/pictures/copy/00000.jpg", Form.BYTES, _FRAMES),
    Reader(
        "png frames",
        "o/pngs/copy/00000.png",
        Form.BYTES,
        ("import {o}/pngs.json --frames {o}/pngs --project {p}",),
    ),
    Reader("backup card", "o/backup/backup.json", Form.JSON, _RESTORE),
    Reader("backup checksums", "o/backup/SHA256SUMS", Form.LINES, _RESTORE),
    Reader(
        "release truth",
        f"{_RELEASE}/train.json",
        Form.JSON,
        (*_VALIDATE, _EVALUATE + "predictions.json"),
    ),
    Reader("videos to split", "o/videos.csv", Form.CSV, ("split {o}/videos.csv --sizes 2/1/1",)),
    Reader(
        "published split",
        "o/table.csv",
        Form.CSV,
        ("split {o}/videos.csv --method published --table {o}/table.csv",),
    ),
    Reader(
        "earlier split",
        "o/table.csv",
        Form.CSV,
        ("split {o}/videos.csv --sizes 2/1/1 --keep {o}/table.csv",),
    ),
    Reader("release splits", f"{_RELEASE}/splits.csv", Form.CSV, _VALIDATE),
    Reader("release card", f"{_RELEASE}/release.json", Form.JSON, _VALIDATE),
    Reader("release checksums", f"{_RELEASE}/SHA256SUMS", Form.LINES, _VALIDATE),
    Reader("release frame", f"{_RELEASE}/train/JPEGImages/pond/00000.jpg", Form.BYTES, _VALIDATE),
    Reader("release sound", f"{_RELEASE}/train/WAVAudios/pond.wav", Form.BYTES, _VALIDATE),
    Reader(
        "layer of silent objects",
        "o/training/train_silent.json",
        Form.JSON,
        ("validate {o}/training",),
    ),
    _training("train.json", Form.JSON),
    _training("train_silent.json", Form.JSON),
    _training("release.json", Form.JSON),
    _training("train/JPEGImages/pond/00000.jpg", Form.BYTES),
    _training("train/WAVAudios/pond.wav", Form.BYTES),
    _training("train/FEATAudios/pond.npy", Form.BYTES),
    Reader("predictions", "o/predictions.json", Form.JSON, (_EVALUATE + "predictions.json",)),
    Reader(
        "packed predictions",
        "o/predictions.json.gz",
        Form.BYTES,
        (_EVALUATE + "predictions.json.gz",),
    ),
    Reader("label map", "o/pmaps/a.png", Form.BYTES, _MAPS),
    Reader("coloured map", "o/maps/b.png", Form.BYTES, _MAPS),
    Reader("maps in an array", "o/zpred/a.npz", Form.BYTES, _ARRAYS),
    Reader(
        "painted map",
        "o/avs/AVSBench-semantic/v1m/lake/labels_rgb/0.png",
        Form.BYTES,
        (*_AVSBENCH, _AVSBENCH[0] + " --ignore-colours"),
    ),
    Reader("metadata", "o/avs/AVSBench-semantic/metadata.csv", Form.CSV, _AVSBENCH),
    Reader("label index", "o/avs/AVSBench-semantic/label2idx.json", Form.JSON, _AVSBENCH),
    Reader(
        "open-vocabulary truth",
        "o/avs/AVSBench-openvoc/avsbench_ov_train_base.json",
        Form.JSON,
        _OV,
    ),
    Reader(
        "classes",
        "o/classes.csv",
        Form.CSV,
        ("evaluate-ov --gt {o}/maps --pred {o}/pmaps --classes {o}/classes.csv",),
    ),
    Reader("audited table", "o/audit.csv", Form.CSV, ("audit {o}/audit.csv",)),
    Reader(
        "decided pairs",
        "o/decided.csv",
        Form.CSV,
        ("audit {o}/audit.csv --decided {o}/decided.csv",),
    ),
    Reader(
        "kept pairs",
        "p/cache/audit/pairs.json",
        Form.JSON,
        call=_read_kept_pairs,
    ),
    Reader("kept fingerprint", "o/kept.npz", Form.BYTES, call=_read_fingerprint),
    Reader("preferences", "o/preferences.json", Form.JSON, call=_load_preferences),
    Reader("keys", "o/keys.json", Form.JSON, call=_load_keys),
    Reader("names of LVIS", "o/lvis.csv", Form.CSV, call=_read_lvis_names),
    Reader("mask", "o/mask.json", Form.JSON, call=_read_mask),
    Reader("scores of an evaluation", "o/scores.json", Form.JSON, call=_read_scores),
    Reader("truth to be drawn", f"{_RELEASE}/train.json", Form.JSON, call=_read_plot_facts),
    Reader("answer of a server", "o/answer.http", Form.LINES, call=_pull),
)
