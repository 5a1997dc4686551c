"""Teams' HTML copy of a message → plain text in the shape of an e-mail (see message.py)."""

import html
import re
from itertools import islice
from urllib.parse import unquote

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

# Outlook pastes: style sheets and comments are no words, and unclosed ones make html.parser slow or refuse.
_DECLARATION = re.compile(r"<(?=[!?])")
_BRACKETED_ADDRESS = re.compile(r"<([^\s<>\"=]{1,90}@[^\s<>\"=]{1,255})>")
# Tags that say nothing to us are cut before parsing: building a tree of thousands is what costs time.
_OTHER_TAG = re.compile(
    r"</?(?!(?:a|at|span|readonly|blockquote|p|div|br|hr|li|tr|td|th|h[1-6]|style|script|title|template)\b)"
    r"[a-z][^<>]*>",
    re.IGNORECASE,
)

_COSTLY = re.compile("[<&]")
MOST_TAGS = 1500  # tags and entities together

_NOT_IN_ADDRESS = re.compile(r"[\s<>]")
_SILENT = frozenset({"style", "script", "title", "template"})
_BLOCKS = frozenset({"p", "div", "br", "hr", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"})
_CELLS = frozenset({"td", "th"})
_MENTION_TYPE = "http://schema.skype.com/Mention"  # how the HTML copy marks what `text` writes as <at>


def read_html(markup: str) -> tuple[str, bool]:
    """Turn HTML into plain text: blocks as lines, blockquotes as `>` lines, mail links and mentions spelled out.

    Also tells whether it was cut short: a tree of thousands of tags costs more time than any message is worth.
    """
    markup = _DECLARATION.sub(" ", _without_comments(markup))
    markup = _BRACKETED_ADDRESS.sub(r"&lt;\1&gt;", markup)  # <jo@example.com> is no tag
    markup = _OTHER_TAG.sub("", markup)
    last = next(islice(_COSTLY.finditer(markup), MOST_TAGS, None), None)
    soup = BeautifulSoup(markup[: last.start()] if last else markup, "html.parser")
    # A paste may be escaped twice, and half an entity would cut an address ("a&amp;b@").
    return html.unescape(_spelled_out(soup)), last is not None


def _without_comments(markup: str) -> str:
    """Cut closed comments; an unclosed one must not hide the rest of the message."""
    first, *others = markup.split("<!--")
    return first + "".join(other.partition("-->")[2] if "-->" in other else other for other in others)


def _spelled_out(soup: Tag) -> str:
    """Walk the tree without recursion: a hostile copy may be thousands of levels deep."""
    pieces: list[str] = []
    quotes = 0
    todo: list[PageElement | tuple[str, int]] = [soup]  # a pair: words to write, blockquotes that end there
    while todo:
        node = todo.pop()
        if isinstance(node, tuple):
            quotes -= node[1]
            pieces.append(node[0])
        elif isinstance(node, Tag) and node.name not in _SILENT:
            ends = int(node.name == "blockquote")
            before, after = _edges(node, quotes)
            quotes += ends
            pieces.append(_new_line(quotes) if ends else before)
            todo.append((after, ends))
            todo.extend(reversed(node.contents))
        elif type(node) is NavigableString:
            pieces.append(re.sub(r"\s+", " ", node))
    return "".join(pieces)


def _new_line(quotes: int) -> str:
    return "\n> " if quotes else "\n"


def _edges(tag: Tag, quotes: int) -> tuple[str, str]:
    """What a tag writes before and after its content."""
    if tag.name in _BLOCKS:
        return _new_line(quotes), _new_line(quotes)
    if tag.name in _CELLS:
        return " ", " "
    if tag.name == "at" or tag.get("itemtype") == _MENTION_TYPE:
        return "<at>", "</at>"
    if tag.name == "a":
        return "", _mail_links(str(tag.get("href", "")))
    return "", ""


def _mail_links(href: str) -> str:
    scheme, _, rest = href.strip().partition(":")
    if scheme.lower() != "mailto":
        return ""
    addresses = _NOT_IN_ADDRESS.sub("", unquote(rest.partition("?")[0]))
    return "".join(f"<mailto:{address}>" for address in re.split("[,;]", addresses))
