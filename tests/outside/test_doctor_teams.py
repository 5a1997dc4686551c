"""`doctor` and Teams: the channel and the bot in it; and a card there only when somebody asked for it."""

from __future__ import annotations

from bot.checks import examined
from bot.settings import read_settings
from bot.words import doctor as words
from practice import faults
from practice.outside import DANA, practice_id
from tests.outside.ground import Ground

CHECK, POST = "Teams: channel", "Teams: post and edit"


async def test_the_channel_that_we_work_in_is_well(ground: Ground) -> None:
    await ground.heard_from(ground.outside.service_url)
    outcomes = {each.check: each for each in await examined(read_settings(ground.settings))}
    assert outcomes[CHECK].faults == ()
    assert outcomes[CHECK].notes == (words.KIND_NOT_TOLD,)
    assert ground.outside.channel.messages == []


async def test_a_chat_is_no_channel(ground: Ground) -> None:
    found = await ground.wrong(CHANNEL_ID="19:abc@thread.v2")
    assert found == {CHECK: (words.NOT_A_CHANNEL,)}


async def test_a_channel_that_there_is_not(ground: Ground) -> None:
    await ground.heard_from(ground.outside.service_url)
    found = await ground.wrong(CHANNEL_ID="19:abc@thread.tacv2")
    assert found == {CHECK: (words.NO_CHANNEL,)}


async def test_a_bot_that_is_not_in_the_team(ground: Ground) -> None:
    await ground.heard_from(ground.outside.service_url)
    ground.outside.channel.bot_removed = True
    found = await ground.found({}, post=True)
    assert found[CHECK] == (words.NOT_IN_TEAM.format(code="BotNotInConversationRoster"),)
    assert "BotNotInConversationRoster" in found[POST][0]


async def test_a_host_that_the_settings_do_not_allow_is_told_and_shown_no_token(ground: Ground) -> None:
    await ground.heard_from(ground.outside.service_url)
    found = await ground.found({"SERVICE_URL_HOSTS": "smba.trafficmanager.net"}, post=True)
    assert found[CHECK] == (words.HOST_NOT_ALLOWED,)
    assert words.HOST_NOT_ALLOWED in found[POST][0]
    assert ground.outside.faults.of("connector") == []


async def test_a_channel_of_another_tenant(ground: Ground) -> None:
    await ground.heard_from(ground.outside.service_url)
    ground.outside.login.tenant = practice_id("another tenant")
    found = await ground.wrong(APP_TENANT_ID=practice_id("another tenant"))
    assert CHECK not in found
    ground.outside.connector.tells_tenant = practice_id("a third tenant")
    assert (await ground.wrong(APP_TENANT_ID=practice_id("another tenant")))[CHECK] == (words.OTHER_TENANT,)


async def test_a_developer_who_is_not_in_the_channel_is_a_note(ground: Ground) -> None:
    await ground.heard_from(ground.outside.service_url)
    ground.outside.channel.absent.add(DANA.object_id)
    outcomes = {each.check: each for each in await examined(read_settings(ground.settings))}
    assert outcomes[CHECK].faults == ()
    assert words.NOT_IN_CHANNEL.format(away=1, all=2) in outcomes[CHECK].notes


async def test_teams_out_of_order_is_told_with_its_answer(ground: Ground) -> None:
    await ground.heard_from(ground.outside.service_url)
    ground.outside.faults.always("connector", faults.status(503))
    assert await ground.wrong() == {CHECK: ("Teams answered 503",)}


async def test_on_demand_a_card_is_posted_and_says_that_the_test_is_over(ground: Ground) -> None:
    await ground.heard_from(ground.outside.service_url)
    assert await ground.found({}, post=True) == {}
    [message] = ground.outside.channel.from_bot
    assert message.root == message.id
    assert words.TEST_OVER in str(message.card)
    assert words.TEST_CARD not in str(message.card)
    assert ground.outside.channel.faults == []


async def test_a_card_that_cannot_be_changed_is_told(ground: Ground) -> None:
    await ground.heard_from(ground.outside.service_url)
    ground.outside.faults.always("connector", faults.status(403, error="Forbidden"), method="PUT")
    found = await ground.found({}, post=True)
    assert found == {POST: (words.EDIT_FAILED.format(why="Teams answered 403 Forbidden"),)}


async def test_without_an_address_nothing_can_be_posted(ground: Ground) -> None:
    found = await ground.found({}, post=True)
    assert found == {POST: (words.POST_FAILED.format(why=words.NOT_KNOWN_YET),)}
