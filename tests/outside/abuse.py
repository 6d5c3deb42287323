#!/usr/bin/python3
"""What an anonymous visitor can cause, with the limits on.

Each attack is played as its author would, from one network or from a few,
and asserts what may happen at most; and a secretary who does her work among
it never meets a limit.  The web server is told to believe a header about who
asks, so that a test can come from anywhere.

    abuse.py [WORD...]  only the tests whose name has one of the words
"""
import os
import resource
import shutil
import signal
import socket
import sys
import threading
import time
import traceback
from urllib.parse import urlencode

from instance import Instance, wait_for

FORM = {'Content-Type': 'application/x-www-form-urlencoded'}
OFFICE = '192.0.2.10'           # a town hall, all of it behind one address
SITE = None


def same(got, wanted):
    assert got == wanted, f'got {got!r}, wanted {wanted!r}'


class Site(Instance):
    """As it comes, but for who is asking."""

    def __init__(self):
        super().__init__(CACHE='off', LIMITS='on')
        self.organiser = self.password()
        conf = f'{self.data}/run/nginx.conf'
        with open(conf, encoding='utf-8') as file:
            text = file.read()
        with open(conf, 'w', encoding='utf-8') as file:
            file.write(text.replace('default_type', '''
        set_real_ip_from 127.0.0.1;
        real_ip_header X-Test-Address;
        default_type''', 1))
        old = self.workers()
        with open(f'{self.data}/run/nginx.pid', encoding='ascii') as file:
            os.kill(int(file.read()), signal.SIGHUP)
        wait_for('new workers', lambda: len(self.workers()) == 2 and
                 not old & self.workers())

    def workers(self):
        return {pid for pid, line in self.processes().items()
                if line.startswith('nginx: worker process')}

    def request(self, method, path, body=None, headers=None, address=OFFICE):
        """Code, headers, text."""
        connection = self.connect()
        try:
            connection.request(method, path, body, {
                'X-Test-Address': address, **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            connection.close()

    def get(self, path, address=OFFICE):
        return self.request('GET', path, address=address)

    def post(self, path, fields, address=OFFICE, **headers):
        return self.request('POST', path, urlencode(fields),
                            {**FORM, **headers}, address)


# Connections and passwords

def silent(site, text):
    s = socket.create_connection(('127.0.0.1', site.port), 10)
    s.sendall(text)
    return s


def test_idle_connections_do_not_shut_the_site(site):
    """2,100 of them: half say nothing, half never end their headers."""
    held = []
    try:
        for i in range(2100):
            held.append(silent(site, b'' if i % 2 else b'GET / HTTP/1.1\r\n'))
        for _ in range(20):
            began = time.monotonic()
            same(site.get('/')[0], 200)
            took = time.monotonic() - began
            assert took < 5, f'a page took {took:.1f} s'
    finally:
        for s in held:
            s.close()


def test_posts_are_counted_by_network_and_not_by_address(site):
    def codes(address):
        return [site.post('/aanmelden', {}, address % i)[0]
                for i in range(1, 31)]
    six = codes('2001:db8:66:6::%x')
    same(set(six), {422, 429})
    assert six.count(429) >= 8, six
    # The next half of that provider's, and another IPv4 address, are others.
    assert 429 not in (site.post('/aanmelden', {}, address)[0]
                       for address in ('2001:db8:66:7::1', '198.51.100.9'))


def test_logins_do_not_keep_the_door_waiting(site):
    code, headers, _ = site.post('/beheer/inloggen', {
        'gebruiker': 'organisator', 'wachtwoord': site.organiser}, OFFICE)
    same(code, 303)
    cookie = headers['Set-Cookie'].partition(';')[0]
    seen = []

    def guess(number):
        seen.append(site.post('/beheer/inloggen', {
            'gebruiker': 'organisator', 'wachtwoord': 'geraden wachtwoord'},
            f'203.0.113.{number}')[0])

    threads = [threading.Thread(target=guess, args=(i,)) for i in range(40)]
    for thread in threads:
        thread.start()
    slowest = 0
    while any(thread.is_alive() for thread in threads):
        began = time.monotonic()
        code = site.request('GET', '/beheer/aanmeldingen', headers={
            'Cookie': cookie}, address='198.51.100.20')[0]
        same(code, 200)
        slowest = max(slowest, time.monotonic() - began)
    same(set(seen) - {422, 503}, set())
    assert 503 in seen, 'nobody had to wait'
    assert slowest < 5, f'the list took {slowest:.1f} s'


def main():
    global SITE
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    words = sys.argv[1:]
    passed = failed = 0
    site = Site()
    try:
        for name, test in list(globals().items()):
            if not name.startswith('test_') or \
                    words and not any(word in name for word in words):
                continue
            try:
                test(site)
                print(f'ok {name[5:]}', flush=True)
                passed += 1
            except Exception:
                print(f'FAILED {name[5:]}\n{traceback.format_exc(-2)}',
                      flush=True)
                failed += 1
    finally:
        site.stop()
        shutil.rmtree(site.data, ignore_errors=True)
    print(f'abuse: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
