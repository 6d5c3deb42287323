#!/usr/bin/python3
"""The proof of the waiting list: many race for the last places.

Clients sign up, each form sent twice at the same moment, and press the
buttons to cancel and to come back, while another process, the tool, makes
the event larger and smaller.  The audit log gives the order in which all of
it took effect.  A model written apart from the product does the same one
after the other; everybody's place must be what the model says.

    race.py             the race
    race.py --control   the same race against a copy of the tree in which a
                        transaction is not immediate and the lock between
                        processes is not taken: it must go wrong there
"""
import contextlib
import io
import os
import random
import shutil
import sys
import tempfile
import threading
import time
import traceback
from urllib.parse import urlencode

from instance import Instance, ROOT

CLIENTS = 72
ROUNDS = 8                      # delegations of each client
FIRST = 20                      # places when it begins
LAST = 400                      # and when all is done: too few for all
STEPS = (10, -20, 5, 15)        # a size, seen from the places taken then
SIZES = 2                       # at least so many are set in each round
PACED = 9                       # one client in so many waits for them
FORM = {'Content-Type': 'application/x-www-form-urlencoded'}
POLICIES = ('alles', 'passend', 'wethouder')


class Race:
    """What was done and what came of it."""

    def __init__(self, instance):
        self.instance = instance
        self.lock = threading.Lock()
        self.answers = []       # (what was asked, status or exception)
        self.pages = {}         # key -> the pages that it led to
        self.capacities = []    # in the order in which they were set
        self.tools = []         # what the tool ended with
        self.sized = threading.Condition()
        self.start = threading.Barrier(CLIENTS + 1)
        self.over = threading.Event()

    def post(self, path, fields, headers=FORM):
        """The page that the answer leads to, or None."""
        connection = self.instance.connect()
        try:
            connection.request('POST', path, urlencode(fields), headers)
            answer = connection.getresponse()
            answer.read()
            status, page = answer.status, answer.headers['Location']
        except OSError as fault:
            status, page = repr(fault), None
        finally:
            connection.close()
        with self.lock:
            self.answers.append((path.split('/')[1], status))
        return page

    def sign_up(self, form):
        page = self.post('/aanmelden', form)
        with self.lock:
            self.pages.setdefault(form['sleutel'], []).append(page)

    def client(self, number):
        dice = random.Random(number)
        self.start.wait()
        for turn in range(ROUNDS):
            if number % PACED == 0:
                self.wait_for_sizes(turn * SIZES)
            form = delegation(dice, f'race-{number:03}-{turn}-'
                              f'{dice.randrange(10**12):012}')
            twin = threading.Thread(target=self.sign_up, args=(form,))
            twin.start()
            self.sign_up(form)
            twin.join()
            page = self.pages[form['sleutel']][0]
            if page is not None:
                self.press_buttons(dice, page)

    def wait_for_sizes(self, number):
        """
        However fast the clients are, the tool is in among them; those who
        wait are few, so that not all of them come back at once.
        """
        with self.sized:
            self.sized.wait_for(lambda: len(self.tools) >= number, 60)

    def press_buttons(self, dice, page):
        """One in two cancels, and one in two of those comes back."""
        who = dice.choice(({}, {'deelnemer': 1}))
        if dice.random() < 0.5:
            self.post(page, {'actie': 'afmelden', **who})
            if dice.random() < 0.5:
                self.post(page, {'actie': 'herstellen',
                                 'besluit': 'wachten', **who})

    def set_capacity(self, capacity):
        done = self.instance.tool('event', 'set', 'capaciteit',
                                  str(capacity))
        with self.sized:
            self.tools.append((done.returncode, done.stderr))
            self.sized.notify_all()
        if done.returncode == 0:
            self.capacities.append(capacity)

    def resize(self):
        self.start.wait()
        while not self.over.is_set():
            taken = places_taken(self.instance)
            self.set_capacity(max(0, taken + STEPS[len(self.tools) % 4]))

    def run(self):
        self.set_capacity(FIRST)
        clients = [threading.Thread(target=self.client, args=(i,))
                   for i in range(CLIENTS)]
        tool = threading.Thread(target=self.resize)
        for thread in clients + [tool]:
            thread.start()
        for thread in clients:
            thread.join()
        self.over.set()
        tool.join()
        self.set_capacity(LAST)


