#!/usr/bin/python3
"""/health tells the truth, and what fails for a while is told as that.

    health.py [WORD...]     only the tests whose name has one of the words
"""
import concurrent.futures
import fcntl
import http.client
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import traceback
from http.server import BaseHTTPRequestHandler, HTTPServer

from copies import ask, same, sign_up
from instance import Instance, ROOT, clean_environment, limit, wait_for


def health(instance):
    return ask(instance, '/health').status


def process(instance, name):
    return [pid for pid, line in instance.processes().items()
            if line.startswith(f'{ROOT}/build/{name} ')][0]


def is_well(instance):
    try:
        return health(instance) == 200
    except (OSError, http.client.HTTPException):
        return False        # nothing listens yet


def comes_back(instance):
    wait_for('ok again', lambda: is_well(instance))
    assert sign_up(instance, f'back-{time.monotonic_ns()}') is not None


def test_writes_that_fail_are_later_and_told(instance):
    pid = process(instance, 'signup.fcgi')
    same(health(instance), 200)
    before = limit(pid, 'fsize', 1)
    try:
        wait_for('health to tell', lambda: health(instance) == 503)
        same(sign_up(instance, 'faalt'), None)
        same(health(instance), 503)
        same(ask(instance, '/').status, 200)
    finally:
        limit(pid, 'fsize', before)
    comes_back(instance)
    assert sign_up(instance, 'faalt') is not None
    assert 'abort' not in instance.output()


def corrupt(path, page, content):
    with open(path, 'r+b') as f:
        f.seek((page - 1) * 4096)
        before = f.read(4096)
        f.seek((page - 1) * 4096)
        f.write(content)
    return before


def test_damaged_page_is_told_until_it_is_whole(instance):
    sign_up(instance, 'vooraf')
    database = f'{instance.data}/orientatie.db'
    wait_for('the file to be whole', lambda: os.path.getsize(
        database + '-wal') == 0)
    page = instance.sql("SELECT rootpage FROM sqlite_schema"
                        " WHERE name = 'registration'")[0][0]
    before = corrupt(database, page, b'\xff' * 4096)
    try:
        os.kill(process(instance, 'signup.fcgi'), signal.SIGKILL)
        wait_for('the next', lambda: ask(instance, '/').status == 200)
        same(sign_up(instance, 'beschadigd'), None)
        for _ in range(20):
            same(health(instance), 503)
            time.sleep(0.05)
    finally:
        corrupt(database, page, before)
    os.kill(process(instance, 'signup.fcgi'), signal.SIGKILL)
    comes_back(instance)
    same(instance.sql('PRAGMA integrity_check'), [('ok',)])


def test_held_lock_makes_nobody_wait_long_who_only_reads(instance):
    def timed(work):
        begin = time.monotonic()
        answer = work()
        return answer, time.monotonic() - begin

    with open(f'{instance.data}/orientatie.db.lock') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with concurrent.futures.ThreadPoolExecutor(60) as pool:
            writes = [pool.submit(timed, lambda n=n: sign_up(
                instance, f'slot-{n}')) for n in range(40)]
            time.sleep(0.5)
            reads = [timed(lambda: ask(instance, '/').status)
                     for _ in range(20)]
            writes = [write.result() for write in writes]
        wait_for('health to tell', lambda: health(instance) == 503)
        fcntl.flock(lock, fcntl.LOCK_UN)
    same({answer for answer, _ in reads}, {200})
    same({answer for answer, _ in writes}, {None})
    slowest = max(seconds for _, seconds in reads)
    waited = max(seconds for _, seconds in writes)
    assert slowest < 1, slowest
    assert waited < 4, waited
    comes_back(instance)


def test_descriptors_that_ran_out_are_told_and_come_back(instance):
    pid = process(instance, 'signup.fcgi')
    before = limit(pid, 'nofile', 8)
    try:
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            waiting = pool.submit(ask, instance, '/privacy')
            wait_for('the words', lambda: 'nobody can be let in'
                     in instance.output())
            limit(pid, 'nofile', before)
            same(waiting.result().status, 200)
    finally:
        limit(pid, 'nofile', before)
    comes_back(instance)


def write(instance, sql):
    """While nothing runs, as nobody should."""
    subprocess.run(['sqlite3', f'{instance.data}/orientatie.db', sql],
                   check=True)


def wrong(instance):
    """The checks that doctor calls wrong."""
    done = instance.tool('doctor')
    lines = [line.split('\t') for line in done.stdout.splitlines()]
    names = {line[1] for line in lines if line[0] != 'ok'}
    same(done.returncode, 1 if names else 0)
    return names, done.stdout


