"""Reading files that anybody may have made: what each may ask of memory is known before it is unpacked.

Whoever reads a JSON, TOML, CSV, picture, array or sound that is not our own asks here, and gets what it
holds or one line: the file, what was found, what is allowed, what to do. `limits.py` has the numbers.
"""
