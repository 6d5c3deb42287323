#!/usr/bin/python3
"""Copies that can be trusted, tried on real processes.

    copies.py [WORD...]     only the tests whose name has one of the words
"""
import concurrent.futures
import glob
import os
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import traceback
from urllib.parse import urlencode

from instance import Instance, ROOT, wait_for

FORM = {'Content-Type': 'application/x-www-form-urlencoded'}
TOOL = os.path.join(ROOT, 'build', 'orientatie')


def same(got, wanted):
    assert got == wanted, f'got {got!r}, wanted {wanted!r}'


def ask(instance, path, fields=None, connection=None):
    connection = connection or instance.connect()
    connection.request('GET' if fields is None else 'POST', path,
                       None if fields is None else urlencode(fields),
                       {} if fields is None else FORM)
    answer = connection.getresponse()
    answer.text = answer.read().decode('utf-8', 'replace')
    return answer


def sign_up(instance, key, address=None):
    """Of one; the page that it leads to, or None."""
    # A name of many digits is none.
    name = re.sub('[^a-z]', '', str(key).translate(
        str.maketrans('0123456789', 'abcdefghij')))
    answer = ask(instance, '/aanmelden', {
        'sleutel': f'sleutel-van-een-kopie-{key}', 'website': '',
        'gemeente': 'GM0344', 'contact_voornaam': 'Fleur',
        'contact_achternaam': 'Dijk',
        'contact_email': address or f'fleur.{key}@utrecht.example',
        'deelnemer_1_voornaam': 'Bo', 'deelnemer_1_achternaam': 'Dijk ' + name[-12:],
        'deelnemer_1_rol': 'medewerker', 'wachtlijst': 'passend'})
    return answer.headers['Location'] if answer.status == 303 else None


def kill_everything(instance):
    """As a power cut does: nobody ends cleanly."""
    os.killpg(instance.process.pid, signal.SIGKILL)
    for pid in instance.processes():
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
    instance.process.wait(10)
    wait_for('the end of all of it', lambda: not instance.processes())


