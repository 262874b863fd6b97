"""The second opinion: for messages about which the word model is in doubt, and for them alone."""

from bot.opinion.asking import again_with, sentence_encoder
from bot.opinion.encoder import Encoder
from bot.opinion.endpoint import Endpoint
from bot.opinion.opening import Chain, open_opinion
from bot.opinion.queue import Queue

__all__ = [
    "Chain",
    "Encoder",
    "Endpoint",
    "Queue",
    "again_with",
    "open_opinion",
    "sentence_encoder",
]
