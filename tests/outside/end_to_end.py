#!/usr/bin/python3
"""The real thing, from outside: make run, HTTP, mail, the tool and trouble.

Every test is a function whose name is a true sentence.  Tests run in the
order of this file and those of the first part follow one delegation: each
starts where the one before it ended.

    end_to_end.py [WORD...]     those whose name has one of the words, and the
                                few that others build on
"""
import base64
import csv
import email
import email.policy
import email.utils
import glob
import hashlib
import html
import http.client
import io
import os
import random
import re
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from urllib.parse import urlencode, urlsplit

from instance import Instance, ROOT, free_port, wait_for

FORM = {'Content-Type': 'application/x-www-form-urlencoded'}
COLUMNS = ['Nummer', 'Status', 'Gemeente', 'Gemeentecode', 'Provincie', 'Rol',
           'Functie', 'Voornaam', 'Tussenvoegsel', 'Achternaam',
           'Volledige naam', 'Sorteernaam', 'E-mail', 'Contactpersoon',
           'Contact e-mail', 'Contact telefoon', "Thema's", 'Vraag',
           'Aangemeld op']


def same(got, wanted):
    assert got == wanted, f'got {got!r}, wanted {wanted!r}'


def holds(text, *words):
    for word in words:
        assert word in text, f'{word!r} is missing in {text[:1500]!r}'


class Response:
    def __init__(self, raw, body):
        self.status = raw.status
        self.headers = raw.headers
        self.bytes = body

    @property
    def text(self):
        return self.bytes.decode('utf-8')


class Site(Instance):
    """An instance as a visitor, an organiser and an admin meet it."""

    def start(self):
        INSTANCES.append(self)
        super().start()

    def stop(self):
        super().stop()
        if self in INSTANCES:
            INSTANCES.remove(self)

    def named(self, word):
        pids = [p for p, line in self.processes().items()
                if word in line.split(' ', 1)[0]]
        assert len(pids) == 1, f'{word}: {pids}'
        return pids[0]

    def request(self, method, path, body=None, headers=None, timeout=30):
        connection = self.connect(timeout)
        try:
            connection.request(method, path, body, headers or {})
            raw = connection.getresponse()
            return Response(raw, raw.read())
        finally:
            connection.close()

    def get(self, path, **headers):
        return self.request('GET', path, headers=headers)

    def post(self, path, fields, **headers):
        return self.request('POST', path, urlencode(fields),
                            {**FORM, **headers})

    def soon(self, path, word):
        """The page as soon as it says so: a shared one lags by a second."""
        def look():
            page = self.get(path)
            return page if word in page.text else None
        return wait_for(f'{word} on {path}', look)

    def one(self, query, *values):
        return self.sql(query, *values)[0][0]

    def everything(self):
        """A digest of all rows of all tables, once no mail is under way."""
        wait_for('an empty queue', lambda: not self.one(
            "SELECT count(*) FROM outbox WHERE status = 'queued'"))
        digest = hashlib.sha256()
        for (table,) in self.sql("SELECT name FROM sqlite_schema WHERE "
                                 "type = 'table' AND name <> "
                                 "'installation' ORDER BY name"):
            digest.update(repr(self.sql(f'SELECT * FROM "{table}"')).encode())
        return digest.hexdigest()

    def set(self, key, value):
        done = self.tool('event', 'set', key, str(value))
        assert done.returncode == 0, done.stderr

    def mails(self):
        found = []
        for path in sorted(glob.glob(f'{self.data}/mail/new/*')):
            with open(path, 'rb') as f:
                found.append(email.message_from_binary_file(
                    f, policy=email.policy.default))
        return found

    def mails_to(self, address, count=1):
        """Waits until there are count, in the order in which they were
        owed: connections that share them send in their own.  Says no when
        there are more."""
        def look():
            all_of_them = [m for m in self.mails()
                           if m['To'].addresses[0].addr_spec == address]
            return all_of_them if len(all_of_them) >= count else None
        mails = wait_for(f'{count} mails to {address}', look)
        same(len(mails), count)
        return sorted(mails, key=lambda m: int(
            re.match(r'<(\d+)-', m['Message-ID'].strip())[1]))


INSTANCES = []
MAIN = None             # what most tests share
AWAY = None             # its mail server is away
KEPT = {}              # what one test of the delegation leaves to the next


def new_key():
    return ''.join(random.choices('abcdefghijklmnopqrstuvwxyz0123456789_-',
                                  k=32))


def person(number, first, last, role='medewerker', **more):
    fields = {'voornaam': first, 'achternaam': last, 'rol': role, **more}
    return {f'deelnemer_{number}_{k}': v for k, v in fields.items()}


def delegation(key=None, people=1, **more):
    """A form as a browser sends it; more replaces and adds fields."""
    mark = key or new_key()
    fields = {
        'sleutel': mark, 'website': '', 'gemeente': 'GM0344',
        'contact_voornaam': 'Fleur', 'contact_achternaam': 'Dijk',
        'contact_email': f'{mark[:20]}@utrecht.example',
    }
    for number in range(1, people + 1):
        fields.update(person(number, f'Gast{number}', 'Dijk'))
    fields.update(more)
    return {k: v for k, v in fields.items() if v is not None}


def sign_up(instance, *args, **more):
    """The path of the page that the sign-up leads to."""
    answer = instance.post('/aanmelden', delegation(*args, **more))
    same(answer.status, 303)
    return answer.headers['Location']


def faults(page):
    return set(re.findall(r'id="([^"]+)-fout"', page))


def links(text, base):
    return [urlsplit(link).path for link in
            re.findall(re.escape(base) + r'/[^\s"<>]*', text)]


def part_of(mail, kind):
    parts = [p for p in mail.walk() if p.get_content_type() == kind
             and not p.is_attachment()]
    assert parts, f'no {kind} part'
    return parts[0].get_content()


# A delegation of three, from the form to the export

def test_make_run_says_ready_and_prints_one_password_once():
    same(MAIN.output().count('password:'), 1)
    assert len(MAIN.password()) >= 12


def test_the_form_page_asks_for_as_many_people_as_the_link_says():
    page = MAIN.get('/aanmelden?deelnemers=3')
    same(page.status, 200)
    holds(page.text, 'name="deelnemer_3_voornaam"', 'name="sleutel"')
    assert 'name="deelnemer_4_voornaam"' not in page.text
    key = key_in(page)
    assert key != key_in(MAIN.get('/aanmelden'))
    KEPT['key'] = key


def test_a_delegation_of_three_signs_up_with_one_post():
    fields = {
        **delegation(KEPT['key'], people=0),
        'gemeente': 'GM0632', 'contact_voornaam': 'Jan',
        'contact_achternaam': 'de Boer',
        'contact_email': 'jan@woerden.example',
        'contact_telefoon': '0348 123456', 'vraag': '=SOM(A1:A9)',
        **person(1, 'Anna', 'van den Berg', 'wethouder',
                 email='anna@woerden.example'),
        **person(2, 'Zoë', '<b>Smit & Zn</b>', email='zoe@woerden.example',
                 functie='+31 adviseur'),
        'deelnemer_3_naam_volgt': 'ja', 'deelnemer_3_rol': 'medewerker',
        'thema': 'vsv',
    }
    KEPT['fields'] = fields
    answer = MAIN.post('/aanmelden', fields)
    same(answer.status, 303)
    KEPT['page'] = answer.headers['Location']
    assert re.fullmatch(r'/aanmelding/[A-Za-z0-9_-]{22,}', KEPT['page'])


def test_the_contact_page_shows_what_was_signed_up_and_escapes_it():
    page = MAIN.get(KEPT['page'])
    same(page.status, 200)
    holds(page.text, 'Anna van den Berg', 'Naam volgt', 'Woerden',
          'Zoë &lt;b&gt;Smit &amp; Zn&lt;/b&gt;', '=SOM(A1:A9)')
    assert '<b>Smit' not in page.text


def test_the_same_key_again_gives_the_same_303_and_no_second_sign_up():
    before = MAIN.everything()
    again = MAIN.post('/aanmelden', KEPT['fields'])
    same((again.status, again.headers['Location']), (303, KEPT['page']))
    same(MAIN.everything(), before)


def test_the_contact_gets_an_overview_with_the_right_links():
    mail, = MAIN.mails_to('jan@woerden.example')
    KEPT['mail'] = mail
    for kind in 'text/plain', 'text/html':
        text = part_of(mail, kind)
        holds(html.unescape(text), 'Anna van den Berg', 'Zoë <b>Smit & Zn</b>',
              'Naam volgt', MAIN.base + KEPT['page'], 'Woerden')


