#!/usr/bin/python3
"""The programs as systemd runs them, with its part played here.

    service.py [WORD...]    only the tests whose name has one of the words
"""
import glob
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from urllib.parse import urlencode

from copies import FORM, same
from instance import ROOT, free_port, wait_for

SERVICE = os.path.join(ROOT, 'service')
BUILD = os.path.join(ROOT, 'build')


class Supervisor:
    """An installation whose sockets are held here, as systemd holds them."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='orientatie-service-')
        self.port = free_port()
        self.config = f'{self.folder}/o.conf'
        with open(self.config, 'w') as f:
            f.write(f'database = "{self.folder}/o.db";\n'
                    f'secret = "{self.folder}/secret";\n'
                    f'base_url = "http://localhost:{self.port}";\n'
                    'smtp_url = "smtp://127.0.0.1:1";\nsmtp_tls = "none";\n'
                    'mail_from = "a@b.example";\nlimits = false;\n')
        for words in (['init'], ['demo'], ['gemeenten', 'import',
                      f'{ROOT}/db/gemeente/gemeenten.csv']):
            subprocess.run([f'{BUILD}/orientatie', '--config', self.config,
                            *words], check=True, capture_output=True)
        self.log = open(f'{self.folder}/log', 'a+')
        self.listeners = {}
        for name in 'signup', 'desk':
            listener = socket.socket(socket.AF_UNIX)
            listener.bind(f'{self.folder}/{name}.sock')
            listener.listen(1024)
            self.listeners[name] = listener
        self.notices = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notices.bind(f'{self.folder}/notify')
        self.notices.settimeout(15)
        self.nginx = None

    def start(self, program, watchdog=0):
        """As a unit with Type=notify does: it returns when it is ready."""
        environment = {**os.environ, 'LISTEN_FDS': '1',
                       'NOTIFY_SOCKET': f'{self.folder}/notify'}
        if watchdog:
            environment['WATCHDOG_USEC'] = str(int(watchdog * 1e6))
        listener = self.listeners.get(program.split('.')[0])
        # Not sh: dash knows no descriptor beyond 9.
        shift = f'exec 3<&{listener.fileno()}; ' if listener else ''
        process = subprocess.Popen(
            ['bash', '-c', f'{shift}LISTEN_PID=$$ exec "$0" --config "$1"',
             f'{BUILD}/{program}', self.config], env=environment,
            stderr=self.log,
            pass_fds=[listener.fileno()] if listener else [])
        self.hears('READY=1')
        return process

    def hears(self, wanted):
        while True:
            if self.notices.recv(100).decode() == wanted:
                return

    def serve(self):
        conf = subprocess.run(
            [f'{ROOT}/tool/site.sh', 'run', f'{ROOT}/nginx.conf',
             f'PORT={self.port}', f'RUN={self.folder}',
             f'LOGS={self.folder}/access.log', f'ASSETS={BUILD}/assets',
             'CACHE=off', 'INSTANCE=x', 'FILES=1024', 'BUSY=60000',
             'RATE=1000000', 'BURST=100000'], capture_output=True,
            text=True, check=True).stdout
        with open(f'{self.folder}/nginx.conf', 'w') as f:
            f.write(conf)
        user = 'user root;' if os.getuid() == 0 else ''
        self.nginx = subprocess.Popen(
            ['/usr/sbin/nginx', '-p', self.folder, '-c',
             f'{self.folder}/nginx.conf', '-e', 'stderr', '-g',
             'daemon off; ' + user], stderr=self.log)
        wait_for('nginx', self.answers)

    def answers(self):
        try:
            return self.ask('/assets/404.html') == 200
        except OSError:
            return False

    def ask(self, path, fields=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port,
                                                timeout=30)
        connection.request('GET' if fields is None else 'POST', path,
                           None if fields is None else urlencode(fields),
                           {} if fields is None else FORM)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        return answer.status

    def end(self, *processes):
        for process in (*processes, self.nginx):
            if process is not None and process.poll() is None:
                process.terminate()
                process.wait(15)
        for listener in self.listeners.values():
            listener.close()
        self.notices.close()
        self.log.close()
        shutil.rmtree(self.folder)


def stop(process):
    process.terminate()
    same(process.wait(15), 0)


def form(number):
    return {
        'sleutel': f'sleutel-onder-systemd-{number:06}', 'website': '',
        'gemeente': 'GM0344', 'contact_voornaam': 'Fleur',
        'contact_achternaam': 'Dijk',
        'contact_email': f'f{number}@utrecht.example',
        'deelnemer_1_voornaam': 'Bo', 'deelnemer_1_achternaam': 'Dijk',
        'deelnemer_1_rol': 'medewerker'}


def test_restarts_lose_no_request_of_ten_thousand():
    supervisor = Supervisor()
    signup = supervisor.start('signup.fcgi')
    done, codes, lock = threading.Event(), {}, threading.Lock()
    numbers = iter(range(10000))

    def client():
        while True:
            with lock:
                number = next(numbers, None)
            if number is None:
                return
            try:
                code = supervisor.ask('/aanmelden', form(number)) \
                    if number % 10 == 0 else supervisor.ask('/privacy')
            except (OSError, http.client.HTTPException) as fault:
                code = repr(fault)
            with lock:
                codes[code] = codes.get(code, 0) + 1

    try:
        supervisor.serve()
        clients = [threading.Thread(target=client) for _ in range(12)]
        for one in clients:
            one.start()
        restarts = 0
        while any(one.is_alive() for one in clients):
            time.sleep(0.2)
            stop(signup)
            signup = supervisor.start('signup.fcgi')
            restarts += 1
        for one in clients:
            one.join()
        same(codes, {200: 9000, 303: 1000})
        assert restarts > 5, restarts
        print(f'     10000 requests, {restarts} restarts, 0 lost')
    finally:
        supervisor.end(signup)


def test_watchdog_is_fed_as_long_as_the_work_goes_on():
    supervisor = Supervisor()
    processes = []
    try:
        for program in 'signup.fcgi', 'desk.fcgi', 'mailer':
            process = supervisor.start(program, watchdog=3)
            processes.append(process)
            supervisor.hears('WATCHDOG=1')
            supervisor.hears('WATCHDOG=1')
            process.terminate()
            supervisor.hears('STOPPING=1')
            same(process.wait(15), 0)
    finally:
        supervisor.end(*processes)


def test_sighup_is_refused_in_words():
    supervisor = Supervisor()
    processes = []
    try:
        for program in 'signup.fcgi', 'mailer':
            process = supervisor.start(program)
            processes.append(process)
            process.send_signal(signal.SIGHUP)
            wait_for('the words', lambda: said(supervisor).count(
                'SIGHUP changes nothing') == len(processes))
            same(process.poll(), None)
            stop(process)
    finally:
        supervisor.end(*processes)


def said(supervisor):
    supervisor.log.seek(0)
    return supervisor.log.read()


def test_lines_of_one_request_carry_its_id():
    supervisor = Supervisor()
    signup = supervisor.start('signup.fcgi')
    try:
        supervisor.serve()
        os.unlink(f'{supervisor.folder}/o.db')
        same(supervisor.ask('/aanmelden', form(1)), 503)
        same(supervisor.ask('/health'), 503)
        line = wait_for('the access log', lambda: [
            line for line in open(f'{supervisor.folder}/access.log')
            if 'POST /aanmelden' in line])[0]
        assert re.fullmatch('[0-9a-f]{32}', line.split()[-1]), line
    finally:
        supervisor.end(signup)


def test_each_unit_is_exposed_at_most_so_much():
    with tempfile.TemporaryDirectory() as folder:
        units = glob.glob(f'{SERVICE}/*.service')
        assert len(units) >= 5
        for unit in units:
            with open(unit) as f:
                text = re.sub(r'@[A-Z]+@/\S+', '/bin/true', f.read())
            path = os.path.join(folder, os.path.basename(unit))
            with open(path, 'w') as f:
                f.write(text)
            done = subprocess.run(
                ['systemd-analyze', 'security', '--offline=yes', path],
                capture_output=True, text=True)
            found = re.search(r'Overall exposure level for \S+: ([0-9.]+)',
                              done.stdout)
            assert found, done.stdout + done.stderr
            assert float(found.group(1)) <= 1.5, (unit, found.group(0))
            for line in 'UMask=0077', 'LimitCORE=0', 'User=orientatie':
                assert line + '\n' in text, (unit, line)


def test_manual_tells_every_setting_and_every_verb():
    pages = tempfile.mkdtemp()
    subprocess.run([f'{ROOT}/tool/man.py', f'{BUILD}/orientatie',
                    f'{ROOT}/docs/operating.md', pages], check=True)
    shutil.copy(f'{SERVICE}/orientatie-setup.8', pages)
    with open(f'{pages}/orientatie.conf.5') as f:
        told = f.read().replace('\\-', '-')
    with open(f'{ROOT}/core/config.c') as f:
        names = re.findall(r'^\t(?:TEXT|NUMBER|SWITCH)\((\w+),', f.read(),
                           re.M)
    assert len(names) > 30
    same([name for name in names if not re.search(rf'\b{name}\b', told)], [])
    with open(f'{pages}/orientatie.1') as f:
        told = f.read().replace('\\-', '-')
    help_ = subprocess.run([f'{BUILD}/orientatie', '--help'],
                           capture_output=True, text=True).stdout
    verbs = re.findall(r'^orientatie --config FILE (.*)$', help_, re.M)
    same([verb for verb in verbs if f'.It Sy {verb}\n' not in told], [])
    for page in glob.glob(f'{pages}/*'):
        done = subprocess.run(['groff', '-mandoc', '-ww', '-Tutf8', '-z',
                               page], capture_output=True, text=True)
        same(done.stderr, '')
    shutil.rmtree(pages)


def site_of(folder, **values):
    """The site of an installed machine, with a certificate, all in folder."""
    subprocess.run(
        ['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt',
         'ec_paramgen_curve:prime256v1', '-nodes', '-subj', '/CN=x',
         '-keyout', f'{folder}/key', '-out', f'{folder}/pem'],
        check=True, capture_output=True)
    values = {'HOST': 'aanmelden.example.nl', 'RUN': folder,
              'LOGS': f'{folder}/log', 'ASSETS': f'{BUILD}/assets',
              'CACHE': 'on', 'RATE': 30, 'BURST': 20, 'BUSY': 100,
              'CERTIFICATE': f'{folder}/pem', 'KEY': f'{folder}/key',
              **values}
    return subprocess.run(
        [f'{ROOT}/tool/site.sh', 'site', f'{ROOT}/nginx.conf',
         *(f'{name}={value}' for name, value in values.items())],
        capture_output=True, text=True, check=True).stdout


def write_nginx(folder, site, more=''):
    """As Debian's nginx.conf includes a site."""
    with open(f'{folder}/site', 'w') as f:
        f.write(site)
    with open(f'{folder}/nginx.conf', 'w') as f:
        f.write(f'{more} pid {folder}/pid; events {{}} http {{\n'
                'include /etc/nginx/mime.types;\n'
                'default_type application/octet-stream;\n'
                'ssl_protocols TLSv1.2 TLSv1.3; gzip on;\n'
                f'access_log {folder}/other;\n'
                f'include {folder}/site;\n}}\n')
    return ['/usr/sbin/nginx', '-q', '-e', 'stderr', '-p', folder, '-c',
            f'{folder}/nginx.conf']


