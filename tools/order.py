"""Bring the book in the order of its sidebar: numbers, files, links, imports, slips.

    python tools/order.py            after moving or adding lines of the sidebar
    python tools/order.py --check    change nothing: a line for what is out of order
    python tools/order.py --rename sampling/41_walk=loop

The order stands in nbs/_quarto.yml and nowhere else. To move a chapter, move its line,
to another section if it goes to another part; the line names the file as it stands.
Section is folder, of notebooks and of modules; place is number. What mentions a
chapter, its module or a stored file beside it follows, also in words: "chapter N" is
found by its link or, without one, by the number that the chapter had before."""
import argparse
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from posixpath import basename, dirname, join, normpath, relpath, splitext
import yaml
from book import entries
from nbdev.config import get_config
from nbdev.doclinks import nbdev_export
from outputs import LEDGER, ledger, state

PARTS = {
    'shared': range(1, 10),
    'theory': range(10, 30),
    'model': range(30, 40),
    'sampling': range(40, 50),
    'training': range(50, 60),
    'evaluation': range(60, 70),
    'results': range(70, 80),
}
NBS, LIB = get_config().nbs_path.name, get_config().lib_path.name
KINDS = ('.ipynb', '.py', '.pyi', '.md', '.ini', '.toml', '.yml')
OTHERS = ('Makefile', '.ci/run', f'{LIB}/assets/slips.json')
SHOW_ORDER = [f'{NBS}/{name}.ipynb' for name in ('index', 'design', 'api')]
LINK = r'\[(?P<text>[^][]*)\]\((?P<target>[^()\s#]+)(?:#[^()\s]*)?\)'
ONE = r'\b[Cc]hapter\s\d+[a-z]?\b'
SEVERAL = r'\b[Cc]hapters\s\d+[a-z]?(?:(?:, | to | and |–)\d+[a-z]?)*\b'
NEIGHBOURS = {'next chapter': 1, 'last chapter': -1, 'chapter before': -1}


@dataclass(frozen=True)
class Page:
    "A notebook: where it stands, where it belongs, and the module it names now."
    old: str  # path below nbs/, without suffix
    new: str
    exports: str = ''

    @property
    def module(self) -> str:
        "The module that it should name."
        return f'{dirname(self.new)}.{bare(self.new)}'


def bare(path: str) -> str:
    "Name without folder and number."
    return re.sub(r'^\d+[a-z]?_', '', basename(path))


def number(path: str) -> str:
    "Number of a chapter, as it is said in words."
    return basename(path).partition('_')[0].lstrip('0') or '0'


def read(path: str) -> str:
    "Text of a file."
    return Path(path).read_text(encoding='utf-8')


def swap(text: str, table: dict, end: str = '') -> str:
    "Text with the keys of a table replaced by its values, all at once."
    words = '|'.join(map(re.escape, sorted(table, key=len, reverse=True)))
    return re.sub(rf'(?<![\w-])({words}){end}', lambda m: table[m[1]], text)


def pages(renames: dict) -> Iterator[Page]:
    "Notebooks in the order of the sidebar, each with the place that follows from it."
    free = {part: iter(numbers) for part, numbers in PARTS.items()}
    website = yaml.safe_load(read(f'{NBS}/_quarto.yml'))['website']
    for section, path in entries(website['sidebar']['contents']):
        old, part = path.with_suffix('').as_posix(), section.lower()
        if not (Path(NBS) / path).is_file():
            sys.exit(f'the sidebar names {path}, and there is no such notebook')
        if part not in PARTS:
            yield Page(old, old)
            continue
        place = next(free[part], None)
        if place is None:
            sys.exit(f'{part} is full: no number for {old} in {PARTS[part]}')
        module = re.search(r'"#\| *default_exp ([\w.]+)', read(f'{NBS}/{path}'))
        new = f'{part}/{place:02}_{renames.get(old, bare(old))}'
        yield Page(old, new, module[1] if module else '')


