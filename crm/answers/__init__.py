"""Who covers a communiqué on a day, and why: affiliations, absences, stand-ins and successors applied.

The statements of `crm.coverage` say who was assigned. What is here goes on from there: somebody who has left is no
answer, somebody who is away is answered for by whoever stands in, an institution that was merged is answered for by
those of its successor, and an address or a number that went with a job that ended is not given out.
"""

from __future__ import annotations

from crm.answers.answer import Answer, Answers, Group, Reason, Unanswered
from crm.answers.as_printed import PrintedGroup, as_printed
from crm.answers.deciding import who
from crm.answers.places import name_on

__all__ = [
    "Answer",
    "Answers",
    "Group",
    "PrintedGroup",
    "Reason",
    "Unanswered",
    "as_printed",
    "name_on",
    "who",
]