def test_site_of_an_installed_machine_is_taken_by_nginx():
    with tempfile.TemporaryDirectory() as folder:
        site = site_of(folder)
        assert '@' not in re.sub('#.*', '', site), site
        done = subprocess.run([*write_nginx(folder, site), '-t'],
                              capture_output=True, text=True)
        same([line for line in done.stderr.splitlines()
              if 'user" directive' not in line], [])


class InstalledSite:
    """Its nginx, and a program that answers with the address it is told."""

    def __init__(self, folder, told):
        self.port = free_port()
        site = site_of(folder, RATE=1, BURST=2)
        os.mkdir(f'{folder}/nginx.d')
        for name, text in told.items():
            with open(f'{folder}/nginx.d/{name}', 'w') as f:
                f.write(text)
        for what, instead in (
                (r'listen (80|\[::\]:\d+)\b.*', ''),
                (r'listen 443\b', f'listen 127.0.0.1:{self.port}'),
                ('/etc/orientatie/nginx.d', f'{folder}/nginx.d')):
            site, found = re.subn(what, instead, site)
            assert found, what
        self.program = socket.socket(socket.AF_UNIX)
        self.program.bind(f'{folder}/signup.sock')
        self.program.listen(100)
        threading.Thread(target=self.answer, daemon=True).start()
        self.nginx = subprocess.Popen(
            write_nginx(folder, site, 'daemon off; user root;' if
                        os.geteuid() == 0 else 'daemon off;'),
            stderr=subprocess.DEVNULL)
        wait_for('nginx', self.listens)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(('127.0.0.1', self.port)) == 0

    def answer(self):
        """FastCGI, of which no more than this is needed here."""
        while True:
            try:
                connection, _ = self.program.accept()
            except OSError:
                return
            with connection:
                told = b''
                while not told.endswith(b'\1\5\0\1' + bytes(4)):
                    told += connection.recv(65536)
                address = re.search(rb'\x0b(.)REMOTE_ADDR(.{7,39})', told,
                                    re.S)
                out = b'\r\n' + address[2][:address[1][0]]
                connection.sendall(
                    b'\1\6\0\1' + len(out).to_bytes(2, 'big') + b'\0\0' +
                    out + b'\1\3\0\1\0\x08\0\0' + bytes(8))

    def post(self, source, forwarded):
        """The address that the program was told, or 429."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection = http.client.HTTPSConnection(
            '127.0.0.1', self.port, timeout=30, source_address=(source, 0),
            context=context)
        connection.request('POST', '/aanmelden', '', {
            'Host': 'aanmelden.example.nl', 'X-Forwarded-For': forwarded})
        answer = connection.getresponse()
        body = answer.read().decode()
        connection.close()
        return body if answer.status == 200 else answer.status

    def end(self):
        self.nginx.terminate()
        self.nginx.wait()
        self.program.shutdown(socket.SHUT_RDWR)
        self.program.close()


PROXY, STRANGER = '127.0.0.1', '127.0.0.2'
BEHIND = ('set_real_ip_from 127.0.0.1;\n'
          'real_ip_header X-Forwarded-For;\n')
# What nginx.d says, who connects, what address the header tells, and by which
# the limits count.  {} is another number each time.
COUNTED = (
    (BEHIND, PROXY, '203.0.113.{}', '203.0.113.{}'),
    (BEHIND, PROXY, '198.51.100.7', '198.51.100.7'),
    # What the visitor wrote in front of what the proxy adds is nobody.
    (BEHIND, PROXY, '198.51.100.{}, 192.0.2.9', '192.0.2.9'),
    (BEHIND, PROXY, '2001:db8:1:2:{}::', '2001:db8:1:2:{}::'),
    (BEHIND, STRANGER, '203.0.113.{}', STRANGER),
    (None, PROXY, '203.0.113.{}', PROXY),
    (None, STRANGER, '203.0.113.{}', STRANGER),
)


def test_limits_of_a_site_behind_a_proxy_count_by_what_the_proxy_tells():
    for told in BEHIND, None:
        with tempfile.TemporaryDirectory() as folder:
            site = InstalledSite(folder, {'proxy.conf': told} if told else {})
            try:
                for _, source, header, counted in (
                        row for row in COUNTED if row[0] == told):
                    answers = [site.post(source, header.format(i))
                               for i in range(1, 7)]
                    wanted = [counted.format(i) for i in range(1, 7)]
                    # One network, so three at once and then no more.
                    if len(set(wanted)) == 1 or ':' in counted:
                        wanted[3:] = [429] * 3
                    same(answers, wanted)
            finally:
                site.end()


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
    print(f'service: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
