#!/usr/bin/python3
"""A command whose only name server says what a test wants.

Usage: name_server.py ANSWERS COMMAND...

ANSWERS is JSON: "TXT name" or "A name" or "AAAA name" to a list of what there
is, or to a word: SERVFAIL, or SHORT for an answer that is cut off.  What it
does not name is not there.  Mounts and loopback are of this command alone, so
root starts it.
"""
import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import threading

KINDS = {1: 'A', 16: 'TXT', 28: 'AAAA'}
SIOCSIFFLAGS, IFF_UP = 0x8914, 1


def bytes_of(kind, value):
    if kind != 'TXT':
        return socket.inet_pton(socket.AF_INET if kind == 'A' else
                                socket.AF_INET6, value)
    pieces = [value[i:i + 255] for i in range(0, len(value), 255)]
    return b''.join(bytes([len(piece)]) + piece.encode() for piece in pieces)


def answer(query, answers):
    at, labels = 12, []
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode())
        at += 1 + query[at]
    kind, = struct.unpack_from('!H', query, at + 1)
    name = '.'.join(labels).lower()
    found = answers.get(f'{KINDS.get(kind)} {name}')
    known = any(key.split(' ')[1] == name for key in answers)
    code = 2 if found == 'SERVFAIL' else 0 if known else 3
    records = found if isinstance(found, list) else []
    said = query[:2] + struct.pack('!HHHHH', 0x8180 | code, 1,
                                   1 if found == 'SHORT' else len(records),
                                   0, 0) + query[12:at + 5]
    for value in records:
        data = bytes_of(KINDS[kind], value)
        said += struct.pack('!HHHIH', 0xc00c, kind, 1, 60, len(data)) + data
    return said + b'\xc0' if found == 'SHORT' else said


def serve(server, answers):
    while True:
        query, sender = server.recvfrom(4096)
        server.sendto(answer(query, answers), sender)


def main():
    if sys.argv[1] != '--inside':
        return subprocess.run(['unshare', '--mount', '--net', sys.executable,
                               __file__, '--inside', *sys.argv[1:]]).returncode
    with open(sys.argv[2]) as f:
        answers = json.load(f)
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    fcntl.ioctl(server, SIOCSIFFLAGS,
                struct.pack('16sh', b'lo', IFF_UP) + bytes(22))
    server.bind(('127.0.0.1', 53))
    threading.Thread(target=serve, args=(server, answers),
                     daemon=True).start()
    with tempfile.NamedTemporaryFile('w') as f:
        f.write('nameserver 127.0.0.1\noptions attempts:1 timeout:2\n')
        f.flush()
        os.chmod(f.name, 0o644)
        subprocess.run(['mount', '--bind', f.name, '/etc/resolv.conf'],
                       check=True)
        return subprocess.run(sys.argv[3:]).returncode


if __name__ == '__main__':
    sys.exit(main())
