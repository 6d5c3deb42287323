#!/usr/bin/python3
"""The list of what the programs stand on is whole, true and one list."""
import functools
import json
import os
import re
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(
    os.path.abspath(__file__))))
sys.path.insert(0, os.path.join(ROOT, 'tool'))
import sbom  # noqa: E402

BUILD = os.path.join(ROOT, 'build')


def read(name):
    with open(os.path.join(ROOT, name), encoding='utf-8') as f:
        return f.read()


def packages():
    """The Makefile's."""
    found = re.search(r'^PACKAGES = ((?:.*\\\n)*.*)$', read('Makefile'), re.M)
    return found.group(1).replace('\\\n', ' ').split()


@functools.cache
def made():
    return sbom.bom('0.2', BUILD, packages())


def names(scope):
    return {part['name'] for part in made()['components']
            if part['scope'] == scope}


def needed():
    """What the programs themselves call, not what those need in turn."""
    found = set()
    for program in sbom.PROGRAMS:
        out = sbom.said('readelf', '-d', os.path.join(BUILD, program))
        wanted = set(re.findall(r'NEEDED.*\[(\S+)\]', out))
        found |= {path for path in sbom.libraries(
            os.path.join(BUILD, program))
            if os.path.basename(path) in wanted}
    return found


def test_every_library_that_is_loaded_is_in_it():
    loaded = set(sbom.owners(set().union(*(
        sbom.libraries(os.path.join(BUILD, one))
        for one in sbom.PROGRAMS))).values())
    assert len(loaded) > 15, loaded
    assert loaded <= names('required'), loaded - names('required')
    assert 'libsqlite3-0' in loaded and 'nginx' in names('required')


def test_versions_are_those_of_this_machine():
    policy = sbom.said('dpkg-query', '-W', '-f', '${Package} ${Version}\n')
    for part in made()['components']:
        assert f"{part['name']} {part['version']}\n" in policy, part
        assert part['purl'].replace('%2B', '+').startswith(
            f"pkg:deb/debian/{part['name']}@"), part


def test_what_is_called_is_in_the_makefile_and_the_docs():
    """By the source that a library and its -dev share."""
    sources = {part['properties'][0]['value'].split()[0]
               for part in made()['components']
               if part['name'] in packages() and
               part['name'].endswith('-dev')}
    parts = read('docs/parts.md').lower()
    called = sbom.owners(needed())
    states = sbom.versions(called.values())
    for path, name in called.items():
        source = states[name][2]
        assert source in sources, f'{name} of {source} is in no list'
        word = re.match(r'(lib)?([a-z]+)', os.path.basename(path)).group(2)
        assert source == 'glibc' or word in parts, f'{word} has no reason'


def test_every_package_of_the_list_is_in_it():
    assert set(packages()) <= names('required') | names('excluded')
    assert 'gcc' in names('excluded')


def test_it_is_cyclonedx_and_the_same_twice():
    os.environ['SOURCE_DATE_EPOCH'] = '1795509005'
    made.cache_clear()
    first = made()
    made.cache_clear()
    assert first == json.loads(json.dumps(made()))
    assert (first['bomFormat'], first['specVersion']) == ('CycloneDX', '1.5')
    assert first['metadata']['timestamp'] == '2026-11-24T08:30:05Z'
    assert re.fullmatch(r'urn:uuid:[0-9a-f-]{36}', first['serialNumber'])
    references = [part['bom-ref'] for part in first['components']]
    assert len(references) == len(set(references))
    assert set(first['dependencies'][0]['dependsOn']) <= set(references)


def test_make_prints_it():
    done = subprocess.run(['make', '-s', 'sbom'], cwd=ROOT, check=True,
                          capture_output=True, text=True)
    with open(os.path.join(BUILD, 'orientatie.cdx.json'),
              encoding='utf-8') as f:
        assert json.load(f)['components'], done.stdout


def main():
    passed, failed = 0, 0
    for name, test in list(globals().items()):
        if not name.startswith('test_'):
            continue
        try:
            test()
            print(f'ok {name[5:]}')
            passed += 1
        except (AssertionError, subprocess.CalledProcessError) as error:
            failed += 1
            print(f'FAILED {name[5:]}: {error}')
    print(f'sbom: {passed} passed, {failed} failed')
    return failed > 0


if __name__ == '__main__':
    sys.exit(main())
