"""The page of all plots and tables: what one shows to a colleague who has not seen the set."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from avisbuild import inside
from avisbuild.releases.plots import counting
from avisbuild.releases.plots.complexity import AXES
from avisbuild.releases.plots.facts import SetFacts, VideoFacts
from avisbuild.releases.plots.measuring import SetComplexity
from avisbuild.releases.plots.paper_tables import PaperTable
from avisbuild.releases.plots.plot_list import Plot
from avisbuild.report import markup
from avisbuild.report.markup import Markup, Table
from avisbuild.report.page import Page, Section
from avisbuild.untrusted.pictures import PICTURE_ERRORS, open_picture

_PICTURES = 8
_PICTURE_PX = (320, 180)
_QUALITY = 78
_HARDEST = 10
_NO_SCORES = (
    "Empty, as no evaluation was given: --scores MODEL=FILE takes what evaluate --out FILE wrote."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePart:
    """A plot with its SVG, "" where it is not drawn."""

    plot: Plot
    svg: str

    @property
    def markup(self) -> Markup:
        """The figure; without a drawing, the sentence that says why."""
        if not self.svg:
            return markup.paragraph(f"{self.plot.title}: {self.plot.caption}", faint=True)
        return markup.figure(self.svg, self.plot.title, self.plot.caption, size=self.plot.size)


def plots_page(
    facts: SetFacts,
    parts: Mapping[str, Sequence[PagePart]],
    tables: tuple[PaperTable, PaperTable],
    complexity: SetComplexity,
) -> str:
    """The whole page."""
    page = Page(f"{facts.name}: figures", remark=_summary(facts))
    _add_tiles(page, facts.videos)
    _add_pictures(page, facts.videos)
    for title, group in parts.items():
        section = page.section(title)
        _add_plots(section, group)
        if title == "Complexity":
            _add_hardest(section, complexity)
    _add_tables(page, tables)
    return page.html()


def _summary(facts: SetFacts) -> str:
    parts = [
        f"{sum(video.split == split for video in facts.videos):,} {split}" for split in facts.splits
    ]
    kind = "project" if facts.has_states else "release"
    splits = f": {', '.join(parts)}" if parts else ""
    return f"A {kind} of {len(facts.videos):,} videos{splits}."


def _add_tiles(page: Page, videos: Sequence[VideoFacts]) -> None:
    seconds = sum(video.second_count for video in videos)
    heard = [track for video in videos for track in video.heard_tracks]
    score = counting.constant_count_score([video.counts for video in videos])
    changes = counting.mean_and_median(
        [counting.changes_a_minute(video.counts) for video in videos]
    )
    shares = counting.source_shares(videos)
    page.tile(f"{len(videos):,}", f"videos, {seconds / 3600:.1f} hours")
    page.tile(
        f"{len(heard):,}", f"objects of {len({track.category for track in heard})} categories"
    )
    page.tile(f"{sum(sum(track.heard) for track in heard):,}", "masks")
    page.tile(f"{shares['multi']:.1f} %" if shares else "–", "of frames with several sources")
    page.tile(f"{changes[0]:.1f}" if changes else "–", "changes a minute, mean")
    page.tile(
        f"{score:.1f} %" if score is not None else "–", "right with one constant count a video"
    )


def _add_pictures(page: Page, videos: Sequence[VideoFacts]) -> None:
    """A few pictures, evenly from all videos, of the second in which most sounds."""
    with_frames = [video for video in videos if video.frames]
    step = max(1, len(with_frames) // _PICTURES)
    shown = []
    for video in with_frames[::step][:_PICTURES]:
        second = max(range(len(video.counts)), key=lambda each: video.counts[each], default=0)
        content = _small_jpeg(video, second) if second < len(video.frames) else None
        if content is not None:
            alt = f"second {second} of {video.video_id}"
            shown.append(markup.picture(content, alt, media_type="image/jpeg"))
    if shown:
        page.section("A look inside").add(markup.pictures(shown))


def _small_jpeg(video: VideoFacts, second: int) -> bytes | None:
    path = video.frames[second]
    try:
        with inside.reading(path) as stream, open_picture(stream, path.name) as picture:
            small = picture.convert("RGB")
            small.thumbnail(_PICTURE_PX, Image.Resampling.LANCZOS)
            content = io.BytesIO()
            small.save(content, "JPEG", quality=_QUALITY)
    except PICTURE_ERRORS:
        return None
    return content.getvalue()


def _add_plots(section: Section, group: Sequence[PagePart]) -> None:
    drawn = [part.markup for part in group if part.svg]
    if drawn:
        section.figures(*drawn)
    section.add(*(part.markup for part in group if not part.svg))


def _add_hardest(section: Section, complexity: SetComplexity) -> None:
    """The videos that are among the hardest by any axis, with all their figures."""
    chosen: set[str] = set()
    for axis in AXES:
        known = [(v, name) for name, each in complexity.videos.items() if (v := each.values[axis])]
        chosen |= {
            name for _, name in sorted(known, key=lambda each: (-each[0], each[1]))[:_HARDEST]
        }
    if not chosen:
        return
    section.paragraph(
        f"The {len(chosen)} videos that are among the {_HARDEST} hardest by one of the figures; all are in "
        "complexity.csv. A dash is a figure that cannot be computed.",
        faint=True,
    )
    rows = [
        [name, *each.values.values()] for name, each in complexity.videos.items() if name in chosen
    ]
    columns = ["video", *AXES]
    section.table(Table(columns=columns, rows=rows))


def _add_tables(page: Page, tables: tuple[PaperTable, PaperTable]) -> None:
    one, two = tables
    section = page.section("The paper's Table 1")
    section.table(Table(columns=one.columns, rows=one.rows, left=frozenset({0, 1, 5}), own=one.own))
    section.paragraph("The other sets as their papers print them.", faint=True)
    section = page.section("The paper's Table 2")
    if two.rows:
        section.table(Table(columns=two.columns, rows=two.rows, left=frozenset({0, 1}), decimals=2))
    else:
        section.paragraph(_NO_SCORES, faint=True)
