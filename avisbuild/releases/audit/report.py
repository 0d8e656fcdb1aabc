"""The audit as one HTML page: each pair with the best frame and the sound of both, and why it is a pair."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from avisbuild.records import VideoId
from avisbuild.releases.audit.audit import CutGroup, Found
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.audit.placement import in_order
from avisbuild.releases.audit.report_media import frame_of, heard_at, shown_at, sound_of
from avisbuild.releases.audit.weak_links import find_large_groups
from avisbuild.report import markup
from avisbuild.report.markup import Markup, Table, joined, text_of
from avisbuild.report.page import Page

# A page is sent by mail and opened on any machine: what is beyond is told, and left out.
_MOST_BYTES = 12 << 20
_MOST_PAIRS = 400


@dataclass(frozen=True, slots=True)
class _Side:
    """One video of a pair, in the page."""

    name: VideoId
    splits: tuple[str, ...]


def report_page(found: Found, *, title: str, most_bytes: int = _MOST_BYTES) -> str:
    """The page as text; the same findings give the same text."""
    page = Page(f"Leak audit: {title}", remark=_verdict(found))
    page.tile(len(found.placement.items), "videos")
    page.tile(len(found.cut), "groups in more than one split")
    for split, count in found.affected.items():
        page.tile(count, f"{split} videos in such groups")
    page.tile(len(_by_videos(found.pairs)), "pairs that look or sound alike")
    _add_cut(page, found.cut)
    _add_pairs(page, found, most_bytes)
    _add_large(page, found)
    _add_notes(page, found)
    return page.html()


def _verdict(found: Found) -> str:
    if not found.media:
        return "Names and sources were compared, frames and sounds were not."
    return f"Names, sources, and the frames and sounds of {len(found.media)} videos were compared."


def _add_cut(page: Page, cut: Sequence[CutGroup]) -> None:
    section = page.section("Groups in more than one split")
    if not cut:
        section.paragraph("None.")
        return
    splits = in_order({split for each in cut for split in each.videos})
    rows = [
        (
            next((tie.what for tie in each.group.ties if tie.what), each.group.key),
            *(", ".join(each.videos.get(split, ())) or None for split in splits),
            ", ".join(sorted(_kinds(each))) or "the same video",
        )
        for each in cut
    ]
    columns = ("what they share", *splits, "found by")
    section.table(Table(columns=columns, rows=rows, left=frozenset(range(len(columns)))))


def _kinds(each: CutGroup) -> set[str]:
    return {str(tie.evidence) for tie in each.group.ties} | {
        str(pair.evidence) for pair in each.pairs
    }


def _add_pairs(page: Page, found: Found, most_bytes: int) -> None:
    pairs = _by_videos(found.pairs)
    if not pairs:
        return
    section = page.section("Pairs that look or sound alike")
    section.paragraph(
        "Pairs on two sides of the split come first. The outline is the part of the frame that the other "
        "video shows. Decide in decided.csv: the names below go into its columns a and b.",
        faint=True,
    )
    worst_first = sorted(pairs.items(), key=lambda each: (not _is_cut(found, each[0]), each[0]))
    used = without_media = 0
    for videos, evidence in worst_first[:_MOST_PAIRS]:
        row = _pair(found, videos, evidence, with_media=used < most_bytes)
        without_media += used >= most_bytes
        used += len(row)
        section.add(row)
    left_out = len(worst_first) - _MOST_PAIRS
    if without_media:
        section.paragraph(f"The last {without_media} pairs are told without pictures and sounds.")
    if left_out > 0:
        section.paragraph(f"{left_out} more pairs are left out here; --json has them.")


def _by_videos(pairs: Iterable[Pair]) -> dict[tuple[VideoId, VideoId], list[Pair]]:
    found: dict[tuple[VideoId, VideoId], list[Pair]] = {}
    for pair in pairs:
        found.setdefault((pair.first, pair.second), []).append(pair)
    return found


def _is_cut(found: Found, videos: tuple[VideoId, VideoId]) -> bool:
    splits = found.placement.splits
    return len({split for name in videos for split in splits.get(name, ())}) > 1


def _pair(
    found: Found,
    videos: tuple[VideoId, VideoId],
    evidence: Sequence[Pair],
    *,
    with_media: bool,
) -> Markup:
    said = markup.paragraph(joined(Markup(f"{_reason(each)}<br>") for each in evidence))
    sides = [
        _figure(found, name, number, evidence, with_media=with_media)
        for number, name in enumerate(videos)
    ]
    return joined((said, markup.figures(*sides)))


def _figure(
    found: Found, name: VideoId, number: int, evidence: Sequence[Pair], *, with_media: bool
) -> Markup:
    parts: list[Markup] = []
    media = found.media.get(name)
    if with_media and media is not None:
        shown = next((each for each in evidence if each.seconds is not None), evidence[0])
        picture = frame_of(media, shown_at(shown, number), outline=_outline(shown, number))
        if picture is not None:
            parts.append(markup.picture(picture, f"frame of {name}", media_type="image/jpeg"))
        heard = next((each for each in evidence if each.evidence is Evidence.SOUND), shown)
        sound = sound_of(media, heard_at(heard, number))
        if sound is not None:
            parts.append(joined((Markup("<br>"), markup.sound(sound, f"sound of {name}"))))
    splits = ", ".join(found.placement.splits.get(name, ())) or "no split"
    key = found.keys.get(name, "")
    named = f"{name}@{key}" if key else name
    return Markup(
        f"<figure><div>{''.join(parts)}</div>"
        f"<figcaption><b>{text_of(name)}</b> ({text_of(splits)})<br>{text_of(named)}</figcaption></figure>"
    )


def _outline(pair: Pair, number: int) -> tuple[float, float, float, float] | None:
    """The part of the first that the second shows is drawn into the first, and the other way round."""
    if pair.crop is None:
        return None
    left, top, right, bottom = pair.crop
    if number == 1:
        width, height = right - left, bottom - top
        left, top, right, bottom = (
            -left / width,
            -top / height,
            (1 - left) / width,
            (1 - top) / height,
        )
        if pair.is_mirrored:
            left, right = 1 - right, 1 - left
    inside = tuple(min(1.0, max(0.0, each)) for each in (left, top, right, bottom))
    return inside if inside != (0.0, 0.0, 1.0, 1.0) else None  # type: ignore[return-value]


def _reason(pair: Pair) -> Markup:
    return Markup(f"<b>{text_of(pair.evidence)}</b>: {text_of(', '.join(_told(pair)))}")


def _told(pair: Pair) -> Iterator[str]:
    match pair.evidence:
        case Evidence.PICTURE:
            yield f"correlation {pair.score:.2f}"
            if pair.seconds is not None:
                yield f"best at seconds {pair.seconds[0]} and {pair.seconds[1]}"
            if pair.is_mirrored:
                yield "mirrored"
        case Evidence.SOUND:
            yield f"{pair.span_s or 0:.1f} s shared"
            yield f"{pair.score:.0f} votes a second"
        case _:
            yield pair.note or "as people said"
    if pair.offset_s is not None:
        yield f"offset {pair.offset_s:+.2f} s"
    if pair.speed != 1:
        yield f"speed {pair.speed:.2f}"


def _add_large(page: Page, found: Found) -> None:
    large = find_large_groups(found.groups, found.pairs)
    if not large:
        return
    section = page.section("Large groups, their weakest links first")
    section.paragraph(
        "A group with more than 2 % of all videos may hang together by a jingle: look at these links.",
        faint=True,
    )
    rows = [
        (
            each.group.key,
            len(each.group.members),
            pair.first,
            pair.second,
            f"{pair.evidence}: {', '.join(_told(pair))}",
        )
        for each in large
        for pair in each.links[:10]
    ]
    columns = ("group", "videos", "a", "b", "link")
    section.table(Table(columns=columns, rows=rows, left=frozenset({0, 2, 3, 4})))


def _add_notes(page: Page, found: Found) -> None:
    section = page.section("Notes")
    decided = found.decided
    section.paragraph(
        f"Decisions: {decided.applied} applied, {decided.without_effect} without effect, "
        f"{len(decided.unknown)} of videos that are not here as they were."
    )
    section.paragraph(f"{len(found.shared_sounds)} pairs share under 3 s of sound: no group.")
    section.paragraph(f"{len(found.not_judged)} sounds have nothing to compare.")
    for name, problem in found.problems.items():
        section.paragraph(f"{name}: {problem}")
