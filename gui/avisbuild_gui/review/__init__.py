"""Reviewing in the window: the walk, comments, suspects and what a round changed; widgets in `widgets`."""
