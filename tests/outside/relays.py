#!/usr/bin/python3
"""The mailer beside Debian's Postfix, Exim and OpenSMTPD.

Each server is taken from its package as it is (they conflict as packages, so
they are unpacked side by side under build/relays) and runs in namespaces of
its own: its files are a folder of the test, its port is on loopback, and all
of it ends with one process, also when the test is killed.  Each one delivers,
refuses a recipient, our sender, a domain and our name, and bounces for real:
what it says then is what tests/mail/relay/test_refusal.c has as its rows.
"""

import base64
import ctypes
import glob
import hashlib
import os
import re
import shutil
import signal
import socket
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading

from instance import ROOT, free_port, wait_for

BUILD = os.path.join(ROOT, 'build')
SHELF = os.path.join(BUILD, 'relays')
PACKAGES = {'postfix': ['postfix'],
            'exim': ['exim4-base', 'exim4-daemon-light'],
            'opensmtpd': ['opensmtpd']}

# A root of its own: the package over the system's programs, and the folder.
# The shell stays: as the namespace's first process it takes all others along,
# and a server that changes its user would outlive who started it.
CELL = '''set -e
cd "$1"; shift
mount -t tmpfs none root
mkdir root/usr root/etc root/proc root/dev root/tmp
ln -s usr/lib usr/lib64 usr/bin usr/sbin root
mount -t overlay none -o "lowerdir=$1/usr:/usr" root/usr; shift
mount -t overlay none -o "lowerdir=$PWD/etc:/etc" root/etc
mount -t proc none root/proc
mount --rbind /dev root/dev
for name in var run box; do
    mkdir root/$name
    mount --bind $name root/$name
done
chroot root "$@"
exit $?
'''
USERS = '''root:x:0:0::/root:/bin/sh
nobody:x:65534:65534::/:/bin/sh
postfix:x:901:901::/:/bin/sh
Debian-exim:x:902:902::/:/bin/sh
opensmtpd:x:903:903::/var/lib/opensmtpd/empty:/bin/sh
opensmtpq:x:904:904::/var/lib/opensmtpd/empty:/bin/sh
ok:x:910:910::/box/ok:/bin/sh
bounce:x:911:911::/box/bounce:/bin/sh
wij:x:912:912::/box/wij:/bin/sh
'''
GROUPS = ''.join(f'{n}:x:{i}:\n' for n, i in (
    ('root', 0), ('mail', 8), ('nogroup', 65534), ('postfix', 901),
    ('postdrop', 905), ('Debian-exim', 902), ('opensmtpd', 903),
    ('opensmtpq', 904), ('ok', 910), ('bounce', 911), ('wij', 912)))

