"""What the program says to people: every sentence once, in English, by kind."""

from avisbuild.messages.catalogue import AREAS, TEMPLATES
from avisbuild.messages.message import Message, Value, joined

__all__ = ["AREAS", "TEMPLATES", "Message", "Value", "joined"]
