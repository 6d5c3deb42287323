#!/usr/bin/python3
"""What breaks machines, again and again, while people sign up: `make torment`.

    torment.py [KILLS] [DRILLS] [SEED] [NAME]

Each torment runs an installation of its own with twelve clients.  Every
sign-up that was acknowledged must be there afterwards, once, with a letter,
and every invariant must hold (orientatie verify).  One line for each: how
often it was tried, how many sign-ups were acknowledged, lost, torn.
"""
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'outside'))

from copies import ask, kill_everything, sign_up  # noqa: E402
from instance import Instance, ROOT, limit, wait_for  # noqa: E402

CLIENTS = 12
ONLY = sys.argv[4] if len(sys.argv) > 4 else ''
WRITERS = ('signup.fcgi', 'mailer')
WRITES = 'pwrite64,ftruncate,fsync,fdatasync'
PROGRAMS = ('signup.fcgi', 'desk.fcgi', 'mailer')


class Load:
    """Twelve who sign up one after the other, and what they were told."""

    def __init__(self, instance, name):
        self.instance, self.name = instance, name
        self.acknowledged, self.failed = {}, 0
        self.done, self.lock = threading.Event(), threading.Lock()
        self.clients = [threading.Thread(target=self.client, args=(n,))
                        for n in range(CLIENTS)]
        for client in self.clients:
            client.start()

    def client(self, number):
        turn = 0
        while not self.done.is_set():
            key = f'{self.name}-{number}-{turn}'
            turn += 1
            try:
                page = sign_up(self.instance, key)
            except Exception:
                page = None
            with self.lock:
                if page is None:
                    self.failed += 1
                else:
                    self.acknowledged[key] = page
            if page is None:
                time.sleep(0.05)

    def end(self):
        self.done.set()
        for client in self.clients:
            client.join()


def process(instance, name):
    return [pid for pid, line in instance.processes().items()
            if line.startswith(f'{ROOT}/build/{name} ')]


def judge(instance, acknowledged):
    """How many are not there; what does not hold, in words."""
    there = {row[0] for row in instance.sql(
        'SELECT contact_email FROM registration')}
    lost = [key for key in acknowledged
            if f'fleur.{key}@utrecht.example' not in there]
    silent = instance.sql(
        'SELECT count(*) FROM registration r WHERE NOT EXISTS (SELECT 1'
        ' FROM outbox o WHERE o.registration = r.id)')[0][0]
    with tempfile.TemporaryDirectory() as folder:
        made = instance.tool('backup', f'{folder}/copy')
        assert made.returncode == 0, made.stderr
        verified = instance.tool('verify', f'{folder}/copy')
    torn = silent + (verified.returncode != 0)
    if torn:
        print(f'     {silent} without a letter; {verified.stderr}')
    return len(lost), torn


def answers(instance):
    try:
        return ask(instance, '/health').status == 200
    except OSError:
        return False


def killing(instance, load, dice, times):
    tried = 0
    while tried < times:
        time.sleep(dice.random() * 0.5)
        for pid in process(instance, dice.choice(PROGRAMS))[:1]:
            try:
                os.kill(pid, signal.SIGKILL)
                tried += 1
            except ProcessLookupError:
                pass
    return tried


def everything(instance, load, dice, times):
    """As when the power goes, but for what the disk itself forgets."""
    tried = 0
    while tried < times:
        time.sleep(0.5 + dice.random())
        kill_everything(instance)
        instance.start()
        tried += 1
    return tried


def failing(instance, load, dice, times):
    """Each write of one process fails for a moment (EFBIG)."""
    tried = 0
    while tried < times:
        time.sleep(dice.random() * 0.3)
        for pid in process(instance, dice.choice(PROGRAMS))[:1]:
            before = limit(pid, 'fsize', dice.choice((1, 65536, 524288)))
            time.sleep(dice.random() * 0.3)
            limit(pid, 'fsize', before)
            tried += 1
    return tried


def full(instance, load, dice, times):
    """The disk is filled to the last byte, and some comes free."""
    tried = 0
    filler = f'{instance.data}/filler'
    while tried < times:
        time.sleep(dice.random() * 0.5)
        with open(filler, 'wb', 0) as f:
            try:
                while True:
                    f.write(b'x' * 4096)
            except OSError:
                tried += 1
        time.sleep(dice.random() * 0.5)
        os.unlink(filler)
    return tried


def disk(*injections):
    """What a disk does to a process that writes, as strace makes it."""
    def torment(instance, load, dice, times):
        tried = 0
        while tried < times:
            time.sleep(dice.random() * 0.3)
            for pid in process(instance, dice.choice(WRITERS))[:1]:
                words = [word for what in injections
                         for word in ('-e', f'inject={what}')]
                tracer = subprocess.Popen(
                    ['strace', '-f', '-qq', '-o', '/dev/null', '-p', str(pid),
                     '-e', f'trace={WRITES}', *words],
                    stderr=subprocess.DEVNULL)
                time.sleep(0.3 + dice.random() * 0.7)
                assert tracer.poll() is None, 'no right to trace a process'
                tracer.terminate()
                tracer.wait()
                tried += 1
        return tried
    return torment


