"""The echo bot of botbuilder's samples: CloudAdapter, settings from a class, an ActivityHandler that answers.

Its key server, issuer and service are settings of its own; only MSAL's address is changed (loopback.py).
"""

from __future__ import annotations

import os

from aiohttp import web
from botbuilder.core import ActivityHandler, MessageFactory, TurnContext
from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

from tests.benchmarks.peers.loopback import LOGIN, ask_the_login_here, serve


class Settings:
    APP_ID = os.environ["APP_ID"]
    APP_PASSWORD = os.environ["APP_PASSWORD"]
    APP_TYPE = "SingleTenant"
    APP_TENANTID = os.environ["APP_TENANT_ID"]
    TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = os.environ["OPENID_METADATA_URL"]
    TO_BOT_FROM_CHANNEL_TOKEN_ISSUER = "https://api.botframework.com"
    TO_CHANNEL_FROM_BOT_LOGIN_URL = f"{LOGIN}/{APP_TENANTID}"
    TO_CHANNEL_FROM_BOT_OAUTH_SCOPE = "https://api.botframework.com"
    TO_BOT_FROM_EMULATOR_OPENID_METADATA_URL = os.environ["OPENID_METADATA_URL"]
    OAUTH_URL = "https://api.botframework.com"
    CALLER_ID = ""
    VALIDATE_AUTHORITY = True


class Echo(ActivityHandler):  # type: ignore[misc]
    async def on_message_activity(self, turn_context: TurnContext) -> None:
        await turn_context.send_activity(MessageFactory.text(f"Echo: {turn_context.activity.text}"))


def main() -> None:
    ask_the_login_here()
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Settings)), Echo()

    async def messages(request: web.Request) -> web.Response:
        response: web.Response = await adapter.process(request, bot)
        return response

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    serve(app)


if __name__ == "__main__":
    main()
