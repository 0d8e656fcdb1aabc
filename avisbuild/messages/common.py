"""What others have said, and what stands between sentences."""

TEMPLATES = {
    # A line of another program or library, as it is.
    "said": "{text}",
    "at": "{where}: {problem}",
}
