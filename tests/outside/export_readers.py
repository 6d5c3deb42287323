#!/usr/bin/python3
"""The exports as readers that are not ours see them: openpyxl for the
workbook, Python's csv and json for the others.  What a cell must survive is
signed up by the form where the form takes it, and put in by SQL where not."""
import csv
import fcntl
import http.client
import io
import json
import os
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.parse
import zipfile
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import openpyxl
from openpyxl.utils.escape import unescape

from instance import Instance, ROOT, run_tests, wait_for

TOOL = os.path.join(ROOT, 'build', 'orientatie')
AMSTERDAM = ZoneInfo('Europe/Amsterdam')
CONTRACT = ['Nummer', 'Status', 'Gemeente', 'Gemeentecode', 'Provincie',
            'Rol', 'Functie', 'Voornaam', 'Tussenvoegsel', 'Achternaam',
            'Volledige naam', 'Sorteernaam', 'E-mail', 'Contactpersoon',
            'Contact e-mail', 'Contact telefoon', "Thema's", 'Vraag',
            'Aangemeld op']
SHEETS = ['Deelnemers', 'Gemeenten', 'Ontbrekende gemeenten',
          'Over deze export']
WISH = 'zzwensmerkzz'

# By the form: as an answer to "Functie".
TYPED = ['=1+1', '+31612345678', '0612345678', '-', '=cmd|\'/C calc\'!A0',
         '1e5', '2027-01-12', 'TRUE', '00123', 'Zoë 👩\u200d🏫 𝔾', '"a";b,c', "'s-Hertogenbosch",
         '_x000D_', 'a_x0041_b', '<b>&amp;</b>', '＝1+1', '{=1+1}']
# By SQL: what the form would have made clean or refused.
FORCED = ['@x', 'https://example.nl/x', 'mailto:x@example.nl', 'een\r\ntwee', 'een\rtwee', 'een\ntwee', '\n=1+1', '\t=1+1',
          ' spaties eromheen ', 'x' * 32767, '😀' * 16383, '-' * 255,
          'regel\n' * 400]
GUARDED = tuple('=+-@\t\r\n') + ('＝', '＋', '－', '＠')


def post(instance, path, fields, **headers):
    connection = instance.connect()
    connection.request('POST', path, urllib.parse.urlencode(fields, True), {
        'Content-Type': 'application/x-www-form-urlencoded',
        'Origin': instance.base, **headers})
    answer = connection.getresponse()
    answer.data = answer.read()
    return answer


def get(instance, path):
    connection = instance.connect()
    connection.request('GET', path, headers={'Cookie': instance.cookie})
    answer = connection.getresponse()
    answer.data = answer.read()
    assert answer.status == 200, (path, answer.status)
    length = answer.getheader('Content-Length')
    if 'attachment' in (answer.getheader('Content-Disposition') or ''):
        assert int(length) == len(answer.data)
    return answer


def force(instance, *statements):
    """Write as a program of ours would: under the lock of all of them."""
    with open(f'{instance.data}/orientatie.db.lock') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        db = sqlite3.connect(f'{instance.data}/orientatie.db', timeout=10)
        for statement in statements:
            db.execute(*statement)
        db.commit()
        db.close()


def sign_up(instance, functie, **more):
    answer = post(instance, '/aanmelden', {
        'sleutel': secrets.token_urlsafe(24), 'gemeente': 'GM0632',
        'contact_voornaam': '=Anne', 'contact_achternaam': 'de Vries',
        'contact_email': 'anne@woerden.example',
        'contact_telefoon': '+31612345678', 'vraag': '=1+1\r\nen dan?',
        'deelnemer_1_voornaam': '-', 'deelnemer_1_achternaam': 'van +x',
        'deelnemer_1_rol': 'wethouder', 'deelnemer_1_functie': functie,
        'thema': ['vsv', 'llo'], **more})
    assert answer.status == 303, (functie, answer.status)


def sign_in(instance):
    answer = post(instance, '/beheer/inloggen', {
        'gebruiker': 'organisator', 'wachtwoord': instance.password()})
    instance.cookie = answer.getheader('Set-Cookie').partition(';')[0]


