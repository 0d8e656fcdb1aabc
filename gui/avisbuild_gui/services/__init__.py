"""What the session asks for and waits for: frames, masks, sound, propagation; nothing here knows it."""
