import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.errors import FormatError
from avisbuild.records import Split
from avisbuild_pipelines.manifest import Manifest, read_manifest
from avisbuild_pipelines.manifest.rows import ManifestRow
from avisbuild_pipelines.manifest.sources import SourceRoots, parse_source
from avisbuild_pipelines.manifest.times import clock, milliseconds

ID = "dQw4w9WgXcQ"


def read(folder: Path, text: str | bytes, **options: object) -> Manifest:
    path = folder / "manifest.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    settings = {"media_root": None, "music_avqa_root": None, **options}
    return read_manifest(path, **settings)  # type: ignore[arg-type]  # a shorthand for tests


def row(
    folder: Path, source: str, columns: str = "", cells: str = "", **options: object
) -> ManifestRow:
    head, line = f"video_id,source{columns}", f"v,{source}{cells}"
    return read(folder, f"{head}\n{line}\n", **options).rows[0]


def refusal(folder: Path, text: str | bytes, **options: object) -> str:
    with pytest.raises(FormatError) as error:
        read(folder, text, **options)
    assert error.value.exit_code == 2
    return str(error.value)


def test_a_whole_row_is_read(tmp_path: Path) -> None:
    found = row(
        tmp_path,
        f"yt:{ID}",
        ",start,end,split,group,scenario,labels,license,rights,sha256,frame_offset,note",
        f",1:02.5,0:01:12,val,g,Music;Speaking,guitar; person,cc-by,mine,{'A' * 64},0.9375,=hi",
    )
    assert (found.start_ms, found.end_ms, found.split, found.group) == (
        62_500,
        72_000,
        Split.VAL,
        "g",
    )
    assert found.scenarios == ("Music", "Speaking")
    assert found.labels == ("guitar", "person")
    assert (found.license, found.rights, found.sha256) == ("cc-by", "mine", "a" * 64)
    assert found.frame_offset == 0.9375
    assert found.values["note"] == "=hi"
    assert found.line == 2


def test_byte_order_mark_crlf_quotes_and_blank_lines_are_taken(tmp_path: Path) -> None:
    lines = [
        "\ufeffvideo_id,source,rights",
        "",
        f'"a","yt:{ID}","one line, ""quoted"""',
        ",,",
        f"b,yt:{ID},",
    ]
    text = "\r\n".join([*lines, ""])
    manifest = read(tmp_path, text)
    assert [(one.video_id, one.line) for one in manifest.rows] == [("a", 3), ("b", 5)]
    assert manifest.rows[0].rights == 'one line, "quoted"'


def test_the_group_of_videos_of_one_recording_is_the_same_however_it_is_written(
    tmp_path: Path,
) -> None:
    forms = [
        f"yt:{ID}",
        f"https://www.youtube.com/watch?v={ID}&t=10s",
        f"https://youtu.be/{ID}?si=x",
        f"http://m.youtube.com/watch?list=PL1&v={ID}",
        f"https://www.youtube.com/shorts/{ID}",
        f"https://www.youtube-nocookie.com/embed/{ID}",
        f"https://YouTube.com/live/{ID}#t=3",
    ]
    lines = "\n".join(f"v{number},{form}" for number, form in enumerate(forms))
    rows = read(tmp_path, f"video_id,source\n{lines}\n").rows
    assert len({one.source for one in rows}) == 1
    assert {one.group for one in rows} == {rows[0].source.key}


