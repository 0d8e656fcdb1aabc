"""What the program says to people: every sentence once, in English, by kind."""

from avisbuild.messages.catalogue import AREAS, TEMPLATES
from avisbuild.messages.message import Message, Translate, Value, joined

__all__ = ["AREAS", "TEMPLATES", "Message", "Translate", "Value", "joined"]
