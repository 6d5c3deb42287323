#!/usr/bin/python3
"""Every verb used wrongly: what it says, in one line, and that nothing changed.

    verbs.py [WORD...]      only the tests whose name has one of the words

Nothing runs here but the program `orientatie`, and the mailer where it cannot.
"""
import contextlib
import http.server
import io
import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import threading
import traceback

from instance import ROOT

BUILD = os.path.join(ROOT, 'build')
FAILED, USAGE = 1, 2


class Installation:
    """In a folder of its own, which "{d}" is in the words of a verb."""

    def __init__(self, folder):
        self.folder = folder
        self.config = f'{folder}/o.conf'
        self.set()

    def set(self, **settings):
        """The configuration, with these settings besides, or instead."""
        said = {'database': f'"{self.folder}/o.db"',
                'secret': f'"{self.folder}/secret"',
                'base_url': '"http://127.0.0.1:1"',
                'smtp_url': '"smtp://127.0.0.1:1"', 'smtp_tls': '"none"',
                'mail_from': '"bijeenkomst@mboraad.example"', **settings}
        with open(self.config, 'w') as f:
            f.writelines(f'{k} = {v};\n' for k, v in said.items())

    def run(self, words, stdin='', program='orientatie', **more):
        return subprocess.run(
            [f'{BUILD}/{program}', '--config', self.config,
             *shlex.split(words.replace('{d}', self.folder))],
            input=stdin, capture_output=True, text=True, timeout=60, **more)

    def write(self, name, content):
        with open(f'{self.folder}/{name}', 'wb') as f:
            f.write(content)

    def sql(self, script):
        db = sqlite3.connect(f'{self.folder}/o.db')
        with db:
            db.executescript(script)
        db.close()

    def everything(self):
        """What the database holds, and which files there are."""
        if not os.path.exists(f'{self.folder}/o.db'):
            return os.listdir(self.folder)
        db = sqlite3.connect(f'file:{self.folder}/o.db?mode=ro', uri=True)
        held = list(db.iterdump())
        db.close()
        # Those of an open database come and go.
        return held, sorted(name for name in os.listdir(self.folder)
                            if not name.startswith('o.db'))


def tells(done, code, *words):
    said = done.stdout + done.stderr
    assert done.returncode == code, (done.args, done.returncode, said)
    for word in words:
        assert word in said, (done.args, word, said)


def refuses(here, cases):
    """Each with its code and words, in one line, and nothing else happens."""
    before = here.everything()
    for words, code, *said in cases:
        done = here.run(words)
        tells(done, code, *said)
        assert done.stderr.count('\n') == 1, (words, done.stderr)
        assert done.stderr.startswith('orientatie: '), (words, done.stderr)
    assert here.everything() == before


def succeeds(here, cases):
    for words, *said in cases:
        done = here.run(words)
        tells(done, 0, *said)
        assert done.stderr == '', (words, done.stderr)


@contextlib.contextmanager
def installation(*verbs):
    with tempfile.TemporaryDirectory() as folder:
        here = Installation(folder)
        succeeds(here, [[verb] for verb in verbs])
        yield here


# Two municipalities, a delegation that comes and an account.
PEOPLE = """
INSERT INTO gemeente (code, naam, officiele_naam, provincie) VALUES
 ('GM0632', 'Woerden', 'Woerden', 'Utrecht'),
 ('GM0344', 'Utrecht', 'Utrecht', 'Utrecht');
INSERT INTO registration (id, event, sleutel_hash, nonce, aangemeld, gemeente,
 contact_voornaam, contact_achternaam, contact_email)
 VALUES (1, 1, x'00', 0, 1795509005, 'GM0632', 'Anne', 'de Vries',
 'anne@woerden.example');
INSERT INTO participant (event, registration, positie, nonce, status, rol,
 sorteersleutel, voornaam, achternaam) VALUES
 (1, 1, 1, 0, 'bevestigd', 'medewerker', 'Dijk', 'Bo', 'Dijk'),
 (1, 1, 2, 0, 'bevestigd', 'medewerker', 'Smit', 'Jo', 'Smit');
INSERT INTO account (id, naam, wachtwoord, rol, gemaakt, dicht) VALUES
 (1, 'Els', 'x', 'organisator', 1, 0), (2, 'weg', 'x', 'deur', 1, 1);
"""


