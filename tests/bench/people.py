#!/usr/bin/python3
"""People by the hundred thousand, for what is measured at that size.

    people.py TOOL CONFIG [PEOPLE]

The installation has its municipalities and the demo's event already.  The
rows go in by plain SQL, in delegations of one to five, and `init` then makes
the attendees' index of them, as after any other tool.  The same call makes
the same people: nothing here is random but by its seed.
"""
import random
import re
import sqlite3
import subprocess
import sys

FIRST = ('Anna Bea Cor Daan Ed Fatima Gerda Hans Ilse Jan Kees Lotte Mohamed '
         'Nina Øyvind Piet Rosa Sjoerd Tamar Willem Zoë').split()
PREFIX = ['', '', '', 'de ', 'van ', 'van der ', 'van den ', 'in ’t ']
LAST = ('Berg Jansen Bakker Visser Smit Meijer Dijk Leeuwen Hoekstra Vries '
        'Bosch Kuiper Vermeulen Brink Öztürk Postma Kok Wit Dam Aalst').split()
SECOND = ('', '', 'sma', 'stra', 'veld', 'man', 'huis', 'beek', 'laan', 'dorp')
STATUS = ['bevestigd'] * 17 + ['wachtlijst'] * 2 + ['afgemeld']
BEGIN = 1795000000      # a sign-up each few seconds from here


def last_name(pick):
    return pick.choice(PREFIX) + pick.choice(LAST) + pick.choice(SECOND)


def insert(db, table, rows):
    db.executemany(f'INSERT INTO {table} ({", ".join(rows[0])}) VALUES'
                   f' ({", ".join(":" + name for name in rows[0])})', rows)


def delegation(pick, event, number, first, codes):
    """A registration's row and those of its people, numbered from first."""
    mark = number.to_bytes(16, 'big')
    contact = last_name(pick)
    code, domain = pick.choice(codes)
    registration = {
        'id': number, 'event': event, 'sleutel_hash': mark, 'nonce': number,
        'aangemeld': BEGIN + 5 * number,
        'gemeente': code, 'contact_voornaam': pick.choice(FIRST),
        'contact_achternaam': contact,
        'contact_email': f'contact.{number}@{domain}',
        'contact_telefoon': '0612345678'}
    people = []
    for place in range(pick.randint(1, 5)):
        held = pick.random() < 0.02
        given, family = pick.choice(FIRST), last_name(pick)
        bare = re.sub(r'^(van |de |der |den |in ’t )+', '', family)
        status = pick.choice(STATUS)
        people.append({
            'id': first + place, 'event': event, 'registration': number,
            'positie': place + 1, 'nonce': first + place, 'status': status,
            'rij': number if status == 'wachtlijst' else None,
            'sorteersleutel': '\x7f' if held else
            f'{bare} {given} {family}'.casefold(),
            'voornaam': '' if held else given,
            'achternaam': '' if held else family,
            'email': '' if held else f'{given[0]}.{first + place}@{domain}',
            'rol': 'medewerker' if place else 'wethouder',
            'functie': 'adviseur onderwijs', 'gewijzigd': BEGIN + 5 * number,
            'naam_volgt': 'ja' if held else ''})
    return registration, people


def fill(db, count):
    pick = random.Random(1)
    event = db.execute('SELECT id FROM event WHERE zichtbaar').fetchone()[0]
    codes = [(code, domain or f'{code.lower()}.example') for code, domain in
             db.execute('SELECT code, domein FROM gemeente ORDER BY code')]
    base, person = (db.execute(f'SELECT coalesce(max(id), 0) FROM {table}')
                    .fetchone()[0] for table in ('registration', 'participant'))
    registrations, people = [], []
    while len(people) < count:
        registration, some = delegation(pick, event,
                                        base + len(registrations) + 1,
                                        person + len(people) + 1, codes)
        registrations.append(registration)
        people += some
    insert(db, 'registration', registrations)
    insert(db, 'participant', people)
    sessions = db.execute('SELECT s.id, s.round FROM session s JOIN round r'
                          ' ON r.id = s.round WHERE r.event = ?',
                          (event,)).fetchall()
    db.executemany(
        'INSERT OR IGNORE INTO participant_session (participant, session,'
        ' round, status, rij) VALUES (?, ?, ?, ?, ?)',
        [(one['id'], *pick.choice(sessions), one['status'], one['id'])
         for one in people] if sessions else [])
    print(f'{len(people)} people in {len(registrations)} delegations of'
          f' {len(codes)} municipalities')


def main():
    tool, config = sys.argv[1:3]
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 113000
    with open(config) as f:
        path = re.search(r'^database = "(.*)";', f.read(), re.M).group(1)
    db = sqlite3.connect(path)
    fill(db, count)
    db.commit()
    db.close()
    subprocess.run([tool, '--config', config, 'init'], check=True)


if __name__ == '__main__':
    main()
