#!/usr/bin/python3
"""What the desk holds at most: many workbooks, sixteen at a time, and 20,000
requests of all kinds.

    memory.py [PEOPLE [BOOKS]]
"""
import concurrent.futures
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, '..', 'outside'))
sys.path.insert(0, os.path.join(HERE, '..', 'bench'))

from instance import Instance, ROOT  # noqa: E402
from desk import Desk, PAGES  # noqa: E402

PEOPLE = sys.argv[1] if len(sys.argv) > 1 else '6000'
BOOKS = int(sys.argv[2]) if len(sys.argv) > 2 else 48
REQUESTS = 20000
BOUND = 64      # MB


def main():
    instance = Instance()
    try:
        subprocess.run([f'{ROOT}/tests/bench/people.py',
                        f'{ROOT}/build/orientatie',
                        f'{instance.data}/orientatie.conf', PEOPLE],
                       check=True, stdout=subprocess.DEVNULL)
        desk = Desk(instance)
        codes = {}

        def ask(path):
            status = desk.ask('GET', path).status
            codes[status] = codes.get(status, 0) + 1

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(ask, ['/beheer/export.xlsx'] * BOOKS))
            books = desk.memory()
            pages = [path for _, path, _ in PAGES if '.' not in path]
            list(pool.map(ask, (pages[i % len(pages)]
                                for i in range(REQUESTS))))
        print(f'{PEOPLE} people: {books:.1f} MB after {BOOKS} workbooks, 16 '
              f'at a time; {desk.memory():.1f} MB after {REQUESTS} more '
              f'requests; answers {codes}')
        return desk.memory() > BOUND
    finally:
        instance.stop()
        shutil.rmtree(instance.data)


if __name__ == '__main__':
    sys.exit(main())