class Book:
    "What stands where, where it belongs, and what texts should say then."

    def __init__(self, renames: dict) -> None:
        command = ['git', 'ls-files', '-z', '-co', '--exclude-standard']
        listed = subprocess.check_output(command, text=True).split('\0')
        self.files = [f for f in listed if Path(f).is_file()]
        self.pages = {page.old: page for page in pages(renames)}
        self.chapters = [p for p in self.pages.values() if dirname(p.new) in PARTS]
        self.moves = {}  # file: file
        self.names = {}  # name of a file: path below nbs/ as it is, and as it will be
        self.modules = {}  # how a module is imported: as it will be
        self.addresses = {}  # file of a module, page of the site: as it will be
        self.faults, self.changes = [], []
        for chapter in self.chapters:
            self.place(chapter)
            self.place_stored(chapter)
            if chapter.exports:
                self.place_module(chapter)

    def place(self, chapter: Page) -> None:
        "Note where a chapter goes, and its page."
        old, new = chapter.old, chapter.new
        self.moves[f'{NBS}/{old}.ipynb'] = f'{NBS}/{new}.ipynb'
        self.names[basename(old)] = old, new
        old, new = (f'{dirname(path)}/{bare(path)}.html' for path in (old, new))
        self.addresses[old] = new

    def place_stored(self, chapter: Page) -> None:
        "Note where the files beside a chapter go that begin with its number."
        old, new = (p[:-len(bare(p))] for p in (chapter.old, chapter.new))
        for file in self.files:
            stem, suffix = splitext(file.removeprefix(f'{NBS}/'))
            if not stem.startswith(old) or suffix == '.ipynb' or old.endswith('/'):
                continue
            if sum(c.old.startswith(old) for c in self.chapters) > 1:
                sys.exit(f'{file} could belong to several chapters')
            name = rf'^{re.escape(bare(chapter.old))}(?![^\W_])'
            rest = re.sub(name, bare(chapter.new), stem[len(old):])
            self.moves[file] = f'{NBS}/{new}{rest}{suffix}'
            self.names[basename(stem)] = stem, new + rest
            self.names[basename(old) + '{'] = old + '{', new + '{'  # f'NN_{name}.png'

    def place_module(self, chapter: Page) -> None:
        "Note where a module goes, and how it is imported then."
        full = f'{LIB}.{chapter.exports}', f'{LIB}.{chapter.module}'
        (package, _, name), (target, _, new) = (m.rpartition('.') for m in full)
        alias = '' if name == new else f' as {name}'
        self.modules[full[0]] = full[1]
        self.modules[f'from {package} import {name}'] = (
            f'from {target} import {new}{alias}')
        source, there = (f'{m.replace(".", "/")}.py' for m in full)
        self.addresses[source] = there
        if '.' in chapter.exports:
            for quote in '`"':  # in words; in the file of slips
                self.modules[quote + chapter.exports] = quote + chapter.module
        if source in self.files:
            self.moves[source] = there
            public = re.search(r'__all__ = \[(.*?)\]', read(source), re.S)
            for word in re.findall(r'\w+', public[1] if name != new else ''):
                self.modules[f'`{name}.{word}'] = f'`{new}.{word}'

    def paths(self, text: str, here: Page | None) -> str:
        "Text with the paths of files as they will be, seen from the page `here`."
        def moved(match: re.Match) -> str:
            prefix, name = match.groups()
            old, new = self.names[name]
            if here and normpath(join(dirname(here.old), prefix, name)) == old:
                return relpath(new, dirname(here.new) or '.')
            if f'/{prefix}'.endswith(f'/{dirname(old)}/'):
                return prefix[:-len(dirname(old)) - 1] + new
            return prefix + basename(new)

        words = []
        for name in sorted(self.names, key=len, reverse=True):
            end = r'(?!\w)' if name[0].isdigit() else r'(?=\.ipynb)'
            words.append(re.escape(name) + (end if name[-1] != '{' else ''))
        anything = rf'(?<![\w./-])((?:[\w.-]*/)*)({"|".join(words)})'
        return re.sub(anything, moved, text)

    def target(self, match: re.Match, here: Page | None) -> Page | None:
        "The chapter that a link leads to."
        path = normpath(join(dirname(here.old) if here else '', match['target']))
        page = self.pages.get(path.removesuffix('.ipynb'))
        return page if page in self.chapters else None

    def counted(self, match: re.Match) -> str:
        "A number that stands without a link, as it will be."
        found = [c for c in self.chapters if number(c.old) == match[0]]
        if len(found) == 1:
            return number(found[0].new)
        why = 'could be one of several: make it a link' if found else 'is none'
        self.faults.append(f'"chapter {match[0]}" {why}')
        return match[0]

    def numbers(self, text: str, here: Page | None) -> str:
        "Text with the numbers of chapters as they will be."
        def said(match: re.Match) -> str:
            if not match['target']:
                return re.sub(r'\d+[a-z]?', self.counted, match[0])
            if not (chapter := self.target(match, here)):
                return match[0]
            words, new = match['text'], number(chapter.new)
            if re.fullmatch(r'\d+[a-z]?', words):
                return match[0].replace(words, new, 1)
            return re.sub(ONE, lambda m: re.sub(r'\d+[a-z]?', new, m[0]), match[0])

        return re.sub(f'{LINK}|{ONE}|{SEVERAL}', said, text)

    def mend(self, text: str, path: str, here: Page | None) -> str:
        "A text of the file `path` as it should be; what differs is noted."
        new = self.paths(self.numbers(text, here), here)
        new = swap(swap(new, self.addresses), self.modules, r'(?![\w(,])')
        if here in self.chapters:
            folder = rf'\b{NBS}/{dirname(here.old)}(?=[\'"])'
            new = re.sub(folder, f'{NBS}/{dirname(here.new)}', new)
            new = re.sub(r'^(#\| *default_exp )[\w.]+', rf'\g<1>{here.module}', new)
        for a, b in zip(text.splitlines(), new.splitlines()):
            if a != b:
                at = max(len(os.path.commonprefix([a, b])) - 30, 0)
                self.changes.append(f'{path}: {a[at:at + 60]} -> {b[at:at + 60]}')
        return new

    def mended(self, path: str) -> str:
        "The whole file as it should be."
        if not path.endswith('.ipynb'):
            return self.mend(read(path), path, None)
        nb, here = json.loads(read(path)), self.pages.get(path[len(NBS) + 1:-6])
        for holder, key in texts(nb):
            kept = holder[key]
            text = self.mend(''.join(kept), path, here)
            holder[key] = text if isinstance(kept, str) else text.splitlines(True)
        return json.dumps(nb, indent=1, ensure_ascii=False, sort_keys=True) + '\n'

    def written(self) -> list[str]:
        "Files that mention chapters and are not made from others; and the ledger."
        made = {f for f in self.files if re.match(rf'{LIB}/.*\.pyi?$', f)}
        made = {*made, 'README.md', 'CHANGELOG.md'} - {f'{LIB}/__init__.py'}
        found = [f for f in self.files if f.endswith((*KINDS, *OTHERS))]
        found = [f for f in found if f not in made]
        return [*found, relpath(LEDGER)] if LEDGER.exists() else found


