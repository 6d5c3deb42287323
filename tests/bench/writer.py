#!/usr/bin/python3
"""What a sign-up of three costs the writer, and what it leaves behind.

Usage: writer.py [SECONDS] [WAITING]

The sign-up server's writer is the thread that has used most processor time;
its time per sign-up does not depend on what else the machine does, as
requests a second would.  The event has room for all at first: the last tenth
of the rounds stands beside the first, because a cost that grows with the
table would show there.  Then another event is full, with WAITING delegations
in its line, beside one with none.  Four letters are owed by each sign-up and
none is sent.  Prints rows for people, and the last lines are JSON for
build/bench.json.
"""
import glob
import json
import os
import re
import shutil
import statistics
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'outside'))

from instance import Instance, ROOT, free_port  # noqa: E402

SECONDS = int(sys.argv[1]) if len(sys.argv) > 1 else 20
WAITING = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
TICK = os.sysconf('SC_CLK_TCK')


def writer_seconds(instance):
    """Of the thread of signup.fcgi that has worked most: it writes."""
    pid = next(pid for pid, line in instance.processes().items()
               if line.split(' ')[0].endswith('/signup.fcgi'))
    used = []
    for path in glob.glob(f'/proc/{pid}/task/*/stat'):
        with open(path) as f:
            stat = f.read().rpartition(') ')[2].split()
        used.append((int(stat[11]) + int(stat[12])) / TICK)
    return max(used)


def sign_up(instance, name, seconds):
    """Sign-ups for so long: how many, and the writer's seconds of them."""
    count = 'SELECT count(*) FROM registration'
    before, used = instance.sql(count)[0][0], writer_seconds(instance)
    done = subprocess.run(
        ['wrk', '-t1', '-c32', f'-d{seconds}s', '-s', f'{HERE}/signup.lua',
         instance.base], capture_output=True, text=True, check=True,
        env={**os.environ, 'BENCH_ROUND': name,
             'BENCH_GEMEENTEN': f'{ROOT}/db/gemeente/gemeenten.csv'})
    assert not re.search('Non-2xx|Socket errors', done.stdout), done.stdout
    return (instance.sql(count)[0][0] - before,
            writer_seconds(instance) - used)


def cost(instance, name, seconds=2):
    count, used = sign_up(instance, name, seconds)
    return used / count * 1000


def bytes_of(instance):
    """All of the database; its log has a size of its own, that is bounded."""
    return (instance.sql('PRAGMA page_count')[0][0] *
            instance.sql('PRAGMA page_size')[0][0])


def row(name, figure, floor, unit, aim):
    ratio = round(figure / floor, 3)
    print('%-44s %8.3f %s  beside %8.3f  ratio %.3f  aim %s' % (
        name, figure, unit, floor, ratio, aim), flush=True)
    return {'name': name, 'figure': round(figure, 3), 'floor':
            round(floor, 3), 'ratio': ratio, 'unit': unit, 'aim': aim}


def main():
    rows = []
    # Nothing answers there: the letters wait.
    instance = Instance(SMTP_URL=f'smtp://127.0.0.1:{free_port()}')
    try:
        instance.tool('event', 'set', 'capaciteit', '10000000')
        size, parts = bytes_of(instance), []
        for i in range(max(SECONDS // 2, 4)):
            parts.append(cost(instance, f'groei{i}'))
        total = instance.sql('SELECT count(*) FROM registration')[0][0]
        rows.append(row(f'writer CPU of a sign-up, the last of {total}',
                        parts[-1], parts[0], 'ms',
                        '<= 1.2, and <= 0.30 ms'))
        rows.append(row('database of a sign-up, nothing sent yet',
                        (bytes_of(instance) - size) / total / 1000, 2.5,
                        'kB', '<= 1'))
    finally:
        instance.stop()
        shutil.rmtree(instance.data)
    instance = Instance(SMTP_URL=f'smtp://127.0.0.1:{free_port()}')
    try:
        instance.tool('event', 'set', 'capaciteit', '30')
        sign_up(instance, 'vol', 1)
        none = statistics.median(
            [cost(instance, f'weinig{i}', 1) for i in range(2)])
        while instance.sql("SELECT count(DISTINCT registration) FROM"
                           " participant WHERE status = 'wachtlijst'"
                           )[0][0] < WAITING:
            sign_up(instance, 'meer' + str(bytes_of(instance)), 1)
        many = statistics.median(
            [cost(instance, f'veel{i}', 2) for i in range(3)])
        waiting = instance.sql('SELECT count(*) FROM registration')[0][0]
        rows.append(row(f'writer CPU, full and {waiting} in line', many,
                        none, 'ms', '<= 1.18'))
    finally:
        instance.stop()
        shutil.rmtree(instance.data)
    print(',\n  '.join(json.dumps(one) for one in rows))


if __name__ == '__main__':
    main()
