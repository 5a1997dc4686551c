"""What a card offers while somebody types into it: the register's organisations, for one `application/search`.

Teams asks again with every few letters, so an answer costs one look into the register, which is public data: nobody
is looked up, nothing is stored. Whatever the question looks like, the answer is a list, of nothing when in doubt.
"""

from __future__ import annotations

from typing import Any

import structlog
from pydantic import Field, StrictInt, ValidationError

from bot.activities import Activity, Part, Text
from bot.words.access import choice
from handlers.errors import RegisterUnavailable
from handlers.ports import Organisations

SEARCH = "application/search"  # the name of the invoke (teams-facts §1.7)
RESPONSE = "application/vnd.microsoft.search.searchResponse"
DATASET = "organisations"
MOST = 15  # what Teams shows of an answer
FEWEST = 3  # letters or digits; with fewer there is nothing to tell organisations by

log = structlog.get_logger()


class Options(Part):
    """Which part of the list is wanted."""

    skip: StrictInt = Field(0, ge=0)
    top: StrictInt = Field(MOST, ge=0)


class Question(Part):
    """The value of the invoke, as far as we use it; other inputs that Teams may send along are not read."""

    text: Text = Field("", alias="queryText")
    dataset: Text = ""
    options: Options = Field(Options.model_validate({}), alias="queryOptions")


def offered(activity: Activity, organisations: Organisations) -> dict[str, Any]:
    """The body of the answer: what fits the letters, best first."""
    results = [{"title": title, "value": value} for title, value in _found(activity.value, organisations)]
    return {"statusCode": 200, "type": RESPONSE, "value": {"results": results}}


def _found(value: object, organisations: Organisations) -> list[tuple[str, str]]:
    try:
        question = Question.model_validate(value)
    except ValidationError:
        return []
    if question.dataset != DATASET or sum(map(str.isalnum, question.text)) < FEWEST:
        return []
    try:
        matches = organisations.look_up(question.text, MOST).matches
    except RegisterUnavailable:
        return []
    except Exception as error:  # noqa: BLE001 - a list of nothing does less harm than a field that fails
        log.error("typeahead_failed", why=type(error).__name__)
        return []
    wanted = matches[question.options.skip :][: question.options.top]
    return [(choice(each.organisation), each.organisation.id) for each in wanted]
