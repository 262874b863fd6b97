"""Wegwijzer: a webcare bot that a brand runs itself."""