def test_program_says_what_it_needs():
    for words, said in (
            ([], 'no verb given'), (['nonsens'], 'no such verb'),
            (['mail'], 'no such verb'), (['mail', 'send'], 'no such verb'),
            (['--version', 'x'], 'no such verb'),
            (['--config'], '--config names no FILE')):
        done = subprocess.run([f'{BUILD}/orientatie', *words],
                              capture_output=True, text=True)
        tells(done, USAGE, said, 'try orientatie --help')
    if not os.path.exists('/etc/orientatie/orientatie.conf'):
        for verb in 'init', 'doctor', 'mail list', 'restore x':
            tells(subprocess.run([f'{BUILD}/orientatie', *verb.split()],
                                 capture_output=True, text=True), USAGE,
                  '--config FILE is missing')


def test_every_verb_says_how_it_is_used():
    lines = subprocess.run([f'{BUILD}/orientatie', '--help'], text=True,
                           capture_output=True).stdout.splitlines()[::2]
    verbs = [line.removeprefix('orientatie --config FILE ').split()
             for line in lines]
    assert len(verbs) >= 30, verbs
    with installation() as here:
        for words in verbs:
            names = ' '.join(word for word in words[:2]
                             if word.islower() and word.isalpha())
            used = ' '.join(words)
            tells(here.run(f'{names} --help'), 0, used)
            refuses(here, [
                (f'{names} --nonsens', USAGE, 'unknown option --nonsens',
                 f'it is: {used}'),
                (f'{names} {"x " * 999}', USAGE,
                 'wrong number of arguments', f'it is: {used}')])


def test_configuration_that_is_not_there_or_not_right():
    with installation() as here:
        here.config = f'{here.folder}/none.conf'
        refuses(here, [('init', FAILED, 'none.conf', 'cannot be read',
                        'No such file')])
        here.config = here.folder
        refuses(here, [('init', FAILED, 'cannot be read', 'Is a directory')])
        here.config = f'{here.folder}/bad.conf'
        here.write('bad.conf', b'database = ;\n')
        refuses(here, [('mail list', FAILED, 'bad.conf:1: syntax error')])
        here.write('bad.conf', b'databas = "x";\n')
        done = here.run('mail list')
        tells(done, FAILED, 'databas')


def test_database_that_is_not_made_or_of_another_installation():
    with installation() as here, installation('init') as other:
        refuses(here, [(verb, FAILED, 'o.db is missing: run orientatie init')
                       for verb in ('mail list', 'demo', 'doctor',
                                    'export csv {d}/x')])
        succeeds(here, [['init'], ['init']])
        shutil.copy(f'{other.folder}/secret', f'{here.folder}/secret')
        refuses(here, [(verb, FAILED, 'secret')
                       for verb in ('init', 'mail list', 'demo')])
        os.remove(f'{here.folder}/secret')
        refuses(here, [(verb, FAILED, 'secret')
                       for verb in ('init', 'mail list', 'demo')])


def test_root_makes_files_for_whose_the_place_is():
    if os.geteuid() != 0:
        return
    with installation() as here:
        os.chown(here.folder, 61190, 61191)
        succeeds(here, [['init'], ['demo'], ['backup {d}/copy']])
        for name in 'o.db', 'secret', 'o.db.lock', 'copy':
            made = os.stat(f'{here.folder}/{name}')
            assert (made.st_uid, made.st_gid) == (61190, 61191), name


def test_installation_without_an_event():
    with installation('init') as here:
        refuses(here, [(verb, FAILED, 'there is no event', 'orientatie demo')
                       for verb in (
            'event show', 'event set titel x', 'event cancel',
            'event restore', 'event remind', 'export csv {d}/x',
            'export xlsx {d}/x', 'brieven {d}/x', 'avg register')])
        refuses(here, [('erase --event 1 --reason x', FAILED,
                        'event 1: there is none')])
        tells(here.run('doctor'), FAILED, 'WRONG\tevent\tthere is no event')


