#!/usr/bin/python3
"""The Debian package in a clean Debian 12, under a systemd of its own:
installed, set up, used, restarted, upgraded, removed, purged.

What it needs (root, namespaces, debootstrap and a mirror) is not everywhere:
then it says that it was skipped, and why.
"""
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
HERE = os.path.dirname(os.path.abspath(__file__))
BASE = os.path.join(ROOT, 'build', 'tree')
MIRROR = 'http://deb.debian.org/debian'
HOST = 'aanmelden.example.nl'
UNITS = ['orientatie-signup.socket', 'orientatie-desk.socket',
         'orientatie-signup', 'orientatie-desk', 'orientatie-mailer',
         'orientatie-backup.timer', 'orientatie-doctor.timer']


def skip(why):
    print(f'install: SKIPPED: {why}')
    sys.exit(0)


def run(*words, **more):
    return subprocess.run(words, capture_output=True, text=True, **more)


def package():
    found = glob.glob(f'{ROOT}/build/orientatie_*.deb')
    return max(found, key=os.path.getmtime)


def base_tree():
    """Debian with what the package depends on; made once."""
    depends = run('dpkg-deb', '-f', package(), 'Depends').stdout.strip()
    mark = f'{BASE}/depends'
    if os.path.exists(mark) and open(mark).read() == depends:
        return
    shutil.rmtree(BASE, ignore_errors=True)
    made = run('debootstrap', '--variant=minbase',
               '--include=systemd,systemd-sysv,dbus,curl', 'bookworm', BASE,
               MIRROR)
    if made.returncode != 0:
        shutil.rmtree(BASE, ignore_errors=True)
        skip('debootstrap: ' + (made.stdout + made.stderr)[-300:])
    shutil.copy('/etc/resolv.conf', f'{BASE}/etc/resolv.conf')
    for words in (['apt-get', 'update', '-qq'],
                  ['apt-get', 'satisfy', '-y', '-qq',
                   '--no-install-recommends', depends]):
        done = run('chroot', BASE, *words, env={
            **os.environ, 'DEBIAN_FRONTEND': 'noninteractive'})
        if done.returncode != 0:
            skip('apt-get: ' + done.stderr[-300:])
    with open(mark, 'w') as f:
        f.write(depends)


