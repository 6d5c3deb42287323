#!/usr/bin/python3
"""What the programs stand on, as CycloneDX 1.5 (JSON), on standard output.

    sbom.py VERSION FOLDER PACKAGE...

The libraries are those that the programs in FOLDER load, by the packages they
came in; the packages are the Makefile's list.  What is only needed to build is
of scope "excluded", what must run beside the programs of "required".
"""
import hashlib
import os
import re
import subprocess
import sys
import uuid
from datetime import datetime, timezone
from json import dumps

PROGRAMS = ('signup.fcgi', 'desk.fcgi', 'mailer', 'orientatie')
# Of the list, what runs in production (debian/control says so as well).
RUNS = ('nginx', 'openssl')


def said(*command):
    return subprocess.run(command, capture_output=True, text=True,
                          check=True).stdout


def libraries(program):
    """Paths of all that is loaded with it, by the loader itself."""
    return set(re.findall(r'=> (/\S+)', said('ldd', program)))


def owners(paths):
    """The package of each file; /lib may be a link to /usr/lib."""
    names = {}
    for path in paths:
        real = os.path.realpath(path)
        for name in (path, real, real.removeprefix('/usr')):
            names[name] = path
    # It fails when it knows one of the names not.
    found = subprocess.run(['dpkg', '-S', *names], capture_output=True,
                           text=True).stdout
    known = {names[line.split(': ')[1]]: line.split(':')[0]
             for line in found.splitlines()}
    if len(known) < len(paths):
        sys.exit(f'sbom: in no package: {set(paths) - set(known)}')
    return known


def licences(package):
    """Short names in the machine-readable file about copyright, if it is."""
    try:
        with open(f'/usr/share/doc/{package}/copyright',
                  encoding='utf-8', errors='replace') as f:
            text = f.read()
    except OSError:
        return []
    if not text.startswith('Format:'):
        return []
    return sorted(set(re.findall(r'^License: *(\S.*?) *$', text, re.M)))


def versions(packages):
    """Version, architecture and source of each, as they are installed."""
    rows = said('dpkg-query', '-W', '-f', '${Package}\t${Version}\t'
                '${Architecture}\t${source:Package}\t${source:Version}\n',
                *packages)
    return {row.split('\t')[0]: row.split('\t')[1:]
            for row in rows.splitlines()}


def component(package, scope, state):
    version, architecture, source, built_of = state
    purl = (f'pkg:deb/debian/{package}@{version}?arch={architecture}'
            '&distro=debian-12').replace('+', '%2B')
    return {
        'type': 'library', 'bom-ref': purl, 'name': package,
        'version': version, 'scope': scope, 'purl': purl,
        'supplier': {'name': 'Debian'},
        'licenses': [{'license': {'name': one}}
                     for one in licences(package)],
        'properties': [{'name': 'debian:source',
                        'value': f'{source} {built_of}'}],
    }


def bom(version, folder, packages):
    loaded = set(owners(set().union(*(
        libraries(os.path.join(folder, one)) for one in PROGRAMS))).values())
    scopes = {package: 'excluded' for package in packages}
    scopes |= {package: 'required' for package in loaded}
    scopes |= {package: 'required' for package in RUNS if package in packages}
    states = versions(scopes)
    parts = [component(*one, states[one[0]])
             for one in sorted(scopes.items())]
    moment = int(os.environ.get('SOURCE_DATE_EPOCH') or
                 datetime.now().timestamp())
    mark = hashlib.sha256(dumps([version, parts]).encode()).digest()
    itself = f'pkg:generic/orientatie@{version}'
    return {
        '$schema': 'http://cyclonedx.org/schema/bom-1.5.schema.json',
        'bomFormat': 'CycloneDX', 'specVersion': '1.5', 'version': 1,
        'serialNumber': uuid.UUID(bytes=mark[:16], version=4).urn,
        'metadata': {
            'timestamp': datetime.fromtimestamp(moment, timezone.utc)
            .strftime('%Y-%m-%dT%H:%M:%SZ'),
            'component': {'type': 'application', 'bom-ref': itself,
                          'name': 'orientatie', 'version': version,
                          'purl': itself},
        },
        'components': parts,
        'dependencies': [{'ref': itself, 'dependsOn': [
            part['bom-ref'] for part in parts
            if part['scope'] == 'required']}],
    }


if __name__ == '__main__':
    if len(sys.argv) < 4:
        sys.exit('sbom.py VERSION FOLDER PACKAGE...')
    print(dumps(bom(sys.argv[1], sys.argv[2], sys.argv[3:]), indent=1))
