"""The drafts of a drawn video, with a segmenter that a test has answer."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
from drawn_views import drawn_view
from gui.part_fakes import DrawnState, NotedSegmenter, SaidNotices, noted
from numpy.typing import NDArray

from avisbuild.annotation import VideoView
from avisbuild.masks import encode
from avisbuild.records import Rle
from avisbuild.segment import Candidates
from avisbuild.segment.base import FrameKey
from avisbuild.segment.service.answers import Answer
from avisbuild_gui.drawing.drafts import Drafts
from avisbuild_gui.session.history import History
from avisbuild_gui.session.hover import Hover
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.mask_layers import MaskLayers

Pixels = NDArray[np.bool_]


class DraftsScene:
    """Drafts and those whom they know; `told`: what was said of the draft."""

    def __init__(self, view: VideoView, *, is_read_only: bool = False) -> None:
        self.state = DrawnState(view)
        self.state.image = "a frame"
        self.notices, self.segmenter = SaidNotices(is_read_only=is_read_only), NotedSegmenter()
        self.kept = KeptDrafts(self.state)
        self.state.workbench = SimpleNamespace(to_undo=None, to_redo=None)
        self.layers = MaskLayers(self.state, self.kept)
        self.history = History(self.state, self.kept)
        self.hover = Hover(self.state, self.kept, self.segmenter)
        self.drafts = Drafts(
            self.state,
            self.notices,
            self.kept,
            self.segmenter,
            layers=self.layers,
            history=self.history,
            hover=self.hover,
        )
        self.told = noted(self.drafts.draft_changed)

    @property
    def shown(self) -> Pixels:
        """The draft's pixels."""
        mask = self.drafts.shown_mask
        assert mask is not None
        return mask

    def answer(self, *masks: Pixels) -> None:
        """Have the segmenter answer what it was asked last."""
        self.segmenter.answered.emit(
            Answer(
                frame=FrameKey(video_id=self.state.view.video.video_id, second=self.state.second),
                ticket=1,
                prompt=self.segmenter.asked[-1],
                candidates=Candidates(masks=np.stack(masks), scores=(0.5,) * len(masks)),
                error=None,
                by="given",
                weights_sha256="",
                preview=False,
            )
        )


def pixels(*rows: str) -> Pixels:
    """A mask drawn as text: "#" is part of it."""
    return np.array([[sign == "#" for sign in row] for row in rows])


def video_with(lane: str, mask: Pixels, *, other: Pixels | None = None) -> VideoView:
    """A video of one second for each sign of `lane`, of `person_1`, whose masks or proposals are all `mask`.

    `other` is the committed mask of `guitar_1` in every second.
    """
    drawn = drawn_view(lane, "." * len(lane) if other is None else "#" * len(lane))
    rles: dict[str, Rle | None] = {
        "i0": encode(mask),
        "i1": None if other is None else encode(other),
    }
    tracks = tuple(
        replace(
            track,
            masks=tuple(each and rles[track.instance.instance_id] for each in track.masks),
        )
        for track in drawn.tracks
    )
    proposals = {cell: replace(each, rle=encode(mask)) for cell, each in drawn.proposals.items()}
    height, width = mask.shape
    video = replace(drawn.video, height_px=height, width_px=width)
    return replace(drawn, video=video, tracks=tracks, proposals=proposals)
