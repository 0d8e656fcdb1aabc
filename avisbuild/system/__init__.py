"""What Linux, macOS and Windows do differently; nothing else asks for what not all of them have.

Each module has a way for systems that lack what Unix has: `fcntl`, `resource`, folders that can be opened,
process groups. What the other way guards less well, its docstring says (docs/decisions/0103).
"""
