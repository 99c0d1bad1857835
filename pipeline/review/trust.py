"""Which lines of a review log count: by whom, in which role, on whose words, on words that ever were.

A log is a text file that anybody with write access can add to. A line counts only if everything it says can be true;
any other is reported with its number, and approves nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pipeline.errors import ReviewLogError
from pipeline.model import SignOff, Verdict
from pipeline.review.reviewers import Reviewer

EARLIEST = datetime.date(2020, 1, 1)
"""Nothing was reviewed before: a telephone whose battery was empty says 1970, 2000 or 2015."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A log's sign-offs, sorted out."""

    counting: tuple[SignOff, ...]
    """In the order of the log."""
    errors: tuple[ReviewLogError, ...]
    unknown_author: frozenset[SignOff]
    """Those of ``counting`` that approve words of which nobody can tell who wrote them."""


def weigh(
    signoffs: Iterable[SignOff],
    path: str,
    locale: str,
    people: Mapping[str, Reviewer],
    existed: Callable[[SignOff], bool],
    wrote: Callable[[SignOff], bool | None],
    today: datetime.date,
) -> Weighed:
    """Sort out the sign-offs of one locale's log.

    ``existed`` says whether the project ever had these words (true where nobody can know); ``wrote`` whether the
    reviewer wrote them, None where nobody can tell. What is dated after ``today`` would outrank all that its reviewer
    can say; somewhere it is tomorrow already. What is dated before `EARLIEST` would be outranked by all of it: a
    rejection would count for nothing.
    """
    newest = today + datetime.timedelta(days=1)
    counting: list[SignOff] = []
    errors: list[ReviewLogError] = []
    unknown: set[SignOff] = set()
    for one in signoffs:
        reason = _forged(one, locale, people, existed)
        if one.date > newest:
            reason = f"it is dated {one.date}, which is in the future"
        elif one.date < EARLIEST:
            reason = f"it is dated {one.date}, when there was nothing to review yet"
        if reason is None and one.verdict is Verdict.APPROVE:
            by_its_author = wrote(one)
            if by_its_author:
                reason = f"{one.reviewer} wrote these words, and nobody approves their own"
            elif by_its_author is None:
                unknown.add(one)
        if reason is None:
            counting.append(one)
        else:
            fix = "Take the line out in a commit that says why, or correct locales/reviewers.toml"
            errors.append(ReviewLogError(path, f"the sign-off does not count: {reason}", fix, one.line))
    return Weighed(tuple(counting), tuple(errors), frozenset(unknown))


def _forged(
    one: SignOff, locale: str, people: Mapping[str, Reviewer], existed: Callable[[SignOff], bool]
) -> str | None:
    reviewer = people.get(one.reviewer)
    if reviewer is None:
        return f"locales/reviewers.toml has no reviewer '{one.reviewer[:40]}'"
    refusal = reviewer.refusal(one.role, locale)
    if refusal is None and not existed(one):
        return f"no version of {locale} ever had the words of {one.unit}"
    return refusal