def test_a_participant_reads_who_signed_them_up_and_why():
    for name, address in (('Anna van den Berg', 'anna'),
                          ('Zoë <b>Smit & Zn</b>', 'zoe')):
        mail, = MAIN.mails_to(f'{address}@woerden.example')
        for kind in 'text/plain', 'text/html':
            text = html.unescape(part_of(mail, kind))
            holds(text, f'Beste {name}', 'Jan de Boer', 'Woerden',
                  f'{MAIN.base}/privacy', f'{MAIN.base}/deelnemer/')
        assert KEPT['page'] not in mail.as_string(), 'the contact\'s link'
        KEPT[address] = next(
            path for path in links(part_of(mail, 'text/plain'), MAIN.base)
            if path.startswith('/deelnemer/'))


def test_every_letter_parses_without_a_defect():
    for mail in MAIN.mails():
        for part in mail.walk():
            same(part.defects, [])
            for name, value in part.items():
                same((name, list(getattr(value, 'defects', []))), (name, []))
        kinds = [p.get_content_type() for p in mail.walk()]
        holds(kinds, 'text/plain', 'text/html')
        assert mail['Message-ID'] and mail['Date'].datetime
        same(mail['Auto-Submitted'], 'auto-generated')
        assert 'http://' not in mail['Subject']
    ids = [m['Message-ID'] for m in MAIN.mails()]
    same(len(set(ids)), len(ids))


def test_a_letter_with_a_place_has_a_calendar_part():
    mail, = MAIN.mails_to('anna@woerden.example')
    calendars = [p for p in mail.walk()
                 if p.get_content_type() == 'text/calendar']
    assert calendars
    for part in calendars:
        text = part.get_payload(decode=True).decode()
        holds(text, 'BEGIN:VCALENDAR\r\n', 'END:VCALENDAR\r\n', 'DTSTART',
              'UID:')
        assert not re.search('[^\r]\n', text), 'a line without CR'
        assert max(len(l.encode()) for l in text.split('\r\n')) <= 75


def test_every_link_in_the_mails_leads_to_a_page():
    seen = set()
    for mail in MAIN.mails():
        for kind in 'text/plain', 'text/html':
            text = html.unescape(part_of(mail, kind))
            seen.update(links(text, MAIN.base))
            for other in re.findall(r'https?://[^/\s"<>]+', text):
                assert other in (MAIN.base, 'https://www.openstreetmap.org'), \
                    other
    assert len(seen) >= 5, seen
    for path in seen:
        same((path, MAIN.get(path).status), (path, 200))


def test_following_links_changes_nothing():
    before = MAIN.everything()
    for path in (KEPT['page'], KEPT['anna'], KEPT['zoe'],
                 KEPT['page'] + '?actie=afmelden', '/aanmelden',
                 KEPT['anna'] + '?actie=afmelden', '/', '/agenda.ics'):
        same(MAIN.get(path).status, 200)
        same(MAIN.request('HEAD', path).status, 200)
    same(MAIN.everything(), before)


def test_a_participant_cancels_and_comes_back_by_button():
    states = "SELECT status FROM participant WHERE achternaam = ?"
    answer = MAIN.post(KEPT['anna'], {'actie': 'afmelden'})
    same((answer.status, answer.headers['Location'].partition('?')[0]),
         (303, KEPT['anna']))
    same(MAIN.sql(states, 'van den Berg'), [('afgemeld',)])
    holds(MAIN.get(KEPT['page']).text, 'afgemeld')
    cancel = MAIN.mails_to('anna@woerden.example', 2)[1]
    same(MAIN.post(KEPT['anna'], {'actie': 'herstellen'}).status, 303)
    same(MAIN.sql(states, 'van den Berg'), [('bevestigd',)])
    MAIN.mails_to('anna@woerden.example', 3)
    holds(html.unescape(part_of(cancel, 'text/plain')), 'afgemeld')


def test_the_contact_cancels_one_and_everybody_by_button():
    count = ("SELECT count(*) FROM participant WHERE status = 'bevestigd' AND "
             "registration = (SELECT id FROM registration WHERE "
             "contact_email = 'jan@woerden.example')")
    same(MAIN.post(KEPT['page'], {'actie': 'afmelden',
                                   'deelnemer': '2'}).status, 303)
    same(MAIN.one(count), 2)
    same(MAIN.post(KEPT['page'], {'actie': 'afmelden'}).status, 303)
    same(MAIN.one(count), 0)
    holds(MAIN.get(KEPT['page']).text, 'Afgemeld')
    same(MAIN.post(KEPT['page'], {'actie': 'herstellen'}).status, 303)
    same(MAIN.one(count), 3)


def test_a_button_that_does_not_exist_changes_nothing():
    before = MAIN.everything()
    for fields in ({'actie': 'vernietig'}, {}, {'actie': ''},
                   {'actie': 'afmelden', 'deelnemer': '99'}):
        code = MAIN.post(KEPT['page'], fields).status
        assert 400 <= code < 500, f'{fields} gave {code}'
    same(MAIN.everything(), before)


def test_the_agenda_file_downloads_and_holds_no_personal_link():
    answer = MAIN.get('/agenda.ics')
    same(answer.status, 200)
    assert answer.headers['Content-Type'].startswith('text/calendar')
    holds(answer.headers['Content-Disposition'], '.ics')
    holds(answer.text, 'BEGIN:VEVENT\r\n', 'DTSTART:20', 'END:VCALENDAR\r\n')
    assert '/aanmelding/' not in answer.text
    assert '/deelnemer/' not in answer.text


def test_an_organiser_logs_in_with_the_printed_password():
    answer = MAIN.post('/beheer/inloggen', {
        'gebruiker': 'organisator', 'wachtwoord': MAIN.password()})
    same(answer.status, 303)
    cookie = answer.headers['Set-Cookie']
    holds(cookie, 'HttpOnly', 'SameSite=Lax', 'Path=/')
    KEPT['cookie'] = cookie.split(';')[0]


def test_a_wrong_password_lets_nobody_in():
    for user, password in (('organisator', 'verkeerd wachtwoord'),
                           ('niemand', MAIN.password()), ('', '')):
        answer = MAIN.post('/beheer/inloggen', {'gebruiker': user,
                                                'wachtwoord': password})
        same(answer.status, 422)
        assert 'Set-Cookie' not in answer.headers
        holds(answer.text, 'id="fouten"')


def test_the_desk_is_closed_to_who_did_not_log_in():
    for cookie in '', 'sessie=', 'sessie=aaaaaaaaaaaaaaaaaaaaaaaa', \
            KEPT['cookie'][:-1]:
        for path in '/beheer/aanmeldingen', '/beheer/export.csv', '/beheer/':
            answer = MAIN.get(path, Cookie=cookie)
            same((answer.status, answer.headers['Location']),
                 (303, '/beheer/inloggen'))
            assert 'Berg' not in answer.text


def test_the_organiser_sees_the_list_and_finds_without_accents():
    page = MAIN.get('/beheer/aanmeldingen', Cookie=KEPT['cookie'])
    same(page.status, 200)
    holds(page.text, 'Berg, Anna van den', 'Woerden', 'Naam volgt')
    page = MAIN.get('/beheer/aanmeldingen?q=zoe', Cookie=KEPT['cookie'])
    holds(page.text, 'Zoë')
    assert 'Berg, Anna' not in page.text


def read_export(text):
    assert text.startswith('\ufeff'), 'no BOM'
    rows = list(csv.reader(io.StringIO(text[1:], newline=''), delimiter=';',
                           strict=True))
    same(rows[0][:len(COLUMNS)], COLUMNS)
    return [dict(zip(rows[0], row)) for row in rows[1:]]


def test_the_export_is_what_the_contract_says():
    answer = MAIN.get('/beheer/export.csv', Cookie=KEPT['cookie'])
    same(answer.status, 200)
    assert answer.headers['Content-Type'].startswith('text/csv')
    holds(answer.headers['Content-Disposition'], 'attachment', '.csv')
    raw = answer.text
    assert not re.search('[^\r]\n', raw), 'a row without CRLF'
    assert raw.endswith('\r\n')
    rows = read_export(raw)
    same(len(rows), MAIN.one('SELECT count(*) FROM participant'))
    anna = next(r for r in rows if r['Voornaam'] == 'Anna')
    same([anna[c] for c in COLUMNS[1:17]],
         ['bevestigd', anna['Gemeente'], 'GM0632', 'Utrecht', 'wethouder', '',
          'Anna', 'van den', 'Berg', 'Anna van den Berg',
          'Berg, Anna van den', 'anna@woerden.example', 'Jan de Boer',
          'jan@woerden.example', anna['Contact telefoon'],
          'Voortijdig schoolverlaten'])
    holds(anna['Gemeente'], 'Woerden')
    assert anna['Contact telefoon'].lstrip("'+0")[:1]
    assert re.search(r'\d{4}', anna['Aangemeld op'])
    held = [r for r in rows if r['Volledige naam'] == 'Naam volgt']
    same([r['Sorteernaam'] for r in held], ['Naam volgt'])


