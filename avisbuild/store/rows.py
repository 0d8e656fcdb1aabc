"""Records as rows and back; a row holds JSON values only, so that the journal can keep it as it is."""

import json
from collections.abc import Mapping
from typing import Any

from avisbuild.records import (
    CategoryId,
    Comment,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Proposal,
    Provenance,
    Rle,
    Round,
    RoundState,
    Sounding,
    SoundingSpan,
    Split,
    Video,
    VideoId,
)
from avisbuild.records.ids import position_in_old_id

# By column name; the keys of a database's own rows are typed more loosely.
Row = Mapping[Any, Any]


def canonical(value: object) -> str:
    """JSON in the one way that gives equal values equal bytes: sorted keys, no spaces, ASCII."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)


def row_of_video(video: Video) -> Row:
    """The row of a video."""
    return {
        "video_id": video.video_id,
        "second_count": video.second_count,
        "height_px": video.height_px,
        "width_px": video.width_px,
        "source_key": video.source_key,
        "group": video.group,
        "split": None if video.split is None else video.split.value,
        "scenarios": list(video.scenarios),
        "labels": list(video.labels),
        "license": video.license,
    }


def video_of(row: Row) -> Video:
    """The video of a row."""
    return Video(
        video_id=VideoId(row["video_id"]),
        second_count=row["second_count"],
        height_px=row["height_px"],
        width_px=row["width_px"],
        source_key=row["source_key"],
        group=row["group"],
        split=None if row["split"] is None else Split(row["split"]),
        scenarios=tuple(row["scenarios"]),
        labels=tuple(row["labels"]),
        license=row["license"],
    )


def row_of_instance(instance: Instance) -> Row:
    """The row of an instance."""
    return {
        "instance_id": instance.instance_id,
        "video_id": instance.video_id,
        "category_id": instance.category_id,
        "number": instance.number,
        "position": instance.position,
    }


def instance_of(row: Row) -> Instance:
    """The instance of a row."""
    return Instance(
        instance_id=InstanceId(row["instance_id"]),
        video_id=VideoId(row["video_id"]),
        category_id=CategoryId(row["category_id"]),
        number=row["number"],
        position=row["position"],
    )


def row_of_cell(instance_id: InstanceId, second: int, state: Sounding) -> Row:
    """The row of one second in which an instance is not silent."""
    return {"instance_id": instance_id, "second": second, "state": state.value}


def span_of(row: Row) -> SoundingSpan:
    """The span of one second that a row stands for."""
    return SoundingSpan(
        instance_id=InstanceId(row["instance_id"]),
        start=row["second"],
        stop=row["second"] + 1,
        state=Sounding(row["state"]),
    )


def row_of_mask(mask: Mask) -> Row:
    """The row of a mask, without what follows from its run lengths."""
    return {
        "instance_id": mask.instance_id,
        "second": mask.second,
        **_row_of_rle(mask.rle),
        "source": mask.provenance.source.value,
        "author": mask.provenance.author,
        "model": mask.provenance.model,
        "weights_sha256": mask.provenance.weights_sha256,
        "prompts": mask.provenance.prompts,
        "round_number": mask.provenance.round_number,
        "seconds_spent": float(mask.provenance.seconds_spent),
    }


def mask_of(row: Row) -> Mask:
    """The mask of a row, with its provenance."""
    return Mask(
        instance_id=InstanceId(row["instance_id"]),
        second=row["second"],
        rle=rle_of(row),
        provenance=Provenance(
            source=MaskSource(row["source"]),
            author=row["author"],
            model=row["model"],
            weights_sha256=row["weights_sha256"],
            prompts=row["prompts"],
            round_number=row["round_number"],
            seconds_spent=row["seconds_spent"],
        ),
    )


def key_of_mask(mask: Mask) -> tuple[InstanceId, int]:
    """The primary key of a mask's row."""
    return mask.instance_id, mask.second


def row_of_proposal(proposal: Proposal) -> Row:
    """The row of a proposal."""
    return {
        "instance_id": proposal.instance_id,
        "second": proposal.second,
        "model": proposal.model,
        "confidence": float(proposal.confidence),
        **_row_of_rle(proposal.rle),
    }


def proposal_of(row: Row) -> Proposal:
    """The proposal of a row."""
    return Proposal(
        instance_id=InstanceId(row["instance_id"]),
        second=row["second"],
        rle=rle_of(row),
        model=row["model"],
        confidence=row["confidence"],
    )


def key_of_proposal(proposal: Proposal) -> tuple[InstanceId, int, str]:
    """The primary key of a proposal's row."""
    return proposal.instance_id, proposal.second, proposal.model


def row_of_round(review_round: Round) -> Row:
    """The row of a round."""
    return {
        "video_id": review_round.video_id,
        "number": review_round.number,
        "state": review_round.state.value,
        "person": review_round.person,
        "started_at": review_round.started_at,
        "ended_at": review_round.ended_at,
        "seen_hash": review_round.seen_hash,
    }


def round_of(row: Row) -> Round:
    """The round of a row."""
    return Round(
        video_id=VideoId(row["video_id"]),
        number=row["number"],
        state=RoundState(row["state"]),
        person=row["person"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        seen_hash=row["seen_hash"],
    )


def row_of_silence(video_id: VideoId, second: int) -> Row:
    """The row that says that nothing sounds in a second."""
    return {"video_id": video_id, "second": second}


def silence_of(row: Row) -> int:
    """The second of a row that says that nothing sounds in it."""
    second = row["second"]
    if not isinstance(second, int) or second < 0:
        raise ValueError(f"expected a second from 0, got {second!r}")
    return second


def row_of_comment(comment: Comment, *, number: int) -> Row:
    """The row of the `number`-th comment on its video."""
    return {
        "video_id": comment.video_id,
        "number": number,
        "author": comment.author,
        "text": comment.text,
        "instance_id": comment.instance_id,
        "second": comment.second,
        "reason": comment.reason,
        "point_x": comment.point_x,
        "point_y": comment.point_y,
        "round_number": comment.round_number,
        "resolved": comment.resolved,
    }


def comment_of(row: Row) -> Comment:
    """The comment of a row."""
    return Comment(
        video_id=VideoId(row["video_id"]),
        author=row["author"],
        text=row["text"],
        instance_id=None if row["instance_id"] is None else InstanceId(row["instance_id"]),
        second=row["second"],
        reason=row["reason"],
        point_x=row["point_x"],
        point_y=row["point_y"],
        round_number=row["round_number"],
        resolved=row["resolved"],
        number=row["number"],
    )


def rle_of(row: Row) -> Rle:
    """The run lengths of a mask's or a proposal's row."""
    return Rle((row["height_px"], row["width_px"]), row["counts"].encode("ascii"))


def _row_of_rle(rle: Rle) -> Row:
    # COCO's compressed counts use the characters 0 to o only, so JSON and databases take them as text.
    return {
        "height_px": int(rle.size[0]),
        "width_px": int(rle.size[1]),
        "counts": rle.counts.decode("ascii"),
    }


def completed(table: str, row: Row | None) -> Row | None:
    """A row of the journal with the columns that came after it was written."""
    if row is None or table not in ("instances", "rounds", "comments"):
        return row
    if table == "instances":
        return {"position": position_in_old_id(row["instance_id"]), **row}
    return {**_LATER_COLUMNS[table], **row}


_LATER_COLUMNS: dict[str, Row] = {
    "rounds": {"started_at": "", "ended_at": "", "seen_hash": ""},
    "comments": {
        "reason": "",
        "point_x": None,
        "point_y": None,
        "round_number": 0,
        "resolved": False,
    },
}
