"""The bare echo of microsoft-agents-hosting-aiohttp: its decorator checks the token, an ActivityHandler answers.

The address of the Bot Framework's keys is a constant there, without a setting: that one entry is changed, and MSAL's
address (loopback.py). Issuers are checked, as its own settings allow.
"""

from __future__ import annotations

import os

from aiohttp import web
from microsoft_agents.authentication.msal import MsalConnectionManager
from microsoft_agents.hosting.aiohttp import CloudAdapter, jwt_authorization_decorator
from microsoft_agents.hosting.core import ActivityHandler, MessageFactory, TurnContext
from microsoft_agents.hosting.core.authorization import _entra_issuers

from tests.benchmarks.peers.loopback import ask_the_login_here, serve

ISSUER = "https://api.botframework.com"


class Echo(ActivityHandler):  # type: ignore[misc]
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


def main() -> None:
    ask_the_login_here()
    _entra_issuers.BOTFRAMEWORK_JWKS_URIS[ISSUER] = os.environ["OPENID_METADATA_URL"].replace(
        "openidconfiguration", "keys"
    )
    connection = {
        "CLIENTID": os.environ["APP_ID"],
        "CLIENTSECRET": os.environ["APP_PASSWORD"],
        "TENANTID": os.environ["APP_TENANT_ID"],
        "VALIDATE_ISSUER": True,
        "ISSUERS": [ISSUER],
    }
    manager = MsalConnectionManager(CONNECTIONS={"SERVICE_CONNECTION": {"SETTINGS": connection}})
    adapter, bot = CloudAdapter(connection_manager=manager), Echo()

    @jwt_authorization_decorator  # type: ignore[untyped-decorator]
    async def messages(request: web.Request) -> web.Response | None:
        return await adapter.process(request, bot)  # type: ignore[no-any-return]

    app = web.Application()
    app["agent_configuration"] = manager.get_default_connection_configuration()
    app.router.add_post("/api/messages", messages)
    serve(app)


if __name__ == "__main__":
    main()
