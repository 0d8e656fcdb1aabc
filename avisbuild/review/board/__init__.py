"""The lead's board: who works how fast, how far the videos are, and how long it will take at this pace.

All of it comes from the journal, read once from its beginning to its end. What was taken back counts as
never done; what programs brought in is nobody's work.
"""

from avisbuild.review.board.board import Board, count_board, read_board
from avisbuild.review.board.pace import Pace
from avisbuild.review.board.reviews import OpenComments, ReviewerWork
from avisbuild.review.board.video_states import StatePoint
from avisbuild.review.board.work import MeansWork, PersonWork

__all__ = [
    "Board",
    "MeansWork",
    "OpenComments",
    "Pace",
    "PersonWork",
    "ReviewerWork",
    "StatePoint",
    "count_board",
    "read_board",
]
