#!/usr/bin/python3
"""An SMTP server that does on command what real ones do on bad days.

Usage: fault_server.py DIRECTORY [options]

Listens on 127.0.0.1, prints the port on a line of its own, and keeps each
letter it takes as DIRECTORY/NNNN-recipient.eml.  Its 250 names the recipient
and the number of the connection, so that a client that hears another
letter's answer is found out.  Ends when its standard input ends.

The recipient's local part picks the fault:

tmp450, perm550, many452, auth530
                          refused at RCPT
ctrl550                   the same, with control characters in the answer
data451, data554          refused after the letter was read
slow                      no answer before DIRECTORY/release exists
dropdata                  the connection drops in the middle of the letter
dropafter                 the letter is kept, then the connection drops
bye421                    421 at RCPT, then the connection drops
dropnext                  taken; the next MAIL on this connection: a drop
byenext                   taken; the next MAIL on this connection: 421

All but the last two only until DIRECTORY/well exists.  A client that sends
commands together without --pipelining gets a 503, and the connection drops.
"""

import argparse
import asyncio
import base64
import json
import logging
import os
import ssl
import subprocess
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, auth_mechanism

AT_RCPT = {
    "tmp450": "450 4.2.1 come back later",
    "perm550": "550 5.1.1 no such mailbox",
    "many452": "452 4.5.3 too many recipients",
    "auth530": "530 5.7.0 who are you",
    "ctrl550": "550 5.1.1 \x1b[31mred\x07 alert\x7f",
}
AFTER_DATA = {
    "data451": "451 4.3.0 try again",
    "data554": "554 5.6.0 not this letter",
}


directory = None


def local(address):
    """The fault that is asked for, unless the server is well again."""
    if os.path.exists(os.path.join(directory, "well")):
        return "well"
    return address.partition("@")[0]


class Server(SMTP):
    connections = 0
    pipelining = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        Server.connections += 1
        self.number = Server.connections
        self.at_next_mail = None

    async def hang_up(self, last_words=None):
        if last_words is not None:
            await self.push(last_words)
        self.transport.close()
        await asyncio.Event().wait()  # cancelled when the connection is gone

    def announces_pipelining(self):
        return self.pipelining == "always" or (
            self.pipelining == "clear" and self.session.ssl is None)

    async def wants_patience(self):
        """What is said before the answer is there waits in the buffer."""
        if self._reader._buffer and not self.announces_pipelining():
            await self.hang_up("503 5.5.0 wait for my answer")

    async def smtp_MAIL(self, arg):
        await self.wants_patience()
        if self.at_next_mail == "dropnext":
            await self.hang_up()
        if self.at_next_mail == "byenext":
            await self.hang_up("421 4.4.2 you were silent for too long")
        await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        if "<bye421@" in arg and local("bye421@") == "bye421":
            await self.hang_up("421 4.3.2 going down")
        await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        if local(self.envelope.rcpt_tos[0]) == "dropdata":
            await self.push("354 go on")
            await self._reader.readline()
            await self.hang_up()
        await super().smtp_DATA(arg)


class StepServer(Server):
    """Trouble at one step, whoever the letter is for: words, or a drop."""
    step = words = None

    async def trouble(self, step, otherwise, arg):
        if step != self.step:
            await otherwise(arg)
        elif not self.words or self.words.startswith("421"):
            await self.hang_up(self.words or None)
        else:
            await self.push(self.words)

    async def smtp_EHLO(self, arg):
        await self.trouble("EHLO", super().smtp_EHLO, arg)

    async def smtp_MAIL(self, arg):
        await self.trouble("MAIL", super().smtp_MAIL, arg)

    async def smtp_RCPT(self, arg):
        await self.trouble("RCPT", super().smtp_RCPT, arg)

    async def smtp_DATA(self, arg):
        await self.trouble("DATA", super().smtp_DATA, arg)


class LaterServer(Server):
    async def smtp_STARTTLS(self, arg):
        await self.push("454 4.7.0 TLS is not there for now")


class BearerServer(Server):
    """AUTH XOAUTH2 with the token that stands in a file, and nothing else."""
    token_file = None

    @auth_mechanism("XOAUTH2")
    async def auth_XOAUTH2(self, _, args):
        if len(args) < 2:
            given = await self.challenge_auth("")
        else:
            given = base64.b64decode(args[1])
        with open(self.token_file) as file:
            token = file.read().strip()
        good = given == b"user=relay@x.nl\1auth=Bearer %b\1\1" % (
            token.encode())
        return AuthResult(success=good, handled=False,
                          message=None if good else "535 5.7.3 no")


class Handler:
    def __init__(self, options):
        self.options = options
        self.kept = 0

    async def handle_EHLO(self, server, session, envelope, name, answers):
        session.host_name = name
        if server.announces_pipelining():
            answers.insert(1, "250-PIPELINING")
        return answers

    async def handle_MAIL(self, server, session, envelope, address, args):
        if self.options.refuse_sender:
            return "%d 5.7.1 not from you" % self.options.refuse_sender
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, args):
        if local(address) in AT_RCPT:
            return AT_RCPT[local(address)]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def keep(self, envelope):
        self.kept += 1
        name = "%04d-%s.eml" % (self.kept, ",".join(envelope.rcpt_tos))
        path = os.path.join(self.options.directory, name)
        with open(path, "wb") as file:
            file.write(envelope.original_content)

    async def handle_DATA(self, server, session, envelope):
        fault = local(envelope.rcpt_tos[0])
        if fault in AFTER_DATA:
            return AFTER_DATA[fault]
        if fault == "slow":
            release = os.path.join(self.options.directory, "release")
            while not os.path.exists(release):
                await asyncio.sleep(0.02)
            return "250 2.0.0 a late answer"
        self.keep(envelope)
        if fault == "dropafter":
            await server.hang_up()
        server.at_next_mail = fault
        return "250 2.0.0 kept for %s on %d" % (
            envelope.rcpt_tos[0], server.number)


