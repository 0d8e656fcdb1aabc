"""What is said: every kind has its sentence, and everybody who raises one gives it its fields."""

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from message_samples import fields_of, samples_of

from avisbuild.errors import AvisbuildError, ConflictError, MediaError
from avisbuild.messages import AREAS, TEMPLATES, Message
from avisbuild.records import RoundState, Sounding

ROOT = Path(__file__).parents[2]
_FOLDERS = ("avisbuild", "gui/avisbuild_gui", "pipelines/avisbuild_pipelines", "schemas")
# What classes of errors take beside the fields of their message.
_OWN = frozenset({"code", "original", "http_status", "retry_after_s", "attempts", "history"})
_SENTENCES = frozenset(f"avisbuild/messages/{area}.py" for area in AREAS)
# Kinds of more than one word, which nothing else is called.
_SAYINGS = frozenset(kind for kind in TEMPLATES if "-" in kind)


@pytest.mark.parametrize("area", AREAS)
def test_every_kind_is_a_sentence_with_its_fields_in_it(area: str) -> None:
    for kind, template in AREAS[area].items():
        samples = samples_of(template)
        text = str(Message(kind, **samples))
        assert "{" not in text, kind
        assert all(str(each) in text for each in samples.values() if isinstance(each, str)), kind


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            yield name, ast.parse(path.read_text(encoding="utf-8"))


def _error_classes() -> frozenset[str]:
    """The names of all classes below AvisbuildError."""
    bases = {
        node.name: {base.id for base in node.bases if isinstance(base, ast.Name)}
        for _, module in _sources()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
    }
    found = {"AvisbuildError"}
    while more := {name for name, its in bases.items() if its & found} - found:
        found |= more
    return frozenset(found)


def _calls() -> Iterator[tuple[str, ast.Call]]:
    """Every place where an error or a message is made: where, and the call."""
    names = _error_classes() | {"Message"}
    for path, module in _sources():
        for node in ast.walk(module):
            match node:
                case ast.Call(
                    func=ast.Name(id=called) | ast.Attribute(attr=called), args=[_, *_]
                ) if called in names:
                    yield f"{path}:{node.lineno}", node
                case ast.ClassDef(name=name) if name in names - {"AvisbuildError"}:
                    for call in ast.walk(node):
                        match call:
                            case ast.Call(
                                func=ast.Attribute(value=ast.Call(), attr="__init__"), args=[_, *_]
                            ):
                                yield f"{path}:{call.lineno}", call


def _findings() -> Iterator[tuple[str, ast.Call]]:
    """Every finding of `validate`: where, and the call that gives it its rule, its place and its kind."""
    for path, module in _sources():
        for node in ast.walk(module):
            match node:
                case ast.Call(
                    func=ast.Name(id="error" | "warning" | "finding"), args=[_, _, _]
                ) if path.startswith(("avisbuild/formats/", "avisbuild/releases/")):
                    yield f"{path}:{node.lineno}", node


def _makes_text(said: ast.expr) -> bool:
    """Whether an argument puts a text together, which no language but English has."""
    match said:
        case ast.JoinedStr() | ast.BinOp():
            return True
        case ast.IfExp(body=body, orelse=orelse):
            return _makes_text(body) or _makes_text(orelse)
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name in {"str", "repr", "format", "join", "strip", "partition"}
    return False


def _kinds(said: ast.expr) -> list[str]:
    """The kinds that an argument may be; none where it is a name, whose values are constants elsewhere."""
    match said:
        case ast.Constant(value=str() as kind):
            return [kind]
        case ast.IfExp(body=body, orelse=orelse):
            return _kinds(body) + _kinds(orelse)
    return []


def test_whoever_raises_or_finds_a_kind_gives_it_its_fields() -> None:
    seen = 0
    for where, call in (*_calls(), *_findings()):
        said = call.args[-1]
        assert not _makes_text(said), f"{where}: {ast.unparse(said)}, expected a kind"
        for kind in _kinds(said):
            assert kind in TEMPLATES, f"{where}: no kind {kind!r}"
            given = {each.arg for each in call.keywords} - _OWN
            wanted = set(fields_of(TEMPLATES[kind]))
            if None in given:  # **fields are tested with what makes them
                assert given - {None} <= wanted, f"{where}: {kind}"
            else:
                assert given == wanted, f"{where}: {kind}"
            seen += 1
    assert seen > 300


def test_a_table_of_kinds_holds_nothing_but_kinds() -> None:
    """Where a kind is looked up, whoever raises it names none: `_CONFLICT[verb]`."""
    seen = 0
    for path, module in _sources():
        for node in module.body:
            match node:
                case (
                    ast.Assign(value=ast.Dict(values=values))
                    | ast.AnnAssign(value=ast.Dict(values=values))
                ):
                    said = [
                        each.value
                        for value in values
                        for each in (value.elts if isinstance(value, ast.Tuple) else [value])
                        if isinstance(each, ast.Constant) and isinstance(each.value, str)
                    ]
                    if path not in _SENTENCES and any(each in _SAYINGS for each in said):
                        assert set(said) - TEMPLATES.keys() == set(), f"{path}:{node.lineno}"
                        seen += 1
    assert seen >= 4


