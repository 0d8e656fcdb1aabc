"""A program for tests: the real window on a project, at work at random until it is killed.

    python tests/gui/window_at_work.py PROJECT SEED

Prints the number and the hash of the journal's head whenever an action has returned.
"""

import os
import random
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gui.annotator_case import service_maker
from recording_sink import RecordingSink

from avisbuild.segment.fake import FakeSegmenter
from avisbuild.store import Project
from avisbuild_gui.app import AnnotatorOptions, open_window
from avisbuild_gui.application import make_application
from avisbuild_gui.sound import Player

_ACTIONS = (
    "toggle_sounding",
    "mark_offscreen",
    "commit_and_next",
    "undo",
    "redo",
    "next_second",
    "previous_second",
    "next_instance",
    "copy_previous",
    "accept_proposal",
    "remove_mask",
)


def main() -> None:
    folder, rng = Path(sys.argv[1]), random.Random(int(sys.argv[2]))
    application = make_application()
    with Project.open(folder) as project:
        window = open_window(
            project,
            AnnotatorOptions(project=folder, author="ann"),
            make_service=service_maker(FakeSegmenter()),
            make_player=lambda parent: Player(parent, sink=RecordingSink()),
        )
        window.show()
        window.start()
        for category_id in (1, 2):
            window.session.instances.ask_new()
            window.session.instances.choose_category(category_id)
        while True:
            window.session.drafts.click(rng.uniform(20, 140), rng.uniform(20, 70), positive=True)
            for _ in range(rng.randint(1, 4)):
                application.processEvents()
            window.actions_.perform(rng.choice(_ACTIONS))
            head = project.journal.head()
            sys.stdout.write(f"{head.sequence} {head.hash}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
