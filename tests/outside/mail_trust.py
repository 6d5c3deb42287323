#!/usr/bin/python3
"""The real mailer, killed at random, and a real mail server as its relay.

A thousand mails go to a sink while the mailer is killed with SIGKILL again
and again: every mail arrives, and what arrives twice has the same Message-ID.
Then a private Postfix on a loopback port takes and delivers them: it is
started in a folder of its own and ended by its pid.  Without the right to
start one, that part is left out and says so.
"""

import collections
import glob
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time

from instance import ROOT, free_port, wait_for

BUILD = os.path.join(ROOT, 'build')
SENDER = 'bijeenkomst@mboraad.example'


class Installation:
    def __init__(self, folder, port, letters):
        self.config = os.path.join(folder, 'orientatie.conf')
        self.database = os.path.join(folder, 'orientatie.db')
        with open(self.config, 'w') as f:
            f.write(f'database = "{self.database}";\n'
                    f'secret = "{folder}/secret";\n'
                    'base_url = "http://localhost";\n'
                    f'smtp_url = "smtp://127.0.0.1:{port}";\n'
                    'smtp_tls = "none";\nmail_threads = 3;\n'
                    f'mail_from = "{SENDER}";\n')
        subprocess.run([BUILD + '/orientatie', '--config', self.config,
                        'init'], check=True)
        db = sqlite3.connect(self.database)
        with db:
            for i in range(letters):
                db.execute(
                    'INSERT INTO outbox (id, ontvanger, soort, wie, gemaakt,'
                    ' volgende, vast_tot) VALUES (?, ?, ?, ?, 1, 1, 1)',
                    (i + 1, f'wie{i}@gemeente.example', 'aangemeld',
                     'contact'))
                db.execute(
                    'INSERT INTO outbox_bericht VALUES (?, ?, ?)',
                    (i + 1, SENDER, f'Message-ID: <{i}@mboraad.example>\r\n'
                     'Subject: proef\r\n\r\nHallo.\r\n'.encode()))
        db.close()
        self.log = open(os.path.join(folder, 'log'), 'a')

    def start(self):
        return subprocess.Popen([BUILD + '/mailer', '--config', self.config],
                                stderr=self.log)

    def all_due(self):
        """Nobody lives who could hold one: need not wait for the dates."""
        db = sqlite3.connect(self.database, timeout=10)
        with db:
            db.execute('UPDATE outbox SET volgende = 1'
                       ' WHERE volgende IS NOT NULL')
        db.close()

    def count(self, status):
        db = sqlite3.connect(f'file:{self.database}?mode=ro', uri=True,
                             timeout=10)
        n = db.execute('SELECT count(*) FROM outbox WHERE status = ?',
                       (status,)).fetchone()[0]
        db.close()
        return n


def arrived(pattern):
    """How often each Message-ID is in the files."""
    ids = collections.Counter()
    for path in glob.glob(pattern):
        with open(path) as f:
            ids[re.search(r'^Message-I[Dd]: <(.*)>', f.read(), re.M)[1]] += 1
    return ids