def count(database):
    """In that file alone, as who copied it would see it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copy(database, folder)
        found = subprocess.run(
            ['sqlite3', copy, 'SELECT count(*) FROM registration'],
            capture_output=True, text=True, check=True)
    return int(found.stdout)


def begin(instance, verb, *words):
    return subprocess.run([TOOL, '--config',
                           f'{instance.data}/orientatie.conf', verb, *words],
                          capture_output=True, text=True, timeout=60)


def ends(done, code, *words):
    same(done.returncode, code)
    for word in words:
        assert word in done.stdout + done.stderr, (word, done.stderr)
    assert code == 0 or len(done.stderr.splitlines()) >= 1


def test_clean_stop_leaves_one_whole_file():
    instance = Instance()
    try:
        pages = [sign_up(instance, i) for i in range(30)]
        same(pages.count(None), 0)
        instance.stop()
        same(count(f'{instance.data}/orientatie.db'), 30)
        same(os.path.getsize(f'{instance.data}/orientatie.db-wal'), 0)
        # A good copy is put over it, as an admin would.
        shutil.copy(f'{instance.data}/orientatie.db',
                    f'{instance.data}/copy')
        instance.start()
        sign_up(instance, 30)
        instance.stop()
        os.replace(f'{instance.data}/copy', f'{instance.data}/orientatie.db')
        instance.start()
        same(ask(instance, pages[29]).status, 200)
        same(instance.sql('SELECT count(*) FROM registration'), [(30,)])
        same(instance.sql('PRAGMA integrity_check'), [('ok',)])
    finally:
        instance.stop()
        shutil.rmtree(instance.data)


def test_quiet_seconds_make_the_file_whole():
    instance = Instance()
    try:
        for i in range(5):
            sign_up(instance, i)
        wait_for('the file to be whole', lambda: count(
            f'{instance.data}/orientatie.db') == 5)
    finally:
        instance.stop()
        shutil.rmtree(instance.data)


def test_backup_under_load_then_everything_lost_then_restored():
    instance = Instance()
    kept = tempfile.mkdtemp(prefix='orientatie-kept-')
    done, acknowledged = threading.Event(), []

    def load(client):
        number = 0
        while not done.is_set():
            page = sign_up(instance, f'{client}-{number}')
            number += 1
            if page is not None:
                acknowledged.append(page)

    try:
        made = subprocess.run([TOOL, 'key', f'{kept}/private'],
                              capture_output=True, text=True, check=True)
        public = made.stdout.strip()
        first = sign_up(instance, 'brief', 'fleur@utrecht.example')
        letter = wait_for('the letter', lambda: [
            text for text in map(read, glob.glob(
                f'{instance.data}/mail/new/*')) if first in text])[0]
        clients = [threading.Thread(target=load, args=(n,)) for n in range(6)]
        for client in clients:
            client.start()
        wait_for('load', lambda: len(acknowledged) > 100)
        copies = []
        for turn in range(8):
            before = list(acknowledged)
            ends(instance.tool('backup', f'{kept}/{turn}'), 0)
            copies.append((f'{kept}/{turn}', before))
        before = list(acknowledged)
        ends(instance.tool('backup', f'{kept}/sealed', '--to', public), 0)
        assert len(acknowledged) > len(before)      # it went on meanwhile
        done.set()
        for client in clients:
            client.join()
        for copy, known in copies:
            found = begin(instance, 'verify', copy)
            ends(found, 0)
            counted = int(re.search(r'(\d+) aanmeldingen',
                                    found.stdout).group(1))
            assert len(known) + 1 <= counted, (len(known), found.stdout)
            same(stat.S_IMODE(os.stat(copy).st_mode), 0o600)
        same(os.listdir(kept).count('.orientatie'), 0)
        kill_everything(instance)
        shutil.rmtree(instance.data)
        os.makedirs(instance.data)
        ends(begin(instance, 'verify', f'{kept}/sealed'), 1, '--key')
        ends(begin(instance, 'restore', f'{kept}/sealed', '--key',
                   f'{kept}/private'), 0, 'aanmeldingen')
        instance.start()
        assert 'password' not in instance.output()      # nothing is new
        link = re.search(re.escape(instance.base) + r'(/aanmelding/[\w-]+)',
                         letter).group(1)
        same(ask(instance, link).status, 200)
        lost = [page for page in before if ask(instance, page).status != 200]
        same(lost, [])
        assert sign_up(instance, 'later') is not None
        same(instance.sql('PRAGMA integrity_check'), [('ok',)])
        print(f'     {len(before)} acknowledged before it, 0 missing')
    finally:
        done.set()
        instance.stop()
        shutil.rmtree(instance.data)
        shutil.rmtree(kept)


def read(path):
    import email
    import email.policy
    with open(path, 'rb') as f:
        mail = email.message_from_binary_file(f, policy=email.policy.default)
    return '\n'.join(part.get_content() for part in mail.walk()
                     if part.get_content_type() == 'text/plain')


def test_restore_refuses_while_it_runs_and_keeps_what_was_there():
    instance = Instance()
    copy = f'{instance.data}/een.backup'
    try:
        page = sign_up(instance, 1)
        ends(instance.tool('backup', copy), 0)
        later = sign_up(instance, 2)
        ends(begin(instance, 'restore', copy), 1, 'in use')
        same(ask(instance, later).status, 200)
        instance.stop()
        ends(begin(instance, 'restore', copy), 0, 'kept: ')
        kept = glob.glob(f'{instance.data}/orientatie.db.voor-*Z')
        same([count(path) for path in kept], [2])
        instance.start()
        same((ask(instance, page).status, ask(instance, later).status),
             (200, 404))
    finally:
        instance.stop()
        shutil.rmtree(instance.data)


def test_what_is_no_backup_is_refused_and_changes_nothing():
    instance = Instance()
    copy = f'{instance.data}/een.backup'
    try:
        sign_up(instance, 1)
        ends(instance.tool('backup', copy), 0)
        instance.stop()
        with open(copy, 'rb') as f:
            good = f.read()
        at = good.index(b'CREATE TABLE registration')
        for name, bad in {
                'cut off': good[:len(good) // 2], 'empty': b'',
                'changed': good[:at] + b'X' + good[at + 1:],
                'text': b'no backup at all' * 1000}.items():
            with open(f'{instance.data}/bad', 'wb') as f:
                f.write(bad)
            for verb in 'verify', 'restore':
                assert begin(instance, verb, f'{instance.data}/bad'
                             ).returncode == 1, (name, verb)
        same(count(f'{instance.data}/orientatie.db'), 1)
        same(glob.glob(f'{instance.data}/*.voor-*'), [])
        same(glob.glob(f'{instance.data}/.orientatie*'), [])
    finally:
        instance.stop()
        shutil.rmtree(instance.data)


def test_copy_that_breaks_an_invariant_is_told():
    instance = Instance()
    try:
        sign_up(instance, 1)
        instance.stop()
        subprocess.run(
            ['sqlite3', f'{instance.data}/orientatie.db',
             'UPDATE seat_count SET bezet = bezet + 1'], check=True)
        copy = f'{instance.data}/een.backup'
        ends(begin(instance, 'backup', copy), 0)
        ends(begin(instance, 'verify', copy), 1, 'does not hold')
    finally:
        instance.stop()
        shutil.rmtree(instance.data)


def test_database_that_vanishes_is_a_stop_and_never_a_new_one():
    for vanish in os.unlink, lambda path: os.replace(
            shutil.copy(path, path + '.new'), path):
        instance = Instance()
        database = f'{instance.data}/orientatie.db'
        try:
            sign_up(instance, 1)
            same(ask(instance, '/health').status, 200)
            vanish(database)
            same(sign_up(instance, 2), None)
            same(ask(instance, '/health').status, 503)
            instance.stop()
            if not os.path.exists(database):
                refuses_to_start(instance, 'orientatie.db is missing')
                assert not os.path.exists(database)
        finally:
            instance.stop()
            shutil.rmtree(instance.data)


def refuses_to_start(instance, words):
    try:
        instance.start()
    except AssertionError:
        assert words in instance.output(), instance.output()
        return
    raise AssertionError('it started')


def test_secret_that_is_lost_or_changed_is_a_stop():
    instance = Instance()
    secret = f'{instance.data}/secret'
    try:
        page = sign_up(instance, 1)
        instance.stop()
        with open(secret, 'rb') as f:
            right = f.read()
        for wrong in bytes([right[0] ^ 1]) + right[1:], None:
            os.unlink(secret)
            if wrong is not None:
                with open(secret, 'wb') as f:
                    f.write(wrong)
            refuses_to_start(instance, 'secret')
            for verb in ('init',), ('event', 'show'), ('doctor',):
                ends(begin(instance, *verb), 1, 'secret')
            for program in 'signup.fcgi', 'desk.fcgi', 'mailer':
                ends(subprocess.run(
                    [f'{ROOT}/build/{program}', '--config',
                     f'{instance.data}/orientatie.conf'],
                    capture_output=True, text=True, timeout=60), 1, 'secret')
            same(os.path.exists(secret), wrong is not None)
        with open(secret, 'wb') as f:
            f.write(right)
        instance.start()
        same(ask(instance, page).status, 200)
    finally:
        instance.stop()
        shutil.rmtree(instance.data)


def bare_installation(folder, **settings):
    with open(f'{folder}/o.conf', 'w') as f:
        f.write(f'database = "{folder}/o.db";\nsecret = "{folder}/s";\n'
                'base_url = "http://localhost";\n'
                'smtp_url = "smtp://127.0.0.1:1";\n'
                'mail_from = "a@b.example";\n')
        for name, value in settings.items():
            f.write(f'{name} = {value};\n')
    return [TOOL, '--config', f'{folder}/o.conf']


def test_thirty_who_make_it_at_once_all_succeed():
    for _ in range(5):
        with tempfile.TemporaryDirectory() as folder:
            tool = bare_installation(folder)
            with concurrent.futures.ThreadPoolExecutor(30) as pool:
                codes = list(pool.map(lambda _: subprocess.run(
                    tool + ['init'], timeout=120).returncode, range(30)))
            same(codes, [0] * 30)
            same(sorted(os.listdir(folder)),
                 ['o.conf', 'o.db', 'o.db-shm', 'o.db-wal', 'o.db.lock', 's'])
            same({stat.S_IMODE(os.stat(f'{folder}/{name}').st_mode)
                  for name in os.listdir(folder) if name != 'o.conf'}, {0o600})


def test_init_that_is_killed_anywhere_is_completed_by_the_next():
    for step in range(40):
        with tempfile.TemporaryDirectory() as folder:
            tool = bare_installation(folder)
            process = subprocess.Popen(tool + ['init'])
            try:
                process.wait(step / 800)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            same(subprocess.run(tool + ['init']).returncode, 0)
            same(subprocess.run(tool + ['mail', 'list']).returncode, 0)
            assert not os.path.exists(f'{folder}/s.new')


def test_daily_backups_go_by_number_and_by_term():
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(f'{folder}/b')
        tool = bare_installation(folder, backup_dir=f'"{folder}/b"',
                                 backup_keep=3, backup_days=10)
        subprocess.run(tool + ['init'], check=True)
        for day in range(20, 25):
            with open(f'{folder}/b/orientatie-202601{day}T030000Z.backup',
                      'w'):
                pass
        old = f'{folder}/b/orientatie-20260124T030000Z.backup'
        os.utime(old, (1, 1))
        for name in ('b/somebody-elses', 'o.db.voor-20200101T000000Z',
                     'o.db-wal.voor-20200101T000000Z', 's.voor-2020',
                     'o.db.voor-versie-2', 'other.voor-2020'):
            with open(f'{folder}/{name}', 'w'):
                pass
            if name.startswith('o') and 'versie' not in name or \
                    name.startswith('s.'):
                os.utime(f'{folder}/{name}', (1, 1))
        made = subprocess.run(tool + ['backup', '--daily'],
                              capture_output=True, text=True)
        ends(made, 0)
        path = made.stdout.splitlines()[-1]
        same(sorted(os.listdir(f'{folder}/b')), sorted(
            ['orientatie-20260123T030000Z.backup', os.path.basename(path),
             'somebody-elses']))
        assert os.path.exists(f'{folder}/o.db.verified')
        # What was set aside long ago is about people, too.
        same(sorted(name for name in os.listdir(folder) if '.voor-' in name),
             ['o.db.voor-versie-2', 'other.voor-2020'])


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
    print(f'copies: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
