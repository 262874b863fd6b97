"""Web pages, rendered by the server: the demo's page is the first of them."""

from bot.console.demo import demo_app
from bot.console.stage import BadRequest, Stage

__all__ = ["BadRequest", "Stage", "demo_app"]
