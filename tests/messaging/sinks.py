"""A mail server and an SMS gateway on loopback; each line of the log is one that arrived.

Run as a program: `sinks.py LOG PORTS`. Knows nothing of Django, so it starts at once. A line is
in the log before the answer goes out: what was acknowledged can never be missing from it.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.smtp import SMTP

LOCK = Lock()
SEEN: dict[str, int] = {}


def note(log, kind: str, identity: str, **more) -> None:
    with LOCK:
        log.write(json.dumps({"kind": kind, "id": identity, "at": time.time(), **more}) + "\n")
        log.flush()


class Mailbox:
    def __init__(self, log) -> None:
        self.log = log

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd calls it so
        mail = message_from_bytes(envelope.content)
        identity = mail["Message-ID"].strip("<>").partition("@")[0]
        note(self.log, "email", identity, to=envelope.rcpt_tos[0])
        return "250 OK"


def gateway(log):
    class Gateway(BaseHTTPRequestHandler):
        """POST /send takes one; GET /status/?id= says how often it came."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            data = json.loads(body)
            SEEN[data["foreign_id"]] = SEEN.get(data["foreign_id"], 0) + 1
            note(log, "sms", data["foreign_id"], to=data["to"])
            time.sleep(0.002)  # a moment in which the sender may die
            self.answer(200, {"id": f"g{data['foreign_id']}"})

        def do_GET(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)["id"][0]
            known = SEEN.get(asked)
            self.answer(200 if known else 404, {"id": f"g{asked}"} if known else {})

        def answer(self, status: int, data: dict) -> None:
            body = json.dumps(data).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args) -> None:
            pass

    return Gateway


async def main(log_path: str, ports_path: str) -> None:
    log = Path(log_path).open("a", encoding="utf-8")  # noqa: SIM115 - open as long as we run
    web = ThreadingHTTPServer(("127.0.0.1", 0), gateway(log))
    Thread(target=web.serve_forever, daemon=True).start()
    mailbox = Mailbox(log)
    loop = asyncio.get_running_loop()
    mail = await loop.create_server(lambda: SMTP(mailbox), "127.0.0.1", 0)
    found = {"smtp": mail.sockets[0].getsockname()[1], "http": web.server_address[1]}
    draft = Path(ports_path).with_suffix(".draft")
    draft.write_text(json.dumps(found))
    draft.rename(ports_path)
    await mail.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
