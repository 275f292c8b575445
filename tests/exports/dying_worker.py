"""A process that speaks as those that make parts do; it dies or hangs where its subject says so."""

import os
import sys
import time

from exports.atlas.messages import Job, Opened, Part, receive, send

while True:
    message = receive(sys.stdin.buffer)
    if isinstance(message, Job):
        send(sys.stdout.buffer, Opened(("world",)))
    elif message.code == "dies":
        os._exit(3)
    elif message.code == "hangs":
        time.sleep(60)
    else:
        send(sys.stdout.buffer, Part(message.key.encode()))
