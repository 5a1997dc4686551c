"""What does a message in the channel ask for? Readable rules over its words: no model, no I/O, the same answer always.

message (raw text and HTML → plain text) → parts (fresh, quoted, signature) → subjects and identifiers (who it is
about) + intent (which kind) → understanding (the reading, and whether to ask first).
"""

from handlers.reading.intent import Asked
from handlers.reading.message import Message, plain_text
from handlers.reading.understanding import Reading, read, understand

__all__ = ["Asked", "Message", "Reading", "plain_text", "read", "understand"]