def prepare(instance):
    """What everybody's function must read, by number, goes into wanted."""
    sign_in(instance)
    for text in TYPED:
        sign_up(instance, text)
    for text in FORCED:
        sign_up(instance, 'wordt vervangen')
    last = instance.sql('SELECT max(id) FROM participant')[0][0]
    first = last - len(TYPED) - len(FORCED) + 1
    instance.wanted = dict(enumerate(TYPED + FORCED, first))
    force(instance, *[('UPDATE participant SET functie = ? WHERE id = ?',
                       (text, number))
                      for number, text in instance.wanted.items()],
          ('INSERT INTO requirement VALUES (?, ?, ?, 1)', (first, WISH, WISH)))
    session = instance.sql('SELECT s.id, s.round FROM session s'
                           ' ORDER BY s.id LIMIT 1')[0]
    force(instance, ("INSERT INTO participant_session (participant, session,"
                     " round, status) VALUES (?, ?, ?, 'bevestigd')",
                     (first, *session)))
    instance.first = first


def book(instance):
    data = get(instance, '/beheer/export.xlsx').data
    return data, openpyxl.load_workbook(io.BytesIO(data))


def rows_of(sheet):
    rows = list(sheet.iter_rows())
    titles = [cell.value for cell in rows[0]]
    return titles, [dict(zip(titles, row)) for row in rows[1:]]


def text_of(cell):
    return '' if cell.value is None else unescape(cell.value)


def in_excel(text):
    return text.replace('\r\n', '\n').replace('\r', '\n')


def test_workbook_has_its_sheets_and_the_contract_s_columns(instance):
    data, read = book(instance)
    assert read.sheetnames == SHEETS, read.sheetnames
    titles, rows = rows_of(read['Deelnemers'])
    assert titles[:19] == CONTRACT, titles
    assert len(rows) == len(instance.wanted)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None


def test_every_text_comes_back_from_the_workbook_as_text(instance):
    _, rows = rows_of(book(instance)[1]['Deelnemers'])
    seen = {}
    for row in rows:
        for title, cell in row.items():
            if title not in ('Nummer', 'Aangemeld op', 'Gewijzigd op'):
                assert cell.value is None or cell.data_type == 's', \
                    (title, cell.data_type, cell.value)
                assert cell.hyperlink is None
        seen[row['Nummer'].value] = text_of(row['Functie'])
    for number, text in instance.wanted.items():
        assert seen[number] == in_excel(text), (number, text[:40],
                                                seen[number][:40])
    row = rows[0]
    assert text_of(row['Voornaam']) == '-'
    assert text_of(row['Tussenvoegsel']) == 'van'
    assert text_of(row['Achternaam']) == '+x'
    assert text_of(row['Contactpersoon']) == '=Anne de Vries'
    assert text_of(row['Contact telefoon']) == '+31612345678'
    assert text_of(row['Vraag']) == '=1+1\nen dan?'


def test_workbook_holds_no_formula_and_no_link(instance):
    data, _ = book(instance)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if 'worksheets/' in name:
                xml = archive.read(name).decode('utf-8')
                assert '<f>' not in xml and '<f ' not in xml, name
                assert '<hyperlink' not in xml, name


def test_numbers_and_moments_are_what_they_look_like(instance):
    _, rows = rows_of(book(instance)[1]['Deelnemers'])
    moments = dict(instance.sql('SELECT p.id, r.aangemeld FROM participant p'
                                ' JOIN registration r'
                                ' ON r.id = p.registration'))
    for row in rows:
        assert row['Nummer'].data_type == 'n'
        when = row['Aangemeld op']
        assert when.is_date and when.number_format == 'dd-mm-yyyy hh:mm'
        real = datetime.fromtimestamp(moments[row['Nummer'].value],
                                      AMSTERDAM)
        assert when.value == real.replace(tzinfo=None, second=0), when.value
        assert row['Contact telefoon'].number_format == '@'


def test_sheets_are_laid_out_for_reading(instance):
    _, read = book(instance)
    for sheet in read:
        columns = sheet.max_column
        assert sheet.freeze_panes == 'A2', sheet.title
        assert all(cell.font.bold for cell in sheet[1]), sheet.title
        assert not any(cell.font.bold for cell in sheet[2])
        assert sheet.page_setup.orientation == 'landscape'
        assert sheet.print_title_rows == '$1:$1', sheet.print_title_rows
        for letter, dimension in sheet.column_dimensions.items():
            assert 8 <= dimension.width <= 60, (sheet.title, letter)
        assert len(sheet.column_dimensions) >= columns - 1
        if sheet.title != 'Over deze export':
            last = sheet.cell(1, columns).column_letter
            assert sheet.auto_filter.ref == \
                f'A1:{last}{sheet.max_row}', sheet.auto_filter.ref
    long = [cell for cell in read['Deelnemers']['G']
            if cell.value and len(str(cell.value)) > 255]
    assert long and all(cell.alignment.wrap_text for cell in long)