def test_event_is_not_set_to_what_it_cannot_be():
    with installation('init', 'demo') as here:
        refuses(here, [
            ('demo', FAILED, 'there is an event already'),
            ('event set titel', USAGE, 'KEY VALUE'),
            ('event set titel x locatie', USAGE, 'pairs of KEY VALUE'),
            ('event set nonsens 1', FAILED, 'nonsens is no setting'),
            ('event set begin morgen', FAILED, 'such as 2027-01-12T10:00'),
            ('event set capaciteit -1', FAILED, 'a number from 0'),
            ('event set titel x capaciteit x', FAILED, 'a number from 0'),
            ('event set einde 2020-01-01T10:00', FAILED,
             'einde: Het einde moet na het begin liggen.'),
            ('event restore', FAILED, 'is not called off'),
            (f'event cancel {"é" * 501}', FAILED, 'too long'),
        ])
        succeeds(here, [['event cancel Storm'], ['event show', 'titel\t']])
        refuses(here, [('event cancel', FAILED, 'called off already')])
        succeeds(here, [['event restore "Wind gaat liggen"'],
                        ['event remind']])
        here.sql('UPDATE event SET begin = 10, einde = 20')
        refuses(here, [('event remind', FAILED, 'the event is over'),
                       ('event cancel', FAILED, 'or over')])


def test_change_that_does_not_move_along_is_noted():
    with installation('init', 'demo') as here:
        done = here.run('event set begin 2030-01-08T10:00'
                        ' einde 2030-01-08T15:00')
        tells(done, 0)
        assert 'note: ' in done.stderr, done.stderr


def test_accounts():
    long = 'een heel lang wachtwoord\n'
    with installation('init', 'demo') as here:
        here.sql(PEOPLE)
        refuses(here, [
            ('user add x --role baas', USAGE, 'organisator, deur or inzage'),
            ('user add x deur inzage', USAGE, 'organisator, deur or inzage'),
            ('user add "" --role deur', FAILED, '1 to 64 characters'),
            ('user add " x" --role deur', FAILED, '1 to 64 characters'),
            ('user reset niemand', FAILED, 'there is no such account'),
            ('user reset weg', FAILED, 'this account is closed'),
        ])
        for password, said in ('kort\n', 'has'), ('x' * 2000, 'has'):
            done = here.run('user add x --role deur', stdin=password)
            tells(done, FAILED, 'a password has', said)
        tells(here.run('user add els --role deur', stdin=long), FAILED,
              'there is such an account already')
        made = here.run('user add jan --role inzage')
        tells(made, 0)
        assert len(made.stdout.strip()) >= 12, made.stdout
        tells(here.run('user list'), 0, 'Els\torganisator\topen',
              'weg\tdeur\tgesloten', 'jan\tinzage\topen')


CODES = b'code;name;display_name;aliases;province;arbeidsmarktregio;domain;' \
    b'has_mbo\n'


def test_files_of_municipalities_and_addresses():
    with installation('init', 'demo') as here:
        here.sql(PEOPLE)
        here.write('bad.csv', CODES + b'GM1\nGM2\n')
        here.write('new.csv', CODES +
                   b'GM0632;Woerden;Woerden aan de Rijn;;Utrecht;;;0\n'
                   b'GM0141;Almelo;Almelo;;Overijssel;Twente;almelo.nl;1\n')
        here.write('empty', b'')
        here.write('adressen.csv', b'naam;adres\nWoerden;a@b.nl\n'
                   b'Utrecht;geen adres\nNergens;c@d.nl\nWoerden;e@f.nl\n')
        for verb in 'gemeenten import', 'gemeenten adressen':
            refuses(here, [
                (f'{verb} {{d}}/none', FAILED, 'No such file'),
                (f'{verb} {{d}}', FAILED, 'Is a directory'),
                (f'{verb} --dry-run', USAGE, 'one file'),
                (f'{verb} a b', USAGE, 'one file'),
            ])
        refuses(here, [
            ('gemeenten import {d}/bad.csv', FAILED, 'bad.csv:2: ',
             '(and 1 more); nothing was changed'),
            ('gemeenten import {d}/adressen.csv', FAILED, 'adressen.csv:1: '),
            ('gemeenten adressen {d}/empty', FAILED, 'empty: '),
        ])
        before = here.everything()
        succeeds(here, [
            ['gemeenten import {d}/new.csv --dry-run', 'new\tGM0141\tAlmelo',
             'changed\tGM0632', '\tdisplay_name\tWoerden -> Woerden aan',
             '1 new\n', '1 changed\n'],
            ['gemeenten adressen --dry-run {d}/adressen.csv',
             'Woerden', '1 new\n', '1 not an address\n',
             '1 no such municipality\n', '1 a second address\n']])
        assert here.everything() == before
        succeeds(here, [
            ['gemeenten import {d}/new.csv', '2 gemeenten'],
            ['gemeenten adressen {d}/adressen.csv', '1 new\n']])
        here.write('adressen.csv', b'naam;adres\nGM0632;g@h.nl\n')
        succeeds(here, [['gemeenten adressen {d}/adressen.csv',
                         'a@b.nl -> g@h.nl', '1 changed\n']])


