"""What others have said."""

TEMPLATES = {
    # A line of another program or library, as it is.
    "said": "{text}",
}
