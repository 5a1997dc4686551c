"""Where the head of the audit is written down outside the bot database."""
