"""What commands and their options refuse."""

TEMPLATES = {
    "stdout-fails": "what was asked for cannot be told: standard output: {reason}",
    "allow-what": "name one of DIR, --database and --list; --remove goes with DIR",
    "substituted-classes": "--substituted: expected binary masks, got --classes; leave one out",
    "out-file": "--out {path}: expected a file in a folder that exists",
    "embed-with-what": (
        "there is no CUDA GPU here, or no weights of SAM ViT-H; to embed anyway, say with "
        "what: --segmenter {known} (see: avisbuild models list)"
    ),
    "format-not-yet": "--format {format}: comes in a later version; use --format aviseg",
    "export-no-videos": (
        "no video to release: the project has none; fetch some: avisbuild fetch MANIFEST --project {project}"
    ),
    "export-all-aside": (
        "no video to release: all {count} are set aside; see: avisbuild status --project {project}"
    ),
    "export-none-accepted": (
        "no video to release: none is accepted yet; hand one in with Ctrl+Enter: "
        "avisbuild annotate --project {project}"
    ),
    "export-all-handed-in": (
        "no video to release: none is accepted yet, {count} were handed in; to release them as they are: "
        "--include {states}"
    ),
    # The cells themselves stand above, a line each.
    "export-stopped": (
        "the export is stopped by {counts}; settle them: avisbuild annotate --project {project}"
    ),
    "split-options-alone": "--sizes, --ratios and --seed say how to split: add --split",
    "retry-word": "--retry {word}: expected one of {known}",
    "cookies-missing": "--cookies {path}: there is no such file",
    "fetch-blocked": "{sites} ({count} videos were not asked for)",
    "comment-reason": "--reason {word}: expected one of {known}",
    "comment-rule": "--rule {rule}: expected one of the guideline's: {known}",
    "comment-instance": "--instance {name}: expected one of video {video}: {known}",
    "comment-point-words": "--point {found}: expected X,Y in pixels of the frame, as in 120,64",
    "board-person": "--person {person}: nobody of that name has edited here; there are: {known}",
    "author-one-line": "--author: expected a name in one line; the journal keeps it",
    "manifest-leaks": (
        "{names}: {summary}; give each group one split, or use --allow-group-leak\n{listed}"
    ),
    "music-avqa-folder": (
        "expected the unpacked folder of MUSIC-AVQA, or --music-avqa-root, got {path}"
    ),
    "music-avqa-no-video": "{folder}: no readable MUSIC-AVQA video in it or in the folders below",
    "models-list-alone": "models list: takes no name and no --from; it shows every model",
    "models-pull-name": "models pull: needs a NAME, one of {known}",
    "include-with-release": "--include chooses videos of a project: leave RELEASE out",
    "synth-form": "--as {form}: expected one of {known}",
    "synth-size": "--size {found}: expected WIDTHxHEIGHT, even and at least 32, as in 320x180",
    "synth-option": "{option} {name}: expected one of {known}, or all",
    "demo-not-a-demo": (
        "{folder}: holds something that is not a demo; name an empty or a new folder"
    ),
    "demo-annotated": (
        "{folder}: {annotator} has annotated in it, and a new demo would lose that; name "
        "another folder, or remove this one"
    ),
    "demo-stopped": "the demo stopped: `{line}` ended with {exit_code}",
    "engine-dask": (
        "--engine dask comes with the [scale] extra of a later version; use --engine local"
    ),
    "engine-unknown": "--engine {name}: expected one of {known}",
    "worker-ended": "the worker process ended by {how}",
    "annotate-option": "{option} {value}: expected one of {known}",
    "annotate-needs-qt": "the annotator needs PyQt6, which is not installed: {cure}",
    "annotate-no-display": (
        "there is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are empty); run"
        " it on a desktop, or over `ssh -X`"
    ),
    "annotate-qt-lacks": "PyQt6 {found}: {cure}",
    "annotate-no-window": (
        "Qt cannot open a window ({said}); `avisbuild doctor` shows what this machine lacks"
    ),
    "review-state": "--state {found}: expected one of {known}",
    "assign-which": "name videos, or say --share (--share 1 for all that nobody is to review yet)",
    "assign-to-whom": "--to {found!r:.40}: expected a name in one line",
    "no-move-to-undo": "video {video}: {person} has moved nothing there that could be taken back",
    "last-is-no-move": (
        'your last edit of video {video} is "{action}", which is no move of a review; undo it in the window'
    ),
    "no-such-review": (
        "video {video}: expected a review from 0 (its annotation) to {reviews}, got {review}; "
        "review_rounds in avisbuild.toml says how many there are"
    ),
    "review-behind": "video {video} is {state}, and review {review} is behind it; choose a later one",
    "diff-two-ways": "--review and --between both say what to compare: leave one out",
    "diff-between-one": (
        "--between takes two entries of the journal of one VIDEO, the earlier first; see: "
        "avisbuild review log VIDEO"
    ),
    "diff-csv-or-json": "--csv and --json are two forms of the same: leave one out",
}