def test_files_that_cannot_be_written():
    with installation('init', 'demo') as here:
        here.sql(PEOPLE)
        # A link: what cannot be filled is removed.
        for verb in 'export csv', 'export xlsx', 'brieven':
            os.symlink('/dev/full', f'{here.folder}/full')
            tells(here.run(f'{verb} {{d}}/full'), FAILED, 'full')
            assert not os.path.lexists(f'{here.folder}/full'), verb
            refuses(here, [
                (f'{verb} /nonexistent/x', FAILED, 'No such file'),
                (f'{verb} {{d}}', FAILED, 'Is a directory')])
            succeeds(here, [[f'{verb} {{d}}/made']])
            os.remove(f'{here.folder}/made')


def test_mail_that_is_not_there():
    with installation('init', 'demo') as here:
        here.sql(PEOPLE + """
            INSERT INTO outbox (soort, event, registration, ontvanger, wie,
             gemaakt, volgende, status) VALUES
             ('aangemeld', 1, 1, 'anne@woerden.example', 'contact', 1, 1,
              'queued'),
             ('aangemeld', 1, 1, 'anne@woerden.example', 'contact', 1, NULL,
              'sent')""")
        refuses(here, [
            ('mail show x', USAGE, 'ID is a number of mail list'),
            ('mail show ""', USAGE, 'ID is a number of mail list'),
            ('mail show 99', FAILED, 'no such mail'),
            ('mail show 1 x', USAGE, 'ID [--message]'),
            ('mail show 2 --message', FAILED, 'no message, or no more'),
            ('mail retry 1x', USAGE, 'ID is a number of mail list'),
            ('mail retry 99', FAILED, 'no such mail'),
            ('mail retry 2', FAILED, 'it was sent already'),
            ('mail cancel 99', FAILED, 'no such mail'),
            ('mail forget a@b.example', FAILED, 'nothing is known'),
            ('mail test niemand', USAGE, 'ADDRESS is an e-mail address'),
        ])
        tells(here.run('mail test a@b.example'), FAILED,
              'it was not sent, refused at connecting')
        succeeds(here, [
            ['mail list', '1\tqueued\tanne@woerden.example'],
            ['mail show 1', 'state\tqueued', 'message\tnone yet'],
            ['mail show 1 --message', 'To: ', 'anne@woerden.example'],
            ['mail bounced'], ['mail retry 1'], ['mail cancel 1']])
        here.set(smtp_auth='"nonsens"')
        tells(here.run('mail test a@b.example'), FAILED, 'smtp_auth')


