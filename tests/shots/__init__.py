"""The pictures of the README and the docs, made from the real page: `python -m tests.shots`."""