FILES = {
    'postfix': {'postfix/master.cf': '''127.0.0.1:{port} inet n - n - - smtpd
proxymap unix - - n - - proxymap
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
smtp unix - - n - - smtp
virtual unix - n n - - virtual
error unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
''', 'postfix/main.cf': '''compatibility_level = 3.6
queue_directory = /var/spool/postfix
data_directory = /var/lib/postfix
daemon_directory = /usr/lib/postfix/sbin
shlib_directory = /usr/lib/postfix
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mta.here.example
mydestination =
mynetworks = 192.0.2.0/24
relay_domains = far.example
relay_recipient_maps =
transport_maps = inline:{{far.example=smtp:[127.0.0.1]:{far}}}
recipient_delimiter = +
virtual_mailbox_domains = here.example
virtual_mailbox_base = /
virtual_mailbox_maps = inline:{{ok@here.example=box/ok/Maildir/, bounce@here.example=box/bounce/Maildir/}}
virtual_uid_maps = inline:{{ok@here.example=910, bounce@here.example=911}}
virtual_gid_maps = inline:{{ok@here.example=910, bounce@here.example=911}}
virtual_minimum_uid = 900
smtpd_helo_required = yes
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{logins}
smtpd_sender_login_maps = inline:{{wij@here.example=wij}}
smtpd_recipient_restrictions = reject_non_fqdn_helo_hostname,
    reject_authenticated_sender_login_mismatch,
    check_sender_access inline:{{vreemd.example=REJECT}},
    reject_unauth_destination, reject_unlisted_recipient
smtpd_relay_restrictions =
alias_maps =
alias_database =
maillog_file = /var/maillog
'''},
    'exim': {'exim4/exim4.conf': '''daemon_smtp_ports = {port}
local_interfaces = 127.0.0.1
primary_hostname = mta.here.example
exim_user = Debian-exim
exim_group = Debian-exim
spool_directory = /var/spool/exim4
log_file_path = /var/log/exim4/%slog
domainlist local_domains = here.example
domainlist relay_domains = far.example
acl_smtp_helo = check_helo
acl_smtp_rcpt = check_rcpt
helo_allow_chars = _
never_users =
begin acl
check_helo:
  accept condition = ${{if match{{$sender_helo_name}}{{\\\\.}}}}
  deny message = need a full name
check_rcpt:
  require message = relay not permitted
          domains = +local_domains : +relay_domains
  require verify = sender
  require verify = recipient
  accept
begin routers
far:
  driver = manualroute
  domains = far.example
  transport = away
  route_list = * 127.0.0.1::{far} byname
  self = send
here:
  driver = accept
  domains = here.example
  local_part_suffix = +*
  local_part_suffix_optional
  check_local_user
  transport = maildir
begin transports
away:
  driver = smtp
  allow_localhost
  hosts_try_dane =
  hosts_require_tls =
maildir:
  driver = appendfile
  directory = /box/$local_part_data/Maildir
  maildir_format
  delivery_date_add
  envelope_to_add
  return_path_add
begin retry
* * F,2h,15m
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = ${{if eq{{$auth2/$auth3}}{{wij/goed}}}}
  server_set_id = $auth2
'''},
    'opensmtpd': {'smtpd.conf': '''filter "name" phase ehlo match helo regex {{ "^[^.]*$" }} reject "550 need a full name"
filter "old name" phase helo match helo regex {{ "^[^.]*$" }} reject "550 need a full name"
filter "sender" phase mail-from match mail-from regex {{ "@vreemd.example" }} reject "550 sender not allowed"
listen on 127.0.0.1 port {port} hostname mta.here.example filter {{ "name", "old name", "sender" }}
action "here" maildir "/box/%{{user.username}}/Maildir"
action "far" relay host smtp://127.0.0.1:{far}
match from any for domain "here.example" action "here"
match from any for domain "far.example" action "far"
match from any for any reject
''', 'mailname': 'mta.here.example\n'},
}
COMMANDS = {
    'postfix': ['postfix', 'start-fg'],
    'exim': ['/usr/sbin/exim4', '-bdf', '-q30m'],
    'opensmtpd': ['/usr/sbin/smtpd', '-d', '-f', '/etc/smtpd.conf'],
}
FOLDERS = {     # in the cell: mode, owner, group
    'postfix': (('var/spool/postfix', 0o755, 0, 0),
                ('var/lib/postfix', 0o755, 901, 901)),
    'exim': (('var/spool/exim4', 0o750, 902, 902),
             ('var/log/exim4', 0o750, 902, 902),
             ('run/exim4', 0o755, 902, 902)),
    'opensmtpd': (('var/lib/opensmtpd/empty', 0o755, 0, 0),
                  ('var/spool', 0o711, 0, 0), ('var/run', 0o755, 0, 0)),
}


def die_with_parent():
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG


def unpack(name):
    """The package's files; got once, kept under build/."""
    root = os.path.join(SHELF, name)
    if not os.path.isdir(root):
        with tempfile.TemporaryDirectory(dir=SHELF) as new:
            subprocess.run(['apt-get', '-qq', '-o', 'APT::Sandbox::User=root',
                            'download', *PACKAGES[name]], cwd=new, check=True)
            for package in glob.glob(new + '/*.deb'):
                subprocess.run(['dpkg', '-x', package, new + '/root'],
                               check=True)
            os.rename(new + '/root', root)
    return root


class Listener:
    """A port, and a thread for each who comes."""

    def __init__(self):
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(client,),
                             daemon=True).start()


