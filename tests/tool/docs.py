#!/usr/bin/python3
"""What the documents name is there, and the statements leave nothing out."""
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
# WCAG 2.2 at A and AA: chapter, guideline, criteria.
CRITERIA = {
    '1.1': '1', '1.2': '1 2 3 4 5', '1.3': '1 2 3 4 5',
    '1.4': '1 2 3 4 5 10 11 12 13', '2.1': '1 2 4', '2.2': '1 2',
    '2.3': '1', '2.4': '1 2 3 4 5 6 7 11', '2.5': '1 2 3 4 7 8',
    '3.1': '1 2', '3.2': '1 2 3 4 6', '3.3': '1 2 3 4 7 8', '4.1': '2 3',
}


def read(name):
    with open(os.path.join(ROOT, name), encoding='utf-8') as f:
        return f.read()


def named(text):
    """Criteria at the beginning of a row, 1.2.1–1.2.5 as five."""
    found = set()
    for row in re.findall(r'^\| (\d.*?) \|', text, re.M):
        numbers = re.findall(r'\d\.\d\.\d+', row)
        if '–' in row.split(' ')[0]:
            head, last = numbers[0][:4], int(numbers[1][4:])
            numbers = [f'{head}{i}' for i in range(int(numbers[0][4:]),
                                                   last + 1)]
        found |= set(numbers)
    return found


def test_every_criterion_has_its_evidence():
    wanted = {f'{guideline}.{one}' for guideline, ones in CRITERIA.items()
              for one in ones.split()}
    assert len(wanted) == 55, len(wanted)
    text = read('docs/wcag.md')
    assert named(text) == wanted, named(text) ^ wanted
    assert named(text.replace('| 3.3.8', '| x')) != wanted


def test_what_the_documents_name_is_there():
    for name in ('docs/wcag.md', 'docs/bio2.md', 'SECURITY.md',
                 'ARCHITECTURE.md', 'README.md'):
        for path in re.findall(r'\b((?:tests|docs|tool)/[\w/]+\.\w+)',
                               read(name)):
            assert os.path.exists(os.path.join(ROOT, path)), \
                f'{name} names {path}'


def main():
    passed, failed = 0, 0
    for name, test in list(globals().items()):
        if not name.startswith('test_'):
            continue
        try:
            test()
            print(f'ok {name[5:]}')
            passed += 1
        except AssertionError as error:
            failed += 1
            print(f'FAILED {name[5:]}: {error}')
    print(f'docs: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
