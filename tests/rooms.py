#!/usr/bin/python3
"""The plan of the house, held against the code.

Three things are refused: an include that does not run to the left, an arrow
between folders of one room that is not declared here, and a circle between
files, which a shared header could hide and the linker cannot.

    rooms.py BUILD OBJECT...    the objects of the product, below BUILD
"""
import os
import re
import subprocess
import sys

# A room includes itself and the rooms before it.
ROOMS = ['core', 'db', 'templates', 'mail', 'acts', 'export', 'cgi', 'tool',
         'tests']

# Inside a room a folder includes its parents and what is named here.
INSIDE = {
    'db/registration': ['db/event'],
    'db/people': ['db/event', 'db/registration'],
    'db/gemeente': ['db/event'],
    'db/campaign': ['db/event', 'db/gemeente', 'db/mail'],
    'db/retention': ['db/event', 'db/registration'],
    'templates': ['templates/public'],      # the domain in words
    'templates/mail': ['templates/public'],     # a person, the event
    'templates/desk': ['templates/public'],     # the form, by an organiser
    'mail': ['mail/compose'],
    # A connection and its login; the marks of a letter.
    'mail/bounce': ['mail/relay', 'mail/compose'],
    'cgi': ['cgi/http'],
    'cgi/form': ['cgi/http'],
    'cgi/signup': ['cgi/form', 'cgi/http'],
    # What is asked before an act says whom it is about; the log as a file.
    'cgi/desk': ['cgi/form', 'cgi/http', 'cgi/desk/event',
                 'cgi/desk/export'],
    'cgi/desk/account': ['cgi/form', 'cgi/http'],
    'cgi/desk/campaign': ['cgi/form', 'cgi/http', 'cgi/desk/export',
                          'cgi/desk/people'],
    'cgi/desk/door': ['cgi/form', 'cgi/http', 'cgi/desk/account',
                      'cgi/desk/export'],
    'cgi/desk/event': ['cgi/form', 'cgi/http'],
    'cgi/desk/export': ['cgi/form', 'cgi/http', 'cgi/desk/people',
                        'cgi/desk/gemeenten'],      # their filters
    'cgi/desk/gemeenten': ['cgi/form', 'cgi/http'],
    'cgi/desk/mail': ['cgi/http'],
    'cgi/desk/people': ['cgi/form', 'cgi/http'],
}
MADE = {'templates.h': 'templates', 'assets.h': 'templates',
        'places.h': 'db/gemeente'}
INCLUDE = re.compile(r'^(?:#|\{\{)[ \t]*include "([^"]+)"', re.M)


def sources():
    for room in ROOMS:
        for folder, _, names in os.walk(room):
            if folder.startswith('tests/templates/data'):
                continue
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(('.c', '.h')) or room != 'tests' and \
                        name.endswith(('.html', '.txt')):
                    yield path


def may_include(folder, other):
    """Why not, or None."""
    room, target = folder.split('/')[0], other.split('/')[0]
    if target not in ROOMS:
        return 'which is no room'
    if room != target:
        if ROOMS.index(target) < ROOMS.index(room):
            return None
        return f'{target}/ stands to the right of {room}/'
    if room == 'tests' or folder == other or \
            folder.startswith(other + '/') or other in INSIDE.get(folder, []):
        return None
    return 'tests/rooms.py declares no such arrow'


def wrong_includes():
    for path in sources():
        with open(path, encoding='utf-8') as file:
            for included in INCLUDE.findall(file.read()):
                home = MADE.get(included) or os.path.dirname(included)
                why = may_include(os.path.dirname(path), home)
                if why:
                    yield f'{path}: must not include {included}: {why}'


def uses(objects):
    """Object by object, the objects that define what it refers to."""
    listing = subprocess.run(['nm', '-A', '-g', *objects], check=True,
                             capture_output=True, text=True).stdout
    home, wanted = {}, {o: set() for o in objects}
    for line in listing.splitlines():
        path, rest = line.split(':', 1)
        *_, kind, symbol = rest.split()
        if kind == 'U':
            wanted[path].add(symbol)
        else:
            home[symbol] = path
    return {o: sorted({home[s] for s in wanted[o] if s in home} - {o})
            for o in objects}


def circles(graph):
    """The groups of files that call one another in a circle (Tarjan)."""
    index, low, stack, found = {}, {}, [], []

    def visit(node):
        index[node] = low[node] = len(index)
        stack.append(node)
        for other in graph[node]:
            if other not in index:
                visit(other)
                low[node] = min(low[node], low[other])
            elif other in stack:
                low[node] = min(low[node], index[other])
        if low[node] == index[node]:
            at = stack.index(node)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    sys.setrecursionlimit(10000)
    for node in sorted(graph):
        if node not in index:
            visit(node)
    return found


def main(build, *objects):
    bad = list(wrong_includes())
    graph = uses(objects)
    for circle in circles(graph):
        bad.append('a circle: ' + ' '.join(
            os.path.relpath(o, build).removesuffix('.o') for o in circle))
    print('\n'.join(bad) if bad else
          f'rooms: every arrow is declared, {len(graph)} files, no circle')
    return 1 if bad else 0


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