def test_workbook_says_what_it_is_of(instance):
    connection = get(instance, '/beheer/export.xlsx?rol=medewerker')
    read = openpyxl.load_workbook(io.BytesIO(connection.data))
    about = {row[0].value: row[1].value
             for row in read['Over deze export'].iter_rows()}
    assert about['Selectie van deelnemers'] == 'rol medewerker'
    assert about['Aantal deelnemers'] == 0
    assert about['Gemaakt door'] == 'organisator'
    age = datetime.now(AMSTERDAM).replace(tzinfo=None) - about['Gemaakt op']
    assert 0 <= age.total_seconds() < 600
    assert 'persoonsgegevens' in about['Privacy']
    assert read.properties.creator in (None, '')
    assert read.properties.lastModifiedBy in (None, '')


def test_municipalities_add_up(instance):
    _, read = book(instance)
    _, rows = rows_of(read['Gemeenten'])
    assert len(rows) == instance.sql(
        "SELECT count(*) FROM gemeente WHERE code <> '-'")[0][0]
    counted = sum(row[column].value for row in rows
                  for column in ('Bevestigd', 'Wachtlijst', 'Afgemeld'))
    assert counted == len(instance.wanted)
    assert all(row['Bevestigd'].data_type == 'n' for row in rows)
    _, silent = rows_of(read['Ontbrekende gemeenten'])
    codes = {row['Gemeentecode'].value for row in silent}
    assert len(codes) == len(rows) - 1 and 'GM0632' not in codes
    # Those with an mbo stand in front.
    marks = [row['Mbo'].value for row in silent]
    assert marks == sorted(marks, key=lambda mark: mark != 'ja')


def read_csv(data, delimiter, bom):
    text = data.decode('utf-8')
    assert text.startswith('\ufeff') == bom
    rows = list(csv.reader(io.StringIO(text.lstrip('\ufeff'), newline=''),
                           delimiter=delimiter, strict=True))
    assert all(len(row) == len(rows[0]) for row in rows)
    assert text.endswith('\r\n')
    return rows[0], [dict(zip(rows[0], row)) for row in rows[1:]]


def test_csv_guards_what_excel_would_run_and_drops_nothing(instance):
    titles, rows = read_csv(get(instance, '/beheer/export.csv').data, ';',
                            True)
    assert titles[:19] == CONTRACT
    for row in rows:
        text = instance.wanted[int(row['Nummer'])]
        guard = "'" if text.startswith(GUARDED) else ''
        assert row['Functie'] == guard + text, text[:40]
        for value in row.values():
            assert not value.startswith(GUARDED), value[:40]
    assert rows[0]['Contact telefoon'] == "'+31612345678"


def fields_of(instance):
    """The columns that hold answers, by the database's own schema."""
    contact = {'gemeente', 'contact_voornaam', 'contact_achternaam',
               'contact_email', 'contact_telefoon', 'vraag', 'wachtlijst'}
    own = {'voornaam', 'achternaam', 'email', 'rol', 'functie', 'naam_volgt',
           'foto_bezwaar', 'op_de_hoogte'}
    return contact, own


def check_machine(instance, rows, parse):
    contact, own = fields_of(instance)
    assert len(rows) == len(instance.wanted)
    for row in rows:
        number = int(row['nummer'])
        assert row['functie'] == instance.wanted[number]
        registration = instance.sql(
            f'SELECT {", ".join(sorted(contact))} FROM registration'
            ' WHERE id = ?', int(row['aanmelding']))[0]
        assert [row[name] for name in sorted(contact)] == list(registration)
        person = instance.sql(
            f'SELECT {", ".join(sorted(own))} FROM participant WHERE id = ?',
            number)[0]
        assert [row[name] for name in sorted(own)] == list(person)
        assert parse(row['thema']) == ['vsv', 'llo']
        signed = instance.sql('SELECT aangemeld FROM registration'
                              ' WHERE id = ?', int(row['aanmelding']))[0][0]
        assert row['aangemeld'] == datetime.fromtimestamp(
            signed, timezone.utc).strftime('%Y-%m-%dT%H:%M:%SZ')
        sessions = parse(row['sessies'])
        assert len(sessions) == (number == instance.first)
        assert all(s['status'] == 'bevestigd' for s in sessions)
        assert row.keys() >= contact | own
        assert all(re.fullmatch('[a-z_]+', name) for name in row)