def test_a_cell_that_would_be_a_formula_is_led_by_a_quote():
    text = MAIN.get('/beheer/export.csv', Cookie=KEPT['cookie']).text
    rows = read_export(text)
    anna = next(r for r in rows if r['Voornaam'] == 'Anna')
    zoe = next(r for r in rows if r['Voornaam'] == 'Zoë')
    same((anna['Vraag'], zoe['Functie']), ("'=SOM(A1:A9)", "'+31 adviseur"))
    for row in rows:
        for value in row.values():
            assert value[:1] not in '=+-@\t\r' or value == '', value


def test_the_export_is_sorted_by_sort_name():
    sign_up(MAIN, people=0, **person(1, 'Bo', 'Çelik'),
            **person(2, 'Ada', "d'Ancona"), **person(3, 'Jip', 'IJzerman'))
    rows = read_export(MAIN.get('/beheer/export.csv',
                                Cookie=KEPT['cookie']).text)
    names = [r['Sorteernaam'] for r in rows]
    wanted = ["Ancona, Ada d'", 'Berg, Anna van den', 'Çelik, Bo',
              'IJzerman, Jip']
    same([n for n in names if n in wanted], wanted)


def test_letters_on_paper_are_for_who_did_not_answer():
    path = f'{MAIN.data}/brieven.csv'
    before = MAIN.everything()
    done = MAIN.tool('brieven', path)
    same((done.returncode, done.stdout, done.stderr), (0, '', ''))
    same(MAIN.everything(), before)
    with open(path, encoding='utf-8-sig', newline='') as f:
        text = f.read()
    same(MAIN.get('/beheer/campagne/brieven.csv', Cookie=KEPT['cookie'])
         .text.lstrip('\ufeff'), text)
    rows = list(csv.DictReader(io.StringIO(text), delimiter=';'))
    same(list(rows[0]), ['Gemeente', 'Gemeentecode', 'Adresregel 1',
                         'Adresregel 2', 'Code', 'Link'])
    codes = {row['Gemeentecode'] for row in rows}
    signed_up = {code for (code,) in MAIN.sql(
        'SELECT DISTINCT gemeente FROM registration')}
    assert signed_up and not codes & signed_up, codes & signed_up
    same(len(codes) + len(signed_up), MAIN.one(
        "SELECT count(*) FROM gemeente WHERE code <> '-'"
        " AND geldig_tot IS NULL"))
    same(len({row['Code'] for row in rows}), len(rows))
    # What is printed leads to the page of that municipality, as typed too.
    for row in rows[0], rows[-1]:
        same(row['Link'], f"{MAIN.base}/u/{row['Code']}")
        for code in row['Code'], row['Code'].replace('-', '').lower():
            holds(html.unescape(MAIN.get('/u/' + code).text),
                  f"Komt de gemeente {row['Gemeente']}?")
    for words, code in (((path + '/x',), 1), ((), 2), ((path, path), 2)):
        done = MAIN.tool('brieven', *words)
        same((words, done.returncode, done.stderr.count('\n')),
             (words, code, 1))
    holds(MAIN.tool('brieven', '--help').stdout, 'FILE')


def test_words_of_a_letter_are_the_organiser_s_until_taken_back():
    def put(**fields):
        page = MAIN.get(path, Cookie=KEPT['cookie']).text
        for name in 'csrf', 'versie':
            fields[name] = re.search(f'name="{name}" value="([^"]*)"',
                                     page).group(1)
        return MAIN.post(path, fields, Cookie=KEPT['cookie']).status

    def letter():
        key = new_key()
        sign_up(MAIN, key)
        mail = MAIN.mails_to(f'{key[:20]}@utrecht.example')[0]
        return mail['Subject'], part_of(mail, 'text/plain')
    path = '/beheer/brieven/bevestiging-contact'
    words = 'Fijn dat {gemeente} komt op {wanneer}. Alles staat op {link}'
    before = letter()[0]
    same(put(actie='opslaan', onderwerp='Genoteerd: {gemeente, {titel}',
             tekst=words), 422)
    same(put(actie='opslaan', onderwerp='Genoteerd: {gemeente}, {titel}',
             tekst=words), 303)
    subject, text = letter()
    holds(subject, 'Genoteerd: Utrecht, ')
    holds(' '.join(text.split()), 'Fijn dat Utrecht komt op ')
    same(put(actie='standaard'), 303)
    same(letter()[0], before)


def send_news():
    """To two people; what was shown before, and the answer."""
    path = '/beheer/berichten/nieuw?q=Nieuwsgierig'
    fields = {'soort': 'nieuws', 'grond': 'U was bij onze bijeenkomst.',
              'onderwerp': 'Nieuws van het mbo', 'tekst': 'Beste {naam},',
              'wanneer': 'nu'}
    page = MAIN.get(path, Cookie=KEPT['cookie'])
    fields['csrf'] = re.search('name="csrf" value="([^"]+)"',
                               page.text).group(1)
    page = MAIN.post(path, {**fields, 'besluit': ''}, Cookie=KEPT['cookie'])
    same(page.status, 200)
    same(MAIN.post(path, {**fields, 'besluit': 'mail'},
                   Cookie=KEPT['cookie']).status, 303)
    return page.text


def test_news_has_a_way_out_that_a_mail_program_presses():
    one, other = 'een@nieuws.example', 'ander@nieuws.example'
    sign_up(MAIN, people=2, deelnemer_1_email=one, deelnemer_2_email=other,
            deelnemer_1_achternaam='Nieuwsgierig',
            deelnemer_2_achternaam='Nieuwsgierig')
    before = len(MAIN.mails_to(one)), len(MAIN.mails_to(other))
    holds(send_news(), '2 postvakken krijgen deze mail')
    mail = MAIN.mails_to(one, before[0] + 1)[-1]
    same(mail['List-Unsubscribe-Post'], 'List-Unsubscribe=One-Click')
    # Over SMTP the address stands whole, in one line.
    path = re.fullmatch(f'<{MAIN.base}(/geen-nieuws/[\\w-]+)>',
                        mail['List-Unsubscribe']).group(1)
    same(MAIN.get(path).status, 200)
    same(MAIN.one('SELECT count(*) FROM geen_nieuws'), 0)
    same(MAIN.post(path, {'List-Unsubscribe': 'One-Click'},
                   Origin='https://mail.example.net').status, 200)
    holds(send_news(), '1 postvak krijgt deze mail',
          'Wil geen uitnodigingen en nieuws (1)')
    MAIN.mails_to(other, before[1] + 2)
    MAIN.mails_to(one, before[0] + 1)


def test_logging_out_needs_the_csrf_of_the_page_and_ends_the_session():
    page = MAIN.get('/beheer/aanmeldingen', Cookie=KEPT['cookie']).text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page).group(1)
    for wrong in {}, {'csrf': ''}, {'csrf': csrf[:-1]}, {'csrf': csrf + 'a'}:
        same(MAIN.post('/beheer/uitloggen', wrong,
                       Cookie=KEPT['cookie']).status, 403)
    same(MAIN.get('/beheer/aanmeldingen', Cookie=KEPT['cookie']).status, 200)
    same(MAIN.post('/beheer/uitloggen', {'csrf': csrf},
                   Cookie=KEPT['cookie']).status, 303)
    same(MAIN.get('/beheer/aanmeldingen', Cookie=KEPT['cookie']).status, 303)


# The tool

def test_the_tool_explains_itself_and_tells_wrong_use_from_failure():
    for words, code in ((['--help'], 0), (['event', 'set', '--help'], 0),
                        (['mail', 'list', '--help'], 0), ([], 2),
                        (['nonsens'], 2), (['event', 'set', 'titel'], 2),
                        (['mail', 'retry', 'x'], 2),
                        (['mail', 'retry', '999999'], 1),
                        (['event', 'set', 'capaciteit', 'veel'], 1),
                        (['export', 'csv', '/nonexistent/x.csv'], 1)):
        done = MAIN.tool(*words)
        same((words, done.returncode), (words, code))
        if code == 0:
            assert done.stdout and not done.stderr
        else:
            assert done.stderr.count('\n') == 1, done.stderr


def test_event_set_changes_what_event_show_and_the_page_show():
    for key, value in (('titel', 'Dag & nacht <mbo>'),
                       ('locatie', 'Zaal 7, Woerden'), ('capaciteit', '190'),
                       ('begin', '2027-01-12T10:00'),
                       ('max_per_aanmelding', '7')):
        old = dict(l.split('\t') for l in
                   MAIN.tool('event', 'show').stdout.splitlines())[key]
        MAIN.set(key, value)
        holds(MAIN.tool('event', 'show').stdout, f'{key}\t{value}\n')
        if key == 'titel':
            MAIN.soon('/', 'Dag &amp; nacht &lt;mbo&gt;')
        MAIN.set(key, old)
    assert MAIN.tool('event', 'set', 'kleur', 'rood').returncode != 0


