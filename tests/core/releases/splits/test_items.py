"""The items of a project: labels and counts of what sounds in view."""

from release_scenes import THREE, snapshot_of

from avisbuild.releases.splits.items import items_of


def test_labels_silent_seconds_and_instances_are_of_what_sounds() -> None:
    found = {
        item.video_id: (item.labels, item.seconds, item.silent_seconds, item.instances)
        for item in items_of(snapshot_of(THREE))
    }
    assert found == {
        "a-1": (("dog",), 4, 0, 2),
        "b-1": (("cat",), 3, 0, 1),
        "c-1": (("dog",), 5, 3, 1),
    }