class Logins(Listener):
    """What Postfix asks about a password (Dovecot's protocol)."""

    def talk(self, client):
        with client, client.makefile('rw', newline='') as lines:
            def say(*words):
                lines.write('\t'.join(words) + '\n')
                lines.flush()
            for words in (('VERSION', '1', '1'), ('MECH', 'PLAIN'),
                          ('SPID', '1'), ('CUID', '1'), ('COOKIE', '0' * 32),
                          ('DONE',)):
                say(*words)
            good = base64.b64encode(b'\0wij\0goed').decode()
            for line in lines:
                word, request = (line.strip().split('\t') + [''])[:2]
                if word == 'AUTH' and 'resp=' not in line:
                    say('CONT', request, '')
                elif word in ('AUTH', 'CONT') and good in line:
                    say('OK', request, 'user=wij')
                elif word in ('AUTH', 'CONT'):
                    say('FAIL', request)


class Far(Listener):
    """The server behind the relay: nobody lives there."""
    words = '550 5.1.1 <{}>: no such mailbox here'

    def talk(self, client):
        with client, client.makefile('rw', newline='') as lines:
            def say(words):
                lines.write(words + '\r\n')
                lines.flush()
            say('220 far.example ESMTP')
            for line in lines:
                word = line[:4].upper()
                if word == 'RCPT':
                    say(self.words.format(re.search('<(.*?)>', line)[1]))
                elif word == 'DATA':
                    say('503 5.5.1 no recipients')
                elif word == 'QUIT':
                    say('221 bye')
                    return
                else:
                    say('250 ok')


class Server:
    def __init__(self, name, folder):
        self.name = name
        self.folder = folder
        self.port = free_port()
        self.far = Far()
        self.logins = Logins()
        os.chmod(folder, 0o755)
        for sub in ('root', 'etc', 'var', 'run', 'box'):
            os.mkdir(os.path.join(folder, sub))
        for user, uid in (('ok', 910), ('bounce', 911)):
            for sub in ('', '/Maildir', '/Maildir/new', '/Maildir/cur',
                        '/Maildir/tmp'):
                path = os.path.join(folder, 'box', user + sub)
                os.mkdir(path)
                os.chown(path, uid, uid)
        for sub, mode, owner, group in FOLDERS[name]:
            path = os.path.join(folder, sub)
            os.makedirs(path)
            os.chmod(path, mode)
            os.chown(path, owner, group)
        self.write('passwd', USERS)
        self.write('group', GROUPS)
        self.write('shadow', '')
        for path, text in FILES[name].items():
            self.write(path, text.format(
                port=self.port, far=self.far.port, logins=self.logins.port))
        self.out = open(os.path.join(folder, 'out'), 'w')
        self.process = subprocess.Popen(
            ['unshare', '--mount', '--pid', '--fork', '--kill-child',
             'sh', '-c', CELL, 'sh', folder, unpack(name), *COMMANDS[name]],
            stdin=subprocess.DEVNULL, stdout=self.out,
            stderr=subprocess.STDOUT, preexec_fn=die_with_parent)
        wait_for(f'{name} to greet', self.greets)

    def write(self, path, text):
        path = os.path.join(self.folder, 'etc', path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, 'w') as f:
            f.write(text)

    def greets(self):
        assert self.process.poll() is None, self.said()
        try:
            with socket.create_connection(('127.0.0.1', self.port), 2) as s:
                s.settimeout(2)
                return s.recv(4) == b'220 '
        except OSError:
            return False

    def said(self):
        with open(os.path.join(self.folder, 'out')) as f:
            return f.read()[-3000:]

    def mailbox(self, user):
        return glob.glob(f'{self.folder}/box/{user}/Maildir/*/[!.]*')

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.far.listener.close()
        self.logins.listener.close()
        self.out.close()


