"""What a sentence can do with an action word."""

from enum import Enum


class Manner(Enum):
    """What a sentence does with an action word."""

    ASKS = "asks for it"
    AGAINST = "asks not to do it"
    TELLS = "tells that it happened, or would happen"
    WONDERS = "asks whether or how"
    POINTS = "asks for it, of something shown elsewhere"
    NAMED = "names it as a thing"
    LIKELY = "asks for it, in words of no known form"
    TRIED = "tells that it was tried"
    MEANT = "names it plainly, or tells that it was tried: other words may ask for it"
    VAGUE = "asks for it, in words of no known form or of nobody"
    UNSURE = "cannot be told"
