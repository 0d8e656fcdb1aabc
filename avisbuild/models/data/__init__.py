"""Reading a release for training: plain records, or a torch Dataset."""
