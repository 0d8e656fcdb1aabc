"""The command line: each file parses one command's options, calls one function and prints."""
