"""Embeddings on disk: what is kept, what is refused, what goes first, and what may go wrong."""

import errno
import multiprocessing
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from avisbuild.segment.cache import store as embedding_store
from avisbuild.segment.cache.file import TornFileError, decode, encode
from avisbuild.segment.cache.store import EmbeddingKey, EmbeddingStore, embedding_key, project_store
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.system.temporary import held

KIB = 1024


def key(number: int = 0, **changes: str) -> EmbeddingKey:
    """The key of one frame's embedding."""
    plain = EmbeddingKey(
        content_hash=f"{number:064x}",
        model="sam_vit_h",
        weights_sha256="a" * 64,
        preprocessing="sam-1.0",
    )
    return replace(plain, **changes)


def features(fill: float = 1.0) -> dict[str, Any]:
    """About 8 KiB in half precision, and two numbers."""
    return {
        "features": np.full((16, 16, 16), fill, np.float16),
        "size": np.array([720, 1280], np.int32),
    }


def only_file(store: EmbeddingStore) -> Path:
    """The one file of a store."""
    (path,) = store.folder.rglob("*.emb")
    return path


def age(path: Path, seconds: float) -> None:
    """Make a file look as if it was looked at so long ago."""
    then = time.time() - seconds
    os.utime(path, (then, then))


def test_what_is_saved_is_read_back_to_the_bit_and_may_be_written_to(tmp_path: Path) -> None:
    """R05: half precision, as plain arrays."""
    store = EmbeddingStore(tmp_path)
    assert store.save(key(), features(0.1))
    assert key() in store
    found = store.load(key())
    assert found is not None
    assert set(found) == {"features", "size"}
    for name, array in features(0.1).items():
        assert found[name].dtype == array.dtype
        assert np.array_equal(found[name], array)
        assert found[name].flags.writeable


@given(
    array=arrays_of.arrays(
        st.sampled_from([np.float16, np.float32, np.int64, np.uint8, np.bool_]),
        arrays_of.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4),
    )
)
def test_every_array_of_numbers_survives_the_file(array: np.ndarray[Any, Any]) -> None:
    found = decode(bytearray(encode(key(), {"a": array, "b": array.T})), key())
    assert found is not None
    np.testing.assert_array_equal(found["a"], array)
    np.testing.assert_array_equal(found["b"], array.T)


def test_arrays_of_anything_but_numbers_are_refused() -> None:
    """Nothing in a file can be code."""
    with pytest.raises(ValueError, match="expected numbers, got object"):
        encode(key(), {"a": np.array([print])})


def test_files_lie_by_model_and_hash_below_the_project_s_cache(tmp_path: Path) -> None:
    store = project_store(tmp_path)
    store.save(key(0xAB << 248), features())
    name = "ab" + "0" * 62
    assert only_file(store) == tmp_path / f"cache/embeddings/sam_vit_h/ab/{name}.emb"


@pytest.mark.parametrize(
    "other", [{"weights_sha256": "b" * 64}, {"preprocessing": "sam-2.0"}, {"model": "sam_vit_l"}]
)
def test_an_embedding_of_another_model_weights_or_preprocessing_is_no_match(
    tmp_path: Path, other: dict[str, str]
) -> None:
    """R05: mismatch rejected, and the file that is right for others stays."""
    store = EmbeddingStore(tmp_path)
    store.save(key(), features())
    assert key(**other) not in store
    assert store.load(key(**other)) is None
    assert store.load(key()) is not None


def test_a_file_moved_to_another_frame_s_place_is_no_match(tmp_path: Path) -> None:
    """R05: the header is checked, not only the name."""
    store = EmbeddingStore(tmp_path)
    store.save(key(1), features())
    path = only_file(store)
    shutil.copy(path, path.with_name(f"{2:064x}.emb"))
    assert key(2) not in store
    assert store.load(key(2)) is None


_SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "cut short": lambda data: data[:-1],
    "cut within the header": lambda data: data[:40],
    "empty": lambda _: b"",
    "longer": lambda data: data + b"\0",
    "one bit turned": lambda data: data[:-9] + bytes([data[-9] ^ 1]) + data[-8:],
    "another program's": lambda data: b"PK\x03\x04" + data,
    "a header that is no JSON": lambda data: b"avisbuild-embedding-1 {\n" + data,
    "a header without arrays": lambda _: b'avisbuild-embedding-1 {"crc32":1,"key":{}}\n',
    "a header of another shape": lambda _: b"avisbuild-embedding-1 [1]\n",
    "an unheard-of dtype": lambda data: data.replace(b'"<f2"', b'"<x2"'),
    "arrays of objects": lambda data: data.replace(b'"<f2"', b'"|O8"'),
}


@pytest.mark.parametrize("spoil", _SPOILT.values(), ids=_SPOILT)
def test_a_spoilt_file_is_a_miss_and_is_removed(
    tmp_path: Path, spoil: Callable[[bytes], bytes], caplog: pytest.LogCaptureFixture
) -> None:
    """R05, R35: never an exception, never wrong numbers."""
    store = EmbeddingStore(tmp_path)
    store.save(key(), features())
    path = only_file(store)
    path.write_bytes(spoil(path.read_bytes()))
    assert store.load(key()) is None
    assert not path.exists()
    assert "made again" in caplog.text
    assert store.save(key(), features())
    assert store.load(key()) is not None


@given(st.binary(max_size=200))
def test_no_bytes_at_all_make_reading_fail_in_another_way(data: bytes) -> None:
    for start in (b"", b"avisbuild-embedding-1 "):
        with pytest.raises(TornFileError):
            decode(bytearray(start + data), key())


@pytest.mark.parametrize("wrong", [{"model": "../up"}, {"model": ""}, {"content_hash": "../../x"}])
def test_no_name_leaves_the_folder(tmp_path: Path, wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        EmbeddingStore(tmp_path).save(key(**wrong), features())


def test_over_the_limit_the_longest_not_looked_at_go_first(tmp_path: Path) -> None:
    """R05: size-capped, least recently used; looking at one counts as use."""
    store = EmbeddingStore(tmp_path, limit_bytes=45 * KIB)  # room for five of 8.2 KiB
    for number in range(5):
        store.save(key(number), features())
        age(store._path(key(number)), 9000 - number)
    assert store.load(key(0)) is not None
    assert store.save(key(5), features())
    there = [number for number in range(6) if key(number) in store]
    assert there == [0, 3, 4, 5]  # down to nine tenths of the limit at once
    assert store.size_bytes() <= 45 * KIB


def test_what_is_in_use_or_was_just_looked_at_is_never_pruned(tmp_path: Path) -> None:
    """R05: the frames of the video on screen, and those of another process."""
    store = EmbeddingStore(tmp_path, limit_bytes=45 * KIB)
    for number in range(5):
        store.save(key(number), features())
        age(store._path(key(number)), 9000)
    other_process = EmbeddingStore(tmp_path)
    assert other_process.load(key(3)) is not None
    store.use([key(1).content_hash])
    assert store.save(key(5), features())
    assert key(1) in store
    assert key(3) in store
    store.use(key(number).content_hash for number in range(9))
    left = store.size_bytes()
    assert all(store.save(key(6 + extra), features()) for extra in range(1))
    assert not store.save(key(8), features())
    assert (store.notice, store.size_bytes() > left) == (None, True)


def test_what_was_just_looked_at_stays_though_nobody_here_uses_it(tmp_path: Path) -> None:
    """R05: another process may be at that video; the newcomer is not kept then."""
    store = EmbeddingStore(tmp_path, limit_bytes=45 * KIB)
    for number in range(5):
        store.save(key(number), features())
    assert not store.save(key(5), features())
    assert all(key(number) in store for number in range(5))
    assert store.notice is None


def test_a_store_that_has_grown_over_a_new_limit_is_pruned(tmp_path: Path) -> None:
    for number in range(5):
        store = EmbeddingStore(tmp_path)
        store.save(key(number), features())
        age(store._path(key(number)), 9000 - number)
    small = EmbeddingStore(tmp_path, limit_bytes=20 * KIB)
    assert small.save(key(5), features())
    assert small.size_bytes() <= 18 * KIB
    assert [number for number in range(6) if key(number) in small] == [4, 5]


def test_what_died_processes_left_is_removed_and_what_is_held_is_not(tmp_path: Path) -> None:
    store = EmbeddingStore(tmp_path)
    store.save(key(), features())
    folder = only_file(store).parent
    old, new, written = (folder / f".00000000.{digit * 32}.tmp" for digit in "012")
    stranger = folder / "letter.tmp"
    for path in (old, new, written, stranger):
        path.write_bytes(b"half")
    age(old, 9000)
    age(written, 9000)
    age(stranger, 9000)
    with written.open("rb") as stream, held(stream.fileno()):
        EmbeddingStore(tmp_path).save(key(1), features())
    assert [path.exists() for path in (old, new, written, stranger)] == [False, True, True, True]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EDQUOT])
