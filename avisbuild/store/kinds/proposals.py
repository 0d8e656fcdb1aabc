"""The table of masks that programs suggest."""

from avisbuild.records import Proposal
from avisbuild.store.kinds.kind import Kind
from avisbuild.store.kinds.pictures import check_counts, check_picture


def _derive(proposal: Proposal) -> tuple[int, ...]:
    check_counts(proposal)
    return ()


PROPOSALS = Kind(
    name="proposals",
    record=Proposal,
    key=("instance_id", "second", "model"),
    owner="instance",
    derive=_derive,
    check=check_picture,
)
