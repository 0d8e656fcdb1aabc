"""Going on where one stopped (R22)."""

from dataclasses import replace
from typing import Any

from avisbuild.annotation import Bookmark
from avisbuild.annotation.instance_marks import InstanceMarks
from avisbuild.records import InstanceId, VideoId
from avisbuild_gui.session_parts import Session
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import About, Tool


def start(session: Session, video_id: str = "", *, to_review: bool = False) -> Bookmark:
    """Open the video that was asked for, or the one where the person stopped, or the first one.

    `to_review` asks for the one that they are to review next; so does whoever comes for the first time when
    nothing is left to annotate.
    The bookmark, for what of it is the window's own: zoom, and what it keeps in `extra`.
    """
    session.videos.tell()
    session.to_review.read()
    rows, notices, bookmarks = session.videos.rows, session.notices, session.bookmarks
    bookmark = Bookmark() if bookmarks is None else bookmarks.load()
    if bookmarks is not None and bookmarks.notice is not None:
        notices.warn(text_of(bookmarks.notice), about=About.PROJECT)
    session.marks.use(InstanceMarks.from_document(bookmark.extra.get("marks")))
    session.walk.use_document(bookmark.extra.get("looked_at"))
    known = {row.video_id for row in rows}
    is_new = not bookmark.video_id and not any(row.state.is_open for row in rows)
    if not video_id and (to_review or is_new):
        video_id = session.to_review.next_id or ""
    if video_id and video_id not in known:
        text = tr("There is no video {video} in this project.")
        notices.warn(text.format(video=video_id), about=About.PROJECT)
    wanted = video_id if video_id in known else bookmark.video_id
    if wanted == bookmark.video_id and wanted in known:
        _go_on(session, bookmark)
    elif known:
        first = next((row for row in rows if not row.is_set_aside), rows[0]).video_id
        session.videos.open(VideoId(wanted) if wanted in known else first)
        bookmark = replace(bookmark, zoom=0.0)
    else:
        text = tr("The project has no video yet; `avisbuild fetch` brings some in.")
        session.frames.say_none(text)
    if to_review and not video_id:
        notices.warn(tr("No video waits for your review."), about=About.PROJECT)
    notices.refuses_change()
    return bookmark


def keep_bookmark(
    session: Session,
    zoom: float,
    centre_xy: tuple[float, float],
    extra: dict[str, Any] | None = None,
) -> None:
    """Keep where one is, to go on there."""
    state, view = session.state, session.state.view
    if view is None or session.bookmarks is None:
        return
    session.bookmarks.save(
        Bookmark(
            video_id=view.video.video_id,
            second=max(state.second, 0),
            instance_id=state.instance_id or "",
            zoom=zoom,
            centre_xy=centre_xy,
            tool=state.tool.value,
            extra={
                "brush_diameter_px": state.brush_diameter_px,
                "marks": state.marks.document,
                "looked_at": session.walk.document,
                **(extra or {}),
            },
        )
    )


def _go_on(session: Session, bookmark: Bookmark) -> None:
    if bookmark.tool in tuple(Tool):
        session.look.use_tool(Tool(bookmark.tool))
    diameter = bookmark.extra.get("brush_diameter_px")
    if isinstance(diameter, int | float):
        session.look.use_brush_diameter(float(diameter))
    session.videos.open(
        VideoId(bookmark.video_id),
        second=bookmark.second,
        instance_id=InstanceId(bookmark.instance_id),
    )
