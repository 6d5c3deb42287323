#!/usr/bin/python3
"""One term for a thing: what docs/woorden.md says is not a word of ours.

    words.py    says where another is read, and fails
"""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ROOMS = ['core', 'db', 'templates', 'mail', 'acts', 'export', 'cgi', 'tool']
# What other programs and the contract call it.
KEPT = re.compile(r"Opslaan als|opgeslagen als|Thema's|thema %s|"
                  r'\\"themas\\"')


def forbidden():
    """One expression of all that stands in the third column."""
    terms = []
    for row in (ROOT / 'docs/woorden.md').read_text().splitlines():
        cells = [cell.strip() for cell in row.split('|')]
        if len(cells) == 5 and cells[1] not in ('Woord', '---'):
            terms += [term.strip() for term in cells[3].split(',')]
    words = [re.escape(term).replace(r'\*', r'\w*') for term in terms if term]
    return re.compile(r'(?<![\w-])(%s)\b' % '|'.join(words), re.I)


def texts_of_c(source):
    """Strings side by side are one; keys, SQL and formats are no texts."""
    source = re.sub(r'/\*.*?\*/', '', source, flags=re.S)
    source = re.sub(r'\bSQL\(\w+,.*?\);', '', source, flags=re.S)
    source = re.sub(r'^\s*#.*', '', source, flags=re.M)
    for found in re.finditer(r'"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*',
                             source):
        text = ''.join(re.findall(r'"((?:[^"\\\n]|\\.)*)"', found.group()))
        if ' ' in text.strip() and not re.search(
                r'\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE)\b', text):
            yield text
        elif re.match(r'[A-ZÉ][a-zé]', text):
            yield text


def texts_of_template(source):
    """What is read: between the tags, and the attributes that are."""
    source = re.sub(r'\{\{.*?\}\}', ' ', source, flags=re.S)
    yield from re.findall(r'(?:aria-label|placeholder|content|title)='
                          r'"([^"]*)"', source)
    yield re.sub(r'<style>.*?</style>|<[^>]*>', ' ', source, flags=re.S)


def texts_of_script(source):
    source = re.sub(r'^\s*//.*', '', source, flags=re.M)
    for text in re.findall(r'"([^"\n]*)"|`([^`]*)`', source):
        if ' ' in ''.join(text):
            yield re.sub(r'\$\{[^}]*\}|<[^>]*>', ' ', ''.join(text))


READERS = {'.c': texts_of_c, '.html': texts_of_template,
           '.txt': texts_of_template, '.js': texts_of_script}


def found_in(source, reader, word):
    return [hit.group() for text in reader(source)
            for hit in word.finditer(KEPT.sub('', text))]


def plant(word):
    """A reader that reads nothing would find nothing for ever."""
    for end, source in {
            '.c': 'x = f("U kunt dit " "opslaan.");',
            '.html': '<p class="opslaan">Wilt u <b>opslaan</b>?</p>',
            '.txt': 'Wilt u {{name}} opslaan?',
            '.js': 'say("Dit is opgeslagen.");'}.items():
        assert len(found_in(source, READERS[end], word)) == 1, end
    assert not found_in('SQL(A, "SELECT annulering FROM x");', texts_of_c,
                        word)


def main():
    word, wrong, read = forbidden(), 0, 0
    plant(word)
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob('*')):
            if path.suffix not in READERS or 'compiler' in path.parts:
                continue
            read += 1
            for hit in found_in(path.read_text(), READERS[path.suffix], word):
                print('%s: %s' % (path.relative_to(ROOT), hit))
                wrong += 1
    print('words: %d files, %d not of ours' % (read, wrong))
    return 1 if wrong or read < 100 else 0


if __name__ == '__main__':
    sys.exit(main())