def texts(nb: dict) -> Iterator[tuple]:
    "Where the texts of a notebook stand: (dict, key) of sources and of text outputs."
    for cell in nb['cells']:
        yield cell, 'source'
        for output in cell.get('outputs', []):
            if 'text' in output:
                yield output, 'text'
            data = output.get('data', {})
            yield from ((data, kind) for kind in data if kind.startswith('text/'))


def wrong(book: Book, match: re.Match, here: Page) -> str:
    "What is wrong with a link, or nothing."
    path = Path(NBS) / dirname(here.old) / match['target']
    if not re.match(r'[a-z]+:', match['target']) and not path.exists():
        return 'leads nowhere'
    step, chapter = NEIGHBOURS.get(match['text'].lower()), book.target(match, here)
    if step and chapter and here in book.chapters:
        if book.chapters.index(chapter) != book.chapters.index(here) + step:
            return 'is another chapter'
    return ''


def check(book: Book) -> Iterator[str]:
    "A line for each thing out of order; of names only, as long as some are."
    if misplaced := {a: b for a, b in book.moves.items() if a != b}:
        yield from (f'{a} should be {b}' for a, b in misplaced.items())
        return
    for path in book.written():
        book.mended(path)
    yield from [*book.faults, *book.changes]
    for file in sorted({f for f in book.files if re.match(rf'{NBS}/.*\.ipynb$', f)}):
        here = book.pages.get(file[len(NBS) + 1:-6])
        if not here:
            yield f'{file}: no line of the sidebar names it'
            continue
        cells = json.loads(read(file))['cells']
        for source in (c['source'] for c in cells if c['cell_type'] == 'markdown'):
            for match in re.finditer(LINK, ''.join(source)):
                if why := wrong(book, match, here):
                    yield f'{file}: {match[0]} {why}'