def test_erasing_and_asking_who_saw_what():
    with installation('init', 'demo') as here:
        here.sql(PEOPLE + """
            INSERT INTO audit (moment, wie, wat, event, registration) VALUES
             (1600000000, 'account Els', 'gewijzigd', 1, 1),
             (1600000001, 'account weg', 'gewijzigd', 1, 1)""")
        day = 'incident --van 2020-09-13 --tot 2020-09-14'
        refuses(here, [
            ('erase --participant 1 --participant 2', USAGE, 'and --reason'),
            ('erase --participant 0 --reason x', USAGE, 'with a number'),
            ('erase --participant 1x --reason x', USAGE, 'with a number'),
            ('erase x 1 --reason x', USAGE, 'with a number'),
            ('erase --participant 1 --reason " "', USAGE, 'and --reason'),
            (f'erase --participant 1 --reason {"x" * 201}', FAILED,
             'too long'),
            ('erase --participant 9 --reason x', FAILED,
             'participant 9: there is none'),
            ('erase --registration 9 --reason x', FAILED,
             'registration 9: there is none'),
            ('erase --event 9 --reason x', FAILED, 'event 9: there is none'),
            ('incident --van gisteren --tot nu', USAGE, 'such as 2027-01-12'),
            ('incident --van 2027-01-12 --tot x', USAGE, 'such as'),
            ('incident --van 2027-01-12 --van 2027-01-12', USAGE, 'such as'),
            (f'{day} x', USAGE, 'such as'),
            (f'{day} x y', USAGE, 'such as'),
            ('incident --van 2020-09-14 --tot 2020-09-13', FAILED,
             '--tot must lie behind --van'),
            (f'{day} --account niemand', FAILED, 'there is no such account'),
        ])
        assert here.run(day).stdout.count('\n') == 2
        # However it is written: nothing found would say that nothing was seen.
        found = here.run(f'{day} --account els').stdout
        assert found.count('\n') == 1 and 'account Els' in found, found
        # The log names who left for longer than there is an account.
        found = here.run(f'{day} --account weg').stdout
        assert found.count('\n') == 1 and 'account weg' in found, found
        succeeds(here, [['erase --participant 1 --reason verzoek'],
                        ['erase --registration 1 --reason verzoek'],
                        ['erase --event 1 --reason verzoek']])
        refuses(here, [('erase --participant 1 --reason x', FAILED,
                        'erased already')])


def archive(path, **files):
    """What tar makes of these; a name has no dots as a word of Python."""
    with tarfile.open(path, 'w') as tar:
        for name, content in files.items():
            entry = tarfile.TarInfo(name.replace('_', '.'))
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def test_copies_that_cannot_be_made_or_are_none():
    with installation('init', 'demo') as here:
        succeeds(here, [['backup {d}/good'], ['verify {d}/good', '1 ']])
        public = here.run('key {d}/private').stdout.strip()
        succeeds(here, [['key {d}/other'],
                        [f'backup {{d}}/sealed --to {public}'],
                        ['verify {d}/sealed --key {d}/private']])
        archive(f'{here.folder}/strange', readme=b'x')
        archive(f'{here.folder}/bare', secret=b'x')
        archive(f'{here.folder}/lacking', manifest=b'# x\n', secret=b'x')
        with open(f'{here.folder}/good', 'rb') as f:
            here.write('short', f.read()[:5000])
        with open(f'{here.folder}/sealed', 'rb') as f:
            here.write('shortly', f.read()[:-100])
        refuses(here, [
            ('key {d}/private', FAILED, 'File exists'),
            ('key /nonexistent/x', FAILED, 'No such file'),
            ('backup /nonexistent/x', FAILED, 'No such file'),
            ('backup {d}', FAILED, 'Is a directory'),
            ('backup {d}/x --to', USAGE, 'behind', '--to VALUE'),
            ('backup {d}/x to me', USAGE, 'behind', '--to VALUE'),
            ('backup {d}/x --to nonsens', FAILED, 'not a public key'),
            ('backup --daily', FAILED, 'backup_dir is empty'),
            ('verify {d}/none', FAILED, 'No such file'),
            ('verify {d}/o.conf', FAILED, 'is not a backup'),
            ('verify {d}/strange', FAILED, 'something else than a backup'),
            ('verify {d}/bare', FAILED, 'it has no manifest'),
            ('verify {d}/lacking', FAILED, 'lacks a part'),
            ('verify {d}/short', FAILED, '/short: Truncated'),
            ('verify {d}/good --key', USAGE, 'behind', '--key VALUE'),
            ('verify {d}/sealed', FAILED, 'is sealed: say --key FILE'),
            ('verify {d}/sealed --key {d}/none', FAILED, 'No such file'),
            ('verify {d}/sealed --key {d}/other', FAILED, 'another key'),
            ('verify {d}/shortly --key {d}/private', FAILED,
             'changed or cut off'),
            ('restore {d}/good --key', USAGE, 'behind'),
            ('restore {d}/none', FAILED, 'No such file'),
            ('restore {d}/strange', FAILED, 'something else'),
        ])