def test_machine_csv_gives_every_answer_as_it_is_stored(instance):
    _, rows = read_csv(get(instance, '/beheer/machine.csv').data, ',', False)
    check_machine(instance, rows, json.loads)


def test_machine_json_gives_every_answer_as_it_is_stored(instance):
    read = json.loads(get(instance, '/beheer/machine.json').data)
    assert read['bijeenkomst'] == instance.sql(
        'SELECT titel FROM event WHERE zichtbaar = 1')[0][0]
    check_machine(instance, read['deelnemers'], lambda value: value)


def test_no_export_but_their_own_holds_requirements(instance):
    for path in ('export.csv', 'machine.csv', 'machine.json',
                 'gemeenten.csv', 'export'):
        assert WISH.encode() not in get(instance, f'/beheer/{path}').data
    for path in 'export.xlsx', 'gemeenten.xlsx':
        data = get(instance, f'/beheer/{path}').data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for name in archive.namelist():
                assert WISH.encode() not in archive.read(name), name
    assert WISH.encode() in get(instance, '/beheer/wensen.csv').data


def test_form_gives_the_chosen_columns_and_what_is_new(instance):
    page = get(instance, '/beheer/export').data.decode()
    form = {'csrf': re.search('name="csrf" value="([^"]+)"', page).group(1),
            'vorm': 'xlsx', 'sinds': 'ja', 'kolom': ['nummer', 'functie']}
    first = post(instance, '/beheer/export', form, Cookie=instance.cookie)
    assert first.status == 200
    assert openpyxl.load_workbook(io.BytesIO(first.data)).sheetnames == SHEETS
    sign_up(instance, 'nieuw sindsdien')
    number = instance.sql('SELECT max(id) FROM participant')[0][0]
    instance.wanted[number] = 'nieuw sindsdien'
    second = post(instance, '/beheer/export', form, Cookie=instance.cookie)
    read = openpyxl.load_workbook(io.BytesIO(second.data))
    assert read.sheetnames == SHEETS[:1] + ['Sinds vorige export'] + SHEETS[1:]
    assert list(read['Sinds vorige export'].values) == [
        ('Verandering', 'Wat er is gewijzigd', 'Nummer', 'Functie'),
        ('nieuw', None, number, 'nieuw sindsdien')]
    titles, rows = rows_of(read['Deelnemers'])
    assert titles == ['Nummer', 'Functie']
    assert len(rows) == len(instance.wanted)


def test_the_tool_writes_the_same_workbook(instance):
    path = f'{instance.data}/deelnemers.xlsx'
    done = instance.tool('export', 'xlsx', path)
    assert done.returncode == 0, done.stderr
    read = openpyxl.load_workbook(path)
    assert read.sheetnames == SHEETS
    mine = [[cell.value for cell in row] for row in
            read['Deelnemers'].iter_rows()]
    desk = [[cell.value for cell in row] for row in
            book(instance)[1]['Deelnemers'].iter_rows()]
    assert mine == desk
    done = instance.tool('export', 'xlsx', '/nonexistent/x.xlsx')
    assert done.returncode == 1 and done.stderr.count('\n') == 1


