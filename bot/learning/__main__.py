"""`python -m bot.learning`: teaches one task; started by the bot itself, see process.py."""

from bot.learning.process import main

raise SystemExit(main())