def test_every_mail_arrives_whenever_the_mailer_is_killed(folder):
    relay = subprocess.Popen(
        ['/usr/bin/python3', os.path.join(ROOT, 'tests/support/fault_server.py'),
         folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        port = int(relay.stdout.readline())
        here = Installation(folder, port, 1000)
        kills = 0
        while here.count('sent') < 1000 and kills < 60:
            mailer = here.start()
            time.sleep(random.uniform(0.02, 0.4))
            mailer.kill()
            mailer.wait()
            kills += 1
            here.all_due()
        mailer = here.start()
        wait_for('the last mail', lambda: here.count('sent') == 1000)
        mailer.terminate()
        mailer.wait()
    finally:
        relay.terminate()
        relay.wait()
    ids = arrived(os.path.join(folder, '*.eml'))
    assert set(ids) == {f'{i}@mboraad.example' for i in range(1000)}
    repeats = sum(ids.values()) - 1000
    print(f'  {kills} kills, {repeats} repeats, each with its Message-ID;'
          f' {max(ids.values())} times at most')
    assert repeats < 64 * kills


def test_the_verbs_show_cancel_retry_and_test(folder):
    with open(os.path.join(folder, 'password'), 'w') as f:
        f.write('ge-heim\n')
    relay = subprocess.Popen(
        ['/usr/bin/python3', os.path.join(ROOT, 'tests/support/fault_server.py'),
         folder, '--auth', 'wij:ge-heim'], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, text=True)
    try:
        here = Installation(folder, int(relay.stdout.readline()), 2)
        with open(here.config, 'a') as f:
            f.write('smtp_user = "wij";\nsmtp_password_file = '
                    f'"{folder}/password";\n')

        def tool(*words):
            return subprocess.run(
                [BUILD + '/orientatie', '--config', here.config, 'mail',
                 *words], capture_output=True, text=True)
        done = tool('test', 'jan@gemeente.example')
        assert done.returncode == 0, done
        for word in ('> EHLO', '< 250', '***', '> MAIL FROM:', 'sent: 250'):
            assert word in done.stdout, (word, done.stdout)
        assert 'ge-heim' not in done.stdout
        assert 'AHdpagBnZS1oZWlt' not in done.stdout  # the same in base64
        assert tool('test', 'perm550@gemeente.example').returncode == 1
        assert tool('test', 'niet een adres').returncode == 2
        shown = tool('show', '1').stdout
        for word in ('state\tqueued', 'wie0@gemeente.example',
                     'Message-ID: <0@mboraad.example>'):
            assert word in shown, (word, shown)
        assert 'Hallo' not in shown
        assert 'Hallo' in tool('show', '1', '--message').stdout
        assert tool('cancel', '1').returncode == 0
        assert here.count('cancelled') == 1
        assert tool('retry', '1').returncode == 0
        assert here.count('queued') == 2
        assert tool('show', '9').returncode == 1
        assert tool('cancel', 'x').returncode == 2
    finally:
        relay.terminate()
        relay.wait()


MASTER = '''127.0.0.1:{port} inet n - n - - smtpd
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
virtual unix - n n - - virtual
error unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
'''
MAIN = '''compatibility_level = 3.6
queue_directory = {folder}/spool
data_directory = {folder}/data
mail_owner = postfix
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.example
mydestination =
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = gemeente.example
virtual_mailbox_base = {folder}/box
virtual_mailbox_maps = static:all/
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
alias_maps =
alias_database =
maillog_file = {folder}/maillog
maillog_file_prefixes = {folder}
'''


def start_postfix(folder, port):
    os.chmod(folder, 0o755)
    for name, owner in (('etc', 'root'), ('spool', 'root'),
                        ('data', 'postfix'), ('box', 'nobody')):
        os.mkdir(os.path.join(folder, name))
        shutil.chown(os.path.join(folder, name), owner)
    with open(os.path.join(folder, 'etc/main.cf'), 'w') as f:
        f.write(MAIN.format(folder=folder))
    with open(os.path.join(folder, 'etc/master.cf'), 'w') as f:
        f.write(MASTER.format(port=port))
    with open(os.path.join(folder, 'postfix.out'), 'w') as out:
        return subprocess.Popen(
            ['postfix', '-c', os.path.join(folder, 'etc'), 'start-fg'],
            stdout=out, stderr=out)


def greets(port):
    try:
        with socket.create_connection(('127.0.0.1', port), 2) as s:
            s.settimeout(2)
            return s.recv(4) == b'220 '
    except OSError:
        return False


def test_postfix_takes_and_delivers_every_mail_once(folder):
    if os.getuid() != 0:
        print('  left out: postfix is started by root only')
        return
    port = free_port()
    postfix = start_postfix(folder, port)
    try:
        wait_for('postfix', lambda: greets(port))
        here = Installation(folder, port, 200)
        mailer = here.start()
        wait_for('the mails', lambda: here.count('sent') == 200)
        mailer.terminate()
        mailer.wait()
        box = os.path.join(folder, 'box/all/new/*')
        wait_for('the mailbox', lambda: len(glob.glob(box)) >= 200)
        ids = arrived(box)
        assert len(ids) == 200 and set(ids.values()) == {1}
    finally:
        with open(os.path.join(folder, 'spool/pid/master.pid')) as f:
            os.kill(int(f.read()), signal.SIGTERM)
        postfix.wait(timeout=20)


def main():
    passed = failed = 0
    for test in (test_every_mail_arrives_whenever_the_mailer_is_killed,
                 test_the_verbs_show_cancel_retry_and_test,
                 test_postfix_takes_and_delivers_every_mail_once):
        folder = tempfile.mkdtemp(prefix='mail_trust.')
        try:
            test(folder)
            passed += 1
            print('ok', test.__name__, flush=True)
        except Exception as why:  # the next one runs all the same
            failed += 1
            print('FAILED', test.__name__, repr(why), flush=True)
        shutil.rmtree(folder, ignore_errors=True)
    print(f'mail trust: {passed} passed, {failed} failed')
    sys.exit(failed > 0)


main()