def places_taken(instance):
    return instance.sql("SELECT count(*) FROM participant "
                        "WHERE status = 'bevestigd'")[0][0]


def delegation(dice, key):
    fields = {
        'sleutel': key, 'gemeente': 'GM0344', 'contact_voornaam': 'Fleur',
        'contact_achternaam': 'Dijk',
        'contact_email': f'{key}@utrecht.example',
        'wachtlijst': dice.choice(POLICIES),
    }
    for number in range(1, dice.randint(1, 3) + 1):
        fields.update({f'deelnemer_{number}_voornaam': f'Gast{number}',
                       f'deelnemer_{number}_achternaam': 'Dijk',
                       f'deelnemer_{number}_rol':
                       dice.choice(('wethouder', 'medewerker'))})
    return fields


class Model:
    """The waiting list by its description, one thing after the other."""

    def __init__(self, people):
        self.people = people    # registration -> [(id, role)], in order
        self.line = []          # (registration, id, role, policy)
        self.places = {}        # id -> status
        self.capacity = 0
        self.told = 0           # delegations that moved up by others' doing

    def wait(self, registration, policy, ids=None):
        for number, role in self.people[registration]:
            if ids is None or number in ids:
                self.line.append((registration, number, role, policy))
                self.places[number] = 'wachtlijst'

    def cancel(self, ids):
        self.line = [one for one in self.line if one[1] not in ids]
        self.places.update(dict.fromkeys(ids, 'afgemeld'))

    def groups(self):
        found = []
        for one in self.line:
            if not found or found[-1][0][0] != one[0]:
                found.append([])
            found[-1].append(one)
        return found

    def left(self):
        return self.capacity - list(self.places.values()).count('bevestigd')

    def give(self, concerned):
        moved = set()
        for group in self.groups():
            left, policy = self.left(), group[0][3]
            if left <= 0 or (policy == 'alles' and len(group) > left):
                continue
            if policy == 'wethouder':
                group.sort(key=lambda one: one[2] != 'wethouder')
            for one in group[:left]:
                self.places[one[1]] = 'bevestigd'
                self.line.remove(one)
                if one[1] not in concerned:
                    moved.add(one[0])
        self.told += len(moved)


def replay(race):
    """
    The model after all that the audit log tells; on the way as many have to
    have moved up as the log says, so that nobody got a place too early.
    """
    sql = race.instance.sql
    people, policies = {}, dict(sql('SELECT id, wachtlijst FROM '
                                    'registration'))
    for registration, number, role in sql(
            'SELECT registration, id, rol FROM participant '
            'ORDER BY registration, positie'):
        people.setdefault(registration, []).append((number, role))
    model, capacities = Model(people), iter(race.capacities)
    for what, registration, participant, setting, told in sql(
            "SELECT wat, registration, participant, toelichting, (SELECT "
            "count(*) FROM audit o WHERE o.wie = 'systeem' AND o.id < a.id) "
            "FROM audit a WHERE wie <> 'systeem' ORDER BY id"):
        concerned = [number for number, _ in people.get(registration, [])
                     if participant in (None, 0, number)]
        if what == 'ingesteld' and setting == 'Aantal plaatsen':
            assert model.told == told, (what, model.told, told)
            model.capacity = next(capacities)
            model.give(())
            continue
        elif what == 'aangemeld':
            model.wait(registration, policies[registration])
        elif what == 'afgemeld':
            model.cancel(concerned)
        elif what == 'hersteld':
            concerned = [i for i in concerned
                         if model.places[i] == 'afgemeld']
            model.wait(registration, policies[registration], concerned)
        else:
            continue
        model.give(concerned)
        assert model.told == told, (what, registration, model.told, told)
    return model


def test_every_client_got_a_303(race):
    wrong = [answer for answer in race.answers if answer[1] != 303]
    assert not wrong, f'{len(wrong)} of {len(race.answers)}: {wrong[:5]}'


def test_the_tool_could_set_the_capacity_each_time(race):
    wrong = [done for done in race.tools if done[0] != 0]
    assert not wrong, f'{len(wrong)} of {len(race.tools)}: {wrong[:3]}'


