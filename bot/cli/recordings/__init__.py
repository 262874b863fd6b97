"""Recorded chat, row by row: Telegram Desktop exports, DiscordChatExporter files and tables. Nothing here judges."""

from bot.cli.recordings.opening import open_recording
from bot.cli.recordings.recording import Note, PartlyRead, RecordedRow, Recording, Unusable

__all__ = ["Note", "PartlyRead", "RecordedRow", "Recording", "Unusable", "open_recording"]