class Installation:
    """A database, a configuration and, from start to stop, a mailer."""

    def __init__(self, folder, port, sender='wij@here.example', **settings):
        os.mkdir(folder)
        self.config = os.path.join(folder, 'orientatie.conf')
        self.database = os.path.join(folder, 'orientatie.db')
        self.sender = sender
        self.secret = os.path.join(folder, 'secret')
        settings = {'database': self.database, 'secret': self.secret,
                    'base_url': 'https://aanmelden.here.example',
                    'smtp_url': f'smtp://127.0.0.1:{port}',
                    'smtp_tls': 'none', 'mail_from': sender, **settings}
        with open(self.config, 'w') as f:
            f.writelines(f'{k} = "{v}";\n' for k, v in settings.items())
        self.tool('init')
        self.log = os.path.join(folder, 'log')

    def tool(self, *words):
        return subprocess.run(
            [BUILD + '/orientatie', '--config', self.config, *words],
            capture_output=True, text=True)

    def change(self, statement, *values):
        db = sqlite3.connect(self.database, timeout=10)
        with db:
            db.execute(statement, values)
        db.close()

    def read(self, query, *values):
        db = sqlite3.connect(f'file:{self.database}?mode=ro', uri=True,
                             timeout=10)
        rows = db.execute(query, values).fetchall()
        db.close()
        return rows

    def mark(self, purpose, letter, owed=1):
        """As core/link.h makes it: what proves that a letter is ours."""
        with open(self.secret, 'rb') as f:
            mac = hashlib.blake2b(purpose.encode() + b'\0' + struct.pack(
                '>qq', letter, owed), key=f.read(), digest_size=16)
        return f'{letter}-{mac.digest()[:10].hex()}'

    def add(self, address, bounces=False):
        """A letter that is composed already, and due."""
        db = sqlite3.connect(self.database, timeout=10)
        with db:
            letter = db.execute(
                'INSERT INTO outbox (ontvanger, soort, wie, gemaakt,'
                " volgende, vast_tot) VALUES (?, 'aangemeld', 'contact', 1,"
                ' 1, 1)', (address,)).lastrowid
            sender = (f'bounce+{self.mark("afzender", letter)}@here.example'
                      if bounces else self.sender)
            message = (f'From: <{self.sender}>\r\nTo: <{address}>\r\n'
                       f'Message-ID: <{self.mark("bericht", letter)}'
                       '@here.example>\r\nSubject: proef\r\n\r\n'
                       'Hallo.\r\n')
            db.execute('INSERT INTO outbox_bericht VALUES (?, ?, ?)',
                       (letter, sender, message.encode()))
        db.close()

    def state(self, address):
        return self.read('SELECT status, antwoord FROM outbox'
                         ' WHERE ontvanger = ?', address)[0]

    def alarm(self):
        return self.read('SELECT antwoord FROM mail_alarm')

    def due(self):
        """What was put off is tried at once, but behind what never was, as
        it would be in its time; never what is in the mailer's hand: its
        answer would be about an older try, and be dropped."""
        self.change('UPDATE outbox SET volgende = 2'
                    " WHERE status IN ('queued', 'deferred')"
                    ' AND volgende > unixepoch() AND vast_tot <= unixepoch()')

    def __enter__(self):
        with open(self.log, 'a') as log:
            self.mailer = subprocess.Popen(
                [BUILD + '/mailer', '--config', self.config], stderr=log,
                preexec_fn=die_with_parent)
        return self

    def __exit__(self, *why):
        self.mailer.terminate()
        self.mailer.wait(20)


def a_letter_is_delivered(server, here):
    with here:
        here.add('ok@here.example')
        wait_for('the letter', lambda: server.mailbox('ok'))
        wait_for('its answer', lambda: here.state('ok@here.example')[0]
                 == 'sent')
    with open(server.mailbox('ok')[0]) as f:
        text = f.read()
    assert 'aanmelden.here.example' in text, text   # the name of EHLO
    doctor = here.tool('doctor').stdout
    assert '\nok\tmail route\t250' in doctor, doctor


def an_unknown_recipient_fails_alone(server, here):
    """When the code says so at once, else after others went through."""
    with here:
        here.add('niemand@here.example')
        here.add('ok@here.example')

        def settled():
            here.due()
            if here.read("SELECT 1 FROM outbox WHERE ontvanger LIKE 'ok@%'"
                         " AND status <> 'sent'"):
                return False
            if here.state('niemand@here.example')[0] == 'failed':
                return True
            # The one before can have gone just before it was refused.
            here.add('ok@here.example')
            return False
        wait_for('the refusal', settled)
    assert not here.alarm()
    return here.state('niemand@here.example')[1]


