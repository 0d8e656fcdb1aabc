"""What others have said, and how several messages become one."""

TEMPLATES = {
    # A line of another program or library, as it is.
    "said": "{text}",
    # Our own mistake, told instead of a crash: a kind without a sentence, or with other fields than its own.
    "no-sentence": "{name} {given}: avisbuild lacks the words for this; please report it",
    "listed": "{first}, {second}",
    # Windows; `reason` is its own word for it.
    "file-in-use": "{reason}: another program has it open; close it there and do this again",
    "and-also": "{first}; {second}",
}
