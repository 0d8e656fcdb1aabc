"""Tool tips of names that anybody may have given: shown as they are spelt, never as rich text."""

from html import escape


def plain_tool_tip(text: str) -> str:
    """The text as a tool tip; Qt would take one with tags for HTML, and load the pictures that it names."""
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>' if "<" in text else text
