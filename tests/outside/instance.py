"""One `make run` with a DATA and a PORT of its own, for tests from outside."""
import glob
import http.client
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import tempfile
import time
import traceback

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))


def clean_environment():
    """As from a shell: not as from inside another make."""
    return {k: v for k, v in os.environ.items()
            if k not in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'MAKEOVERRIDES',
                         'OUT', 'PORT', 'DATA', 'SMTP_URL', 'BASE_URL',
                         'LIMITS', 'CACHE')}


KEPT = []       # the marks of our ports, as long as we live


def free_port():
    """
    One that nobody has or gets meanwhile: below those that the kernel gives
    to connections, and marked for the tests that run beside this one.
    """
    for port in random.sample(range(20000, 32768), 1000):
        mark = socket.socket(socket.AF_UNIX)
        with socket.socket() as s:
            try:
                mark.bind(f'\0orientatie-test-port-{port}')
                s.bind(('127.0.0.1', port))
            except OSError:
                mark.close()
                continue
        KEPT.append(mark)
        return port
    raise RuntimeError('every port is taken')


# How long something may take that comes by itself, on a machine that is busy
# with other things: it only tells a hang from a delay.
PATIENCE = 90


def wait_for(what, condition, seconds=PATIENCE):
    """What condition() gives as soon as it is true; a failure when never."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    raise AssertionError(f'waited {seconds} s in vain for {what}')


def limit(pid, name, soft):
    """Set a process's limit, as its own user may; what it was before."""
    owner = os.stat(f'/proc/{pid}')
    words = ['setpriv', '--reuid', str(owner.st_uid), '--regid',
             str(owner.st_gid), '--clear-groups', 'prlimit', '--pid',
             str(pid)]
    before = subprocess.run(
        [*words, f'--{name}', '--output', 'SOFT', '--noheadings'],
        check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run([*words, f'--{name}={soft}:'], check=True)
    return before


class Instance:
    """root: the tree that is run, which may be a copy."""

    def __init__(self, root=ROOT, data=None, **variables):
        self.root = root
        self.data = data or tempfile.mkdtemp(prefix='orientatie-test-')
        self.port = free_port()
        self.base = f'http://localhost:{self.port}'
        self.variables = {'PORT': self.port, 'DATA': self.data,
                          'LIMITS': 'off', **variables}
        self.log = os.path.join(self.data, 'make.out')
        self.start()

    def start(self):
        with open(self.log, 'ab') as log:
            self.offset = log.tell()
            self.process = subprocess.Popen(
                # In a session of its own, and yet it ends with this test.
                ['setpriv', '--pdeathsig', 'TERM', 'make',
                 '--no-print-directory', 'run']
                + [f'{k}={v}' for k, v in self.variables.items()],
                cwd=self.root, stdin=subprocess.DEVNULL, stdout=log,
                stderr=log, start_new_session=True, env=clean_environment(),
                # Who starts the tests in the background ignores it.
                preexec_fn=lambda: signal.signal(signal.SIGINT,
                                                 signal.SIG_DFL))
        try:
            wait_for('ready', self.is_ready)
        except BaseException:
            self.stop()
            raise

    def is_ready(self):
        assert self.process.poll() is None, \
            f'make run ended: {self.output()[-2000:]}'
        return f'\nready {self.base}/\n' in '\n' + self.output()

    def output(self):
        """Since the last start."""
        with open(self.log, encoding='utf-8', errors='replace') as log:
            log.seek(self.offset)
            return log.read()

    def password(self):
        """Of the account that the first start made."""
        return re.search(r'^organiser account: organisator, password: (\S+)$',
                         self.output(), re.M).group(1)

    def processes(self):
        """Ids of all that belongs to it: session, or DATA on the line."""
        found = {}
        for path in glob.glob('/proc/[0-9]*'):
            try:
                with open(path + '/stat') as f:
                    stat = f.read().rpartition(') ')[2].split()
                with open(path + '/cmdline') as f:
                    line = f.read().replace('\0', ' ')
            except (FileNotFoundError, ProcessLookupError):
                continue
            ours = int(stat[3]) == self.process.pid or self.data in line
            if ours and stat[0] != 'Z':
                found[int(os.path.basename(path))] = line
        return found

    def stop(self):
        """However the test ended, nothing of it stays behind."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            pass
        for pid in self.processes():
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if self.process.poll() is None:
            self.process.wait(5)

    def connect(self, timeout=30):
        return http.client.HTTPConnection('127.0.0.1', self.port,
                                          timeout=timeout)

    def sql(self, query, *values):
        db = sqlite3.connect(f'file:{self.data}/orientatie.db?mode=ro',
                             uri=True, timeout=10)
        try:
            return db.execute(query, values).fetchall()
        finally:
            db.close()

    def tool(self, *words, stdin=''):
        return subprocess.run(
            [os.path.join(self.root, 'build', 'orientatie'), '--config',
             f'{self.data}/orientatie.conf', *words],
            input=stdin, capture_output=True, text=True, timeout=60)


def run_tests(what, names, prepare=lambda instance: None):
    """Each test_ of a module's names on one instance, in alphabetical order;
    how many failed."""
    passed = failed = 0
    # They look at a page right after a change: none is shared for a second.
    instance = Instance(CACHE='off')
    try:
        prepare(instance)
        for name, test in sorted(names.items()):
            if not name.startswith('test_'):
                continue
            try:
                test(instance)
                print(f'ok {name[5:]}')
                passed += 1
            except Exception:
                print(f'FAILED {name[5:]}\n{traceback.format_exc(-1)}')
                failed += 1
    finally:
        instance.stop()
        shutil.rmtree(instance.data)
    print(f'{what}: {passed} passed, {failed} failed')
    return failed