def test_youtube_ids_that_differ_by_case_have_folders_that_differ_without_it(
    tmp_path: Path,
) -> None:
    rows = read(tmp_path, f"video_id,source\na,yt:{ID}\nb,yt:{ID.lower()}\n").rows
    assert rows[0].source.key.lower() != rows[1].source.key.lower()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "is empty"),
        ("dQw4w9WgXcQ", "expected yt:ID"),
        ("yt:tooshort", "11 characters"),
        ("https://www.youtube.com/playlist?list=PL1", "one YouTube video"),
        ("http://example.org/a.mp4", "http is not encrypted"),
        ("ftp://example.org/a.mp4", "expected yt:ID"),
        ("manifest.csv", "got 'manifest.csv'; for the file: local:manifest.csv"),
        ("absent.mp4", "got 'absent.mp4'"),
        ("/home/ann/a.mp4", "local: and its name, and --media-root with its folder"),
        ("file:///etc/passwd", "expected yt:ID"),
        ("https://user:secret@example.org/a.mp4", "user name or password"),
        ("https://localhost/a.mp4", "local network"),
        ("https://intranet/a.mp4", "local network"),
        ("https://nas.local/a.mp4", "local network"),
        ("https://127.0.0.1/a.mp4", "no public address"),
        ("https://127.1/a.mp4", "no public address"),
        ("https://2130706433/a.mp4", "no public address"),
        ("https://0x7f.0.0.1/a.mp4", "no public address"),
        ("https://0177.0.0.1/a.mp4", "no public address"),
        ("https://10.0.0.8/a.mp4", "no public address"),
        ("https://169.254.169.254/latest", "no public address"),
        ("https://168.63.129.16/machine", "no public address"),
        ("https://100.100.100.200/latest", "no public address"),
        ("https://[::1]/a.mp4", "no public address"),
        ("https://[::ffff:127.0.0.1]/a.mp4", "no public address"),
        ("https://[64:ff9b::7f00:1]/a.mp4", "no public address"),
        ("https://[2002:7f00:1::]/a.mp4", "no public address"),
        ("https://[fd00:ec2::254]/a.mp4", "no public address"),
        ("https://example.org:99999/a.mp4", "not a URL"),
        ("https://exa mple.org/a.mp4", "white space"),
        ("local:../a.mp4", "without '..'"),
        ("local:/etc/passwd", "relative to the media root"),
        ("local:a/../../b.mp4", "without '..'"),
        ("local:a\\b.mp4", "without '..'"),
        ("local:~/a.mp4", "relative to the media root"),
        ("local:", "relative to the media root"),
        ("music-avqa:00000768", "needs --music-avqa-root"),
        ("music-avqa:xx00000768", "sa, va, esa, eva, vv, evv"),
    ],
)
def test_a_source_that_must_not_be_asked_is_refused_with_its_place(
    tmp_path: Path, source: str, words: str
) -> None:
    message = refusal(tmp_path, f'video_id,source\nv,"{source}"\n')
    assert "manifest.csv: 1 problem" in message.splitlines()[0]
    assert "line 2, column source:" in message
    assert words in message
    assert "secret" not in message


def test_an_allowed_host_is_taken_with_or_without_its_port(tmp_path: Path) -> None:
    url = "http://127.0.0.1:8080/a.mp4"
    assert row(tmp_path, url, allowed_hosts=["127.0.0.1:8080"]).source.location == url
    assert row(tmp_path, url, allowed_hosts=["127.0.0.1"]).source.location == url
    refusal(tmp_path, f"video_id,source\nv,{url}\n", allowed_hosts=["127.0.0.1:81", "example.org"])


def test_a_url_is_made_canonical_and_loses_its_fragment(tmp_path: Path) -> None:
    orders = "#__youtubedl_smuggle=%7B%22http_headers%22%3A+1%7D"
    found = row(tmp_path, f"https://Example.ORG:443/é.mp4?x=1{orders}").source
    assert found.location == "https://example.org/%C3%A9.mp4?x=1"
    assert found == row(tmp_path, "https://example.org/%C3%A9.mp4?x=1").source


def test_a_symbolic_link_out_of_the_media_root_is_refused(tmp_path: Path) -> None:
    root = tmp_path / "media"
    root.mkdir()
    (tmp_path / "outside.mp4").write_bytes(b"x")
    (root / "link.mp4").symlink_to(tmp_path / "outside.mp4")
    (root / "folder").symlink_to(tmp_path)
    text = "video_id,source\na,local:link.mp4\nb,local:folder/outside.mp4\n"
    message = refusal(tmp_path, text, media_root=root)
    assert message.count("leads out of the media root") == 2


def test_a_local_file_lies_by_default_beside_the_manifest(tmp_path: Path) -> None:
    found = row(tmp_path, "local:a b/c%d.mp4").source
    assert found.location == str(tmp_path.resolve() / "a b/c%d.mp4")
    assert "/" not in found.key
    assert "%" not in found.key