def test_doctor_tells_each_thing_that_is_wrong(instance):
    sign_up(instance, 'een')
    same(wrong(instance)[0], set())
    conf = f'{instance.data}/orientatie.conf'
    with open(conf, 'a') as f:
        f.write(f'backup_dir = "{instance.data}/copies";\n')
    os.mkdir(f'{instance.data}/copies')
    same(wrong(instance)[0], {'backup', 'restore'})
    same(instance.tool('backup', '--daily').returncode, 0)
    same(wrong(instance)[0], set())
    made = os.path.join(f'{instance.data}/copies',
                        os.listdir(f'{instance.data}/copies')[0])
    os.utime(made, (1, 1))
    same(wrong(instance)[0], {'backup'})
    os.utime(f'{instance.data}/orientatie.db.verified', (1, 1))
    same(wrong(instance)[0], {'backup', 'restore'})
    same(instance.tool('verify', made).returncode, 0)
    os.utime(made)
    instance.stop()
    # The catcher is gone as well.
    down = {'site', 'mail route'}
    same(wrong(instance)[0], down)
    write(instance, 'UPDATE installation SET mailer_gezien = 1')
    same(wrong(instance)[0], down | {'mailer'})
    write(instance, "UPDATE outbox SET status = 'failed', volgende = NULL,"
          " vast_tot = 1 WHERE id = 1")
    same(wrong(instance)[0], down | {'mailer'})     # long ago
    write(instance, "UPDATE outbox SET vast_tot = strftime('%s')"
          ' WHERE id = 1')
    same(wrong(instance)[0], down | {'mailer', 'mail queue'})
    write(instance, "INSERT INTO audit (moment, wie, wat) VALUES"
          " (strftime('%s') + 9999, 'toets', 'toets')")
    names, said = wrong(instance)
    same(names, down | {'mailer', 'mail queue', 'clock'})
    page = int(subprocess.run(
        ['sqlite3', f'{instance.data}/orientatie.db', 'SELECT rootpage FROM'
         " sqlite_schema WHERE name = 'requirement'"], capture_output=True,
        text=True).stdout)
    corrupt(f'{instance.data}/orientatie.db', page, b'\xff' * 4096)
    names, said = wrong(instance)
    assert 'database' in names and 'restore the last backup' in said, said


def test_doctor_looks_at_what_others_see_of_the_domain(instance):
    done = instance.tool('doctor', '--domain')
    lines = [line.split('\t') for line in done.stdout.splitlines()]
    same([line[1] for line in lines], [
        'configuration', 'SPF', 'DMARC', 'alignment', 'AAAA', 'TLS',
        'security.txt'])
    # With a network or without: a name of .example has none, or it is said
    # that it cannot be asked.
    assert {line[0] for line in lines[1:3]} <= {'WRONG', 'UNKNOWN'}, lines
    same(lines[5], ['WRONG', 'TLS', 'no https in base_url'])
    same(lines[6][0], 'ok')
    same(done.returncode, 1)
    same(instance.tool('doctor', '--dommein').returncode, 2)


def test_metrics_are_for_this_machine_and_name_nobody(instance):
    sign_up(instance, 'een', 'zuster.clivia@utrecht.example')
    same(ask(instance, '/metrics').status, 404)
    same(ask(instance, '/nonsens').status, 404)
    done = subprocess.run(
        ['curl', '-sD', '-', '--unix-socket',
         f'{instance.data}/run/metrics.sock', 'http://x/metrics'],
        capture_output=True, text=True)
    head, body = done.stdout.split('\n\n', 1)
    assert 'application/openmetrics-text' in head, head
    series = dict(line.rsplit(' ', 1) for line in body.splitlines()
                  if not line.startswith('#'))
    assert body.endswith('# EOF\n') and len(series) >= 17, body
    same(series['orientatie_places_taken'], '1')
    assert int(series['orientatie_answers_total{code="3xx"}']) >= 1
    assert 'Clivia' not in body and 'utrecht' not in body


def run_beside(instance, **changes):
    """Another make run; what it said, when it has ended."""
    variables = {**instance.variables, **changes}
    done = subprocess.run(
        ['make', '--no-print-directory', 'run']
        + [f'{k}={v}' for k, v in variables.items()], cwd=ROOT,
        capture_output=True, text=True, env=clean_environment(), timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_second_make_run_on_one_data_is_refused(instance):
    code, said = run_beside(instance, PORT=instance.port + 1)
    assert code != 0 and 'another make run uses' in said, said
    assert 'ready' not in said
    same(health(instance), 200)


def test_port_that_is_taken_is_refused(instance):
    class Everything(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b'ok\n')

        def log_message(self, *_):
            pass

    server = HTTPServer(('127.0.0.1', 0), Everything)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    data = instance.data + '-beside'
    try:
        code, said = run_beside(instance, PORT=server.server_port, DATA=data)
        assert code != 0 and 'is taken' in said, said
        assert 'ready' not in said
    finally:
        server.shutdown()
        shutil.rmtree(data, ignore_errors=True)


def masters(instance):
    return [pid for pid, line in instance.processes().items()
            if line.startswith('nginx: master')]


def test_killed_nginx_comes_back_though_its_workers_lived(instance):
    before = masters(instance)
    os.kill(before[0], signal.SIGKILL)
    wait_for('another master', lambda: masters(instance) not in (before, []))
    comes_back(instance)
    same(len(masters(instance)), 1)


def test_of_a_killed_test_nothing_is_left(instance):
    """It could not clean up: what it had started in a session of its own."""
    other = subprocess.Popen(
        [sys.executable, '-c', 'import instance, time; print('
         'instance.Instance().data, flush=True); time.sleep(600)'],
        cwd=os.path.dirname(os.path.abspath(__file__)),
        stdout=subprocess.PIPE, text=True)
    data = other.stdout.readline().strip()
    other.kill()
    other.wait()
    other.stdout.close()

    def left():
        return [line for line in subprocess.run(
            ['ps', '-ww', '-eo', 'args='], capture_output=True,
            text=True).stdout.splitlines() if data in line]
    assert os.path.isdir(data), data
    wait_for('their end', lambda: not left())
    same(instance.process.poll(), None)
    shutil.rmtree(data)


def main():
    words, passed, failed = sys.argv[1:], 0, 0
    for name, test in sorted(globals().items()):
        if not name.startswith('test_') or (
                words and not any(word in name for word in words)):
            continue
        instance = Instance()
        try:
            test(instance)
            print(f'ok {name[5:]}')
            passed += 1
        except Exception:
            print(f'FAILED {name[5:]}\n{traceback.format_exc(-2)}')
            failed += 1
        finally:
            instance.stop()
            shutil.rmtree(instance.data)
    print(f'health: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
