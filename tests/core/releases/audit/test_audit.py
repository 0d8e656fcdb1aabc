"""The whole audit: names, pictures and sounds, groups that are cut, and what is kept of it."""

from pathlib import Path

import pytest
from core.releases.audit.clips_case import SECONDS, write_clip, write_splits
from core.releases.audit.pictures.drawn_videos import drawn_video, encoded, part_of
from core.releases.audit.sounds.played import tune

from avisbuild.records import VideoId
from avisbuild.releases.audit import fingerprints
from avisbuild.releases.audit.audit import Found, run_audit
from avisbuild.releases.audit.decisions import Clip, Decided, Decision
from avisbuild.releases.audit.document import document_of
from avisbuild.releases.audit.media import media_of_release
from avisbuild.releases.audit.placement import read_placement
from avisbuild.releases.audit.releases import placement_of_release
from avisbuild.releases.audit.report import report_page


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`copy` in test is a crop of `whole` in train; `heard` has only the sound of `lake`, both in train."""
    folder = tmp_path_factory.mktemp("release")
    write_clip(folder, "train", "whole", seed=1)
    write_clip(folder, "train", "lake", seed=2)
    write_clip(folder, "train", "heard", seed=3, sound=tune(2, seconds=SECONDS))
    write_clip(folder, "test", "pond", seed=4)
    crop = part_of(drawn_video(1, seconds=SECONDS), 0.05, 0.04, 0.96, 0.97)
    write_clip(folder, "test", "copy", seed=5, frames=encoded(crop, 30))
    write_splits(folder, whole="train", lake="train", heard="train", pond="test", copy="test")
    return folder


def audited(release: Path, *decisions: Decided, cache: Path | None = None) -> Found:
    placement = placement_of_release(release)
    media = media_of_release(release, (item.video_id for item in placement.items))
    return run_audit(placement, media, decisions=decisions, cache=cache)


def test_a_cropped_copy_across_the_split_is_a_group_that_is_cut(release: Path) -> None:
    told = document_of(audited(release))
    assert told["cut_groups"] == 1
    assert told["cut"][0]["videos"] == {"train": ["whole"], "test": ["copy"]}
    assert told["affected"] == {"train": 1, "test": 1}
    found = [(each["a"], each["b"], each["evidence"]) for each in told["near_duplicates"]]
    assert found == [("copy", "whole", "picture"), ("heard", "lake", "sound")]


def test_decided_pairs_stay_decided_when_the_clips_are_renamed(
    release: Path, tmp_path: Path
) -> None:
    keys = audited(release).keys
    different = Decided(
        first=Clip("copy", keys["copy"]),
        second=Clip("whole", keys["whole"]),
        decision=Decision.DIFFERENT,
    )
    crop = part_of(drawn_video(1, seconds=SECONDS), 0.05, 0.04, 0.96, 0.97)
    write_clip(tmp_path, "train", "renamed", seed=1)
    write_clip(tmp_path, "test", "too", seed=5, frames=encoded(crop, 30))
    write_splits(tmp_path, renamed="train", too="test")
    assert len(audited(tmp_path).cut) == 1
    found = audited(tmp_path, different)
    assert (found.cut, found.decided.applied) == ((), 1)


def test_a_second_audit_reads_what_the_first_one_kept_and_a_broken_file_of_it_is_made_again(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = audited(release, cache=tmp_path)
    broken = min(tmp_path.iterdir())
    broken.write_bytes(broken.read_bytes()[:50])
    made: list[str] = []
    make = fingerprints._make
    monkeypatch.setattr(
        fingerprints, "_make", lambda media: (made.append(media.video_id), make(media))[1]
    )
    again = audited(release, cache=tmp_path)
    assert len(made) == 1
    assert document_of(again) == document_of(first)


def test_a_video_that_cannot_be_read_is_told_and_the_others_are_compared(
    tmp_path: Path,
) -> None:
    write_clip(tmp_path, "train", "whole", seed=1)
    write_clip(tmp_path, "test", "copy", seed=1)
    write_clip(tmp_path, "test", "torn", seed=2)
    (tmp_path / "test/JPEGImages/torn/00001.jpg").write_bytes(b"no picture")
    write_splits(tmp_path, whole="train", copy="test", torn="test")
    found = audited(tmp_path)
    assert list(found.problems) == ["torn"]
    assert len(found.cut) == 1


def test_the_published_leak_of_aviseg_is_found_from_names_alone(shared: Path) -> None:
    found = run_audit(read_placement(shared / "data/aviseg-published-counts.csv"))
    assert (len(found.cut), found.affected) == (23, {"train": 33, "test": 26})


def test_names_in_the_pattern_of_ref_avs_tell_what_is_cut(tmp_path: Path) -> None:
    table = tmp_path / "metadata.csv"
    table.write_text(
        "vid,uid,split\nxy_0_10000,u1,train\nxy_0_10000,u2,train\nxy_20000_30000,u3,test_s\n"
        "z_0_10000,u4,test_s\n"
    )
    found = run_audit(read_placement(table))
    assert document_of(found)["affected"] == {"train": 1, "test_s": 1}


def test_releases_in_the_layout_of_avsbench_are_looked_at_too_their_frames_in_order(
    tmp_path: Path,
) -> None:
    for name in ("a", "b"):
        write_clip(tmp_path, "train", name, seed=1)
        place = tmp_path / "AVSBench-semantic/v2" / name
        place.mkdir(parents=True)
        (tmp_path / "train/JPEGImages" / name).rename(place / "frames")
        (place / "frames/00004.jpg").rename(place / "frames/10.jpg")
        (place / "frames/00003.jpg").rename(place / "frames/9.jpg")
        (tmp_path / f"train/WAVAudios/{name}.wav").rename(place / "audio.wav")
    write_splits(tmp_path, a="train", b="test")
    found = audited(tmp_path)
    assert len(found.cut) == 1
    assert [path.name for path in found.media[VideoId("a")].frames[:2]] == ["9.jpg", "10.jpg"]


def test_a_video_in_two_splits_leaks_into_itself(tmp_path: Path) -> None:
    table = tmp_path / "names.csv"
    table.write_text("video,split\na,train\na,test\nb,test\n")
    (cut,) = run_audit(read_placement(table)).cut
    assert cut.videos == {"train": ("a",), "test": ("a",)}


def test_the_page_shows_each_pair_and_says_what_it_leaves_out(release: Path) -> None:
    found = audited(release)
    page = report_page(found, title="<b>mine</b>")
    assert page.count("data:image/jpeg") == 4
    assert page.count("data:audio/wav") == 4
    assert "<b>mine" not in page
    assert page.index("copy</b> (test)") < page.index("heard</b> (train)")
    assert page == report_page(audited(release), title="<b>mine</b>")
    small = report_page(found, title="mine", most_bytes=1)
    assert small.count("data:image/jpeg") == 2
    assert "The last 1 pairs are told without pictures and sounds." in small
