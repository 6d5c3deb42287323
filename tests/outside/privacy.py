#!/usr/bin/python3
"""What is kept on the disk of real processes, and that it goes.

    privacy.py [WORD...]    only the tests whose name has one of the words
"""
import fnmatch
import glob
import os
import re
import shutil
import sqlite3
import sys
import traceback

from copies import ask, ends, same, sign_up
from instance import Instance, wait_for

BIRD = 'kanariepiet'


def files(folder):
    """All below it, by their paths from there."""
    return [os.path.relpath(os.path.join(at, name), folder)
            for at, _, names in os.walk(folder) for name in names]


def kinds(instance):
    """The patterns of files in the register of processing."""
    done = instance.tool('avg', 'register')
    ends(done, 0)
    return re.findall(r'^  bestand: (\S+) \(', done.stdout, re.M)


def readable(instance, but='mail/'):
    """Files of the installation in which the bird can be read."""
    found = []
    for path in files(instance.data):
        if not os.path.isfile(os.path.join(instance.data, path)):
            continue
        with open(os.path.join(instance.data, path), 'rb') as f:
            if BIRD.encode() in f.read().lower() and \
                    not path.startswith(but):
                found.append(path)
    return found


def register(instance, number):
    page = ask(instance, '/aanmelden', {
        'sleutel': f'sleutel-van-een-vogel-{number}', 'website': '',
        'gemeente': 'GM0344', 'contact_voornaam': 'Kees',
        'contact_achternaam': BIRD, 'contact_email': f'{BIRD}@utrecht.nl',
        'deelnemer_1_voornaam': 'Jan', 'deelnemer_1_achternaam': BIRD,
        'deelnemer_1_email': f'jan.{BIRD}@utrecht.nl',
        'deelnemer_1_rol': 'medewerker',
        'deelnemer_1_functie': f'{BIRD}voerder',
        'vraag': f'Mag {BIRD} mee?'}).headers['Location']
    wait_for('the letters', lambda: instance.sql(
        "SELECT count(*) FROM outbox WHERE status = 'sent'")[0][0] >= 2)
    return page


def test_every_file_is_kept_for_a_purpose(instance):
    sign_up(instance, 11)
    copy = os.path.join(instance.data, 'een.orientatie')
    ends(instance.tool('backup', copy), 0)
    patterns = kinds(instance)
    assert len(patterns) > 8, patterns
    unknown = [path for path in files(instance.data)
               if not any(fnmatch.fnmatch(path, p) for p in patterns)]
    same(unknown, [])
    assert not any(fnmatch.fnmatch('deelnemers.xlsx', p) for p in patterns)
    os.unlink(copy)


def test_of_who_is_erased_nothing_can_be_read(instance):
    page = register(instance, 12)
    number = instance.sql('SELECT max(id) FROM registration')[0][0]
    assert any('.db' in path for path in readable(instance))
    same(ask(instance, page).status, 200)
    ends(instance.tool('erase', '--registration', str(number), '--reason',
                       'op verzoek'), 0)
    same(ask(instance, page).status, 404)
    wait_for('nothing to be read', lambda: readable(instance) == [])


def test_erase_is_used_rightly_or_refused(instance):
    ends(instance.tool('erase', '--participant', '999999', '--reason', 'x'),
         1)
    ends(instance.tool('erase', '--participant', 'x', '--reason', 'y'), 2)
    ends(instance.tool('erase', '--participant', '1', '--reason', ''), 2)
    ends(instance.tool('erase', '--participant', '1'), 2)
    ends(instance.tool('incident', '--van', 'gisteren', '--tot', 'nu'), 2)
    ends(instance.tool('incident', '--van', '2020-01-01', '--tot',
                       '2099-01-01'), 0)


def people(database):
    connection = sqlite3.connect(database)
    found = connection.execute('SELECT count(*), sum(contact_achternaam = ?)'
                               ' FROM registration', (BIRD,)).fetchone()
    connection.close()
    return found


def test_old_copy_does_not_bring_back_who_was_erased(instance):
    before = instance.sql('SELECT count(*) FROM registration')[0][0]
    kept = sign_up(instance, 14)
    page = register(instance, 15)
    number = instance.sql('SELECT max(id) FROM registration')[0][0]
    copy = os.path.join(instance.data, 'met.orientatie')
    ends(instance.tool('backup', copy), 0)
    ends(instance.tool('erase', '--registration', str(number), '--reason',
                       'op verzoek'), 0)
    instance.stop()
    database = os.path.join(instance.data, 'orientatie.db')
    # Twice: what is put back knows of it as well.
    for _ in range(2):
        ends(instance.tool('restore', copy), 0, 'erased again: 1')
        same(people(database), (before + 1, 0))
        with open(database, 'rb') as f:
            assert BIRD.encode() not in f.read().lower()
    # Where nobody can know, that is said: the copy does hold them.
    os.unlink(database)
    ends(instance.tool('restore', copy), 0, 'not known: who was erased')
    same(people(database), (before + 2, 1))
    ends(instance.tool('erase', '--registration', str(number), '--reason',
                       'nog eens'), 0)
    for path in glob.glob(f'{instance.data}/*.voor-*') + [copy]:
        os.unlink(path)
    instance.start()
    same(ask(instance, page).status, 404)
    same(ask(instance, kept).status, 200)


def test_old_copy_does_not_bring_people_back(instance):
    """The last: the event of the instance is over after it."""
    page = register(instance, 13)
    copy = os.path.join(instance.data, 'oud.orientatie')
    ends(instance.tool('backup', copy), 0)
    instance.stop()
    ends(instance.tool('restore', copy), 0)
    database = os.path.join(instance.data, 'orientatie.db')
    before = sqlite3.connect(database)
    assert before.execute('SELECT count(*) FROM registration').fetchone()[0]
    # The same copy, of an event whose term is over by now.
    before.execute('UPDATE event SET begin = 1500000000, einde = 1500003600,'
                   ' bewaartermijn = 7')
    before.commit()
    before.close()
    ends(instance.tool('backup', copy + '2'), 0)
    ends(instance.tool('restore', copy + '2'), 0)
    after = sqlite3.connect(database)
    same(after.execute('SELECT count(*) FROM registration').fetchone()[0], 0)
    after.close()
    with open(database, 'rb') as f:
        assert BIRD.encode() not in f.read().lower()
    for path in glob.glob(f'{instance.data}/*.voor-*') + \
            glob.glob(copy + '*'):
        os.unlink(path)
    instance.start()
    same(ask(instance, page).status, 404)


def main():
    words, passed, failed = sys.argv[1:], 0, 0
    instance = Instance()
    try:
        for name, test in list(globals().items()):
            if not name.startswith('test_') or \
                    words and not any(w in name for w in words):
                continue
            try:
                test(instance)
                print(f'ok {name[5:]}')
                passed += 1
            except Exception:
                failed += 1
                print(f'FAILED {name[5:]}\n{traceback.format_exc(-2)}')
    finally:
        instance.stop()
        shutil.rmtree(instance.data)
    print(f'privacy: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
