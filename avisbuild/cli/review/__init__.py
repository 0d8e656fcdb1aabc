"""`avisbuild review`: the way from handed in to accepted; a file for each group of commands."""

from avisbuild.cli.review import (
    assign,
    board,
    comments,
    diff,
    guideline,
    listing,
    log,
    moves,
    suspects,
)
from avisbuild.cli.review.group import review

# Imported for the commands that they add to the group, which are shown in this order.
FILES = (assign, board, comments, diff, guideline, listing, log, moves, suspects)

__all__ = ["FILES", "review"]