def test_event_set_sets_all_of_it_or_nothing_and_people_hear_once():
    show = lambda: MAIN.tool('event', 'show').stdout
    old = dict(l.split('\t') for l in show().splitlines())
    before = show()
    for words in (('titel', 'Anders', 'capaciteit', 'veel'),
                  ('titel', 'Anders', 'einde', '2026-01-01T00:00'),
                  ('begin', '1800-01-01T10:00', 'einde', '1800-01-01T12:00')):
        done = MAIN.tool('event', 'set', *words)
        same((words, done.returncode), (words, 1))
        same(show(), before)
    same(MAIN.tool('event', 'set', 'titel').returncode, 2)
    same(MAIN.tool('event', 'set', 'titel', 'A', 'locatie').returncode, 2)
    letters = "SELECT count(*) FROM outbox WHERE soort = 'verplaatst'"
    told, people = MAIN.one(letters), MAIN.one(
        "SELECT count(DISTINCT registration) FROM participant"
        " WHERE status <> 'afgemeld'")
    done = MAIN.tool('event', 'set', 'begin', '2028-03-01T10:00', 'einde',
                     '2028-03-01T15:00', 'locatie', 'Utrecht')
    try:
        same(done.returncode, 0)
        holds(done.stderr, 'buiten de nieuwe tijden')
        more = MAIN.one(letters) - told
        assert people <= more, (people, more)
        same(MAIN.one("SELECT count(*) FROM (SELECT 1 FROM outbox WHERE"
                      f" soort = 'verplaatst' AND id > {told} AND status <>"
                      " 'withdrawn' AND gemaakt > strftime('%s') - 60 GROUP"
                      " BY registration, participant, feiten HAVING count(*)"
                      " > 1)"), 0)
    finally:
        MAIN.tool('event', 'set', 'begin', old['begin'], 'einde',
                  old['einde'], 'locatie', old['locatie'])


def test_user_add_takes_the_password_from_standard_input():
    done = MAIN.tool('user', 'add', 'piet', '--role', 'inzage',
                     stdin='een heel lang wachtwoord\n')
    same((done.returncode, done.stdout), (0, ''))
    answer = MAIN.post('/beheer/inloggen', {
        'gebruiker': 'piet', 'wachtwoord': 'een heel lang wachtwoord'})
    same(answer.status, 303)
    cookie = answer.headers['Set-Cookie'].split(';')[0]
    same(MAIN.get('/beheer/export.csv', Cookie=cookie).status, 403)
    assert MAIN.tool('user', 'add', 'piet', '--role', 'inzage',
                     stdin='nog een lang wachtwoord\n').returncode == 1
    assert MAIN.tool('user', 'add', 'kort', '--role', 'inzage',
                     stdin='kort\n').returncode == 1
    assert MAIN.tool('user', 'add', 'x', '--role', 'baas').returncode == 2


def test_user_reset_prints_a_new_password_and_user_list_shows_who():
    same(MAIN.tool('user', 'add', 'els', '--role', 'deur',
                   stdin='een heel lang wachtwoord\n').returncode, 0)
    holds(MAIN.tool('user', 'list').stdout, 'els\tdeur\topen\t-\t-\n')
    login = {'gebruiker': 'els', 'wachtwoord': 'een heel lang wachtwoord'}
    cookie = MAIN.post('/beheer/inloggen', login).headers[
        'Set-Cookie'].split(';')[0]
    same(MAIN.get('/beheer/account', Cookie=cookie).status, 200)
    done = MAIN.tool('user', 'reset', 'els')
    same((done.returncode, done.stderr), (0, ''))
    same(MAIN.get('/beheer/account', Cookie=cookie).status, 303)
    same(MAIN.post('/beheer/inloggen', login).status, 422)
    login['wachtwoord'] = done.stdout.strip()
    same(MAIN.post('/beheer/inloggen', login).status, 303)
    same(MAIN.tool('user', 'reset', 'niemand').returncode, 1)
    same(MAIN.tool('user', 'reset').returncode, 2)
    same(MAIN.tool('user', 'reset', '--help').returncode, 0)


def test_a_good_file_of_municipalities_is_taken_and_a_bad_one_not_at_all():
    with open(f'{ROOT}/db/gemeente/gemeenten.csv', encoding='utf-8', newline='') as f:
        rows = csv.DictReader(f)
        row = {**next(rows), 'code': 'GM9998', 'display_name': 'Nieuwdorp',
               'aliases': 'Oudedorp'}
    good = ','.join(row) + '\n' + ','.join(f'"{v}"' for v in row.values())
    path = f'{MAIN.data}/gemeenten.csv'
    before = MAIN.everything()
    for last in good.splitlines()[1].replace('GM9998', 'GM99'), 'GM9997', \
            '\xff':
        with open(path, 'w', encoding='latin-1') as f:
            f.write(f'{good}\n{last}\n')
        done = MAIN.tool('gemeenten', 'import', path)
        same((last, done.returncode, done.stderr.count('\n')), (last, 1, 1))
        same(MAIN.everything(), before)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(good + '\n')
    same(MAIN.tool('gemeenten', 'import', path).returncode, 0)
    holds(MAIN.get('/aanmelden').text, 'value="GM9998"')
    page = sign_up(MAIN, gemeente='oudedorp')
    holds(MAIN.get(page).text, 'Nieuwdorp')


def test_the_tool_exports_what_the_desk_exports():
    path = f'{MAIN.data}/deelnemers.csv'
    same(MAIN.tool('export', 'csv', path).returncode, 0)
    with open(path, encoding='utf-8', newline='') as f:
        rows = read_export(f.read())
    same(len(rows), MAIN.one('SELECT count(*) FROM participant'))


def test_mail_list_has_a_line_for_each_mail_with_its_state():
    wait_for('an empty queue', lambda: not MAIN.one(
        "SELECT count(*) FROM outbox WHERE status = 'queued'"))
    lines = [l.split('\t') for l in
             MAIN.tool('mail', 'list').stdout.splitlines()]
    same(len(lines), MAIN.one('SELECT count(*) FROM outbox'))
    for line in lines:
        assert line[0].isdigit() and line[1] in ('sent', 'withdrawn'), line
    holds([l[2] for l in lines], 'anna@woerden.example')


def test_the_doctor_says_ok_when_all_is_well():
    done = MAIN.tool('doctor')
    for line in done.stdout.splitlines():
        assert line.startswith('ok\t'), line
    same((done.returncode, done.stderr), (0, ''))
    assert done.stdout.count('\n') >= 6, done.stdout


def test_the_doctor_finds_a_mail_server_that_is_away():
    done = AWAY.tool('doctor')
    same(done.returncode, 1)
    holds(done.stdout, 'WRONG\tmail route')


# What a visitor or a program may get wrong

def ends(answer, code, *words):
    """A page in Dutch for a person, not a bare line of the server."""
    same(answer.status, code)
    holds(answer.text, '<html lang="nl">', '<h1', *words)


def test_a_body_that_is_too_large_gets_413_in_dutch():
    for path in '/aanmelden', KEPT['page'], '/beheer/inloggen':
        body = 'vraag=' + 'x' * 200_000
        ends(MAIN.request('POST', path, body, FORM), 413)


def test_broken_encoding_gets_400_and_changes_nothing():
    before = MAIN.everything()
    for body in (b'contact_voornaam=%ff%fe', b'vraag=%00', b'%c3=x',
                 b'contact_voornaam=\xe9', b'vraag=%ed%a0%80'):
        ends(MAIN.request('POST', '/aanmelden', body, FORM), 400)
    for kind in 'text/plain', 'application/json', 'multipart/form-data', \
            'application/x-www-form-urlencoded; charset=latin1':
        answer = MAIN.request('POST', '/aanmelden', b'{"a":1}',
                              {'Content-Type': kind})
        assert 400 <= answer.status < 500, f'{kind} gave {answer.status}'
    same(MAIN.everything(), before)


def test_a_missing_field_gets_422_and_everything_typed_is_kept():
    before = MAIN.everything()
    for name in ('gemeente', 'contact_voornaam', 'contact_achternaam',
                 'contact_email', 'deelnemer_1_voornaam',
                 'deelnemer_1_achternaam', 'deelnemer_1_rol'):
        fields = {**KEPT['fields'], 'sleutel': new_key(), name: '',
                  'vraag': 'Is er "koffie" & thee <vroeg>?'}
        answer = MAIN.post('/aanmelden', fields)
        ends(answer, 422, 'id="fouten"')
        same((name, faults(answer.text)), (name, {name}))
        holds(answer.text, f'href="#{name}"')
        keeps(answer.text, fields)
    same(MAIN.everything(), before)


