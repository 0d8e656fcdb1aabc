"""Segment Anything in two halves: the encoder once a frame, the decoder once a prompt."""
