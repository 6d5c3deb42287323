#!/usr/bin/python3
"""The manual pages of the tool and its configuration, from what tells of them
already: the tool's own help, and the table in docs/operating.md.

    man.py TOOL OPERATING.MD FOLDER
"""
import re
import subprocess
import sys

TOOL = r'''.Dd $Mdocdate$
.Dt ORIENTATIE 1
.Os
.Sh NAME
.Nm orientatie
.Nd run an event registration from a shell
.Sh SYNOPSIS
.Nm
.Op Fl \-config Ar FILE
.Ar verb
.Op Ar argument ...
.Nm
.Fl \-version
.Sh DESCRIPTION
The programs may run meanwhile: all of them write under one lock.
Without
.Fl \-config
the file is
.Pa /etc/orientatie/orientatie.conf .
Root becomes the owner of the database's directory first, so that what it
makes belongs to the programs; files that it is given must be theirs to read.
.Pp
The verbs:
.Bl -tag -width Ds
{}.El
.Sh EXIT STATUS
0 on success, 1 on failure, 2 on wrong use; errors are one line on standard
error.
.Sh SEE ALSO
.Xr orientatie.conf 5 ,
.Xr orientatie-setup 8
'''

CONFIG = r'''.Dd $Mdocdate$
.Dt ORIENTATIE.CONF 5
.Os
.Sh NAME
.Nm orientatie.conf
.Nd what an installation of orientatie sets
.Sh DESCRIPTION
The file is in the format of libconfig, a line
.Ql name = value;
for each setting, with texts between double quotes.
An unknown name or a wrong type is refused with its line.
The programs read it when they start; a restart loses no request.
.Pp
The settings:
.Bl -tag -width Ds
{}.El
.Sh FILES
.Bl -tag -width Ds
.It Pa /etc/orientatie/orientatie.conf
of the Debian package
.It Pa /etc/credstore/smtp-password
the credential that a password's file without a slash names
.El
.Sh SEE ALSO
.Xr orientatie 1 ,
.Xr orientatie-setup 8
'''


def plain(text):
    text = re.sub(r'\[([^\]]*)\]\([^)]*\)', r'\1', text)
    text = re.sub(r'[`*]', '', text).replace('\\', r'\e')
    text = text.replace('-', r'\-')
    text = ''.join(c if c < '\x7f' else rf'\[u{ord(c):04X}]' for c in text)
    return r'\&' + text if text[:1] in ".'" else text


def items(pairs):
    return ''.join(f'.It Sy {plain(name)}\n{plain(text)}\n'
                   for name, text in pairs)


def verbs(tool):
    lines = subprocess.run([tool, '--help'], capture_output=True, text=True,
                           check=True).stdout.splitlines()
    for head, text in zip(lines[::2], lines[1::2]):
        yield head.replace('orientatie --config FILE ', ''), text.strip()


def settings(path):
    with open(path, encoding='utf-8') as f:
        table = f.read().split('| setting | |\n', 1)[1].split('\n\n')[0]
    for row in table.splitlines()[1:]:
        cells = row.replace(r'\|', '/').strip('|').split('|')
        yield cells[0].strip(), cells[1].strip()


def main():
    tool, operating, folder = sys.argv[1:]
    for name, page, pairs in (
            ('orientatie.1', TOOL, verbs(tool)),
            ('orientatie.conf.5', CONFIG, settings(operating))):
        with open(f'{folder}/{name}', 'w', encoding='ascii') as f:
            f.write(page.replace('$Mdocdate$', 'November 28, 2026').replace(
                '{}', items(pairs)))


main()
