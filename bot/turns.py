"""One turn: an activity whose token is good is put in its place, given to the rules, and answered in words."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import structlog
from pydantic import ValidationError

from adapters.bot_database.work import Work
from bot import replies
from bot.activities import Activity, ExecuteData, ExecuteValue, clean
from bot.cards.request_card import request_card
from bot.dialogs import DIALOGS, answer_dialog
from bot.hearing import Hearing, shows_that_we_are_in
from bot.inbound import Reply
from bot.place import Place
from bot.refreshing import refreshed
from bot.typeahead import SEARCH, offered
from bot.words import developers, sentences
from bot.words.site import Site
from handlers.answers import Answer, Say, View
from handlers.decide import Click, press
from handlers.errors import DirectoryUnavailable, ServiceDatabaseUnavailable
from handlers.intake import receive
from handlers.model import Person, Shown
from handlers.ports import Ports
from handlers.reading import Message
from handlers.roles import Refusal
from handlers.said import Said
from handlers.states import State

CLICK = "adaptiveCard/action"

# Deliveries in work at the same moment; the others wait in the order in which they came. Without a bound, a crowd that
# presses at once makes every step of every one slow, locks of the database are held meanwhile, and nobody is answered.
AT_ONCE = 8

log = structlog.get_logger()


VIEWS = {View.CONFIRM: State.AWAITING_APPROVAL, View.APPLICATIONS: State.REFERRED_BACK}


class Turns:
    """What the edge does with an activity; called by bot/inbound.py for those whose token is good."""

    def __init__(self, ports: Ports, work: Work, place: Place, site: Site, hearing: Hearing) -> None:
        self._ports = ports
        self._work = work
        self._place = place
        self._site = site
        self._hearing = hearing
        self._room = asyncio.Semaphore(AT_ONCE)

    async def on_activity(self, activity: Activity) -> Reply:
        is_invoke = activity.type == "invoke"
        missed = self._place.missed_by(activity)
        here = missed is None
        if self._place.is_our_team(activity) and shows_that_we_are_in(activity, in_the_channel=here):
            await self._hearing.heard(activity.service_url)
        if activity.type != "message" and not is_invoke:
            return Reply(200)
        if not here or not activity.id:
            # Teams shows nobody the answer to a message, so only this tells a wrong setting.
            log.info("elsewhere", why=missed or "no id")
            if activity.name in DIALOGS:
                return replies.in_dialog(sentences.WRONG_PLACE)
            return replies.said(sentences.WRONG_PLACE, to_a_press=is_invoke)
        if is_invoke and activity.name in DIALOGS:
            async with self._room:
                return await self._dialog(activity)
        if is_invoke and activity.name == SEARCH:
            return Reply(200, offered(activity, self._ports.organisations))
        if is_invoke and activity.name != CLICK:
            # The SDK's 501 would look like an outage.
            return replies.said(sentences.SAYINGS[Say.NO_SUCH_BUTTON], to_a_press=is_invoke)
        async with self._room:
            seen = await refreshed(activity, self._ports.book, self._site) if is_invoke else None
            return seen or await self._turn(activity, is_invoke)

    async def _dialog(self, activity: Activity) -> Reply:
        try:
            return await answer_dialog(activity, self._ports, self._site)
        except Exception as error:  # noqa: BLE001 - whatever it is, Teams gets no 500
            log.error("dialog_failed", why=type(error).__name__)
            return replies.in_dialog(sentences.OUT_OF_ORDER)

    async def _turn(self, activity: Activity, is_click: bool) -> Reply:
        try:
            answer = await (self._click(activity) if is_click else self._message(activity))
        except Exception as error:  # noqa: BLE001 - whatever it is, Teams gets no 500
            log.error("turn_failed", why=type(error).__name__)
            # A click is told; a message is delivered again by Teams when it hears that we are out of order.
            return replies.said(sentences.OUT_OF_ORDER) if is_click else Reply(503)
        try:
            return await self._drawn(answer, activity, is_click)
        except Exception as error:  # noqa: BLE001 - the turn is committed: the thread will show what came of it
            log.error("answer_not_drawn", why=type(error).__name__)
            return replies.said(sentences.SEE_THE_CARD, to_a_press=is_click)

    async def _message(self, activity: Activity) -> Answer:
        if not activity.mentions_bot:
            return Answer()
        names = tuple(entity.mentioned.name or "" for entity in activity.entities if entity.type == "mention")
        said = Said(
            activity.delivery,
            activity.person,
            activity.thread,
            Message(activity.text or "", activity.html, tuple(name for name in names if name)),
        )
        return await receive(said, self._ports)

    async def _click(self, activity: Activity) -> Answer:
        click = await self._read_click(activity)
        answer = await press(click, self._ports)
        if answer.card and activity.reply_to_id and click.shown_on is None:
            try:
                await self._work.saw_card(answer.card, activity.reply_to_id, datetime.now(UTC))
            except Exception as error:  # noqa: BLE001 - the click is done and answered; the next one tells us again
                log.warning("card_not_noted", why=type(error).__name__)
        return answer

    async def _read_click(self, activity: Activity) -> Click:
        """What was pressed; a shape that no card of ours has reads as a press of nothing, which is refused."""
        try:
            value = ExecuteValue.model_validate(activity.value)
            data = ExecuteData.model_validate(value.action.data)
        except ValidationError:
            value, data = ExecuteValue(), ExecuteData.model_validate({})
        return Click(
            activity_id=activity.delivery,
            person=activity.person,
            conversation_id=activity.conversation.id,
            # teams-facts §1.2: "manual" is a click; a missing trigger is unknown, never a click.
            by_hand=value.trigger == "manual",
            shown_on=await self._work.owner_of(activity.reply_to_id) if activity.reply_to_id else None,
            verb=value.action.verb,
            request_id=data.request_id,
            version=data.version,
            digest=data.digest,
            inputs={name: clean(text) for name, text in value.action.data.items() if isinstance(text, str)},
        )

    async def _drawn(self, answer: Answer, activity: Activity, is_click: bool) -> Reply:
        words = sentences.sentence(answer.say, self._site) if answer.say else None
        if not is_click:
            return Reply(200, {"message": words} if words else None)
        shown = await self._ports.book.shown(answer.card) if answer.card else None
        if shown is not None:
            return replies.shown(await self._card(shown, words, answer.view))
        if answer.say is Refusal.NOT_ACTIVE:
            words = f"{words} {await self._who_is_active(activity.person)}".strip()
        return replies.said(words or sentences.SAYINGS[Say.NO_SUCH_REQUEST])

    async def _card(self, shown: Shown, note: str | None, view: View) -> dict[str, Any]:
        """The card for the person who clicked; job applications are read for the one view that lists them.

        A view of one's own ends with the state that it belongs to: a late second delivery gets everybody's card.
        """
        if shown.request.state is not VIEWS.get(view):
            view = View.COMMON
        if view is not View.APPLICATIONS:
            return request_card(shown, self._site, note=note, view=view)
        account = shown.request.evidence.account if shown.request.evidence else None
        try:
            found = await self._ports.service.applications(account.id) if account else ()
        except ServiceDatabaseUnavailable:
            return request_card(shown, self._site, note=sentences.SAYINGS[Say.STILL_CANNOT_LOOK])
        return request_card(shown, self._site, note=note, view=view, applications=found)

    async def _who_is_active(self, person: Person) -> str:
        """Who could approve instead; nothing when the directory does not say, because nobody waits for that."""
        try:
            active = await self._ports.directory.active_developers()
        except DirectoryUnavailable:
            return ""
        return developers.active_now([each for each in active if each.person.object_id != person.object_id])