def authenticator(options):
    user, _, password = options.auth.partition(":")

    def check(server, session, envelope, mechanism, data):
        if data.login == b"later":
            return AuthResult(success=False, handled=False,
                              message="454 4.7.0 ask again later")
        good = (data.login, data.password) == (
            user.encode(), password.encode())
        if not good and options.quote_password:
            return AuthResult(
                success=False, handled=False,
                message="535 5.7.8 not " + data.password.decode())
        # Without handled=False aiosmtpd leaves the client without an answer.
        return AuthResult(success=good, handled=False)
    return check


def certificate(directory):
    """Self-made, for 127.0.0.1 only; the certificate is its own CA."""
    cert = os.path.join(directory, "server.pem")
    key = os.path.join(directory, "server.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=fault server", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
        check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


def factory(options, loop, context):
    handler = Handler(options)
    settings = {"hostname": "fault.test", "enable_SMTPUTF8": False,
                "loop": loop, "auth_require_tls": False}
    if options.starttls or options.starttls_later:
        settings["tls_context"] = context
    if options.auth:
        settings["authenticator"] = authenticator(options)
        settings["auth_required"] = True
        if options.login:
            settings["auth_exclude_mechanism"] = ["PLAIN"]
    Server.pipelining = options.pipelining
    kind = LaterServer if options.starttls_later else Server
    if options.at:
        kind = StepServer
        kind.step, kind.words = options.at, options.say
    if options.bearer:
        kind = BearerServer
        kind.token_file = options.bearer
        settings["auth_required"] = True
        settings["auth_exclude_mechanism"] = ["PLAIN", "LOGIN"]
    return lambda: kind(handler, **settings)


class Greeter(asyncio.Protocol):
    """One line, whatever the client wants, and away."""

    def __init__(self, line):
        self.line = line

    def connection_made(self, transport):
        transport.write(self.line.encode() + b"\r\n")
        transport.close()


async def give_token(reader, writer):
    """The client credentials grant, for one client; each request is kept."""
    head = await reader.readuntil(b"\r\n\r\n")
    size = int(next(line.split(b":")[1] for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")))
    body = await reader.readexactly(size)
    with open(os.path.join(directory, "requests"), "ab") as file:
        file.write(body + b"\n")
    with open(os.path.join(directory, "token")) as file:
        token = file.read().strip()
    good = (b"grant_type=client_credentials" in body and
            b"client_secret=ge%26heim" in body and
            b"scope=https%3A%2F%2Fx.nl%2F.default" in body)
    answer = json.dumps(
        {"token_type": "Bearer", "expires_in": lasts, "access_token": token}
        if good else {"error": "invalid_client"}).encode()
    writer.write(b"HTTP/1.1 %b\r\nContent-Type: application/json\r\n"
                 b"Connection: close\r\nContent-Length: %d\r\n\r\n%b" % (
                     b"200 OK" if good else b"401 No", len(answer), answer))
    await writer.drain()
    writer.close()


async def serve(options):
    global directory, lasts
    lasts = options.lasts
    directory = options.directory
    loop = asyncio.get_running_loop()
    wanted = options.tls or options.starttls or options.starttls_later
    context = certificate(options.directory) if wanted else None
    make = factory(options, loop, context)
    if options.greeting:
        def make():
            return Greeter(options.greeting)
    server = await loop.create_server(
        make, "127.0.0.1", options.port,
        ssl=context if options.tls else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    if options.token_port:
        endpoint = await asyncio.start_server(give_token, "127.0.0.1", 0)
        print(endpoint.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.buffer.read)
    os._exit(0)  # whatever is still under way


def main():
    # The faults are meant; what aiosmtpd thinks of them is noise.
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--starttls", action="store_true",
                        help="offer it, with DIRECTORY/server.pem")
    parser.add_argument("--starttls-later", action="store_true",
                        help="offer it, and answer 454")
    parser.add_argument("--tls", action="store_true",
                        help="TLS from the first byte (smtps)")
    parser.add_argument("--auth", metavar="USER:PASSWORD",
                        help="required; the user \"later\" gets 454")
    parser.add_argument("--login", action="store_true",
                        help="AUTH LOGIN only")
    parser.add_argument("--pipelining", choices=["always", "clear"],
                        help="announce it, or only before STARTTLS")
    parser.add_argument("--bearer", metavar="FILE",
                        help="AUTH XOAUTH2 with the token in FILE")
    parser.add_argument("--token-port", action="store_true",
                        help="print the port of a token endpoint too, which "
                        "gives what is in DIRECTORY/token")
    parser.add_argument("--lasts", type=int, default=3600, metavar="SECONDS",
                        help="what the token says of itself")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--quote-password", action="store_true",
                        help="repeat a wrong password in the answer")
    parser.add_argument("--refuse-sender", type=int, metavar="CODE")
    parser.add_argument("--at", metavar="STEP",
                        help="trouble at EHLO, MAIL, RCPT or DATA: a drop, "
                        "or what --say says")
    parser.add_argument("--say", metavar="LINE", default="")
    parser.add_argument("--greeting", metavar="LINE",
                        help="say just this and close")
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