class Machine:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix='orientatie-install-')
        self.tree = f'{self.folder}/tree'
        self.name = os.path.basename(self.folder)
        subprocess.run(['cp', '-a', BASE, self.tree], check=True)
        shutil.copy(package(), f'{self.tree}/root/one.deb')
        self.newer()
        self.log = open(f'{self.folder}/log', 'w')
        self.process = subprocess.Popen(
            ['sh', f'{HERE}/boot.sh', self.tree, self.name],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=self.log)
        self.init = None

    def newer(self):
        """The same package under a later version."""
        work = f'{self.folder}/deb'
        subprocess.run(['dpkg-deb', '-R', package(), work], check=True)
        with open(f'{work}/DEBIAN/control', 'r+') as f:
            text = f.read()
            f.seek(0)
            f.write(re.sub(r'^Version: (\S+)', r'Version: \1.1', text,
                           flags=re.M))
        subprocess.run(['dpkg-deb', '--root-owner-group', '-b', work,
                        f'{self.tree}/root/two.deb'], check=True,
                       capture_output=True)

    def boot(self):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            children = run('pgrep', '-P', str(self.process.pid)).stdout
            for pid in children.split():
                with open(f'/proc/{pid}/comm') as f:
                    if f.read().strip() != 'systemd':
                        continue
                self.init = pid
                state = self('systemctl', 'is-system-running')
                if state.stdout.strip() in ('running', 'degraded'):
                    return
            time.sleep(0.2)
        with open(self.log.name) as f:
            skip('a systemd of its own does not start here: '
                 + f.read()[-300:])

    def __call__(self, *words, **more):
        return run('nsenter', '-t', self.init, '-a', *words, env={
            'PATH': '/usr/sbin:/usr/bin:/sbin:/bin',
            'DEBIAN_FRONTEND': 'noninteractive'}, **more)

    def must(self, *words):
        done = self(*words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout

    def curl(self, path, *more, scheme='https'):
        return self('curl', '-ks', '--resolve', f'{HOST}:443:127.0.0.1',
                    '--resolve', f'{HOST}:80:127.0.0.1', *more,
                    f'{scheme}://{HOST}{path}').stdout

    def code(self, path, *more, **kind):
        return self.curl(path, '-o', '/dev/null', '-w', '%{http_code}', *more,
                         **kind)

    def load(self, count):
        """Of the host's Python, in the machine's network."""
        return subprocess.Popen(
            ['nsenter', '-t', self.init, '-n', sys.executable,
             f'{HERE}/load.py', HOST, str(count)], stdout=subprocess.PIPE,
            text=True)

    def end(self):
        self.process.kill()
        self.process.wait()
        self.log.close()
        for kind in 'systemd', 'unified', '.':
            for folder, _, _ in os.walk(f'/sys/fs/cgroup/{kind}/{self.name}',
                                        topdown=False):
                for _ in range(50):
                    try:
                        os.rmdir(folder)
                        break
                    except OSError:
                        time.sleep(0.1)
        shutil.rmtree(self.folder)


def same(got, wanted):
    assert got == wanted, f'got {got!r}, wanted {wanted!r}'


def wait_for(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError(f'waited {seconds} s in vain for {what}')


def sign_up(machine, key):
    return machine.curl(
        '/aanmelden', '-o', '/dev/null', '-w',
        '%{http_code} %{redirect_url}', '--data-urlencode',
        f'sleutel={key}', '-d', 'gemeente=GM0344&contact_voornaam=Fleur'
        '&contact_achternaam=Dijk&contact_email=f@utrecht.example'
        '&deelnemer_1_voornaam=Bo&deelnemer_1_achternaam=Dijk'
        '&deelnemer_1_rol=medewerker')


def step_install_and_set_up(machine):
    machine.must('dpkg', '-i', '/root/one.deb')
    said = machine.must('orientatie-setup', HOST, 'smtp://127.0.0.1:2525',
                        f'bijeenkomst@{HOST}')
    assert 'password: ' in said and f'ready https://{HOST}/' in said, said
    wait_for('health', lambda: machine.code('/health') == '200')
    for unit in UNITS:
        same((unit, machine('systemctl', 'is-active', unit).stdout),
             (unit, 'active\n'))
    again = machine.must('orientatie-setup', HOST, 'smtp://127.0.0.1:2525',
                         f'bijeenkomst@{HOST}')
    assert 'password' not in again


def step_site_has_tls_as_it_should(machine):
    same(machine.code('/', scheme='http'), '301')
    heads = machine.curl('/', '-D', '-', '-o', '/dev/null')
    assert heads.startswith('HTTP/2 200'), heads
    assert 'strict-transport-security: max-age=31536000' in heads, heads
    same(machine('curl', '-ks', '--tls-max', '1.1', f'https://{HOST}/',
                 '--resolve', f'{HOST}:443:127.0.0.1').returncode, 35)
    same(machine.curl('/', '-o', '/dev/null', '-w', '%{http_code}',
                      '--resolve', f'{HOST}:443:[::1]'), '200')


def step_form_is_filled_and_kept(machine):
    page = machine.curl('/aanmelden')
    key = re.search(r'name="sleutel" value="([^"]+)"', page).group(1)
    time.sleep(5)               # the form's own minimum
    machine.page = sign_up(machine, key)
    assert machine.page.startswith('303 https://'), machine.page
    machine.page = re.sub('.*example.nl', '', machine.page)
    same(machine.code(machine.page), '200')


def step_files_are_nobody_elses(machine):
    found = machine.must('find', '/var/lib/orientatie', '-perm', '/007')
    same(found, '')
    same(machine.must('find', '/var/lib/orientatie', '!', '-user',
                      'orientatie'), '')
    same(machine.must('stat', '-c', '%a %U %G',
                      '/etc/orientatie/orientatie.conf'),
         '640 root orientatie\n')
    same(machine.must('stat', '-c', '%a %G', '/run/orientatie/signup.sock'),
         '660 www-data\n')


def step_stopped_process_is_replaced(machine):
    def pid():
        return machine('systemctl', 'show', '-P', 'MainPID',
                       'orientatie-signup').stdout.strip()
    before = pid()
    machine.must('systemctl', 'kill', '-s', 'STOP', 'orientatie-signup')
    wait_for('another process', lambda: pid() not in (before, '0'), 90)
    wait_for('health', lambda: machine.code('/health') == '200')


def step_killed_nginx_starts_again(machine):
    machine.must('systemctl', 'kill', '-s', 'KILL', 'nginx')
    machine('systemctl', 'stop', 'nginx')
    machine.must('systemctl', 'start', 'nginx')
    wait_for('health', lambda: machine.code('/health') == '200')
    assert 'orientatie_places ' in machine.must(
        'curl', '-s', '--unix-socket', '/run/orientatie/metrics.sock',
        'http://x/metrics')


def step_backup_and_doctor(machine):
    machine.must('systemctl', 'start', 'orientatie-backup')
    made = machine.must('ls', '/var/lib/orientatie/backup').split()
    same(len(made), 1)
    said = machine.must('orientatie', 'verify',
                        f'/var/lib/orientatie/backup/{made[0]}')
    assert '1 aanmeldingen' in said, said
    said = machine('orientatie', 'doctor').stdout
    assert 'ok\tdatabase' in said, said


def step_restart_and_upgrade_lose_no_request(machine):
    load = machine.load(10000)
    restarts = 0
    while load.poll() is None and restarts < 3:
        machine.must('systemctl', 'restart', 'orientatie-signup',
                     'orientatie-desk')
        restarts += 1
        time.sleep(0.3)
    machine.must('dpkg', '-i', '/root/two.deb')
    upgraded = load.poll() is None
    codes = json.loads(load.communicate()[0])
    same(codes, {'200': 10000})
    assert upgraded, 'the load had ended before the upgrade had'
    print(f'     10000 requests, {restarts} restarts and an upgrade, 0 lost')
    assert machine.must('dpkg-query', '-W', '-f', '${Version}',
                        'orientatie').endswith('.1')
    same(machine.code(machine.page), '200')


def step_removed_leaves_the_data(machine):
    machine.must('dpkg', '-r', 'orientatie')
    machine.must('test', '-s', '/var/lib/orientatie/orientatie.db')
    machine.must('systemctl', 'is-active', 'nginx')
    same(machine('test', '-e', '/usr/bin/orientatie').returncode, 1)
    machine.must('dpkg', '-i', '/root/two.deb')
    machine.must('orientatie-setup', HOST, 'smtp://127.0.0.1:2525',
                 f'bijeenkomst@{HOST}')
    wait_for('health', lambda: machine.code('/health') == '200')
    same(machine.code(machine.page), '200')


def step_purged_leaves_nothing(machine):
    machine.must('dpkg', '-P', 'orientatie')
    for path in ('/var/lib/orientatie', '/etc/orientatie',
                 '/etc/nginx/sites-enabled/orientatie'):
        same(machine('test', '-e', path).returncode, 1)
    machine.must('nginx', '-t')


def main():
    if os.getuid() != 0:
        skip('not root')
    for tool in 'debootstrap', 'unshare', 'nsenter', 'ip':
        if shutil.which(tool) is None:
            skip(f'{tool} is missing')
    base_tree()
    machine = Machine()
    passed = 0
    try:
        machine.boot()
        for name, step in list(globals().items()):
            if name.startswith('step_'):
                step(machine)
                print(f'ok {name[5:]}', flush=True)
                passed += 1
    except AssertionError:
        print(machine('journalctl', '-n', '40', '--no-pager').stdout)
        raise
    finally:
        machine.end()
    print(f'install: {passed} passed, 0 failed')


if __name__ == '__main__':
    main()