@pytest.mark.parametrize(
    ("column", "cell", "words"),
    [
        ("start", "1:60", "below 60"),
        ("start", "1:75:00", "below 60"),
        ("start", "-5", "MM:SS"),
        ("start", "1e3", "MM:SS"),
        ("start", "1e-04", "MM:SS"),
        ("start", "12e-05", "MM:SS"),
        ("start", "-5.551115123125783e-17", "MM:SS"),
        ("start", "nan", "MM:SS"),
        ("start", "٣", "MM:SS"),
        ("end", "0", "after the start"),
        ("split", "training", "train, val, test"),
        ("sha256", "abc", "64 hexadecimal"),
        ("frame_offset", "1", "below 1"),
        ("frame_offset", "-0.1", "below 1"),
        ("frame_offset", "nan", "below 1"),
    ],
)
def test_a_wrong_cell_is_named_with_line_column_and_what_would_be_right(
    tmp_path: Path, column: str, cell: str, words: str
) -> None:
    message = refusal(tmp_path, f"video_id,source,{column}\nv,yt:{ID},{cell}\n")
    assert f"line 2, column {column}:" in message
    assert words in message


@pytest.mark.parametrize(
    "name", ["", ".", "..", ".hidden", "a/b", "a b", "a:b", "é", "a" * 129, "a\\b"]
)
def test_a_video_id_that_is_no_safe_folder_name_is_refused(tmp_path: Path, name: str) -> None:
    assert "line 2, column video_id:" in refusal(tmp_path, f'video_id,source\n"{name}",yt:{ID}\n')


@pytest.mark.parametrize("name", ["-lChxq186HE-1", "a.b", "a" * 128, "_", "0"])
def test_odd_but_legal_video_ids_are_taken(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, f"video_id,source\n{name},yt:{ID}\n").rows[0].video_id == name


def test_every_problem_of_every_row_is_listed_at_once(tmp_path: Path) -> None:
    text = f"video_id,source,start,split\na,yt:{ID},x,y\nA,nothing,,\nb,yt:{ID},1\nb,yt:{ID},,\nb,yt:{ID},,\n"
    lines = refusal(tmp_path, text).splitlines()
    assert lines[0].endswith("manifest.csv: 6 problems, so nothing is done")
    places = [line.split(":")[0].strip() for line in lines[1:]]
    assert places == [
        "line 2, column split",
        "line 2, column start",
        "line 3, column source",
        "line 3, column video_id",
        "line 4",
        "line 6, column video_id",
    ]


def test_two_hashes_for_one_source_are_refused(tmp_path: Path) -> None:
    text = f"video_id,source,sha256\na,yt:{ID},{'0' * 64}\nb,https://youtu.be/{ID},{'1' * 64}\n"
    assert "line 3, column sha256: line 2 expects another hash" in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"video_id,source\n", "no rows"),
        (b"video_id,source\na,\xff\n", "line 2: byte 0xff is not UTF-8"),
        ("video_id,source\n".encode("utf-16"), "UTF-16"),
        (b"video_id,source\na,b\0\n", "line 2: holds a NUL byte"),
        (b"name,url\na,b\n", "lacks video_id and source"),
        (b"video_id;source\na;b\n", "expected commas"),
        (b"video_id,source,\na,b,\n", "column 3 has no name"),
        (b"video_id,source,x,x\na,b,c,d\n", "column x is there twice"),
        (b'video_id,source\na,"yt:open\n', "not readable as CSV"),
    ],
)
def test_a_file_that_is_no_manifest_is_refused_in_one_line(
    tmp_path: Path, data: bytes, words: str
) -> None:
    message = refusal(tmp_path, data)
    assert words in message
    assert "manifest.csv" in message.splitlines()[0]
    assert len(message.splitlines()) <= 2


def test_a_folder_and_a_missing_file_are_refused_in_one_line(tmp_path: Path) -> None:
    for path, words in ((tmp_path, "is a folder"), (tmp_path / "none.csv", "No such file")):
        with pytest.raises(FormatError, match=words) as error:
            read_manifest(path, media_root=None, music_avqa_root=None)
        assert "\n" not in str(error.value)