def test_no_kind_is_there_for_nothing() -> None:
    said = {
        node.value
        for path, module in _sources()
        if path not in _SENTENCES
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    states = {each.value for each in (*Sounding, *RoundState)}
    assert sorted(TEMPLATES.keys() - said - states) == []


def test_every_state_can_be_said() -> None:
    assert [
        str(Message(each.value)).replace(" ", "_").replace("to_do", "todo") for each in RoundState
    ] == [each.value for each in RoundState]
    assert [str(Message(each.value)) for each in Sounding] == [each.value for each in Sounding]


def test_a_message_within_a_message_is_said_in_the_same_language() -> None:
    label = Message("set-mask", name="dog_1", seconds=Message("second", second=3))
    said = Message("undo-conflict-anyone", action=label)
    assert str(said) == (
        '"Mask dog_1, second 3" cannot be undone: someone has edited the same since; nothing was changed'
    )
    chinese = {"Mask {name}, {seconds}": "M {name} {seconds}", "second {second}": "s {second}"}
    assert label.text(lambda text: chinese[text]) == "M dog_1 s 3"


def test_a_message_comes_back_from_its_document() -> None:
    label = Message("set-sounding", names="dog_1", state=Message("unsure"), seconds="1, 2")
    document = label.document()
    assert document == {
        "names": "dog_1",
        "state": {"kind": "unsure", "fields": {}},
        "seconds": "1, 2",
    }
    assert Message.of_document(label.kind, document) == label


def test_an_error_crosses_to_another_process_with_its_kind_and_fields() -> None:
    error = MediaError("media-empty", file=Path("a.mp4"), code="empty")
    there = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert (type(there), there.kind, there.fields, there.code) == (
        MediaError,
        "media-empty",
        {"file": "a.mp4"},
        "empty",
    )
    assert str(there) == "a.mp4: the file is empty; fetch it again"
    conflict = pickle.loads(pickle.dumps(ConflictError(Message("others-editing"))))  # noqa: S301
    assert (type(conflict), conflict.kind) == (ConflictError, "others-editing")


def test_what_others_say_is_never_taken_for_a_kind() -> None:
    assert str(Message("said", text="frame-missing")) == "frame-missing"
    assert str(AvisbuildError("no kind but a text with {braces}")) == (
        "no kind but a text with {braces}"
    )


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (Message("no-such-kind", path="a.mp4"), "no-such-kind {'path': 'a.mp4'}: "),
        (Message("no-such-kind"), "no-such-kind {}: "),
        (Message("odd", path="a.mp4"), "odd {'path': 'a.mp4'}: "),
        (Message("media-empty", path="a.mp4"), "media-empty {'path': 'a.mp4'}: "),
        (Message("too-long", file="a.mp4", length_s="x", most_s=2), "too-long {'file': 'a.mp4', "),
    ],
    ids=["no such kind", "nor fields", "one word", "another field", "another type"],
)
def test_a_mistake_of_ours_is_told_and_breaks_nothing(message: Message, told: str) -> None:
    for text in (str(message), str(AvisbuildError(message))):
        assert text.startswith(told)
        assert text.endswith("avisbuild lacks the words for this; please report it")


def test_no_regular_expression_reads_our_own_english() -> None:
    """A pattern that fits one of our sentences would; numbers, names and paths do not."""
    sentences = [str(Message(kind, **samples_of(text))) for kind, text in TEMPLATES.items()]
    for path, module in _sources():
        for node in ast.walk(module):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
                continue
            target = node.func.value
            if not (isinstance(target, ast.Name) and target.id == "re" and node.args):
                continue
            pattern = node.args[0]
            if isinstance(pattern, ast.Constant) and isinstance(pattern.value, str | bytes):
                text = pattern.value if isinstance(pattern.value, str) else pattern.value.decode()
                words = re.findall(r"[a-z]{3,} [a-z]{3,}", text)
                read = [each for each in sentences if any(word in each for word in words)]
                assert read == [], f"{path}:{node.lineno}: {text}"


def test_every_file_of_sentences_is_in_the_catalogue() -> None:
    folder = ROOT / "avisbuild" / "messages"
    held = re.compile(r"^TEMPLATES(: .*)? = \{", re.MULTILINE)
    files = {
        path.stem
        for path in folder.glob("*.py")
        if held.search(path.read_text()) and path.stem != "catalogue"
    }
    assert sorted(AREAS) == sorted(files)
