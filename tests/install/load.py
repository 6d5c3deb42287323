#!/usr/bin/python3
"""So many requests to an installed site, some to a connection; how they ended.

    load.py HOST COUNT
"""
import http.client
import json
import socket
import ssl
import sys
import threading
from urllib.parse import urlencode

HOST, COUNT = sys.argv[1], int(sys.argv[2])
TLS = ssl.create_default_context()
TLS.check_hostname = False
TLS.verify_mode = ssl.CERT_NONE


class Connection(http.client.HTTPSConnection):
    def connect(self):
        plain = socket.create_connection(('127.0.0.1', 443), 30)
        self.sock = TLS.wrap_socket(plain, server_hostname=HOST)


def ask(connection, number):
    try:
        connection.request('GET', '/privacy' if number % 2 else '/')
        answer = connection.getresponse()
        answer.read()
        return str(answer.status)
    except (OSError, http.client.HTTPException) as fault:
        return repr(fault)


def main():
    codes, lock, numbers = {}, threading.Lock(), iter(range(COUNT))

    def client():
        connection = Connection(HOST, timeout=30)
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            code = ask(connection, number)
            if number % 20 == 0:
                connection.close()
            with lock:
                codes[code] = codes.get(code, 0) + 1

    clients = [threading.Thread(target=client) for _ in range(12)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    print(json.dumps(codes))


main()
