"""A bare python-telegram-bot echo bot, as its documentation shows it: what most bots are."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING, Any

from telegram.ext import Application, ContextTypes, MessageHandler, filters

if TYPE_CHECKING:
    from telegram import Update


async def answer(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:  # noqa: ARG001 - the handler's shape
    """Reply with the same words."""
    if update.effective_message is not None and update.effective_message.text:
        await update.effective_message.reply_text(update.effective_message.text, do_quote=True)


def main() -> None:
    """Run until killed."""
    logging.basicConfig(level=logging.ERROR)
    root = sys.argv[1]
    token = os.environ["WEGWIJZER_TELEGRAM_TOKEN"]
    app: Application[Any, Any, Any, Any, Any, Any] = (
        Application.builder().token(token).base_url(f"{root}/bot").base_file_url(f"{root}/file/bot").build()
    )
    app.add_handler(MessageHandler(filters.TEXT, answer))
    app.run_polling(bootstrap_retries=3)


if __name__ == "__main__":
    main()
