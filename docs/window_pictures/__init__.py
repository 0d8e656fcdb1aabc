"""Every state of the annotator's window as a picture, for `docs/window_states.py`."""
