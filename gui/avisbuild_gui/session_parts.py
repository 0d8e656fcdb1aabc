"""The session: everything an annotator does, without a window, as a table of parts."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from PyQt6.QtCore import QObject

from avisbuild.annotation import Bookmarks
from avisbuild.annotation.unwritten import UnwrittenProposals
from avisbuild.store import Project
from avisbuild_gui.drawing.cleaning import Cleaning
from avisbuild_gui.drawing.commits import Commits
from avisbuild_gui.drawing.drafts import Drafts
from avisbuild_gui.drawing.outline_first import OutlineFirst
from avisbuild_gui.drawing.outlining import Outlining
from avisbuild_gui.playback.marking import MarkingWhileListening
from avisbuild_gui.playback.moving import MovingPictures
from avisbuild_gui.playback.sound import Sound
from avisbuild_gui.proposals.commit_first import CommitFirst
from avisbuild_gui.proposals.propagation import Propagation
from avisbuild_gui.proposals.proposals import Proposals
from avisbuild_gui.review.comments import Comments
from avisbuild_gui.review.conflicts import Conflicts
from avisbuild_gui.review.guideline import Guideline
from avisbuild_gui.review.mode import ReviewMode
from avisbuild_gui.review.queue import SuspectQueue
from avisbuild_gui.review.round_diff import RoundDiff
from avisbuild_gui.review.to_review import ToReview
from avisbuild_gui.review.verdicts import Verdicts
from avisbuild_gui.review.walk import Walk
from avisbuild_gui.services.edge_follower import EdgeFollower
from avisbuild_gui.services.frame_cache import FrameCache
from avisbuild_gui.services.job import GivenUpJobs
from avisbuild_gui.services.lock_keeper import LockKeeper
from avisbuild_gui.services.picture_decoder import PictureDecoder
from avisbuild_gui.services.segment_link import SegmentLink, ServiceMaker
from avisbuild_gui.services.sound_analyser import SoundAnalyser
from avisbuild_gui.services.thumbnail_loader import ThumbnailLoader
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.ended_walks import EndedWalks
from avisbuild_gui.session.frames import Frames
from avisbuild_gui.session.heard import HeardSeconds
from avisbuild_gui.session.history import History
from avisbuild_gui.session.hover import Hover
from avisbuild_gui.session.instances import Instances
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.look import LookControls
from avisbuild_gui.session.mark_controls import MarkControls
from avisbuild_gui.session.mask_layers import MaskLayers
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.readiness import SegmenterReadiness
from avisbuild_gui.session.sounding import SoundingStates
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.session.video_lock import VideoLock
from avisbuild_gui.sound import Player
from avisbuild_gui.videos.hand_in import HandIn
from avisbuild_gui.videos.setting_aside import SettingAside
from avisbuild_gui.videos.videos import Videos

_LONGEST_WAIT_S = 5.0


@dataclass(frozen=True, kw_only=True)
class SessionOptions:
    """What a session is made for; tests exchange the segment service, the player, locks and bookmarks."""

    project: Project
    author: str
    make_service: ServiceMaker
    make_player: Callable[[QObject], Player] = field(default=Player)
    make_keeper: Callable[..., LockKeeper] = LockKeeper
    bookmarks: Bookmarks | None = None
    now: Callable[[], float] = time.monotonic


class Session(QObject):
    """Builds the parts, each with those that it knows, and holds them.

    The order in which they are made is the order in which they hear of a change; nothing else decides that
    (docs/decisions/0099-a-session-of-parts.md). Commands run in the thread of the window (decision 74).
    """

    def __init__(self, options: SessionOptions) -> None:
        super().__init__()
        self.bookmarks = options.bookmarks
        unwritten = UnwrittenProposals()
        self.state = state = SessionState(
            options.project,
            author=options.author,
            unwritten=unwritten,
            now=options.now,
            parent=self,
        )
        self.given_up = given_up = GivenUpJobs()
        self.segmenter = segmenter = SegmentLink(options.make_service, state)
        self.cache = cache = FrameCache(options.project)
        self.thumbnails = ThumbnailLoader(options.project, given_up, self)
        kept = KeptDrafts(state)
        self.notices = notices = Notices(state, kept)
        self.edits = edits = Edits(state, notices)
        self.lock = VideoLock(
            state,
            notices,
            edits,
            options.make_keeper(
                options.project,
                owner=options.author,
                holder=state.holder,
                jobs=given_up,
                parent=state,
            ),
        )
        self.look = look = LookControls(state)
        self.marks = marks = MarkControls(state, notices)
        self.frames = Frames(state, cache, segmenter)
        self.layers = layers = MaskLayers(state, kept)
        self.history = history = History(state, kept)
        self.heard = heard = HeardSeconds(state, notices, given_up)
        self.videos = videos = Videos(state, notices, edits, cache, is_heard_enough=heard.is_enough)
        self.setting_aside = SettingAside(state, notices, edits, videos)
        self.ended = ended = EndedWalks(state)
        self.navigation = navigation = Navigation(state, notices, ended, more_issues=heard.issues)
        heard.more_heard.connect(videos.tell_row)
        heard.more_heard.connect(navigation.find_issues_again)
        self.sounding = SoundingStates(state, notices, edits, navigation)
        self.sound = sound = Sound(
            state,
            notices,
            edits,
            navigation,
            player=options.make_player(state),
            analyser=SoundAnalyser(given_up, state),
        )
        sound.played.connect(heard.note)
        self.moving = MovingPictures(
            state,
            notices,
            navigation,
            playing=sound.playing,
            layers=layers,
            decoder=PictureDecoder(options.project, given_up, state),
        )
        self.propagation = propagation = Propagation(
            state, notices, edits, navigation, unwritten=unwritten, ended=ended, given_up=given_up
        )
        self.instances = instances = Instances(state, notices, edits, kept)
        self.marking = MarkingWhileListening(
            state, notices, edits, instances=instances, playing=sound.playing, now=options.now
        )
        self.hover = hover = Hover(state, kept, segmenter)
        self.drafts = drafts = Drafts(
            state, notices, kept, segmenter, layers=layers, history=history, hover=hover
        )
        self.edges = edges = EdgeFollower(given_up, state)
        self.outlining = outlining = Outlining(state, notices, drafts, look, edges)
        marks.marks_changed.connect(lambda _: layers.tell())
        marks.marks_changed.connect(lambda _: drafts.look_at_others())
        self.cleaning = Cleaning(notices, drafts)
        self.proposals = proposals = Proposals(
            state, notices, edits, navigation, drafts, propagation
        )
        self.commits = Commits(
            state,
            notices,
            edits,
            navigation,
            instances=instances,
            drafts=drafts,
            accept=proposals.accept,
        )
        self.outline_first = OutlineFirst(outlining, drafts, self.commits)
        self.commit_first = CommitFirst(kept, self.outline_first, propagation)
        self.hand_in = HandIn(state, notices, edits, navigation, kept, heard, videos)
        self.readiness = SegmenterReadiness(state, notices, segmenter)
        self.conflicts = Conflicts(state, notices, edits)
        self.review = review = ReviewMode(state)
        self.to_review = ToReview(state, notices, edits, videos, review, given_up)
        self.round_diff = RoundDiff(state, notices)
        self.guideline = Guideline(state, given_up)
        self.comments = Comments(state, notices, edits, navigation)
        self.walk = walk = Walk(state, notices, navigation, review, play=sound.play_second)
        self.suspects = SuspectQueue(
            state, notices, edits, mode=review, walk=walk, given_up=given_up
        )
        self.verdicts = Verdicts(
            state, notices, edits, navigation, kept, heard, mode=review, walk=walk
        )

    def escape(self) -> None:
        """Stop what is at work, unless a question is open; else drop the question, the draft, or the run.

        What plays stops. Nothing is ever committed by it.
        """
        self.marking.drop()
        self.verdicts.drop_question()
        if not self.instances.is_asking and self.propagation.stop():
            return
        if not self.instances.is_asking and self.round_diff.close():
            return
        dropped = (
            self.lock.drop_question()
            or self.instances.drop_question()
            or self.outlining.drop()
            or self.drafts.drop()
        )
        if not dropped:
            self.navigation.clear_selection()
        self.sound.playing.stop()

    def tell_all(self) -> None:
        """Say everything again, to views that have just been made.

        A brush that is down would be lifted unseen, over a view that has gone.
        """
        self.drafts.end_stroke()
        self.outlining.cancel_gesture()
        self.videos.tell()
        self.look.tell()
        self.marks.tell()
        self.state.tell_video()
        self.frames.tell()
        self.state.tell_place()
        self.notices.tell_saved()
        self.navigation.tell()
        self.heard.tell()
        self.sound.tell()
        self.drafts.tell()
        self.propagation.tell()
        self.ended.tell()
        self.readiness.tell()
        self.lock.tell()
        self.review.tell()
        self.round_diff.tell()
        self.to_review.tell()
        self.suspects.tell()
        self.comments.tell()
        self.walk.tell()

    def close(self) -> None:
        """End every thread; what was not committed goes. Jobs are waited for, but not for long."""
        if self.state.is_closed:
            return
        self.readiness.close()
        self.thumbnails.close()
        self.sound.close()
        self.heard.close()
        self.guideline.close()
        self.edges.close()
        self.to_review.close()
        self.suspects.close()
        self.state.close()
        self.lock.close()
        self.segmenter.close()
        self.given_up.join(_LONGEST_WAIT_S)
