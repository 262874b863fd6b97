"""The Chat port on a script and a list: the demo, the rehearsal and every test's platform."""

from handlers.sandbox.platform import SandboxPlatform
from handlers.sandbox.world import Person, Post, World

__all__ = ["Person", "Post", "SandboxPlatform", "World"]
