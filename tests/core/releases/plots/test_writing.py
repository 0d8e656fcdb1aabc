"""The plots of a set: equal bytes each time, and a sentence where one cannot be drawn."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from core.releases.plots.facts_case import facts_from
from release_scenes import THREE, snapshot_of

from avisbuild.errors import AvisbuildError, FormatError, ReleaseError
from avisbuild.records import Split, SplitPlan, VideoId
from avisbuild.releases import write_release
from avisbuild.releases.plots import (
    PlotOptions,
    SetFacts,
    facts_of_release,
    facts_of_snapshot,
    write_plots,
)
from avisbuild.releases.plots.paper_tables import table_1, table_2
from avisbuild.report import figures

NEEDED = "plots are drawn by matplotlib, the extra [report]"
SIDES = {"a-1": "train", "b-1": "train", "c-1": "test"}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of three videos without media."""
    snapshot = snapshot_of(THREE)
    assignment = {video.video_id: Split(SIDES[video.video_id]) for video in snapshot.videos}
    folder = tmp_path_factory.mktemp("plots") / "pets"
    write_release(snapshot, folder, SplitPlan(method="manifest", seed=0, assignment=assignment))
    return folder


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_release_is_drawn_to_the_same_bytes_twice_and_says_what_it_cannot_show(
    release: Path, tmp_path: Path
) -> None:
    pytest.importorskip("matplotlib", reason=NEEDED)
    before = contents(release)
    for name in ("one", "two"):
        write_plots(facts_of_release(release), tmp_path / name, PlotOptions())
    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert contents(release) == before
    page = (tmp_path / "one/index.html").read_text(encoding="utf-8")
    for reason in (
        "this set tells none",
        "no other state",
        "no evaluation was given",
        "no pictures",
    ):
        assert reason in page
    assert not (tmp_path / "one/figure-2b-scenarios.svg").exists()
    assert "<svg" in (tmp_path / "one/split-balance.svg").read_text(encoding="utf-8")


def test_a_release_gives_the_facts_that_its_project_gave_and_silent_masks_where_it_holds_them(
    tmp_path: Path,
) -> None:
    snapshot = snapshot_of({"a": {"dog_1": "#.#", "cat_1": ".##"}})
    (dog, cat) = snapshot.tracks[VideoId("a")]
    seen = replace(dog, masks=(dog.masks[0], dog.masks[2], dog.masks[2]))
    kept = replace(snapshot, tracks={VideoId("a"): [seen, cat]}, keep_silent_masks=True)
    plan = SplitPlan(method="manifest", seed=0, assignment={VideoId("a"): Split.TRAIN})
    write_release(kept, tmp_path / "pets", plan, with_silent=True)
    (video,) = facts_of_release(tmp_path / "pets").videos
    (expected,) = facts_of_snapshot(kept, "pets").videos
    assert [(each.category, each.states, each.masks) for each in video.tracks] == [
        (each.category, each.states, each.masks) for each in expected.tracks
    ]
    assert video.counts == (1, 1, 2)


def test_what_a_project_tells_is_drawn_and_an_earlier_runs_plots_do_not_pass_for_this_ones(
    tmp_path: Path,
) -> None:
    pytest.importorskip("matplotlib", reason=NEEDED)
    evil = "<b>$x$ & \u202e小提琴"
    pair = {"a": {"dog_1": "##", "cat_1": "#."}}
    write_plots(facts_from(pair, scenarios=("Music", evil)), tmp_path, PlotOptions())
    names = contents(tmp_path).keys()
    assert {"figure-2b-scenarios.svg", "sound-states.png", "figure-2e-chord.svg"} <= names
    assert b"<b>$x$" not in contents(tmp_path)["index.html"]
    write_plots(facts_from({"a": {"dog_1": "."}}), tmp_path, PlotOptions(is_log=True))
    assert not {"figure-2b-scenarios.svg", "figure-2e-chord.png"} & contents(tmp_path).keys()


def test_nothing_at_all_has_a_page_too(tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason=NEEDED)
    empty = SetFacts(name="empty", videos=[], category_count=0, has_states=True)
    write_plots(empty, tmp_path, PlotOptions())
    page = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert "nan" not in page
    assert "Not drawn" in page


def test_no_plots_are_written_into_a_release(release: Path) -> None:
    pytest.importorskip("matplotlib", reason=NEEDED)
    with pytest.raises(ReleaseError, match="give --plots another folder"):
        write_plots(facts_of_release(release), release / "plots", PlotOptions())


def test_without_matplotlib_one_line_comes_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figures, "find_spec", lambda _: None)
    with pytest.raises(AvisbuildError, match=r"avisbuild\[report\]"):
        write_plots(facts_from(THREE), tmp_path / "plots", PlotOptions())
    assert not (tmp_path / "plots").exists()


def test_table_1_has_the_set_as_its_last_row() -> None:
    rows = table_1(facts_from(THREE)).rows
    assert rows[-1] == ("audio-visual instance segmentation", "pets", 3, 4.0, 2, "pixel")
    assert rows[-2][1:5] == ("AVISeg", 926, 61.4, 26)


def test_table_2_has_a_row_for_each_model_and_protocol(tmp_path: Path) -> None:
    path = tmp_path / "scores.json"
    path.write_text(json.dumps({"reference": {"FSLA": 41.5, "mAP": None}, "strict": {"FSLA": 40}}))
    first, second = table_2({"ours": path}).rows
    assert first[:3] == ("ours", "reference", 41.5)
    assert second[:3] == ("ours", "strict", 40.0)
    assert set(first[3:]) == {None}


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"strict": 3}', '{"strict": {"HOTA": "high"}}', '{"strict": {"HOTA": NaN}}'],
)
def test_a_file_that_holds_no_scores_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scores.json"
    path.write_text(text)
    with pytest.raises(FormatError, match=r"scores\.json") as refused:
        table_2({"ours": path})
    assert "\n" not in str(refused.value)
