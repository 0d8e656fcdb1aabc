"""What may not go into a release unseen: pairs of which one video is tested on and the other is not."""

from collections.abc import Iterable

from avisbuild.records import Split, SplitPlan
from avisbuild.releases.audit.pairs import Pair


def leaks_into_test(plan: SplitPlan, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """The pairs between test and train or val, in order; a pair with a video that is not planned is none."""
    found = []
    for pair in pairs:
        sides = [plan.assignment.get(name) for name in (pair.first, pair.second)]
        if None not in sides and (sides[0] is Split.TEST) != (sides[1] is Split.TEST):
            found.append(pair)
    return tuple(sorted(found, key=lambda pair: (pair.first, pair.second, pair.evidence)))
