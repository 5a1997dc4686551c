"""The practice channel as a web page on loopback: the thread, who you are, what happened, what to break."""