def test_every_key_is_one_row_and_one_page(race):
    rows = race.instance.sql('SELECT count(*), count(DISTINCT sleutel_hash), '
                             'count(DISTINCT contact_email) FROM '
                             'registration')[0]
    assert rows == (CLIENTS * ROUNDS,) * 3, rows
    wrong = {key: pages for key, pages in race.pages.items()
             if len(pages) != 2 or len(set(pages)) != 1}
    assert not wrong, wrong


def test_everybody_has_the_place_of_one_after_the_other(race):
    model = replay(race)
    rows = dict(race.instance.sql('SELECT id, status FROM participant'))
    wrong = {number: (status, model.places.get(number))
             for number, status in rows.items()
             if status != model.places.get(number)}
    assert not wrong, f'{len(wrong)} of {len(rows)}: {wrong}'


def test_the_capacity_is_taken_as_far_as_those_who_wait_fit(race):
    left = LAST - places_taken(race.instance)
    assert left >= 0, f'{-left} places too many were given'
    waiting = race.instance.sql(
        "SELECT r.wachtlijst, count(*) FROM participant p "
        "JOIN registration r ON r.id = p.registration "
        "WHERE p.status = 'wachtlijst' GROUP BY p.registration, p.rij")
    assert waiting, 'nobody waits: this was no race'
    fits = [one for one in waiting
            if left >= (one[1] if one[0] == 'alles' else 1)]
    assert not fits, f'{left} places are left and {fits} wait'


def test_it_was_a_race(race):
    done = dict(race.instance.sql('SELECT wat, count(*) FROM audit '
                                  'GROUP BY wat'))
    for what, least in (('aangemeld', CLIENTS * ROUNDS), ('afgemeld', 50),
                        ('hersteld', 20), ('opgeschoven', 20),
                        ('ingesteld', 10)):
        assert done.get(what, 0) >= least, f'{what}: {done}'


def test_the_database_is_sound(race):
    assert race.instance.sql('PRAGMA integrity_check') == [('ok',)]
    assert race.instance.sql('PRAGMA foreign_key_check') == []


def run_race(root):
    """How many of the tests passed, and how many failed."""
    tests = [test for name, test in globals().items()
             if name.startswith('test_')]
    instance, passed = Instance(root), 0
    try:
        race = Race(instance)
        begin = time.monotonic()
        race.run()
        print(f'{len(race.answers)} requests, {len(race.tools)} sizes, '
              f'{time.monotonic() - begin:.1f} s', flush=True)
        for test in tests:
            try:
                test(race)
                print(f'ok {test.__name__}', flush=True)
                passed += 1
            except Exception:
                print(f'FAILED {test.__name__}\n{traceback.format_exc(-1)}',
                      flush=True)
    finally:
        instance.stop()
        shutil.rmtree(instance.data)
    return passed, len(tests) - passed


def replace_once(text, old, new):
    assert text.count(old) == 1, f'{old!r}: {text.count(old)} times'
    return text.replace(old, new)


def edit(path, old, new):
    with open(path, encoding='utf-8') as f:
        text = replace_once(f.read(), old, new)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(text)


def without_the_lock(root):
    edit(os.path.join(root, 'db', 'db.c'), '"BEGIN IMMEDIATE"', '"BEGIN"')
    edit(os.path.join(root, 'db', 'db.c'),
         'if (flock(db->lock, LOCK_EX | LOCK_NB) == 0)',
         'if (true || flock(db->lock, LOCK_EX) == 0)')


def control():
    """True when the race goes wrong without the lock, as it must."""
    with tempfile.TemporaryDirectory(prefix='race-control-') as top:
        root = os.path.join(top, 'tree')
        shutil.copytree(ROOT, root, symlinks=True,
                        ignore=shutil.ignore_patterns('.git', 'san', 'var'))
        without_the_lock(root)
        # That they fail is what is wanted: their own words would mislead.
        with contextlib.redirect_stdout(io.StringIO()):
            passed, failed = run_race(root)
    print(f'without the lock: {passed} held, {failed} did not')
    return failed > 0


def main():
    if '--control' in sys.argv[1:]:
        passed, failed = (1, 0) if control() else (0, 1)
    else:
        passed, failed = run_race(ROOT)
    print(f'race: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
