"""Who may talk to the page: a browser window of this machine that the page itself was loaded in."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

NAMES: Final = ("127.0.0.1", "localhost")
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self';"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def guarded(handler: Handler) -> Handler:
    """Refuse whatever another web page in the same browser could send, by whatever name it reached us."""

    async def guard(request: web.Request) -> web.StreamResponse:
        if not _is_ours(request.host) or not _same_origin(request):
            return web.json_response({"error": "Only the practice page itself may do this."}, status=403)
        response = await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
        return response

    return guard


def _is_ours(host: str) -> bool:
    # A name that somebody else's DNS points to 127.0.0.1 is not ours.
    return urlsplit(f"//{host}").hostname in NAMES


def _same_origin(request: web.Request) -> bool:
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"http://{request.host}"
    # Browsers name the origin of every POST; without one it is no browser, and a GET changes nothing. A link on some
    # other page may lead here, as long as it is a person who follows it.
    followed = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.path == "/"
    near = request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    return request.method == "GET" and (near or followed)
