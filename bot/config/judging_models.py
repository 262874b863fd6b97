"""Settings of how the bot learns, and of who is asked for a second opinion."""

from __future__ import annotations

from datetime import time
from typing import Literal

from pydantic import Field

from bot.config.values import ClockTime, Model, Seconds, Whole


class Learning(Model):
    """How the bot learns from the labels that staff give."""

    nightly: bool = Field(
        default=True,
        description="Whether a candidate is trained and measured each night; promoted only when it is better",
    )
    at: ClockTime = Field(default=time(3, 30), description="When that is done")


class OpinionEndpoint(Model):
    """An OpenAI-compatible endpoint of the brand's own. Its key is no setting but a secret."""

    url: str = Field(
        min_length=1,
        description="The address up to `/chat/completions`; https, or a server on this machine",
        examples=["https://llm.polderlink.example/v1"],
    )
    model: str = Field(min_length=1, description="The model's name there")
    timeout: Seconds = Field(default=5.0, description="How long it may take")
    budget: Whole = Field(default=200, ge=0, description="Messages a day that may be sent to it")


class OpinionSettings(Model):
    """Who is asked for a second opinion on messages about which the word model is in doubt."""

    encoder: Literal["auto", "off"] = Field(
        default="auto",
        description="`auto` uses the sentence encoders of `wegwijzer[encoder]` where they are installed, `off` never",
    )
    endpoint: OpinionEndpoint | None = Field(
        default=None,
        description="Asked for what the encoders leave open; it gets masked text alone, and what it says can make the bot ask staff "
        "or leave a message, never answer. Leave out for none",
    )
