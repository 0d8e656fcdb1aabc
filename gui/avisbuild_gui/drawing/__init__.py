"""What is drawn by hand besides the brush: outlines that are closed, and masks put in order at one key."""
