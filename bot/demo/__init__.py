"""The demo: the sandbox, the bundled conversation, the real service and the console's page, put together."""

from bot.demo.running import run_demo

__all__ = ["run_demo"]
