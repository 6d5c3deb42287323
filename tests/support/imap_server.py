#!/usr/bin/python3 -IS
"""An IMAP server that does on command what real ones do on bad days.

Usage: imap_server.py DIRECTORY [options]

Listens on 127.0.0.1 and prints the port on a line of its own.  Its one
folder, INBOX, holds DIRECTORY/N.eml, N being the uid; DIRECTORY/N.seen says
that it is \\Seen.  What clients say is added to DIRECTORY/commands.  Takes
the user "bounces" with the password "geheim \\"woord\\"".  Ends when its
standard input ends.
"""

import argparse
import http.server
import json
import os
import re
import socket
import ssl
import subprocess
import sys
import threading

PASSWORD = 'geheim "woord"'


class Client:
    def __init__(self, options, connection):
        self.options = options
        self.file = connection.makefile("rwb")

    def path(self, name):
        return os.path.join(self.options.directory, name)

    def say(self, text):
        self.file.write(text.encode() + b"\r\n")
        self.file.flush()

    def uids(self):
        names = os.listdir(self.options.directory)
        return sorted(int(name[:-4]) for name in names
                      if re.fullmatch(r"\d+\.eml", name))

    def serve(self):
        self.say("* OK here")
        while line := self.file.readline():
            line = line.decode().rstrip("\r\n")
            with open(self.path("commands"), "a", encoding="utf-8") as log:
                log.write(line + "\n")
            tag, _, rest = line.partition(" ")
            words = rest.split(" ")
            name = words[0].lower()
            if name == "uid":
                name = words[1].lower()
            if name == self.options.drop:
                return
            if name == self.options.mute:
                continue
            if name == self.options.refuse:
                self.say(f"{tag} NO [CANNOT] not {name}")
                continue
            getattr(self, name)(tag, words)
            if name == "logout":
                return

    def capability(self, tag, _words):
        more = " SASL-IR AUTH=PLAIN"
        if self.options.login:
            more = ""
        elif self.options.bearer:
            more = " SASL-IR AUTH=PLAIN AUTH=XOAUTH2"
        self.say("* CAPABILITY IMAP4rev1" + more)
        self.say(f"{tag} OK done")

    def authenticate(self, tag, words):
        import base64
        said = base64.b64decode(words[2]).decode()
        good = said == f"\0bounces\0{PASSWORD}"
        if self.options.bearer:
            good = (words[1] == "XOAUTH2" and said ==
                    f"user=bounces\1auth=Bearer {token(self.options)}\1\1")
        self.say(f"{tag} OK in" if good else f"{tag} NO who are you")

    def login(self, tag, words):
        quoted = PASSWORD.replace('"', '\\"')
        good = " ".join(words[1:]) in (f'bounces "{quoted}"',
                                       f'"bounces" "{quoted}"')
        self.say(f"{tag} OK in" if good else f"{tag} NO who are you")

    def select(self, tag, words):
        if " ".join(words[1:]) != '"INBOX"':
            self.say(f"{tag} NO no such folder")
            return
        self.say(f"* {len(self.uids())} EXISTS")
        self.say("* FLAGS (\\Seen)")
        self.say(f"{tag} OK [READ-WRITE] open")

    def search(self, tag, _words):
        found = [uid for uid in self.uids()
                 if not os.path.exists(self.path(f"{uid}.seen"))]
        if self.options.many:
            found += range(2000, 100000)
        self.say("* SEARCH" + "".join(f" {uid}" for uid in found))
        self.say(f"{tag} OK found")

    def fetch(self, tag, words):
        uid, what = words[2], " ".join(words[3:])
        most = int(re.fullmatch(r"\(BODY\.PEEK\[\]<0\.(\d+)>\)", what)[1])
        if not os.path.exists(self.path(f"{uid}.eml")):
            self.say(f"{tag} OK gone")
            return
        with open(self.path(f"{uid}.eml"), "rb") as file:
            body = file.read(-1 if self.options.whole else most)
        if self.options.around:
            self.say("* 1 FETCH (X-OTHER {5}")
            self.file.write(b"* BYE)\r\n* 2 EXPUNGE\r\n")
        length = self.options.length or str(len(body))
        if self.options.cut:
            body = body[:len(body) // 2]
        self.file.write(f"* {uid} FETCH (UID {uid} BODY[]<0> {{{length}}}"
                        "\r\n".encode())
        self.file.write(body)
        if self.options.cut:
            self.file.flush()
            raise ConnectionResetError
        self.say(")")
        self.say(f"{tag} OK fetched")

    def store(self, tag, words):
        assert words[3:] == ["+FLAGS.SILENT", "(\\Seen)"]
        with open(self.path(f"{words[2]}.seen"), "x", encoding="utf-8"):
            pass
        self.say(f"{tag} OK stored")

    def logout(self, tag, _words):
        self.say("* BYE")
        self.say(f"{tag} OK")


def token(options):
    with open(os.path.join(options.directory, "token"),
              encoding="utf-8") as file:
        return file.read().strip()


def token_endpoint(options):
    """Gives DIRECTORY/token to whoever asks; returns its port."""
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            answer = json.dumps({"access_token": token(options),
                                 "expires_in": 3600}).encode()
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_args):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


def serve(options, connection, context):
    try:
        if context is not None:
            connection = context.wrap_socket(connection, server_side=True)
        Client(options, connection).serve()
    except OSError:
        pass
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
    connection.close()


def certificate(directory):
    """Self-made, for 127.0.0.1 only; the certificate is its own CA."""
    cert = os.path.join(directory, "server.pem")
    key = os.path.join(directory, "server.key")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
         "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=imap server", "-addext",
         "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", cert],
        check=True, stderr=subprocess.DEVNULL)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    return context


def accept(options, listener, context):
    while True:
        connection, _ = listener.accept()
        threading.Thread(target=serve, args=(options, connection, context),
                         daemon=True).start()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("directory")
    parser.add_argument("--tls", action="store_true",
                        help="from the first byte, with DIRECTORY/server.pem")
    parser.add_argument("--login", action="store_true",
                        help="no AUTHENTICATE, only LOGIN")
    parser.add_argument("--refuse", metavar="COMMAND", help="answer NO")
    parser.add_argument("--drop", metavar="COMMAND",
                        help="close instead of answering")
    parser.add_argument("--mute", metavar="COMMAND", help="never answer")
    parser.add_argument("--cut", action="store_true",
                        help="close in the middle of a message")
    parser.add_argument("--length", metavar="N",
                        help="say that a message has this length")
    parser.add_argument("--whole", action="store_true",
                        help="send more of a message than was asked")
    parser.add_argument("--around", action="store_true",
                        help="other answers, with literals, in between")
    parser.add_argument("--many", action="store_true",
                        help="find a hundred thousand that are not there")
    parser.add_argument("--bearer", action="store_true",
                        help="log in only by XOAUTH2 with the token in "
                        "DIRECTORY/token; prints the port of an endpoint "
                        "that gives it, too")
    options = parser.parse_args()
    context = certificate(options.directory) if options.tls else None
    # 127.0.0.2 is here as well, but not to the client.
    listener = socket.create_server(("0.0.0.0", 0))
    threading.Thread(target=accept, args=(options, listener, context),
                     daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    if options.bearer:
        print(token_endpoint(options), flush=True)
    sys.stdin.buffer.read()
    os._exit(0)


if __name__ == "__main__":
    main()
