#!/usr/bin/python3
"""What an anonymous visitor can cause, with the limits on.

Each attack is played as its author would, from one network or from a few,
and asserts what may happen at most; and a secretary who does her work among
it never meets a limit.  The web server is told to believe a header about who
asks, so that a test can come from anywhere.

    abuse.py [WORD...]  only the tests whose name has one of the words
"""
import email
import email.policy
import html
import os
import re
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
# By a limit; a letter that was tried once is due again until it is answered.
PUT_OFF = 'pogingen = 0 AND volgende > gemaakt + 60'


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


    def keys(self, count):
        """Of forms that were open long enough to be filled in by a person."""
        made = [re.search(r'name="sleutel" value="([^"]+)"',
                          self.get('/aanmelden')[2]).group(1)
                for _ in range(count)]
        time.sleep(3.1)         # the form's own rule, not another process
        return made

    def one(self, query, *values):
        return self.sql(query, *values)[0][0]

    def letters(self, condition='1'):
        """What was owed to whom, whatever became of it."""
        return [row[0] for row in self.sql(
            f'SELECT ontvanger FROM outbox WHERE {condition} ORDER BY id')]

    def mailed_path(self, address):
        """Of the button, in a letter that arrived in this mailbox."""
        def find():
            for name in os.listdir(f'{self.data}/mail/new'):
                with open(f'{self.data}/mail/new/{name}', 'rb') as file:
                    letter = email.message_from_binary_file(
                        file, policy=email.policy.default)
                text = letter.get_body(('plain',)).get_content()
                found = re.search(r'/bevestigen/[\w-]+', text)
                if letter['To'] and address in letter['To'] and found:
                    return found.group()
            return None
        return wait_for(f'the letter to {address}', find)


def delegation(key, people, gemeente='GM0344', contact=None, **more):
    """people: an address each, or ''."""
    fields = {'sleutel': key, 'gemeente': gemeente, 'website': '',
              'contact_voornaam': 'Fleur', 'contact_achternaam': 'Dijk',
              'contact_email': contact or 'f.dijk@utrecht.nl', **more}
    for i, address in enumerate(people, 1):
        fields.update({f'deelnemer_{i}_voornaam': 'Bo',
                       f'deelnemer_{i}_achternaam': f'Smit{i}',
                       f'deelnemer_{i}_email': address,
                       f'deelnemer_{i}_rol': 'medewerker'})
    return fields


# First who must never meet a limit, while nothing has happened yet

def test_an_office_signs_up_ten_municipalities(site):
    """Three people each, from one address, one after the other."""
    codes = [row[0] for row in site.sql(
        "SELECT code FROM gemeente WHERE domein <> '' AND geldig_tot IS NULL"
        ' ORDER BY code LIMIT 10')]
    domains = dict(site.sql('SELECT code, domein FROM gemeente'))
    for key, code in zip(site.keys(10), codes):
        answer = site.post('/aanmelden', delegation(
            key, [f'{who}@{domains[code]}' for who in ('jan', 'els', 'bo')],
            code, f'secretariaat@{domains[code]}'))
        same(answer[0], 303)
        page = site.get(answer[1]['Location'])[2]
        assert 'Bevestig de aanmelding' not in page
        assert 'wacht op bevestiging' not in page
    same(site.one("SELECT count(*) FROM participant WHERE status ="
                  " 'bevestigd'"), 30)
    same(len(site.letters()), 40)
    same(site.letters(PUT_OFF), [])


def test_an_office_signs_up_six_and_corrects_all_of_them(site):
    address = '192.0.2.77'
    key, = site.keys(1)
    people = [f'p{i}@utrecht.nl' for i in range(6)]
    code, headers, _ = site.post('/aanmelden', delegation(key, people),
                                 address)
    same(code, 303)
    page = headers['Location']
    registration = site.one('SELECT max(id) FROM registration')
    form = site.get(page + '/wijzigen', address)[2]
    fields = delegation(key, [f'q{i}@utrecht.nl' for i in range(6)])
    for i in range(1, 7):
        fields[f'deelnemer_{i}_achternaam'] = f'Smits{i}'
    for name in re.findall(r'<input[^>]* type="hidden"[^>]*>', form):
        field = re.search(r'name="([^"]+)"', name).group(1)
        fields[field] = html.unescape(
            re.search(r'value="([^"]*)"', name).group(1))
    same(site.post(page + '/wijzigen', fields, address)[0], 303)
    same(site.one("SELECT count(*) FROM participant WHERE registration = ?"
                  " AND status = 'bevestigd'", registration), 6)
    same(site.letters(f'registration = {registration} AND {PUT_OFF}'), [])


