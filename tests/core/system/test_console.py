"""What is written to a pipe or a file is UTF-8 whatever the system takes for one."""

import io

from avisbuild.system.console import speak_utf8


def test_a_pipe_gets_utf8() -> None:
    data = io.BytesIO()
    stream = io.TextIOWrapper(data, encoding="cp1252")
    speak_utf8((stream,))
    stream.write("狗 \N{RIGHTWARDS ARROW}")
    stream.flush()
    assert data.getvalue() == "狗 \N{RIGHTWARDS ARROW}".encode()


def test_a_stream_that_has_no_encoding_is_left_alone() -> None:
    stream = io.StringIO()
    speak_utf8((stream,))
    stream.write("狗")
    assert stream.getvalue() == "狗"


def test_a_terminal_is_left_as_it_is() -> None:
    class Terminal(io.TextIOWrapper):
        def isatty(self) -> bool:
            return True

    stream = Terminal(io.BytesIO(), encoding="cp437")
    speak_utf8((stream,))
    assert stream.encoding == "cp437"
