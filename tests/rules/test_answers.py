"""An answer is stored for later deliveries: by codes and ids, so without personal data."""

from __future__ import annotations

import json
from uuid import UUID

import pytest

from handlers.answers import Answer, Say
from handlers.roles import Refusal

CARD = UUID(int=7)


@pytest.mark.parametrize("say", [None, *Say, *Refusal])
@pytest.mark.parametrize("card", [None, CARD])
def test_what_was_stored_is_what_is_answered_again(say: Say | Refusal | None, card: UUID | None) -> None:
    answer = Answer(say, card)
    again = Answer.restored(json.loads(json.dumps(answer.stored())))
    assert again == answer
    assert type(again.say) is type(say)


def test_no_code_means_two_things() -> None:
    assert not set(Say) & {str(refusal) for refusal in Refusal}


def test_an_empty_reply_is_an_empty_answer() -> None:
    assert Answer.restored({}) == Answer()


def test_a_code_of_another_version_is_an_error() -> None:
    with pytest.raises(ValueError, match="from_the_future"):
        Answer.restored({"say": "from_the_future", "card": None})