def test_copies_whose_place_is_not_there():
    with installation('init', 'demo') as here:
        succeeds(here, [['backup {d}/good']])
        tells(here.run('verify {d}/good', env={'TMPDIR': '/nonexistent'}),
              FAILED, '/nonexistent: No such file')
        os.mkdir(f'{here.folder}/o.db.verified')
        tells(here.run('verify {d}/good'), FAILED, 'o.db.verified: Is a dir')
        os.rmdir(f'{here.folder}/o.db.verified')
        here.set(backup_dir='"/nonexistent"')
        refuses(here, [('backup --daily', FAILED, 'No such file')])
        public = here.run('key {d}/private').stdout.strip()
        here.set(backup_dir=f'"{here.folder}"', backup_to=f'"{public}"')
        made = here.run('backup --daily')
        tells(made, 0)
        tells(here.run(f'verify {made.stdout.strip()} --key {{d}}/private'),
              0, '1 ')
        here.set(secret=f'"{here.folder}/none"')
        refuses(here, [('backup {d}/x', FAILED, 'none')])
        # Nothing is left of the place: the copy has the configuration too.
        here.set()
        tells(here.run('backup {d}/whole'), 0)
        for name in 'o.conf', 'o.db', 'o.db-wal', 'o.db-shm', 'secret':
            os.remove(f'{here.folder}/{name}')
        tells(here.run('restore {d}/whole'), 0, 'o.conf, from the backup',
              'not known: who was erased')
        succeeds(here, [['event show', 'titel']])


