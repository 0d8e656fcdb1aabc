"""How the folders and files of a video are called in AVSBench-semantic."""

FRAMES, LABEL_MAPS, SOUND = "frames", "labels_rgb", "audio.wav"
