"""Pages of this room: sign-in, account, messages, log."""