CROWD = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n
    WHERE i < :n) INSERT INTO participant (event, registration, positie,
    nonce, status, sorteersleutel, voornaam, achternaam, email,
    rol, functie) SELECT 1, 1, i, 0, 'bevestigd',
    printf('%07d', i), 'Voornaam ' || i, 'van den Berg', i || '@example.nl',
    'medewerker', 'beleidsadviseur onderwijs' FROM n"""


def crowd(instance, count):
    """The configuration of an installation with so many participants."""
    data = tempfile.mkdtemp(dir=instance.data)
    with open(f'{instance.data}/orientatie.conf') as f:
        text = f.read().replace(instance.data, data)
    with open(f'{data}/orientatie.conf', 'w') as f:
        f.write(text)
    for words in (['init'], ['gemeenten', 'import', 'db/gemeente/gemeenten.csv'],
                  ['demo']):
        subprocess.run([TOOL, '--config', f'{data}/orientatie.conf', *words],
                       check=True, cwd=ROOT)
    db = sqlite3.connect(f'{data}/orientatie.db')
    db.execute("INSERT INTO registration (id, event, sleutel_hash, nonce,"
               " aangemeld, gemeente, contact_voornaam, contact_achternaam,"
               " contact_email) VALUES (1, 1, x'00', 0, 1795509005,"
               " 'GM0632', 'Anne', 'de Vries', 'anne@example.nl')")
    db.execute(CROWD, {'n': count})
    db.commit()
    db.close()
    # The attendees' index is made of what another tool wrote.
    subprocess.run([TOOL, '--config', f'{data}/orientatie.conf', 'init'],
                   check=True, cwd=ROOT)
    return f'{data}/orientatie.conf'


def add_crowd(instance, count):
    """So many more of the delegation that is there."""
    number = instance.sql('SELECT id FROM registration')[0][0]
    force(instance, (CROWD.replace('1, 1, i', f'1, {number}, i + 100'),
                     {'n': count}))
    assert instance.tool('init').returncode == 0


def begun(instance, path):
    """A download of which the first bytes are there."""
    connection = instance.connect(90)
    connection.request('GET', path, headers={'Cookie': instance.cookie})
    answer = connection.getresponse()
    assert answer.status == 200 and answer.length is None, answer.status
    answer.first = answer.read(1000)
    return answer


def fails(answer):
    try:
        answer.read()
    except http.client.IncompleteRead:
        return True
    return False


def overwrite(path, at, data):
    """What stood there."""
    with open(path, 'r+b') as f:
        f.seek(at)
        before = f.read(len(data))
        f.seek(at)
        f.write(data)
    return before


def damage(instance):
    """A page of people at the end of the list; how to mend it."""
    path = f'{instance.data}/orientatie.db'
    wait_for('the file to be whole',
             lambda: os.path.getsize(f'{path}-wal') == 0)
    page, = instance.sql("SELECT pageno FROM dbstat WHERE name = 'participant'"
                         " AND pagetype = 'leaf' ORDER BY 1 DESC")[9]
    size, = instance.sql('PRAGMA page_size')[0]
    return path, (page - 1) * size, overwrite(path, (page - 1) * size,
                                              b'\xff' * size)


def test_long_list_leaves_whole_or_its_download_fails(_):
    """Through nginx, as a browser gets it."""
    instance = Instance()
    try:
        sign_in(instance)
        sign_up(instance, 'adviseur')
        add_crowd(instance, 30000)
        desk = next(pid for pid, line in instance.processes().items()
                    if line.split(' ')[0].endswith('/desk.fcgi'))
        path = f'{instance.data}/x.csv'
        assert instance.tool('export', 'csv', path).returncode == 0
        answer = begun(instance, '/beheer/export.csv')
        with open(path, 'rb') as f:
            assert answer.first + answer.read() == f.read()
        mend = damage(instance)
        assert fails(begun(instance, '/beheer/export.csv'))
        overwrite(*mend)
        # Nothing says that the answer of a killed program ends there.
        answer = begun(instance, '/beheer/machine.json')
        os.kill(desk, signal.SIGKILL)
        assert fails(answer)
    finally:
        instance.stop()
        shutil.rmtree(instance.data)


def peak(config, form):
    """Kilobytes that the tool had at most while it exported.  wait4 would
    also count what this Python has, from which it was forked."""
    process = subprocess.Popen([TOOL, '--config', config, 'export', form,
                                f'{config}.{form}'])
    most = 0
    while process.poll() is None:
        with open(f'/proc/{process.pid}/status') as f:
            found = re.search(r'VmHWM:\s*(\d+) kB', f.read())
        most = max(most, int(found.group(1)) if found else 0)
        time.sleep(0.002)
    assert process.returncode == 0
    return most


def test_memory_does_not_grow_with_the_rows(instance):
    few, many = crowd(instance, 1000), crowd(instance, 20000)
    for form in 'csv', 'xlsx':
        small, large = peak(few, form), peak(many, form)
        print(f'   {form}: {small} kB for 1,000 rows, {large} kB for 20,000')
        assert large < small + 3000, (form, small, large)


if __name__ == '__main__':
    sys.exit(run_tests('export readers', globals(), prepare) != 0)
