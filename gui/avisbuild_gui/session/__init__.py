"""What an annotator does, in parts; `session_parts.py` builds them, with those of other rooms."""
