#!/usr/bin/python3
"""The desk with a hundred thousand people: `make bench-desk`.

Usage: desk.py [PEOPLE]

For each page and each export: the median of what a request took, one after
another through nginx, the slowest of them, and the processor time of the
desk's own process; then the most memory that it held.  Kept as
build/bench-desk.json.
"""
import json
import os
import re
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
        """The answer, with its body read to the end in .size."""
        connection = self.instance.connect(300)
        connection.request(method, path, body, {
            'Content-Type': 'application/x-www-form-urlencoded',
            'Cookie': getattr(self, 'cookie', ''),
            'Origin': self.instance.base})
        answer = connection.getresponse()
        answer.size = len(answer.read())
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
        before, took = self.cpu(), []
        for _ in range(times):
            start = time.monotonic()
            answer = self.ask('GET', path)
            took.append(time.monotonic() - start)
            assert answer.status == 200, (path, answer.status)
        cpu = (self.cpu() - before) / times
        print('%-24s median %8.1f ms  slowest %8.1f ms  processor %8.1f ms'
              '  %9.1f kB' % (name, 1000 * statistics.median(took),
                              1000 * max(took), 1000 * cpu,
                              answer.size / 1000), flush=True)
        return {'name': name, 'bytes': answer.size,
                'median_ms': round(1000 * statistics.median(took), 2),
                'slowest_ms': round(1000 * max(took), 2),
                'cpu_ms': round(1000 * cpu, 2)}


def main():
    instance = Instance()
    try:
        subprocess.run([f'{HERE}/people.py', f'{ROOT}/build/orientatie',
                        f'{instance.data}/orientatie.conf', PEOPLE],
                       check=True)
        desk = Desk(instance)
        rows = [desk.measure(*page) for page in PAGES]
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