@contextlib.contextmanager
def site(answers):
    """The code and the page of each path; its URL."""
    class Site(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            code, page = answers.get(self.path, (404, ''))
            self.send_response(code)
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_):
            pass

    server = http.server.HTTPServer(('127.0.0.1', 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f'"http://127.0.0.1:{server.server_port}"'
    finally:
        server.shutdown()


def test_doctor_says_of_each_thing_what_is_wrong_with_it():
    answers = {'/health': (200, 'ok'), '/beheer/inloggen': (503, '')}
    with installation('init', 'demo') as here, site(answers) as url:
        os.makedirs(f'{here.folder}/box/new')
        os.makedirs(f'{here.folder}/box/cur')
        here.sql("INSERT INTO mail_alarm VALUES (1, 1, '535 wrong password');"
                 "INSERT INTO participant (event, registration, positie,"
                 " nonce, status, rol, sorteersleutel, voornaam, achternaam)"
                 " VALUES (1, 77, 1, 0, 'afgemeld', 'medewerker', '', 'Bo',"
                 " 'Dijk')")
        here.set(base_url=url, security_expires='"2020-01-01"',
                 bounce_mailbox=f'"maildir:{here.folder}/box"')
        tells(here.run('doctor'), FAILED,
              'WRONG\treferences\trows refer to rows that are not there',
              '/beheer/inloggen answers 503', 'WRONG\tmailer\tnever seen',
              'WRONG\tmail alarm\tsince', '535 wrong password',
              'WRONG\tsecurity.txt\texpires in -',
              'ok\tbounce mailbox\tcan be read')
        here.set(security_expires='"ooit"', smtp_auth='"nonsens"',
                 bounce_mailbox='"maildir:/nonexistent/box"')
        tells(here.run('doctor'), FAILED, 'is not a day such as 2027-05-01',
              'WRONG\tmail route\tthe settings cannot be right',
              'WRONG\tbounce mailbox\tcannot be read')


def test_doctor_says_of_the_domain_what_others_do_not_get():
    answers = {'/.well-known/security.txt': (200, 'Contact: x')}
    with installation('init') as here, site(answers) as url:
        here.set(base_url=url, bounce_address='"terug@elders.example"')
        tells(here.run('doctor --domain'), FAILED, 'WRONG\talignment\tfrom',
              'WRONG\tsecurity.txt\tanswers 200',
              'WRONG\tTLS\tno https in base_url', '\tAAAA\t')
        here.set(base_url='"https://127.0.0.1:1"')
        tells(here.run('doctor --domain'), FAILED, 'WRONG\tTLS\t',
              'connect', 'WRONG\tsecurity.txt\t')


# What names say of three domains: all is well, little is, nothing can be asked.
NAMES = {
    'TXT goed.example': ['iets=anders', 'v=spf1 ' + 30 * 'ip4:198.51.100.7 '
                         + 'mx a:relay.example -all'],
    'TXT _dmarc.goed.example': ['v=DMARC1; p=reject'],
    'A relay.example': ['192.0.2.25'],
    'AAAA relay.example': ['2001:db8::25'],
    'AAAA site.example': ['2001:db8::80'],
    'TXT slecht.example': ['v=spf1 ip4:203.0.113.1 -all'],
    'TXT _dmarc.slecht.example': ['v=DMARC1; p=none'],
    'A oud.example': ['192.0.2.80'],
    'TXT stuk.example': 'SERVFAIL',
    'TXT _dmarc.stuk.example': 'SHORT',
    'A weg.example': 'SERVFAIL', 'AAAA weg.example': 'SERVFAIL',
}


def test_doctor_reads_what_a_name_server_says():
    if os.geteuid() != 0:
        return              # the name server needs a namespace of its own
    with installation('init') as here:
        here.write('names', json.dumps(NAMES).encode())
        for domain, host, *said in (
                ('goed', 'site', 'ok\tSPF\tnames the relay relay.example',
                 'ok\tDMARC\tv=DMARC1; p=reject', 'ok\tAAAA\t2001:db8::80'),
                ('slecht', 'slecht', 'WRONG\tSPF\tdoes not name the relay',
                 'WRONG\tDMARC\tasks nothing',
                 'WRONG\tAAAA\tslecht.example has no IPv6 address'),
                ('stuk', 'weg', 'UNKNOWN\tSPF\tstuk.example cannot be asked',
                 'UNKNOWN\tDMARC\tstuk.example cannot be asked',
                 'UNKNOWN\tAAAA\tweg.example cannot be asked'),
                ('geen', 'oud', 'WRONG\tSPF\tgeen.example has none',
                 'WRONG\tDMARC\tgeen.example has none',
                 'WRONG\tAAAA\toud.example has no IPv6 address')):
            here.set(mail_from=f'"a@{domain}.example"',
                     base_url=f'"http://{host}.example"',
                     smtp_url='"smtp://relay.example:25"')
            tells(subprocess.run(
                [f'{ROOT}/tests/support/name_server.py',
                 f'{here.folder}/names', f'{BUILD}/orientatie', '--config',
                 here.config, 'doctor', '--domain'], capture_output=True,
                text=True, timeout=120), FAILED, *said)


def test_mailer_that_cannot_begin_says_why_and_ends():
    with installation() as here:
        for words in [], ['--config'], ['--konfig', here.config]:
            tells(subprocess.run([f'{BUILD}/mailer', *words], text=True,
                                 capture_output=True), USAGE,
                  'usage: mailer --config FILE')
        tells(here.run('', program='mailer'), FAILED, 'run orientatie init')
        succeeds(here, [['init']])
        for settings, said in (
                ({'mail_threads': 0}, 'mail_threads must be 1 to'),
                ({'mail_threads': 99}, 'mail_threads must be 1 to'),
                ({'smtp_auth': '"nonsens"'}, 'smtp_auth')):
            here.set(**settings)
            tells(here.run('', program='mailer'), FAILED, said)
        here.set()
        os.remove(f'{here.folder}/o.db.mailer')
        os.mkdir(f'{here.folder}/o.db.mailer')
        tells(here.run('', program='mailer'), FAILED, 'o.db.mailer: Is a dir')
        here.config = f'{here.folder}/none'
        tells(here.run('', program='mailer'), FAILED, 'cannot be read')


def main():
    words, passed, failed = sys.argv[1:], 0, 0
    for name, test in sorted(globals().items()):
        if not name.startswith('test_') or (
                words and not any(word in name for word in words)):
            continue
        try:
            test()
            print(f'ok {name[5:]}')
            passed += 1
        except Exception:
            print(f'FAILED {name[5:]}\n{traceback.format_exc(-2)}')
            failed += 1
    print(f'verbs: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