def keeps(page, fields):
    """Every value of the form stands in the page again."""
    for name, value in fields.items():
        if name == 'website' or value == '':
            continue
        value = html.escape(value).replace('&#x27;', "'")
        pattern = (rf'<input[^>]*name="{name}"[^>]*value="([^"]*)"([^>]*)>'
                   rf'|<textarea[^>]*name="{name}"[^>]*>\n?([^<]*)<')
        found = [(a or c, b) for a, b, c in re.findall(pattern, page)]
        ticked = [v for v, rest in found if 'checked' in rest]
        select = re.search(rf'<select[^>]*name="{name}".*?</select>', page,
                           re.S)
        if select:
            found = [(v, '') for v in re.findall(
                r'<option value="([^"]*)"[^>]*selected', select.group())]
        got = [html.escape(html.unescape(v)).replace('&#x27;', "'")
               for v in ticked or [v for v, _ in found]]
        assert value in got, f'{name}: {value!r} is not among {got}'


def test_a_field_that_nobody_knows_is_ignored():
    page = sign_up(MAIN, onbekend='x', deelnemer_1_schoenmaat='43')
    same(MAIN.get(page).status, 200)


def test_an_unknown_municipality_gets_422():
    for gemeente in 'GM0000', 'Atlantis', 'GM0632 ; DROP':
        answer = MAIN.post('/aanmelden', delegation(gemeente=gemeente))
        ends(answer, 422)
        same(faults(answer.text), {'gemeente'})


def test_a_municipality_by_everyday_name_is_recognised():
    for name in "Den Haag", "'s-Gravenhage", 'súdwest-fryslân':
        sign_up(MAIN, gemeente=name)


def test_a_trap_field_that_is_filled_in_saves_nothing():
    before = MAIN.everything()
    answer = MAIN.post('/aanmelden', delegation(website='http://spam'))
    ends(answer, 422, 'id="fouten"')
    same(MAIN.everything(), before)


def test_a_wrong_method_gets_405_and_is_told_which_would_do():
    for method, path, allow in (
            ('PUT', '/aanmelden', 'GET, HEAD, POST'),
            ('DELETE', KEPT['page'], 'GET, HEAD, POST'),
            ('POST', '/', 'GET, HEAD'), ('POST', '/agenda.ics', 'GET, HEAD'),
            ('OPTIONS', '/privacy', 'GET, HEAD'),
            ('GET', '/beheer/uitloggen', 'POST')):
        answer = MAIN.request(method, path)
        ends(answer, 405)
        same((path, answer.headers['Allow']), (path, allow))


def test_an_unknown_path_gets_404_in_dutch():
    for path in ('/bestaat-niet', '/bestaat-niet/', '/aanmelding/',
                 '/beheer/x', '/aanmelding/a/b', '/.git/config',
                 '/assets/../nginx.conf'):
        answer = MAIN.get(path)
        same((path, answer.status), (path, 404))
        ends(answer, 404)


def test_a_slash_too_many_leads_to_the_page():
    for path, to in (('/aanmelden/', '/aanmelden'),
                     ('/aanmelden/?deelnemers=3', '/aanmelden?deelnemers=3'),
                     (KEPT['page'] + '/', KEPT['page']),
                     ('/beheer/inloggen/', '/beheer/inloggen')):
        answer = MAIN.get(path)
        same((answer.status, answer.headers['Location']), (303, to))


def raw(text):
    """What nginx says to these bytes, head and body."""
    with socket.create_connection(('127.0.0.1', MAIN.port), 20) as s:
        s.sendall(text.encode())
        return b''.join(iter(lambda: s.recv(65536), b'')).decode()


def test_every_answer_of_the_web_server_itself_is_ours():
    long = 'x' * 40_000
    for text, code in (
            ('GET / HTTP/1.1\r\n\r\n', 400),             # no Host
            ('GET / HTTP/1.1\r\nHost: a b\r\n\r\n', 400),
            ('TRACE / HTTP/1.1\r\nHost: x\r\n\r\n', 405),
            ('POST /assets/style.css HTTP/1.1\r\nHost: x\r\n'
             'Content-Length: 0\r\nConnection: close\r\n\r\n', 405),
            (f'GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n', 414),
            (f'GET / HTTP/1.1\r\nHost: x\r\nCookie: {long}\r\n\r\n', 431),
            ('GET /assets/ HTTP/1.1\r\nHost: x\r\n'
             'Connection: close\r\n\r\n', 404),
            ('GET /assets/weg.css HTTP/1.1\r\nHost: x\r\n'
             'Connection: close\r\n\r\n', 404),
            ('GET / HTTP/9.1\r\nHost: x\r\n\r\n', 500),
            ('POST /aanmelden HTTP/1.1\r\nHost: x\r\n'
             'Transfer-Encoding: krom\r\n\r\n', 500)):
        answer = raw(text)
        holds(answer, f'HTTP/1.1 {code} ', '<html lang="nl">', '<h1>',
              "default-src 'none'")
        assert '<center>' not in answer


def test_a_path_that_climbs_out_of_the_assets_gets_nothing():
    for path in ('/assets%2f..%2f..%2fMakefile', '/assets/%2e%2e/Makefile',
                 '/assets/..%2f..%2fMakefile', '/assets../Makefile',
                 '/assets/', '/..%2f..%2fetc/passwd'):
        answer = MAIN.get(path)
        assert answer.status in (400, 403, 404), f'{path}: {answer.status}'
        assert 'PACKAGES' not in answer.text and 'root:' not in answer.text


def test_an_unknown_token_gets_404_whatever_is_done_with_it():
    token = KEPT['page'].rpartition('/')[2]
    for wrong in token[:-1], token + 'a', token.swapcase(), 'a' * 24, \
            '%27%20OR%201=1', token[:4]:
        for room in 'aanmelding', 'deelnemer':
            path = f'/{room}/{wrong}'
            ends(MAIN.get(path), 404)
            ends(MAIN.post(path, {'actie': 'afmelden'}), 404)
    ends(MAIN.get(KEPT['page'].replace('aanmelding', 'deelnemer')), 404)


def test_a_form_from_another_site_is_refused():
    before = MAIN.everything()
    for headers in ({'Origin': 'https://elders.example'}, {'Origin': 'null'},
                    {'Origin': MAIN.base + '.elders.example'},
                    {'Sec-Fetch-Site': 'cross-site'},
                    {'Sec-Fetch-Site': 'same-site'},
                    {'Sec-Fetch-Site': 'cross-site', 'Origin': MAIN.base}):
        for path in '/aanmelden', KEPT['page'], '/beheer/inloggen':
            answer = MAIN.post(path, delegation(actie='afmelden'), **headers)
            ends(answer, 403)
    same(MAIN.everything(), before)
    for headers in {'Origin': MAIN.base}, {'Sec-Fetch-Site': 'same-origin'}:
        same(MAIN.post('/aanmelden', delegation(), **headers).status, 303)


def test_head_answers_as_get_without_a_body():
    for path in ('/', '/aanmelden', '/agenda.ics', '/privacy', '/health',
                 KEPT['page'], '/bestaat-niet', '/.well-known/security.txt',
                 '/toegankelijkheid', '/beheer/inloggen'):
        get, head = MAIN.get(path), MAIN.request('HEAD', path)
        same((path, head.status, head.bytes), (path, get.status, b''))
        for name in 'Content-Type', 'Content-Length', 'Cache-Control':
            same((path, name, head.headers[name]),
                 (path, name, get.headers[name]))


def test_every_answer_carries_the_security_headers():
    css = re.search(r'href="(/assets/[^"]+\.css)"', MAIN.get('/').text)
    answers = [MAIN.get(p) for p in (
        '/', '/aanmelden', KEPT['page'], KEPT['anna'], '/privacy',
        '/bestaat-niet', '/beheer/inloggen', '/beheer/aanmeldingen',
        '/agenda.ics', '/health')]
    answers += [MAIN.post('/aanmelden', {}), MAIN.request('PUT', '/'),
                MAIN.post('/aanmelden', delegation()),
                MAIN.request('POST', '/aanmelden', 'x' * 200_000, FORM)]
    for answer in answers:
        policy = answer.headers['Content-Security-Policy'] or ''
        same((answer.status, len(policy) > 0), (answer.status, True))
        holds(policy, "default-src 'none'", "frame-ancestors 'none'",
              "form-action 'self'")
        assert 'unsafe' not in policy
        same(answer.headers['X-Content-Type-Options'], 'nosniff')
        same(answer.headers['Referrer-Policy'], 'strict-origin')
        assert 'nginx/' not in (answer.headers['Server'] or '')
    same(MAIN.get(css.group(1)).headers['X-Content-Type-Options'], 'nosniff')


def test_search_engines_see_the_public_pages_alone():
    for path, right in (('/', None), ('/aanmelden', None),
                        ('/privacy', None), ('/toegankelijkheid', None),
                        (KEPT['page'], 'noindex'), (KEPT['anna'], 'noindex'),
                        ('/beheer/inloggen', 'noindex'),
                        ('/onzin', 'noindex')):
        same((path, MAIN.get(path).headers['X-Robots-Tag']), (path, right))


