"""AVSBench-OV: base categories to train on, base and novel ones to test on."""
