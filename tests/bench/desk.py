#!/usr/bin/python3
"""The desk with a hundred thousand people: `make bench-desk`.

Usage: desk.py [PEOPLE]

For each page and each export: the median of what a request took, one after
another through nginx, the slowest of them, when the first byte came, and the
processor time of the desk's own process.  Then the exports beside their
floors, in seconds of the processor: the sqlite3 shell writing the same join
(attendees.sql), and libxlsxwriter writing the same cells (cells.c); and the
most memory that the desk held.  Kept as build/bench-desk.json.
"""
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import time
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'outside'))

from instance import Instance, ROOT  # noqa: E402

PEOPLE = sys.argv[1] if len(sys.argv) > 1 else '113000'
TICK = os.sysconf('SC_CLK_TCK')
PAGES = [
    ('overview', '/beheer/', 100),
    ('list', '/beheer/aanmeldingen', 100),
    ('search, a name', '/beheer/aanmeldingen?q=jansenveld', 100),
    ('search, a common word', '/beheer/aanmeldingen?q=van', 100),
    ('search, a slip', '/beheer/aanmeldingen?q=van+jansenvled', 100),
    ('search, nobody', '/beheer/aanmeldingen?q=wladyslawa', 100),
    ('search, everybody', '/beheer/aanmeldingen?q=adviseur', 100),
    ('door, a slip', '/beheer/deur?q=van+jansenvled', 100),
    ('door, nobody', '/beheer/deur?q=wladyslawa', 100),
    ('coverage', '/beheer/gemeenten', 100),
    ('door list', '/beheer/deurlijst', 100),
    ('mail', '/beheer/mail', 100),
    ('export.csv', '/beheer/export.csv', 3),
    ('export.xlsx', '/beheer/export.xlsx', 3),
    ('machine.json', '/beheer/machine.json', 3),
]


class Desk:
    def __init__(self, instance):
        self.instance = instance
        self.pid = next(pid for pid, line in instance.processes().items()
                        if line.split(' ')[0].endswith('/desk.fcgi'))
        answer = self.ask('POST', '/beheer/inloggen', urllib.parse.urlencode(
            {'gebruiker': 'organisator',
             'wachtwoord': instance.password()}))
        assert answer.status == 303, answer.status
        self.cookie = answer.headers['Set-Cookie'].partition(';')[0]
        # A password takes 64 MiB for a tenth of a second, which go back to
        # the system: what the pages and files hold is counted without.
        self.password_memory = self.memory()
        with open(f'/proc/{self.pid}/clear_refs', 'w') as f:
            f.write('5')

    def ask(self, method, path, body=None):
        """The answer, with its body read to the end in .body."""
        connection = self.instance.connect(300)
        connection.request(method, path, body, {
            'Content-Type': 'application/x-www-form-urlencoded',
            'Cookie': getattr(self, 'cookie', ''),
            'Origin': self.instance.base})
        begun = time.monotonic()
        answer = connection.getresponse()
        answer.body = answer.read(1)
        answer.first = time.monotonic() - begun
        answer.body += answer.read()
        connection.close()
        return answer

    def cpu(self):
        """Seconds of the processor that the desk has used."""
        with open(f'/proc/{self.pid}/stat') as f:
            stat = f.read().rpartition(') ')[2].split()
        return (int(stat[11]) + int(stat[12])) / TICK

    def memory(self):
        """The most that it held at any time, in MB."""
        with open(f'/proc/{self.pid}/status') as f:
            return int(re.search(r'VmHWM:\s+(\d+)', f.read()).group(1)) / 1024

    def measure(self, name, path, times):
        before, took, first = self.cpu(), [], []
        for _ in range(times):
            start = time.monotonic()
            answer = self.ask('GET', path)
            took.append(time.monotonic() - start)
            first.append(answer.first)
            assert answer.status == 200, (path, answer.status)
        cpu = (self.cpu() - before) / times
        self.body = answer.body
        row = {'name': name, 'bytes': len(answer.body),
               'median_ms': 1000 * statistics.median(took),
               'slowest_ms': 1000 * max(took),
               'first_byte_ms': 1000 * statistics.median(first),
               'cpu_ms': 1000 * cpu}
        print('%(name)-24s median %(median_ms)8.1f ms  slowest'
              ' %(slowest_ms)8.1f  first byte %(first_byte_ms)8.1f  processor'
              ' %(cpu_ms)8.1f  %(bytes)9d bytes' % row, flush=True)
        return row


def shell_seconds(instance):
    """Of the processor, for the sqlite3 shell to write the same join."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with open(f'{HERE}/attendees.sql') as f, \
            open(f'{instance.data}/floor.csv', 'w') as to:
        subprocess.run(['sqlite3', '-csv', f'{instance.data}/orientatie.db'],
                       stdin=f, stdout=to, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime -
            before.ru_utime - before.ru_stime)


def library_seconds(instance, csv):
    """Of the processor, for libxlsxwriter to write the same cells."""
    with open(f'{instance.data}/cells.csv', 'wb') as f:
        f.write(csv)
    return float(subprocess.run(
        [f'{ROOT}/build/cells', f'{instance.data}/cells.csv',
         f'{instance.data}/cells.xlsx'],
        stdout=subprocess.PIPE, check=True).stdout)


def beside(name, seconds, floor, aim):
    row = {'name': f'{name} beside its floor', 'figure': seconds,
           'floor': floor, 'ratio': seconds / floor, 'aim': aim}
    print('%(name)-34s %(figure)7.2f s  floor %(floor)7.2f s'
          '  ratio %(ratio).2f  aim %(aim)s' % row, flush=True)
    return row


def main():
    instance = Instance()
    try:
        subprocess.run([f'{HERE}/people.py', f'{ROOT}/build/orientatie',
                        f'{instance.data}/orientatie.conf', PEOPLE],
                       check=True)
        desk = Desk(instance)
        rows = [desk.measure(*page) for page in PAGES]
        took = {row['name']: row['cpu_ms'] / 1000 for row in rows}
        csv = desk.ask('GET', '/beheer/export.csv').body
        rows += [
            beside('export.csv', took['export.csv'], statistics.median(
                shell_seconds(instance) for _ in range(3)), '<= 1.2'),
            beside('export.xlsx', took['export.xlsx'], statistics.median(
                library_seconds(instance, csv) for _ in range(3)), '<= 1.3'),
        ]
        print(f'the desk held {desk.memory():.1f} MB at the most, and '
              f'{desk.password_memory:.1f} MB while it tried a password')
        with open(f'{ROOT}/build/bench-desk.json', 'w') as f:
            json.dump({'people': int(PEOPLE), 'memory_mb': desk.memory(),
                       'password_memory_mb': desk.password_memory,
                       'rows': rows}, f, indent=1)
    finally:
        instance.stop()
        shutil.rmtree(instance.data)


if __name__ == '__main__':
    main()
