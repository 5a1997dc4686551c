"""From a Teams message (text, HTML copy, mentions) to plain text in the shape of an e-mail.

Plain text is the one form that all later rules read: a mail link is `label<mailto:address>`, a quoted line begins
with `>`, a line is a line. Teams sends a rich message as `text` plus a text/html copy (teams-facts.md §2.2).
"""

import html
import re
from dataclasses import dataclass

from handlers.reading.html_copy import read_html

LIMIT = 28 * 1024  # bytes: the most that Teams itself lets a person write in one message


@dataclass(frozen=True)
class Message:
    """A message as it arrived: its text, Teams' HTML copy of it, and the display names that it mentions."""

    text: str
    html: str | None = None
    mentions: tuple[str, ...] = ()

    @property
    def length(self) -> int:
        """In characters, both copies."""
        return len(self.text) + len(self.html or "")


@dataclass(frozen=True)
class Plain:
    """A message as plain text: the HTML copy's words, and the lines of `text` that the copy lacks.

    `cut_short`: longer than LIMIT, so words are missing. `reordered`: holds characters that make text show in another
    order than it is stored.
    """

    body: str
    extra: str
    cut_short: bool
    reordered: bool


# Invisible in Teams and often pasted along: zero-width, soft hyphen, bidi marks, tags, controls.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_REORDERED = re.compile("[\u202d\u202e]")  # not the embeddings: Windows dialogs copy those along with an address
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS = re.compile(r"[^\S\n]+")
_MENTION = re.compile(r"<at\b[^<>]*>([^<]*)</at>", re.IGNORECASE)
_MENTIONS_IN_A_ROW = re.compile(r"<at\b[^<>]*>[^<]*</at>(?:\s*<at\b[^<>]*>[^<]*</at>)*", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:p|div|br|span|blockquote|table|a\s+href)\b", re.IGNORECASE)
_MARKDOWN_LINK = re.compile(r"\[([^\[\]\n]{0,200})\]\((mailto:[^()\s]{1,320})\)", re.IGNORECASE)
_MAIL_LINK = re.compile(r"<mailto:[^<>]*>")


def plain_text(message: Message) -> Plain:
    """Return the message's words; words in `text` alone count too, for an Outlook paste may fill only one of them."""
    text, text_cut = _bounded(message.text)
    copy, copy_cut = _bounded(message.html or "")
    raw_text, text_costly = read_html(text) if _MARKUP.search(text) else (html.unescape(text), False)
    raw_copy, copy_costly = read_html(copy)
    names = frozenset(_squashed(name) for name in message.mentions)
    body, lines = (_tidy(raw, names) for raw in (raw_copy, raw_text))
    return Plain(
        body=body or lines,
        extra=_lacking(lines, body) if body else "",
        cut_short=text_cut or text_costly or copy_cut or copy_costly,
        reordered=any(_REORDERED.search(raw) for raw in (raw_text, raw_copy)),
    )


def _bounded(raw: str) -> tuple[str, bool]:
    """Cut to LIMIT bytes and drop lone surrogates, which no later step could write down."""
    data = raw[: LIMIT + 1].encode("utf-8", "ignore")
    return data[:LIMIT].decode("utf-8", "ignore"), len(data) > LIMIT


def _tidy(raw: str, names: frozenset[str]) -> str:
    text = _INVISIBLE.sub("", _LINE_END.sub("\n", raw))
    text = _MENTIONS_IN_A_ROW.sub(lambda run: _without_mentions(run[0], names), text)
    text = _MARKDOWN_LINK.sub(r"\1<\2>", text)
    return "\n".join(line.strip() for line in _BLANKS.sub(" ", text).split("\n")).strip()


def _without_mentions(run: str, names: frozenset[str]) -> str:
    """Cut mentions of the given names; Teams splits one name into neighbours when a person edits it."""
    inner = _MENTION.findall(run)
    if _squashed("".join(inner)) in names:
        return " "
    return " ".join(" " if _squashed(name) in names else name for name in inner)


def _squashed(text: str) -> str:
    return "".join(_INVISIBLE.sub("", html.unescape(text)).split()).casefold()


def _lacking(lines: str, body: str) -> str:
    """Lines of the text that the HTML copy has nowhere, not even glued together or inside a link."""
    seen = (_squashed(body), _squashed(_MAIL_LINK.sub("", body)))
    fates: dict[str, bool] = {}
    for line in lines.split("\n"):
        if line not in fates:
            squashed = _squashed(line)
            fates[line] = any(squashed in words for words in seen)
    return "\n".join(line for line in lines.split("\n") if not fates[line])