def test_a_link_to_us_has_a_picture_that_was_made_when_we_were_built():
    made = os.path.join(ROOT, 'build/assets/voorbeeld.png')
    drawn = os.path.join(ROOT, 'templates/assets/voorbeeld.svg')
    assert os.path.getmtime(made) >= os.path.getmtime(drawn)
    with open(made, 'rb') as f:
        png = f.read()
    same((png[:8], png[12:16]), (b'\x89PNG\r\n\x1a\n', b'IHDR'))
    same([int.from_bytes(png[at:at + 4], 'big') for at in (16, 20)],
         [1200, 630])
    for path in '/', '/aanmelden':
        (named,) = re.findall('property="og:image" content="([^"]+)"',
                              MAIN.get(path).text)
        same(named, f'{MAIN.base}/assets/voorbeeld.png')
    answer = MAIN.get('/assets/voorbeeld.png')
    same((answer.status, answer.headers['Content-Type'], answer.bytes),
         (200, 'image/png', png))


def test_personal_pages_are_never_kept_by_a_cache():
    for path in KEPT['page'], KEPT['anna']:
        same(MAIN.get(path).headers['Cache-Control'], 'no-store')
    # The empty form is only the visitor's own: going back finds it again.
    same(MAIN.get('/aanmelden').headers['Cache-Control'], 'private, no-cache')


def test_no_file_is_for_every_local_user():
    out = f'{MAIN.data}/uit.csv'
    same(MAIN.tool('export', 'csv', out).returncode, 0)
    open_ = [os.path.join(where, name)
             for where, folders, files in os.walk(MAIN.data)
             for name in folders + files
             if os.lstat(os.path.join(where, name)).st_mode & 0o007]
    # nginx opens its socket to all, in a folder that is closed to them.
    open_ = [path for path in open_
             if not stat.S_ISSOCK(os.lstat(path).st_mode)]
    # What these tests put there themselves.
    same([path for path in open_ if path != MAIN.log
          and not path.endswith('/gemeenten.csv')], [])
    for name in 'orientatie.db', 'secret', 'orientatie.conf', 'uit.csv':
        same((name, oct(os.stat(f'{MAIN.data}/{name}').st_mode & 0o777)),
             (name, '0o600'))
    os.remove(out)


def test_of_root_nothing_listens_or_reads_letters():
    if os.getuid() != 0 or 'root it stays' in MAIN.output():
        return              # nothing to drop, or it was told why not
    owners = {}
    for pid, line in MAIN.processes().items():
        name = os.path.basename(line.split()[0])
        if line.split()[0] not in ('make', 'setpriv', 'sleep') and \
                not line.endswith('tool/run.sh '):
            owners.setdefault(os.stat(f'/proc/{pid}').st_uid, set()).add(name)
    same(len(owners), 1)
    ((user, names),) = owners.items()
    assert user >= 1000, user
    holds(' '.join(names), 'signup.fcgi', 'desk.fcgi', 'mailer', 'nginx',
          'python')
    same(os.stat(f'{MAIN.data}/orientatie.db').st_uid, user)


def test_no_token_reaches_a_log():
    MAIN.get(KEPT['page'] + '?x=' + KEPT['page'][12:])
    MAIN.get(KEPT['anna'])
    MAIN.get('/aanmelden?geheim=' + KEPT['page'][12:])
    code = re.search(r'class="typed">([^<]+)<',
                     MAIN.get(KEPT['anna']).text).group(1)
    same(MAIN.get('/d/' + code).status, 200)
    time.sleep(1.2)         # nginx writes its log once a second
    with open(f'{MAIN.data}/run/access.log', encoding='utf-8') as f:
        log = f.read()
    holds(log, 'GET /aanmelding/- 200', 'GET /deelnemer/- 200',
          'GET /d/- 200')
    for text in log, MAIN.output():
        for path in KEPT['page'], KEPT['anna'], KEPT['zoe'], '/d/' + code:
            token = path.rpartition('/')[2]
            leak = [l for l in text.splitlines() if token in l]
            assert not leak, leak[0].replace(token, 'TOKEN')
        assert KEPT['key'] not in text and 'geheim' not in text
        assert 'woerden.example' not in text, 'an address in a log'


def test_registration_that_is_closed_takes_nobody_and_says_so():
    old = dict(l.split('\t') for l in
               MAIN.tool('event', 'show').stdout.splitlines())
    MAIN.set('aanmelden_dicht', '2026-01-01T00:00')
    try:
        before = MAIN.everything()
        page = MAIN.soon('/aanmelden', 'De aanmelding is gesloten')
        assert '<form' not in page.text
        ends(MAIN.post('/aanmelden', delegation()), 409,
             'De aanmelding is gesloten')
        same(MAIN.everything(), before)
    finally:
        MAIN.set('aanmelden_dicht', old['aanmelden_dicht'])
    MAIN.soon('/aanmelden', '<form')
    sign_up(MAIN)


def test_too_few_places_still_gives_303_and_a_place_in_line():
    used = MAIN.one("SELECT count(*) FROM participant "
                    "WHERE status = 'bevestigd'")
    MAIN.set('capaciteit', used + 1)
    try:
        page = sign_up(MAIN, people=2)
        holds(MAIN.get(page).text, 'wachtlijst')
        fits = sign_up(MAIN, people=2, wachtlijst='passend')
        holds(MAIN.get(fits).text, 'wachtlijst', 'komt met 1 persoon')
        same(MAIN.one("SELECT count(*) FROM participant WHERE "
                      "status = 'bevestigd'"), used + 1)
        MAIN.post(fits, {'actie': 'afmelden'})
        MAIN.set('capaciteit', used + 2)
        holds(MAIN.get(page).text, 'komt met 2 mensen')
    finally:
        MAIN.set('capaciteit', 200)


# Pages that all see alike are rendered once a second

def key_in(page):
    return re.search(r'name="sleutel" value="([^"]+)"', page.text).group(1)


def head_of(key):
    """What a render signed; the web server sets the rest behind it."""
    same((len(key), re.fullmatch('[0-9a-f]{32}', key[28:]) is None),
         (60, False))
    return key[:28]


def test_two_visitors_of_one_render_get_keys_of_their_own_and_both_sign_up():
    def pair():
        keys = [key_in(MAIN.get('/aanmelden')) for _ in range(2)]
        return keys if head_of(keys[0]) == head_of(keys[1]) else None
    one, other = wait_for('two visitors of one render', pair)
    assert one != other
    pages = [sign_up(MAIN, key) for key in (one, other, one, other)]
    same(pages[:2], pages[2:])
    assert pages[0] != pages[1]


def test_a_shared_page_is_of_the_second_in_which_it_is_sent():
    stamps = set()

    def look():
        page = MAIN.get('/aanmelden')
        stamp = int.from_bytes(base64.urlsafe_b64decode(
            head_of(key_in(page)))[:5], 'little')
        sent = email.utils.parsedate_to_datetime(page.headers['Date'])
        # Its first byte may leave in the next.
        assert 0 <= sent.timestamp() - stamp <= 1, (sent, stamp)
        stamps.add(stamp)
        return len(stamps) == 4
    wait_for('four renders', look)


def test_a_shared_page_decides_nothing():
    old = dict(l.split('\t') for l in
               MAIN.tool('event', 'show').stdout.splitlines())
    key = key_in(MAIN.get('/aanmelden'))
    MAIN.set('aanmelden_dicht', '2026-01-01T00:00')
    try:
        ends(MAIN.post('/aanmelden', delegation(key)), 409,
             'De aanmelding is gesloten')
    finally:
        MAIN.set('aanmelden_dicht', old['aanmelden_dicht'])
    MAIN.soon('/aanmelden', '<form')
    sign_up(MAIN, key)


def test_who_says_more_than_the_address_gets_a_page_of_ones_own():
    MAIN.get('/aanmelden')
    own = [MAIN.get('/aanmelden', Cookie='a=b'),
           MAIN.get('/aanmelden', Cookie='deelnemers=3'),
           MAIN.get('/aanmelden?gemeente=GM0632'),
           MAIN.get('/aanmelden?deelnemers=3&x=1'),
           MAIN.post('/aanmelden', delegation('te-kort'))]
    keys = [key_in(page) for page in own]
    same([len(key) for key in keys], [44] * len(own))
    same(len(set(keys)), len(own))
    same(own[-1].status, 422)
    head_of(key_in(MAIN.get('/aanmelden?deelnemers=3')))


def test_nobody_writes_a_directive_into_a_page():
    directive = "<!--# echo var='request_id' -->"
    escaped = '&lt;!--# echo var=&#39;request_id&#39; --&gt;'
    page = MAIN.get('/aanmelden?' + urlencode({'gemeente': directive}))
    assert directive not in page.text
    page = MAIN.post('/aanmelden', delegation(
        contact_voornaam=directive, contact_email=''))
    holds(page.text, escaped)
    old = MAIN.one('SELECT titel FROM event WHERE zichtbaar')
    MAIN.set('titel', directive)
    try:
        page = MAIN.soon('/aanmelden', escaped)
        head_of(key_in(page))
        assert directive not in page.text
    finally:
        MAIN.set('titel', old)


