"""What is said of plots and reports."""

from collections.abc import Mapping

TEMPLATES: Mapping[str, str] = {
    "plots-need-matplotlib": (
        "plots need matplotlib, which is not installed: pip install 'avisbuild[report]'"
    ),
}
