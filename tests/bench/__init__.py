"""How fast the durable pipeline is beside a bare python-telegram-bot echo bot, and how fast a rehearsal is."""
