"""What is said of plots and reports."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "plots-into-release": (
        "{folder} lies in the release {release}, which stays as it is: give --plots another folder"
    ),
    "plots-bins": (
        "--bins {found}: expected the first second of each bin and, last, the end, ascending: 25,45,55,65"
    ),
    "plots-scores": (
        "--scores {found}: expected NAME=FILE, a model's name and what evaluate --out wrote"
    ),
    "scores-unreadable": "{file}: not read as JSON ({problem}); give what evaluate --out wrote",
    "scores-none": "{file}: neither reference nor strict figures; give what evaluate --out wrote",
    "scores-figure": "{file}: {place} is {found}: expected a number from 0 to 100, or null",
    "plots-option-alone": "{option} tells how plots are drawn: give --plots DIR, too",
    "plots-need-matplotlib": (
        "plots need matplotlib, which is not installed: pip install 'avisbuild[report]'"
    ),
}
