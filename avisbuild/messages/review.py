"""What reviews refuse, and what is to be done about it."""

TEMPLATES = {
    "illegal-move": "video {video} is {state} and cannot become {wanted} from there",
    "in-review-by-another": (
        "video {video} is in review by {person}, and nothing was changed; wait for the review, "
        "or ask {person}"
    ),
    "changed-since-seen": (
        "video {video} was changed by others since you saw it, and nothing was done; look at it again, "
        "then do it anew"
    ),
    "moved-since-seen": (
        "video {video} is {state} by now, which it was not when you saw it; look at it again"
    ),
    "nothing-to-review": (
        "video {video} is {state}: there is nothing to review before it is handed in"
    ),
    "review-going-on": "video {video} is in review by {person} already; choose another one",
    "review-not-begun": (
        "video {video} is {state}, not in review; begin its review first: avisbuild review begin {video}"
    ),
    "review-of-another": (
        "video {video} is in review by {person}, who alone can accept or return it; to have it from them: "
        "avisbuild review assign {video} --to {you} --take-over"
    ),
    "review-own-work": (
        "{person} annotated video {video} and may not review it; let somebody else do so, or set "
        "annotator_may_review = true in avisbuild.toml"
    ),
    "review-assigned": (
        "review {review} of video {video} is assigned to {person}; take another one, or: "
        "avisbuild review assign {video} --to {you}"
    ),
    "may-not-accept": (
        "{person} may not accept video {video} in its last review; one of these may: {people} "
        "(may_accept in avisbuild.toml)"
    ),
    "aside-not-reviewed": (
        "video {video} is set aside ({reason}); take it back first: avisbuild videos take-back {video}"
    ),
    "not-acceptable": (
        "video {video} cannot be accepted yet: {counts}; first: {issue}; correct it, or return the video"
    ),
    "comments-still-open": (
        "video {video} has open comments, {numbers}, the first by {person}: {said:.60}; resolve them, "
        "or return the video"
    ),
    "comment-still-open": (
        "video {video} has an open comment, {numbers}, by {person}: {said:.60}; resolve it, "
        "or return the video"
    ),
    "return-needs-reason": (
        "video {video} has no open comment that says what to change; say it: --reason TEXT"
    ),
}