CLOCK = {       # libfaketime reads the moved time from a file
    'LD_PRELOAD': '/usr/$LIB/faketime/libfaketimeMT.so.1',
    'FAKETIME_CACHE_DURATION': '1', 'FAKETIME_DONT_FAKE_MONOTONIC': '1'}


def jumping(instance, load, dice, times):
    """The clock of all the site jumps by days, and is right in the end."""
    file = os.environ['FAKETIME_TIMESTAMP_FILE']
    for turn in range(times):
        with open(file, 'w') as f:
            days = dice.randint(-3, 3)
            f.write(f'{days * 86400 + dice.randint(-9999, 9999):+d}')
        time.sleep(1 + dice.random())
        found = process(instance, dice.choice(PROGRAMS))
        if dice.random() < 0.3 and found:
            os.kill(found[0], signal.SIGKILL)   # the next begins in that time
    with open(file, 'w') as f:
        f.write('+0')
    load.done.set()
    time.sleep(2)
    wait_for('every letter to go', lambda: not instance.sql(
        "SELECT 1 FROM outbox WHERE status IN ('queued', 'deferred') LIMIT 1"),
        600)
    return times


def drills(instance, load, dice, times):
    """A backup under load; everything lost; restored: none of before it."""
    for turn in range(times):
        time.sleep(1)
        with load.lock:
            before = dict(load.acknowledged)
        kept = tempfile.mkdtemp()
        try:
            made = instance.tool('backup', f'{kept}/copy')
            assert made.returncode == 0, made.stderr
            kill_everything(instance)
            shutil.rmtree(instance.data)
            os.makedirs(instance.data)
            done = subprocess.run(
                [f'{ROOT}/build/orientatie', '--config',
                 f'{instance.data}/orientatie.conf', 'restore',
                 f'{kept}/copy'], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            instance.start()
            # What was acknowledged after the copy is gone, and known to be.
            with load.lock:
                load.acknowledged.clear()
                load.acknowledged.update(before)
        finally:
            shutil.rmtree(kept)
    return times


def run(name, torment, times, seed, data=None):
    if ONLY not in name:
        return 0
    instance = Instance(data=data)
    load = None
    try:
        load = Load(instance, name)
        wait_for('load', lambda: len(load.acknowledged) > 20)
        tried = torment(instance, load, random.Random(seed), times)
        wait_for('an answer', lambda: answers(instance))
        load.end()
        lost, torn = judge(instance, load.acknowledged)
        print(f'{name:<12} {tried:>6} {len(load.acknowledged):>12} '
              f'{load.failed:>10} {lost:>5} {torn:>5}', flush=True)
        return lost + torn
    finally:
        if load:
            load.end()
        instance.stop()
        if data is None:
            shutil.rmtree(instance.data)


def small_disk():
    """A disk of 48 MB, or None where none can be made."""
    folder = tempfile.mkdtemp(prefix='orientatie-disk-')
    done = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=48m', 'tmpfs',
                           folder], capture_output=True)
    if done.returncode == 0:
        return folder
    os.rmdir(folder)
    return None


def main():
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    print(f'{"torment":<12} {"tried":>6} {"acknowledged":>12} '
          f'{"told later":>10} {"lost":>5} {"torn":>5}', flush=True)
    bad = run('kill', killing, kills, seed)
    bad += run('all-at-once', everything, count, seed)
    bad += run('write-fails', failing, kills // 4, seed)
    bad += run('disk-slow', disk('fsync,fdatasync:delay_enter=200000'),
               kills // 10, seed)
    bad += run('disk-fails', disk('fsync,fdatasync:error=EIO'),
               kills // 10, seed)
    bad += run('read-only', disk('pwrite64,ftruncate:error=EROFS'),
               kills // 10, seed)
    with tempfile.NamedTemporaryFile() as file:
        os.chmod(file.name, 0o644)
        file.write(b'+0')
        file.flush()
        os.environ.update(CLOCK, FAKETIME_TIMESTAMP_FILE=file.name)
        bad += run('clock-jumps', jumping, kills // 10, seed)
        for name in (*CLOCK, 'FAKETIME_TIMESTAMP_FILE'):
            del os.environ[name]
    bad += run('drill', drills, count, seed)
    folder = small_disk()
    if folder is None:
        print('full-disk    SKIPPED: no right to mount a small disk')
    else:
        try:
            bad += run('full-disk', full, kills // 10, seed, folder)
        finally:
            subprocess.run(['umount', '-l', folder])
            os.rmdir(folder)
    return bad > 0


if __name__ == '__main__':
    sys.exit(main())