def test_only_what_repeats_nothing_of_the_visitor_is_compressed():
    zipped = {'Accept-Encoding': 'gzip'}
    for path in '/', '/aanmelden', '/agenda.ics':
        page = MAIN.get(path, **zipped)
        same((path, page.headers['Content-Encoding']), (path, 'gzip'))
        # What a server sends before it hears of the visitor again.
        assert len(page.bytes) < 14_000, len(page.bytes)
    for page in (MAIN.get('/aanmelden?gemeente=Woerden', **zipped),
                 MAIN.get('/aanmelden', Cookie='a=b', **zipped),
                 MAIN.get(KEPT['page'], **zipped),
                 MAIN.post('/aanmelden', delegation('te-kort'), **zipped)):
        same(page.headers['Content-Encoding'], None)


def test_without_sharing_every_visitor_gets_a_page_of_ones_own():
    other = Site(CACHE='off')
    try:
        keys = {key_in(other.get('/aanmelden')) for _ in range(5)}
        same((len(keys), {len(key) for key in keys}), (5, {44}))
        sign_up(other, keys.pop())
        assert not [name for _, _, names in os.walk(f'{other.data}/run/pages')
                    for name in names]
    finally:
        other.stop()


# Trouble

def test_a_locked_database_gives_503_and_the_same_key_works_afterwards():
    fields = delegation(vraag='Blijft dit "staan"?')
    count = 'SELECT count(*) FROM registration'
    before = MAIN.one(count), MAIN.one('SELECT count(*) FROM outbox')
    db = sqlite3.connect(f'{MAIN.data}/orientatie.db', isolation_level=None)
    db.execute('BEGIN EXCLUSIVE')
    try:
        answer = MAIN.post('/aanmelden', fields)
        reading = MAIN.get('/').status, MAIN.get(KEPT['page']).status
        wait_for('health to tell', lambda: MAIN.get('/health').status == 503)
    finally:
        db.execute('ROLLBACK')
        db.close()
    ends(answer, 503, 'id="fouten"')
    assert answer.headers['Retry-After']
    keeps(answer.text, fields)
    same(reading, (200, 200))
    same((MAIN.one(count), MAIN.one('SELECT count(*) FROM outbox')), before)
    same(MAIN.post('/aanmelden', fields).status, 303)
    same(MAIN.one(count), before[0] + 1)
    health = MAIN.get('/health')
    same((health.status, health.text), (200, 'ok\n'))


