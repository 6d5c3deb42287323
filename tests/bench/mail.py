#!/usr/bin/python3
"""Mails a second to Postfix's smtp-sink, next to Postfix's smtp-source.

Usage: mail.py BUILD [LETTERS] [ROUNDS]

What is owed to a few thousand delegations, as a sign-up owes it: the mailer
composes each letter, keeps it, sends it and writes the answer down, all of
which is timed.  smtp-source sends as many of one text, of their mean size.
Over one and over four connections the two take turns against the same sink,
and the median of each counts.  Both are timed from the start of their process:
smtp-source to its end, the mailer to its last answer on disk.  The sink
announces PIPELINING, which the mailer makes use of; smtp-source says one
command at a time.  At the end one mailer sends many letters, and the memory it
holds half-way and at the end is compared.  Prints rows for people, and the
last line is JSON for build/bench.json.
"""

import json
import os
import pwd
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = os.path.abspath(sys.argv[1])
LETTERS = int(sys.argv[2]) if len(sys.argv) > 2 else 8000
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 3
MANY = int(os.environ.get('MAIL_MANY', '20000'))
HERE = os.path.dirname(os.path.abspath(__file__))
PEOPLE = os.path.join(HERE, 'people.py')
GEMEENTEN = os.path.join(HERE, '..', '..', 'db', 'gemeente',
                         'gemeenten.csv')
SENDER = 'bijeenkomst@mboraad.example'


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


OWED = """INSERT INTO outbox (soort, event, registration, participant,
    nonce, ontvanger, wie, gemaakt, volgende, vast_tot)
SELECT 'aangemeld', event, id, 0, nonce, contact_email, 'contact', 1, 1, 1
    FROM registration
UNION ALL SELECT 'aangemeld', event, registration, id, nonce, email,
    'contact', 1, 1, 1 FROM participant WHERE email <> '' LIMIT ?"""


class Mailer:
    def __init__(self, folder, port, threads, letters):
        self.folder = tempfile.mkdtemp(dir=folder)
        self.config = os.path.join(self.folder, 'orientatie.conf')
        self.database = os.path.join(self.folder, 'orientatie.db')
        with open(self.config, 'w') as f:
            f.write(f'''database = "{self.database}";
secret = "{self.folder}/secret";
base_url = "http://localhost";
smtp_url = "smtp://127.0.0.1:{port}";
smtp_tls = "none";
mail_from = "{SENDER}";
mail_threads = {threads};
''')
        self.fill(letters)

    def fill(self, letters):
        tool = [BUILD + '/orientatie', '--config', self.config]
        for words in (['init'], ['gemeenten', 'import', GEMEENTEN], ['demo']):
            subprocess.run(tool + words, check=True,
                           stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, PEOPLE, tool[0], self.config,
                        str(letters)], check=True, stdout=subprocess.DEVNULL)
        db = sqlite3.connect(self.database)
        with db:
            db.execute(OWED, (letters,))
        db.close()

    def left(self, db):
        return db.execute('SELECT count(*) FROM (SELECT 1 FROM outbox'
                          ' WHERE volgende IS NOT NULL LIMIT 100000)'
                          ).fetchone()[0]

    def any_left(self, db):
        return db.execute('SELECT min(volgende) FROM outbox'
                          ' WHERE volgende IS NOT NULL').fetchone()[0]

    def start(self):
        self.log = open(os.path.join(self.folder, 'log'), 'w')
        self.process = subprocess.Popen(
            [BUILD + '/mailer', '--config', self.config], stderr=self.log)

    def rss(self):
        with open(f'/proc/{self.process.pid}/status') as f:
            for line in f:
                if line.startswith('VmRSS'):
                    return int(line.split()[1])

    def run(self):
        db = sqlite3.connect(f'file:{self.database}?mode=ro', uri=True)
        begin = time.monotonic()
        self.start()
        while self.any_left(db) is not None:
            time.sleep(0.01)
        took = time.monotonic() - begin
        sent, self.size = db.execute(
            "SELECT count(*), avg(length(bericht)) FROM outbox JOIN"
            " outbox_bericht ON outbox = id WHERE status = 'sent'").fetchone()
        db.close()
        self.stop()
        return sent / took

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
        shutil.rmtree(self.folder)


def source(port, connections, letters, size):
    begin = time.monotonic()
    subprocess.run(['smtp-source', '-d', '-s', str(connections), '-m',
                    str(letters), '-l', str(size), '-f', SENDER, '-t',
                    'wie@gemeente.example', f'127.0.0.1:{port}'], check=True)
    return letters / (time.monotonic() - begin)


def memory(folder, port):
    mailer = Mailer(folder, port, 4, MANY)
    db = sqlite3.connect(f'file:{mailer.database}?mode=ro', uri=True)
    figures = []
    mailer.start()
    for share in (0.9, 0.5, 0.0):
        while mailer.left(db) > share * MANY:
            time.sleep(0.05)
        figures.append(mailer.rss())
    db.close()
    mailer.stop()
    return figures


def main():
    folder = tempfile.mkdtemp()
    port = free_port()
    user = ['-u', pwd.getpwuid(os.getuid()).pw_name]
    sink = subprocess.Popen(['smtp-sink', *user, f'127.0.0.1:{port}', '1000'])
    time.sleep(0.5)
    rows = []
    try:
        first = Mailer(folder, port, 1, 200)
        first.run()
        size = int(first.size)
        print(f'letters of {size} bytes, the mean')
        for connections in (1, 4):
            ours, theirs = [], []
            for _ in range(ROUNDS):
                theirs.append(source(port, connections, LETTERS,
                                     size))
                ours.append(Mailer(folder, port, connections, LETTERS).run())
            figure, floor = statistics.median(ours), statistics.median(theirs)
            name = f'mails over {connections} connection' + \
                ('s' if connections > 1 else '')
            print('%-44s %8d/s   floor %8d/s   ratio %-7.3f aim >= 0.8' % (
                name, figure, floor, figure / floor), flush=True)
            rows.append({'name': name, 'figure': round(figure),
                         'floor': round(floor),
                         'ratio': round(figure / floor, 3),
                         'aim': '>= 0.8', 'unit': 'mails/s'})
        kept = memory(folder, port)
        print(f'memory of the mailer, after 10 %, 50 % and all of {MANY}'
              f' mails: {kept} KiB')
        rows.append({'name': f'memory after {MANY} mails, to half-way',
                     'figure': kept[2], 'floor': kept[1],
                     'ratio': round(kept[2] / kept[1], 3), 'unit': 'KiB',
                     'aim': '< 24576 KiB'})
    finally:
        sink.terminate()
        sink.wait()
        shutil.rmtree(folder, ignore_errors=True)
    print(',\n  '.join(json.dumps(row) for row in rows))


main()
