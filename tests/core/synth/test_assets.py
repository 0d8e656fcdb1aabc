"""Anyone's cut-outs and sounds in place of drawings, and what is wrong with them in one line."""

import struct
import zlib
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
import soundfile

from avisbuild.errors import FormatError
from avisbuild.records.bundled import load_taxonomy
from avisbuild.synth import Factor, SceneOptions, plan_scene, render_scene
from avisbuild.synth.assets import cutout_sprite, read_cutouts, read_recording

OPTIONS = SceneOptions(seed=1, seconds=2, height_px=90, width_px=160, fps=5)


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    root = tmp_path / "assets"
    for name, colour in (
        ("dog", (40, 90, 160)),
        ("cello", (30, 60, 200)),
        ("Kitty", (200, 200, 200)),
    ):
        add_picture(root / name / "one.png", colour)
        add_sound(root / name / "one.wav")
    (root / "mapping.csv").write_text("folder,category\nKitty,cat\n")
    return root


def add_picture(path: Path, colour: tuple[int, int, int], *, alpha: bool = True) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = np.zeros((40, 30, 4), np.uint8)
    cv2.ellipse(picture, (15, 20), (12, 17), 0, 0, 360, (*colour, 255), -1)
    cv2.imwrite(str(path), picture if alpha else picture[..., :3])


def add_sound(path: Path, *, rate_hz: int = 22_050) -> None:
    t = np.arange(rate_hz) / rate_hz
    sound = np.sin(2 * np.pi * 300 * t) * (t < 0.3) * 0.4
    soundfile.write(path, np.column_stack([sound, sound]), rate_hz)


def test_scenes_are_made_of_the_assets(assets: Path, tmp_path: Path) -> None:
    options = replace(OPTIONS, assets=assets, always=frozenset(Factor))
    for index in range(3):
        spec = plan_scene(options, index)
        assert {actor.figure for actor in spec.actors} == {"cutout"}
        assert {part.category for part in spec.parts} <= {"dog", "cello", "cat"}
        truth = render_scene(spec, tmp_path / "scene.mp4")
        assert any(any(track.sounding_masks) for track in truth.tracks)


def test_a_sprite_is_as_tall_as_asked_and_its_mask_is_its_alpha(assets: Path) -> None:
    sprite = cutout_sprite(assets / "dog" / "one.png", 70)
    rows = np.nonzero((sprite.rgba[..., 3] >= 128).any(axis=1))[0]
    assert rows[-1] - rows[0] + 1 == pytest.approx(70, abs=1)
    assert (sprite.parts[..., 0] == sprite.rgba[..., 3]).all()


def test_a_recording_loses_its_pauses_and_gains_unit_power(assets: Path) -> None:
    sound = read_recording(assets / "dog" / "one.wav", 0.0)
    assert 0.3 <= len(sound) / 44_100 <= 0.6
    assert np.sqrt(np.mean(np.square(sound))) == pytest.approx(1.0, abs=1e-3)


def test_categories_limit_the_assets(assets: Path) -> None:
    spec = plan_scene(replace(OPTIONS, assets=assets, categories=("cello",)), 0)
    assert {part.category for part in spec.parts} == {"cello"}
    with pytest.raises(FormatError, match="no category of horse"):
        plan_scene(replace(OPTIONS, assets=assets, categories=("horse",)), 0)


def test_an_unknown_folder_is_named_with_the_remedy(assets: Path) -> None:
    (assets / "unicorn").mkdir()
    with pytest.raises(
        FormatError, match=r"unicorn is no category of aviseg; rename .* mapping\.csv"
    ):
        read_cutouts(assets, load_taxonomy("aviseg"))


@pytest.mark.parametrize("missing", ["one.png", "one.wav"])
def test_a_folder_without_picture_or_sound_is_named(assets: Path, missing: str) -> None:
    (assets / "dog" / missing).unlink()
    with pytest.raises(FormatError, match="dog: holds no"):
        read_cutouts(assets, load_taxonomy("aviseg"))


def test_a_picture_without_alpha_is_no_cut_out(assets: Path) -> None:
    add_picture(assets / "dog" / "one.png", (1, 2, 3), alpha=False)
    with pytest.raises(FormatError, match=r"one\.png: has no alpha"):
        read_cutouts(assets, load_taxonomy("aviseg"))


def test_broken_files_are_named(assets: Path) -> None:
    (assets / "dog" / "one.wav").write_bytes(b"RIFF, but no more")
    with pytest.raises(FormatError, match=r"one\.wav: cannot be read as sound"):
        read_recording(assets / "dog" / "one.wav", 0.0)
    soundfile.write(assets / "dog" / "one.wav", np.zeros(1000), 22_050)
    with pytest.raises(FormatError, match=r"one\.wav: holds no sound"):
        read_recording(assets / "dog" / "one.wav", 1.0)
    (assets / "dog" / "one.png").write_bytes(b"no picture")
    with pytest.raises(FormatError, match=r"one\.png: cannot be read as a PNG"):
        read_cutouts(assets, load_taxonomy("aviseg"))


def test_a_picture_that_would_fill_the_memory_is_refused(assets: Path) -> None:
    picture = assets / "dog" / "one.png"
    data = bytearray(picture.read_bytes())
    data[16:24] = struct.pack(">II", 60_000, 60_000)
    data[29:33] = struct.pack(">I", zlib.crc32(data[12:29]))
    picture.write_bytes(data)
    with pytest.raises(FormatError, match=r"one\.png: 3600000000 pixels"):
        read_cutouts(assets, load_taxonomy("aviseg"))


def test_a_mapping_that_is_no_text_is_named_and_one_from_a_spreadsheet_is_read(
    assets: Path,
) -> None:
    mapping = assets / "mapping.csv"
    text = mapping.read_text(encoding="utf-8")
    expected = read_cutouts(assets, load_taxonomy("aviseg"))
    read_cutouts.cache_clear()
    mapping.write_bytes(text.encode() + b"\xff,dog\n")
    with pytest.raises(FormatError, match=r"mapping\.csv: cannot be read as a CSV"):
        read_cutouts(assets, load_taxonomy("aviseg"))
    mapping.write_text(text, encoding="utf-8-sig")
    assert read_cutouts(assets, load_taxonomy("aviseg")) == expected


def test_no_folder_or_an_empty_one_is_named(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no such folder"):
        read_cutouts(tmp_path / "none", load_taxonomy("aviseg"))
    with pytest.raises(FormatError, match="expected a folder per category"):
        read_cutouts(tmp_path, load_taxonomy("aviseg"))