def test_a_mail_server_that_is_away_delays_the_mail_and_nothing_else():
    key = new_key()
    page = sign_up(AWAY, key)
    same(AWAY.get(page).status, 200)
    address = f'{key[:20]}@utrecht.example'

    def waiting():
        for line in AWAY.tool('mail', 'list').stdout.splitlines():
            fields = line.split('\t')
            if fields[2] == address and fields[1] == 'deferred':
                return fields
    line = wait_for('a deferred mail', waiting)
    catcher = subprocess.Popen(
        ['/usr/bin/python3', '-m', 'aiosmtpd', '-n', '-l',
         urlsplit(AWAY.variables['SMTP_URL']).netloc, '-c',
         'aiosmtpd.handlers.Mailbox', f'{AWAY.data}/mail'],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        same(AWAY.tool('mail', 'retry', line[0]).returncode, 0)
        wait_for('the mail', lambda: [
            m for m in AWAY.mails()
            if m['To'].addresses[0].addr_spec == address])
        wait_for('its state', lambda: AWAY.one(
            'SELECT status FROM outbox WHERE id = ?', line[0]) == 'sent')
    finally:
        catcher.terminate()
        catcher.wait(10)
    assert AWAY.tool('mail', 'retry', line[0]).returncode == 1


BOUNCE = """From: MAILER-DAEMON@mx.example
To: aanmelden@mboraad.example
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Final-Recipient: rfc822; {address}
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: <{message_id}>
--b--
"""


def test_a_letter_that_came_back_is_told_by_the_mailer():
    key = new_key()
    address = f'{key[:20]}@utrecht.example'
    sign_up(MAIN, key)
    number, message = wait_for('a sent mail', lambda: next(iter(MAIN.sql(
        'SELECT id, bericht FROM outbox JOIN outbox_bericht ON outbox = id'
        " WHERE ontvanger = ? AND status = 'sent'", address)), None))
    message_id = re.search(rb'Message-ID: <(.*?)>', message)[1].decode()
    folder = f'{MAIN.data}/bounces'
    for name in ('new', 'cur', 'tmp'):
        os.makedirs(f'{folder}/{name}')
    with open(f'{folder}/new/1.een', 'w', encoding='ascii') as f:
        f.write(BOUNCE.format(address=address, message_id=message_id))
    with open(f'{MAIN.data}/orientatie.conf', encoding='utf-8') as f:
        conf = f.read()
    with open(f'{folder}/conf', 'w', encoding='utf-8') as f:
        f.write(f'{conf}bounce_mailbox = "maildir:{folder}";\n')
    mailer = subprocess.Popen(
        [f'{ROOT}/build/mailer', '--config', f'{folder}/conf'],
        stderr=subprocess.DEVNULL)
    try:
        wait_for('it is handled',
                 lambda: os.path.exists(f'{folder}/cur/1.een:2,S'))
    finally:
        mailer.terminate()
        same(mailer.wait(5), 0)
    line = next(l for l in MAIN.tool('mail', 'list').stdout.splitlines()
                if l.startswith(f'{number}\t'))
    holds(line, 'failed', 'bounced: 5.1.1')
    holds(MAIN.tool('mail', 'bounced').stdout, address)
    same(MAIN.tool('mail', 'forget', address).returncode, 0)
    same(MAIN.tool('mail', 'forget', address).returncode, 1)
    same(MAIN.tool('mail', 'bounced').stdout, '')


def test_who_is_signed_up_already_is_told_by_mail_and_on_no_page():
    def come(key, contact):
        return sign_up(MAIN, key, gemeente='GM0363', contact_email=contact,
                       deelnemer_1_voornaam='Merel',
                       deelnemer_1_achternaam='Tweemaal',
                       deelnemer_1_email='merel@amsterdam.example')

    def look(path):
        """What a visitor reads, line by line."""
        return re.sub('<[^>]+>', '', MAIN.get(path).text).split('\n')

    first = come('merel-eerste-keer-0123456', 'eerste@amsterdam.example')
    MAIN.mails_to('eerste@amsterdam.example')
    second = come('merel-tweede-keer-0123456', 'tweede@elders.example')
    # What the page says is what it says to whom nobody came before.
    other = sign_up(MAIN, gemeente='GM0599',
                    contact_email='tweede@elders.example',
                    deelnemer_1_voornaam='Merel',
                    deelnemer_1_achternaam='Tweemaal',
                    deelnemer_1_email='merel@rotterdam.example')
    said = [line.replace('Rotterdam', 'Amsterdam').replace('rotterdam',
            'amsterdam') for line in look(other)]
    same([line for line in look(second) if line not in said], [])
    for page in first, second:
        for words in 'al aangemeld', 'nog een keer aangemeld', 'dubbel':
            assert words not in MAIN.get(page).text, (page, words)
    letter = part_of(MAIN.mails_to('tweede@elders.example', 2)[0],
                     'text/plain')
    holds(letter, 'Let op: de gemeente Amsterdam was al aangemeld')
    assert 'Fleur' in letter and 'door Fleur' not in letter, letter
    told = MAIN.mails_to('eerste@amsterdam.example', 2)[1]
    holds(told['Subject'], 'Nog een aanmelding: gemeente Amsterdam')
    for kind in 'text/plain', 'text/html':
        holds(part_of(told, kind), 'is nog een keer aangemeld',
              'Die van u is gebleven zoals die was')
    merel = part_of(MAIN.mails_to('merel@amsterdam.example', 2)[1],
                    'text/plain')
    holds(merel, 'Let op: u was al aangemeld door Fleur Dijk')


def test_two_instances_run_side_by_side_and_share_nothing():
    assert MAIN.port != AWAY.port and MAIN.data != AWAY.data
    page = sign_up(MAIN)
    same((MAIN.get(page).status, AWAY.get(page).status), (200, 404))
    same((MAIN.get('/health').status, AWAY.get('/health').status),
         (200, 200))


def crowd(count, work):
    """Run work(number) at the same time; what one raises is raised here."""
    trouble = []

    def run(number):
        try:
            work(number)
        except BaseException as error:      # noqa: handed on below
            trouble.append(error)
    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive(), 'a client hangs'
    if trouble:
        raise trouble[0]


def test_a_killed_handler_is_restarted_and_nothing_acknowledged_is_lost():
    MAIN.set('capaciteit', 2000)
    promised, refused, over = [], [], time.monotonic() + 4

    def client(_):
        while time.monotonic() < over:
            key = new_key()
            try:
                answer = MAIN.post('/aanmelden', delegation(key))
            except (ConnectionError, http.client.HTTPException):
                refused.append(0)
                continue
            if answer.status == 303:
                promised.append((key, answer.headers['Location']))
            else:
                refused.append(answer.status)
                time.sleep(0.05)

    def killer(_):
        for _ in range(2):
            time.sleep(1)
            wait_for('the handler', lambda: [
                p for p, line in MAIN.processes().items()
                if line.startswith(f'{ROOT}/build/signup.fcgi ')])
            os.kill(MAIN.named('signup.fcgi'), signal.SIGKILL)
    crowd(9, lambda n: killer(n) if n == 0 else client(n))
    assert len(promised) > 50, f'only {len(promised)} got through'
    assert refused, 'it was never away'
    assert set(refused) <= {503}, set(refused)
    wait_for('health', lambda: MAIN.get('/health').status == 200)
    saved = {a for (a,) in MAIN.sql('SELECT contact_email FROM registration')}
    for key, page in promised:
        assert f'{key[:20]}@utrecht.example' in saved, f'{key} is lost'
    for key, page in promised[-3:]:
        same(MAIN.post('/aanmelden', delegation(key)).headers['Location'],
             page)
    MAIN.set('capaciteit', 200)


def test_forty_visitors_race_for_25_places_and_nobody_gets_two():
    race = Site()
    try:
        race.set('capaciteit', 25)
        rng = random.Random(1)
        plans = [(new_key(), rng.randint(1, 3),
                  rng.choice(['alles', 'passend', 'wethouder']),
                  n % 4 == 0) for n in range(40)]

        def client(number):
            key, people, policy, regrets = plans[number]
            page = sign_up(race, key, people, wachtlijst=policy)
            again = race.post('/aanmelden', delegation(
                key, people, wachtlijst=policy))
            same((again.status, again.headers['Location']), (303, page))
            if regrets:
                same(race.post(page, {'actie': 'afmelden',
                                      'deelnemer': '1'}).status, 303)
        crowd(40, client)
        same(race.one('SELECT count(*) FROM registration'), 40)
        same(race.one('SELECT count(*) FROM participant'),
             sum(people for _, people, _, _ in plans))
        same(race.one("SELECT count(*) FROM participant WHERE "
                      "status = 'afgemeld'"), 10)
        full_and_fair(race, 25)
    finally:
        race.stop()
        shutil.rmtree(race.data, ignore_errors=True)


def full_and_fair(race, capacity):
    """Not one place too many, and none empty that somebody could have."""
    taken = race.one("SELECT count(*) FROM participant WHERE "
                     "status = 'bevestigd'")
    assert taken <= capacity, f'{taken} places of {capacity} were given'
    left = capacity - taken
    waiting = race.sql(
        "SELECT count(*), r.wachtlijst FROM participant p JOIN registration r "
        "ON r.id = p.registration WHERE p.status = 'wachtlijst' GROUP BY r.id")
    assert waiting, 'the race was not for too few places'
    for people, policy in waiting:
        needed = people if policy == 'alles' else 1
        assert needed > left, f'{left} left and {people} wait ({policy})'
    partly = race.one(
        "SELECT count(*) FROM registration r WHERE wachtlijst = 'alles' AND "
        "EXISTS (SELECT 1 FROM participant WHERE registration = r.id AND "
        "status = 'bevestigd') AND EXISTS (SELECT 1 FROM participant WHERE "
        "registration = r.id AND status = 'wachtlijst')")
    same(partly, 0)


# The end

def ends_within_ten_seconds(instance, how):
    before = instance.processes()
    holds(' '.join(before.values()), 'signup.fcgi', 'desk.fcgi', 'mailer',
          'nginx', 'aiosmtpd')
    how()
    try:
        wait_for('the end', lambda: not instance.processes(), 10)
    except AssertionError as error:
        raise AssertionError(f'{error}: {instance.processes()}') from None
    instance.process.wait(1)
    assert not [p for p in before if os.path.exists(f'/proc/{p}')
                and p in instance.processes()]


def test_sigterm_leaves_no_process_and_the_next_start_keeps_all():
    key = new_key()
    page = sign_up(MAIN, key)
    ends_within_ten_seconds(MAIN, MAIN.process.terminate)
    MAIN.start()
    assert 'password' not in MAIN.output(), 'it is printed once'
    same(MAIN.get(page).status, 200)
    same(MAIN.post('/aanmelden', delegation(key)).headers['Location'], page)


def test_ctrl_c_leaves_no_process():
    ends_within_ten_seconds(
        MAIN, lambda: os.killpg(MAIN.process.pid, signal.SIGINT))


def test_no_link_of_any_letter_stands_in_any_log():
    tokens = {token for mail in MAIN.mails() for token in re.findall(
        r'/(?:aanmelding|deelnemer|geen-nieuws)/([A-Za-z0-9_-]{30})',
        mail.get_body(('plain',)).get_content())}
    assert len(tokens) > 3, len(tokens)
    logs = [MAIN.log, *(path for path in glob.glob(
        f'{MAIN.data}/run/**', recursive=True) if os.path.isfile(path))]
    for path in logs:
        with open(path, encoding='utf-8', errors='replace') as f:
            text = f.read()
        assert not any(token in text for token in tokens), path


def test_nothing_went_wrong_that_only_the_log_knows():
    with open(MAIN.log, encoding='utf-8', errors='replace') as f:
        for line in f:
            assert not line.startswith(('<3>', '<2>')), line
            assert 'Sanitizer' not in line and 'assert' not in line.lower()


def test_version_is_the_one_that_changes_tells_of_first():
    with open(f'{ROOT}/CHANGES') as changes:
        newest = re.search(r'^([0-9.]+),', changes.read(), re.M).group(1)
    answer = subprocess.run([f'{ROOT}/build/orientatie', '--version'],
                            capture_output=True, text=True)
    same((answer.returncode, answer.stdout), (0, f'orientatie {newest}\n'))


def test_make_install_puts_the_programs_where_readme_says():
    outside = {name: value for name, value in os.environ.items()
               if name not in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL', 'OUT')}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(['make', '-s', 'install', f'DESTDIR={folder}',
                        'PREFIX=/usr'], cwd=ROOT, env=outside, check=True)
        found = {os.path.join(where, name)[len(folder):]
                 for where, _, names in os.walk(folder) for name in names}
    with open(f'{ROOT}/README.md') as readme:
        holds(readme.read(), 'PREFIX/bin', 'PREFIX/lib/orientatie',
              'PREFIX/share/orientatie')
    for name in ('bin/orientatie', 'lib/orientatie/signup.fcgi',
                 'lib/orientatie/desk.fcgi', 'lib/orientatie/mailer',
                 'share/orientatie/nginx.conf',
                 'share/orientatie/gemeenten.csv'):
        assert f'/usr/{name}' in found, f'{name} is not installed'


def test_members_of_the_archive_have_a_name_each():
    members = subprocess.run(['ar', 't', f'{ROOT}/build/product.a'],
                             capture_output=True, text=True,
                             check=True).stdout.split()
    assert members
    same(sorted(members), sorted(set(members)))


# What others build on; these always run.
FIRST = ('form_page_asks', 'signs_up_with_one_post', 'participant_reads',
         'organiser_logs_in')


def chosen(words):
    tests = [(n, f) for n, f in globals().items() if n.startswith('test_')]
    return [(n, f) for n, f in tests
            if not words or any(w in n for w in (*words, *FIRST))]


def start_all():
    global MAIN, AWAY
    MAIN = Site()
    AWAY = Site(SMTP_URL=f'smtp://127.0.0.1:{free_port()}')


def run(tests):
    failed = 0
    for name, test in tests:
        try:
            test()
            print(f'ok {name[5:]}', flush=True)
        except Exception as error:
            failed += 1
            where = traceback.extract_tb(error.__traceback__)
            line = next((f.lineno for f in reversed(where)
                         if f.name == name), 0)
            print(f'FAILED {name[5:]}: line {line}: '
                  f'{type(error).__name__} {str(error)[:600]}', flush=True)
    return failed


def main():
    tests = chosen(sys.argv[1:])
    failed = len(tests)
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    try:
        start_all()
        failed = run(tests)
    except Exception as error:
        print(f'FAILED to start: {error}')
    finally:
        for instance in (MAIN, AWAY, *INSTANCES):
            if instance is not None:
                instance.stop()
                if not failed:
                    shutil.rmtree(instance.data, ignore_errors=True)
    print(f'end to end: {len(tests) - failed} passed, {failed} failed '
          f'in {time.monotonic() - began:.0f} s')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
