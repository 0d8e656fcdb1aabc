"""What the core says by kind and fields, said in the chosen language."""

from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message
from avisbuild.store import Step
from avisbuild_gui.texts.language import tr

# The areas of `avisbuild.messages` whose sentences can come into the window: these are in the catalogues.
SHOWN_AREAS = (
    "annotation",
    "categories",
    "changes",
    "checks",
    "common",
    "labels",
    "masks",
    "media",
    "merging",
    "propagation",
    "review",
    "segment",
    "sound",
    "states",
    "store",
    "suspects",
    "untrusted",
    "window",
)


def text_of(said: AvisbuildError | Message | str | None) -> str:
    """A message or an error's, in the chosen language; "" for none. Names, numbers and paths stay."""
    if said is None or isinstance(said, str):
        return said or ""
    return (said.message if isinstance(said, AvisbuildError) else said).text(tr)


def label_of(step: Step | None) -> str:
    """What an edit is called, in the chosen language; "" for none."""
    return "" if step is None else text_of(step.label)
