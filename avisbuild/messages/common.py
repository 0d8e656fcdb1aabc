"""What others have said, and how several messages become one."""

TEMPLATES = {
    # A line of another program or library, as it is.
    "said": "{text}",
    "listed": "{first}, {second}",
    "and-also": "{first}; {second}",
}
