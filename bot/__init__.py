"""The edge: HTTP, tokens, cards, words, settings and the wiring."""

__version__ = "0.1.0"