def test_videos_of_one_source_in_two_splits_are_refused_unless_allowed(tmp_path: Path) -> None:
    text = f"video_id,source,split\na,yt:{ID},train\nb,https://youtu.be/{ID},test\nc,yt:{ID},\n"
    message = refusal(tmp_path, text)
    assert "train (line 2); test (line 3)" in message
    assert "1 group is in more than one split (1 train video, 1 test video)" in message
    manifest = read(tmp_path, text, allow_group_leak=True)
    assert len(manifest.rows) == 3
    assert manifest.leaks[0].members == {Split.TRAIN: (2,), Split.TEST: (3,)}


def test_a_group_of_ones_own_keeps_sources_together(tmp_path: Path) -> None:
    text = f"video_id,source,split,group\na,yt:{ID},train,g\nb,https://a.org/x.mp4,test,g\n"
    assert "group g is in train (line 2); test (line 3)" in refusal(tmp_path, text)


def test_the_hash_of_a_row_is_of_its_cells_and_not_of_its_place(tmp_path: Path) -> None:
    first = read(tmp_path, f"video_id,source,x\na,yt:{ID},1\nb,yt:{ID},1\n").rows
    second = read(tmp_path, f"x,source,video_id\n1,yt:{ID},b\n2,yt:{ID},a\n").rows
    assert first[1].row_sha256 == second[0].row_sha256
    assert first[0].row_sha256 != second[1].row_sha256


def test_music_avqa_videos_are_found_in_both_folders_and_marked_when_synthetic(
    tmp_path: Path,
) -> None:
    root = tmp_path / "mavqa"
    names = [
        "00000768",
        *(f"{prefix}00000001" for prefix in ("sa", "va", "esa", "eva", "vv", "evv")),
    ]
    for name in names:
        folder = root / f"MUSIC-AVQA-videos-{'Real' if name.isdecimal() else 'Synthetic'}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.mp4").write_bytes(b"x")
    lines = "\n".join(f"v{number},music-avqa:{name}" for number, name in enumerate(names))
    rows = read(tmp_path, f"video_id,source\n{lines}\n", music_avqa_root=root).rows
    assert [Path(one.source.location).stem for one in rows] == names
    assert all(Path(one.source.location).is_file() for one in rows)
    assert [one.source.synthetic for one in rows] == [False] + [True] * 6


@given(st.integers(0, 10**9))
def test_milliseconds_survive_being_written_and_read(ms: int) -> None:
    assert milliseconds(clock(ms)) == ms


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("0", 0),
        ("12", 12_000),
        ("1.5", 1_500),
        ("1.0005", 1_001),
        ("0.30000000000000004", 300),
        ("5.551115123125783e-17", 0),
        ("1e-05", 0),
        ("1.3999999999999999", 1_400),
        ("1:02.4999999999999999", 62_500),
        ("2:03", 123_000),
        ("1:02:03.25", 3_723_250),
    ],
)
def test_times_are_read_as_integer_milliseconds(text: str, ms: int) -> None:
    assert milliseconds(text) == ms


@given(st.lists(st.lists(st.text(max_size=30), min_size=1, max_size=4), max_size=5))
def test_any_table_is_read_or_refused_but_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]]
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(["video_id", "source", "start", "end"])
    writer.writerows(table)
    path = tmp_path_factory.mktemp("any") / "manifest.csv"
    path.write_bytes(stream.getvalue().encode("utf-8", "surrogatepass"))
    with pytest.raises(FormatError):
        read_manifest(path, media_root=None, music_avqa_root=None)


@given(
    st.sampled_from(["yt:", "https://", "local:", "http://", "music-avqa:", ""]),
    st.text(max_size=80),
)
def test_any_source_is_refused_or_has_a_key_that_is_a_safe_folder_name(
    prefix: str, rest: str
) -> None:
    roots = SourceRoots(media_root=Path("media"), allowed_hosts=("example.org",))
    try:
        source = parse_source(prefix + rest, roots)
    except ValueError:
        return
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,128}", source.key)
    assert source == parse_source(prefix + rest, roots)