# The four attacks

def test_one_network_cannot_fill_the_event(site):
    """34 forms of six invented people, from addresses of one network."""
    before = site.one("SELECT count(*) FROM participant WHERE status ="
                      " 'bevestigd'")
    answers = [site.post('/aanmelden', delegation(
        key, [''] * 6, contact=f'x{i}@utrecht.nl'), f'2001:db8:66:6::{i:x}')
        for i, key in enumerate(site.keys(34))]
    kept = [headers['Location'] for code, headers, _ in answers
            if code == 303]
    assert len(kept) >= 20, [code for code, *_ in answers]
    taken = site.one("SELECT count(*) FROM participant WHERE status ="
                     " 'bevestigd'") - before
    same(taken, 30)
    # What was kept waits and says so, and the button gives the places.
    page = site.get(kept[-1])[2]
    assert '<h1>Bevestig uw aanmelding</h1>' in page
    number = site.one('SELECT max(id) FROM registration')
    path = site.mailed_path(site.one(
        'SELECT contact_email FROM registration WHERE id = ?', number))
    same(site.get(path)[0], 200)
    same(site.one("SELECT count(*) FROM participant WHERE registration = ?"
                  " AND status = 'bevestigd'", number), 0)
    same(site.post(path, {})[0], 303)
    same(site.one("SELECT count(*) FROM participant WHERE registration = ?"
                  " AND status = 'bevestigd'", number), 6)


def test_a_mailbox_is_not_flooded_by_cancelling_and_restoring(site):
    victim = 'slachtoffer@utrecht.nl'
    keys = site.keys(1)
    page = site.post('/aanmelden', delegation(
        keys[0], [victim], contact='g@utrecht.nl'), '203.0.113.50')[1][
            'Location']
    for i in range(60):         # from a network each: only letters limit it
        site.post(page, {'actie': ('afmelden', 'herstellen')[i % 2]},
                  f'203.0.113.{100 + i}')
    alive = site.one("SELECT count(*) FROM outbox WHERE ontvanger = ? AND"
                     " (status = 'sent' OR volgende IS NOT NULL)", victim)
    assert alive <= 5, f'{alive} letters'
    # What stands last is told last.
    last = site.sql('SELECT soort FROM outbox WHERE ontvanger = ? AND'
                    " status <> 'withdrawn' ORDER BY id DESC LIMIT 1", victim)
    same(last, [('hersteld',)])


def test_strangers_hear_nothing_from_a_stranger(site):
    """Thirty of them, by one sign-up and changes of it."""
    strangers = [f'vreemde{i}@elders.example' for i in range(6)]
    page = site.post('/aanmelden', delegation(
        site.keys(1)[0], strangers, contact='h@utrecht.nl'),
        '203.0.113.60')[1]['Location']
    path = site.mailed_path('h@utrecht.nl')
    for _ in range(3):
        site.post(page, {'actie': 'afmelden'}, '203.0.113.61')
        site.post(page, {'actie': 'herstellen'}, '203.0.113.61')
    same(site.letters("ontvanger LIKE '%elders.example'"), [])
    same(site.post('/bevestigen/' + page.rpartition('/')[2], {},
                   '203.0.113.60')[0], 404)
    same(site.letters("ontvanger LIKE '%elders.example'"), [])
    same(site.post(path, {}, '203.0.113.62')[0], 303)
    same(site.letters("ontvanger LIKE '%elders.example'"), strangers)


def test_a_letter_carries_no_words_of_a_stranger(site):
    key, = site.keys(1)
    for name, value in (
            ('deelnemer_1_voornaam', 'digid-herstel.example/login'),
            ('deelnemer_1_achternaam', 'Bel nu 0900-123456'),
            ('contact_achternaam', 'x' * 101),
            ('contact_voornaam', 'www.kwaad.nl'),
            ('deelnemer_1_functie', 'log in op kwaad.example')):
        code, _, text = site.post('/aanmelden', delegation(
            key, ['a@utrecht.nl']) | {name: value}, '203.0.113.70')
        same((name, code), (name, 422))
        assert f'id="{name}-fout"' in text


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