def move(moves: dict) -> None:
    "Give files their new names, by way of others, since two may change places."
    aside = {old: f'{old}.moving' for old, new in moves.items() if old != new}
    for pairs in (aside, {aside[old]: moves[old] for old in aside}):
        for old, new in pairs.items():
            Path(new).parent.mkdir(parents=True, exist_ok=True)
            if subprocess.run(['git', 'mv', old, new], capture_output=True).returncode:
                Path(old).rename(new)  # git does not know it yet
    for folder in map(Path, {dirname(old) for old in aside}):
        left = [p for p in folder.rglob('*') if p.is_file()]
        if all(p.name == '__init__.py' or p.suffix == '.pyc' for p in left):
            shutil.rmtree(folder, ignore_errors=True)


def fresh() -> list[tuple]:
    "Stored outputs that are those of the code beside them: (page, what was run)."
    found = []
    for name, noted in ledger().items():
        path = Path(NBS) / name
        now = state(path) if path.is_file() else {}
        found += [(name, what) for what in now if noted.get(what) == now[what]]
    return found


def note(kept: list[tuple], moves: dict) -> None:
    "Let the ledger know that a move changes no output."
    noted = dict(sorted(ledger().items()))
    for name, what in kept:
        path = moves.get(f'{NBS}/{name}', f'{NBS}/{name}')
        noted[path[len(NBS) + 1:]][what] = state(Path(path))[what]
    if noted:
        LEDGER.write_text(json.dumps(noted, indent=1) + '\n', encoding='utf-8')


def put_in_order(book: Book) -> None:
    "Move and write what changes, and export the modules."
    mended = {path: book.mended(path) for path in book.written()}
    if book.faults:
        sys.exit('\n'.join(book.faults))
    kept = fresh()
    move(book.moves)
    for path, text in mended.items():
        path = book.moves.get(path, path)
        if text != read(path):
            Path(path).write_text(text, encoding='utf-8')
    nbdev_export.__wrapped__()
    note(kept, book.moves)


def main() -> None:
    "Do what the command line says."
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--check', action='store_true', help='change nothing')
    parser.add_argument('--rename', nargs='+', default=[], metavar='PART/NN_NAME=NAME')
    args = parser.parse_args()
    os.chdir(get_config().config_path)
    renames = dict(pair.replace('.ipynb', '').split('=') for pair in args.rename)
    book = Book(renames)
    if lost := renames.keys() - book.pages.keys():
        sys.exit(f'no line of the sidebar names {", ".join(sorted(lost))}')
    if args.check:
        sys.exit('\n'.join(check(book)) or 0)
    put_in_order(book)
    print(*(f'{a} -> {b}' for a, b in book.moves.items() if a != b), sep='\n')
    print('pages that show the order: python tools/run_nbs.py', *SHOW_ORDER)


if __name__ == '__main__':
    main()
