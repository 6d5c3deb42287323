#!/usr/bin/python3
"""The calendar file as somebody else's parser reads it (python3-icalendar),
on both sides of the clock changes of 2027."""
import http.client
import sys
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar

from instance import run_tests

AMSTERDAM = ZoneInfo('Europe/Amsterdam')
DAYS = ('2027-03-27', '2027-03-28', '2027-03-29',
        '2027-10-30', '2027-10-31', '2027-11-01')


def setting(instance, key, value):
    done = instance.tool('event', 'set', key, value)
    assert done.returncode == 0, done.stderr


def move(instance, day):
    """To a day, whichever side of the old one it is on."""
    done = instance.tool('event', 'set', 'begin', f'{day}T10:00',
                         'einde', f'{day}T15:30')
    assert done.returncode == 0, done.stderr


def fetch(instance):
    connection = http.client.HTTPConnection('127.0.0.1', instance.port)
    connection.request('GET', '/agenda.ics')
    return connection.getresponse().read()


def entry(instance):
    calendar = icalendar.Calendar.from_ical(fetch(instance))
    events = calendar.walk('VEVENT')
    assert len(events) == 1 and calendar['VERSION'] == '2.0'
    assert 'METHOD' not in calendar
    return events[0]


def test_times_are_those_of_the_clock_in_amsterdam(instance):
    for day in DAYS:
        move(instance, day)
        event = entry(instance)
        for name, time in (('DTSTART', '10:00'), ('DTEND', '15:30')):
            want = datetime.fromisoformat(f'{day}T{time}')
            got = event[name].dt
            assert got.utcoffset().total_seconds() == 0, got
            assert got == want.replace(tzinfo=AMSTERDAM), (day, got)


def test_the_same_entry_gets_a_higher_number(instance):
    before = entry(instance)
    move(instance, '2027-06-01')
    after = entry(instance)
    assert before['UID'] == after['UID']
    assert int(after['SEQUENCE']) > int(before['SEQUENCE'])


def test_odd_texts_come_back_whole(instance):
    for text in ('Zaal "De Knoop"; 2e verdieping, links \\ rechts',
                 'Súdwest-Fryslân ' * 12, 'é' * 200):
        setting(instance, 'locatie', text.strip())
        assert str(entry(instance)['LOCATION']) == text.strip()
        for line in fetch(instance).split(b'\r\n'):
            assert len(line) <= 75, line
            line.decode('utf-8')


if __name__ == '__main__':
    sys.exit(run_tests('calendar', globals()) != 0)