def the_queue_is_held(server, here, *addresses):
    """Two letters meet it: none is lost, and somebody hears of it."""
    with here:
        for address in addresses:
            here.add(address)

        def alarm():
            here.due()
            return here.alarm()
        wait_for('the alarm', alarm)
    assert not here.read('SELECT * FROM outbox WHERE pogingen > 0 OR'
                         " status NOT IN ('queued', 'deferred')")
    doctor = here.tool('doctor').stdout
    assert re.search(r'^WRONG\tmail route\tat ', doctor, re.M), doctor
    return here.alarm()[0][0] + ' [' + re.search(
        r'mail route\tat (.*?):', doctor)[1] + ']'


def our_sender_is_refused(server, here):
    return the_queue_is_held(server, here, 'ok@here.example',
                             'bounce@here.example')


def another_domain_is_refused(server, here):
    return the_queue_is_held(server, here, 'een@else.example',
                             'twee@else.example')


def our_name_is_refused(server, here):
    return the_queue_is_held(server, here, 'ok@here.example',
                             'bounce@here.example')


def our_login_is_refused(server, here):
    return the_queue_is_held(server, here, 'ok@here.example',
                             'bounce@here.example')


def a_sender_of_others_is_refused(server, here):
    return the_queue_is_held(server, here, 'ok@here.example',
                             'bounce@here.example')


def what_comes_back_is_read(server, here):
    with here:
        here.add('weg@far.example', bounces=True)
        wait_for('the relay to take it', lambda: here.state(
            'weg@far.example')[0] == 'sent')
        wait_for('the report', lambda: server.mailbox('bounce'))
    with here:      # a mailer reads the mailbox when it starts
        wait_for('the bounce', lambda: here.state('weg@far.example')[0]
                 == 'failed')
    words = here.state('weg@far.example')[1]
    assert 'no such mailbox here' in words, words
    return words


ALL = tuple(PACKAGES)
TESTS = (
    (ALL, a_letter_is_delivered, {}),
    (ALL, an_unknown_recipient_fails_alone, {}),
    (ALL, our_sender_is_refused, {'sender': 'wij@vreemd.example'}),
    (ALL, another_domain_is_refused, {}),
    (ALL, our_name_is_refused, {'smtp_helo': 'kaal'}),
    (('postfix', 'exim'), our_login_is_refused,     # OpenSMTPD: TLS only
     {'smtp_user': 'wij', 'smtp_password_file': '{folder}/fout'}),
    (('postfix',), a_sender_of_others_is_refused,
     {'smtp_user': 'wij', 'smtp_password_file': '{folder}/goed',
      'sender': 'zij@here.example'}),
    (ALL, what_comes_back_is_read,
     {'bounce_address': 'bounce@here.example',
      'bounce_mailbox': 'maildir:{folder}/box/bounce/Maildir'}),
)


def beside(name):
    """How many passed and failed with this server."""
    tests = [(test, settings) for names, test, settings in TESTS
             if name in names]
    passed = failed = 0
    folder = tempfile.mkdtemp(prefix='relays.')
    server = None
    try:
        server = Server(name, folder)
        for word in ('goed', 'fout'):
            with open(os.path.join(folder, word), 'w') as f:
                f.write(word + '\n')
    except Exception as why:    # it counts as all of them
        print(f'FAILED {name} cannot be had: {why!r}', flush=True)
        failed = len(tests)
    for test, settings in tests if server else ():
        settings = {k: v.format(folder=folder) for k, v in settings.items()}
        here = None
        try:
            here = Installation(os.path.join(folder, test.__name__),
                                server.port, **settings)
            words = test(server, here)
            print(f'ok {name}: {test.__name__}' + (f': {words}' if words
                                                   else ''), flush=True)
            passed += 1
        except Exception as why:    # the next one runs all the same
            print(f'FAILED {name}: {test.__name__}: {why!r}', flush=True)
            if here and os.path.exists(here.log):
                with open(here.log) as f:
                    print(f.read()[-3000:], flush=True)
            failed += 1
    if server:
        server.stop()
    shutil.rmtree(folder, ignore_errors=True)
    return passed, failed


def main():
    os.makedirs(SHELF, exist_ok=True)
    counts = [beside(name) for name in sys.argv[1:] or PACKAGES]
    failed = sum(count[1] for count in counts)
    print(f'relays: {sum(count[0] for count in counts)} passed,'
          f' {failed} failed')
    sys.exit(failed > 0)


main()
