"""A demo in a process of its own, as a person starts it, in a folder of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

if TYPE_CHECKING:
    from http.client import HTTPMessage
    from typing import IO

ROOT = Path(__file__).resolve().parents[2]
_START = (
    "import sys; from pathlib import Path; from bot.cli.demo import run_demo;"
    "sys.exit(run_demo(Path(sys.argv[1]), sys.argv[2] == 'fresh', int(sys.argv[3]), float(sys.argv[4]) or None))"
)


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object, **__: object) -> None:
        return None


class Demo:
    """One demo; it can be killed and started again in the same folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copy(ROOT / "config.yaml", folder)
        shutil.copytree(ROOT / "replies", folder / "replies")
        self.process: subprocess.Popen[str] | None = None
        self.address = ""

    def command(self, *, fresh: bool = False, speed: float = 0) -> list[str]:
        """Port 0 is any free one; speed 0 the usual one."""
        return [
            sys.executable,
            "-c",
            _START,
            str(self.folder / "config.yaml"),
            "fresh" if fresh else "on",
            "0",
            str(speed),
        ]

    @staticmethod
    def environment() -> dict[str, str]:
        """The program comes from this checkout."""
        return {**os.environ, "PYTHONPATH": str(ROOT)}

    def start(self, *, fresh: bool = False, speed: float = 0) -> str:
        """Start and wait for the address; returns it."""
        with (self.folder / "stderr").open("a") as errors:
            self.process = subprocess.Popen(
                self.command(fresh=fresh, speed=speed),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                cwd=ROOT,
                env=self.environment(),
            )
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()
        assert self.address.startswith("http://127.0.0.1:"), (self.folder / "stderr").read_text()
        return self.address

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the process and wait for it; returns its exit code."""
        if self.process is None:
            return 0
        self.process.send_signal(how)
        code = self.process.wait(20)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return code

    def send(self, path: str, headers: dict[str, str] | None = None, **form: str) -> tuple[int, str, HTTPMessage]:
        """A plain request: POST with a form, else GET; redirects are not followed."""
        data = urlencode(form).encode() if form else None
        request = Request(self.address.rstrip("/") + path, data, headers or {})  # noqa: S310 - our own address
        try:
            answer: IO[bytes] = build_opener(_NoRedirect).open(request, timeout=10)
        except HTTPError as error:
            answer = error
        with answer:
            return answer.status, answer.read().decode(), answer.headers  # type: ignore[attr-defined]

    def state(self, message: str = "") -> dict[str, Any]:
        """The parts of the page as its script gets them."""
        made: dict[str, Any] = json.loads(self.send(f"/state?{urlencode({'since': '', 'm': message})}")[1])
        return made

    def journal(self) -> list[dict[str, Any]]:
        """What has happened on the sandbox platform."""
        lines = (self.folder / "var/demo/journal.jsonl").read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in lines]