def test_a_disk_that_takes_no_more_turns_the_store_off_with_one_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    """R35: disk full; what is there can still be read, and no half file stands."""
    store = EmbeddingStore(tmp_path)
    store.save(key(), features())

    def full(*_: object) -> Path:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", full)
        assert not store.save(key(1), features())
    assert os.strerror(number) in str(store.notice)
    assert not store.save(key(2), features())
    assert store.load(key()) is not None
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [only_file(store).name]


def test_the_last_of_the_disk_is_left_to_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R01, R05: a cache never takes the room that edits need."""
    usage = shutil.disk_usage(tmp_path)._replace(free=embedding_store.FREE_BYTES_KEPT)
    monkeypatch.setattr(embedding_store.shutil, "disk_usage", lambda _: usage)
    store = EmbeddingStore(tmp_path)
    assert not store.save(key(), features())
    assert "the disk is nearly full" in str(store.notice)


def test_a_folder_that_cannot_be_made_turns_the_store_off(tmp_path: Path) -> None:
    """A read-only project (bad days)."""
    (tmp_path / "cache").write_text("a file where the folder should be")
    store = project_store(tmp_path)
    assert store.load(key()) is None
    assert key() not in store
    assert not store.save(key(), features())
    assert "not kept on disk" in str(store.notice)


def _work(folder: str, seed: int) -> int:
    """Save and load at random, in little room; how often numbers came back wrong."""
    random = np.random.default_rng(seed)
    embedding_store.RECENT_S = -1.0
    store = EmbeddingStore(Path(folder), limit_bytes=60 * KIB)
    wrong = 0
    for _ in range(150):
        number = int(random.integers(12))
        found = store.load(key(number))
        wrong += found is not None and not np.array_equal(
            found["features"], features(number)["features"]
        )
        store.save(key(number), features(number))
    return wrong + bool(store.notice)


def test_several_processes_share_a_store(tmp_path: Path) -> None:
    """R05: what one reads is never what another has half written or pruned."""
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        assert pool.starmap(_work, [(str(tmp_path), seed) for seed in range(3)]) == [0, 0, 0]
    assert EmbeddingStore(tmp_path).size_bytes() < 100 * KIB
    assert not list(tmp_path.rglob("*.tmp"))


def test_an_embedding_may_be_read_by_whoever_may_read_other_new_files(tmp_path: Path) -> None:
    """R05: what one person's night made is there for the others of the lab."""
    EmbeddingStore(tmp_path / "store").save(key(), features())
    (tmp_path / "other").write_bytes(b"")
    plain = (tmp_path / "other").stat().st_mode
    assert only_file(EmbeddingStore(tmp_path / "store")).stat().st_mode == plain


def test_two_processes_that_fill_a_store_keep_to_one_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R05: size-capped; each counts from time to time what the others wrote."""
    monkeypatch.setattr(embedding_store, "RECENT_S", -1.0)
    limit = 100 * 9 * KIB
    stores = [EmbeddingStore(tmp_path, limit_bytes=limit) for _ in range(2)]
    for number in range(240):
        assert stores[number % 2].save(key(number), features())
        assert stores[0].size_bytes() < 1.1 * limit


def test_a_key_names_the_frame_and_all_that_makes_its_embedding() -> None:
    assert embedding_key(FakeSegmenter(), "f" * 64) == EmbeddingKey(
        content_hash="f" * 64, model="fake", weights_sha256="", preprocessing="fake-1"
    )
