#!/usr/bin/python3
"""Bugs that nobody thought of: rows as those of the table, made at random.

    chance.py N SEED

An operator, a constant or a whole statement of a line that runs becomes
another one.  The tests that are nearest to the file are asked first, the real
processes at last.
"""
import glob
import os
import random
import re
import sys

ROOMS = 'core db templates mail acts export cgi'.split()
NEAREST = 24    # tests that are asked
# What stands there, and what comes instead of it.
EDITS = [(re.compile(pattern), instead) for pattern, instead in (
    (r' <(?= )', ' <='), (r' <=(?= )', ' <'), (r' >(?= )', ' >='),
    (r' >=(?= )', ' >'), (r' ==(?= )', ' !='), (r' !=(?= )', ' =='),
    (r' &&', ' ||'), (r' \|\|', ' &&'), (r' \+(?= \w)', ' -'),
    (r' -(?= \w)', ' +'), (r'\btrue\b', 'false'), (r'\bfalse\b', 'true'),
    (r'(?<=[ (])0(?=[,;) ])', '1'), (r'(?<=[ (])1(?=[,;) ])', '2'),
    (r'(?<=\()!(?=\w)', ''), (r'\+\+', '--'),
    (r'(?m)(?<=\t)continue;$', ';'), (r'(?m)(?<=\t)break;$', ';'),
    (r'(?m)(?<=\t)[\w>.\[\]-]+ [+|-]?= [^;{}]+;$', ';'),
    (r'(?m)(?<=\t)(?!return|assert)\w+\([^;{}]*\);$', ';'))]
NO_CODE = re.compile(
    r'/\*.*?\*/|"(?:\\.|[^"\\\n])*"|' r"'(?:\\.|[^'\\])+'"
    r'|^#(?:[^\n]*\\\n)*[^\n]*$|\b(?:assert|_Static_assert)\([^;]*;',
    re.S | re.M)


def sites(source):
    """(begin, end, instead) of all that can be edited, in functions alone."""
    bare = NO_CODE.sub(lambda m: re.sub(r'[^\n]', ' ', m[0]), source)
    for body in re.finditer(r'(?ms)^\{$.*?^\}$', bare):
        for pattern, instead in EDITS:
            for m in pattern.finditer(bare, body.start(), body.end()):
                yield m.start(), m.end(), instead


def tests_near(path):
    folder, name = os.path.split(path)
    stem = name[:-2]

    def distance(test):
        with open(test) as f:
            told = len(re.findall(rf'\b{stem}_|/{stem}\.h', f.read()))
        at = os.path.relpath(os.path.dirname(test), 'tests')
        return (os.path.basename(test) != f'test_{stem}.c', told == 0,
                at != folder, not at.startswith(path.split('/')[0]), -told,
                test)
    found = glob.glob('tests/**/test_*.c', recursive=True)
    return [os.path.basename(t)[:-2] for t in sorted(found, key=distance)
            if '/proof/' not in t][:NEAREST]


def main():
    count, seed = int(sys.argv[1]), int(sys.argv[2])
    dice = random.Random(seed)
    files = sorted(f for room in ROOMS
                   for f in glob.glob(f'{room}/**/*.c', recursive=True)
                   if '/compiler/' not in f)
    every = []
    for path in files:
        with open(path) as f:
            source = f.read()
        every += [(path, source, *site) for site in sites(source)]
    for path, source, begin, end, instead in dice.sample(every, count):
        line = source.count('\n', 0, begin) + 1
        was = re.sub(r"\W*\s+\W*|;$", "_", source[begin:end].strip())[:50]
        print(f'{path}:{line}:{was}_becomes_{instead.strip() or "nothing"}',
              ','.join(tests_near(path) + ['end_to_end:']), path,
              f'substr($_, {len(source[:begin].encode())},'
              f' {len(source[begin:end].encode())}) = q{{{instead}}}',
              sep='\t')


if __name__ == '__main__':
    main()
