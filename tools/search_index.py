"""What the search of the site finds: headings first, then words, then code."""
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

from nbdev.config import get_config

from offline import edit, plain
from symbols import rows

SKIPPED = {'script', 'style', 'nav', 'button', 'summary', 'svg', 'footer', 'header',
           'form', 'picture'}
VOID = {'img', 'br', 'hr', 'input', 'source', 'meta', 'link', 'col', 'wbr'}
HEADINGS = {'h2', 'h3', 'h4'}


class Sections(HTMLParser):
    "The sections of a page, each with its anchor, heading, words and code."

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sections: list[dict] = []
        self.main = False
        self.heading = False

    def handle_starttag(self, tag: str, attrs: list) -> None:
        own = dict(attrs)
        if tag == 'main':
            self.main = True
            self.sections.append({'id': '', 'section': '', 'text': [], 'code': []})
        if tag in VOID or not self.main:
            return
        self.open.append(tag)
        if tag in HEADINGS:
            self.heading = True
            anchor = own.get('data-anchor-id') or own.get('id') or ''
            section = {'id': anchor, 'section': '', 'text': [], 'code': []}
            self.sections.append(section)

    def handle_endtag(self, tag: str) -> None:
        if tag == 'main':
            self.main = False
        if tag in HEADINGS:
            self.heading = False
        if self.main and tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.main or SKIPPED & set(self.open):
            return
        section = self.sections[-1]
        if self.heading:
            section['section'] += data
        else:
            section['code' if 'pre' in self.open else 'text'].append(data)


def squeezed(parts: list[str]) -> str:
    "Text in one line, formulas as one would type them."
    return re.sub(r'\s+', ' ', plain(''.join(parts))).strip()


def entries(path: str, page: str) -> list[dict]:
    "What can be found on a page."
    parser = Sections()
    parser.feed(page)
    title = html.unescape(re.search(r'<title>(.*?)</title>', page, re.S)[1])
    title = re.sub(r' [–-] ddpm_lit$', '', title)
    found = []
    for o in parser.sections:
        text, code = squeezed(o['text']), squeezed(o['code'])
        if text or code:
            href = f'{path}#{o["id"]}' if o['id'] else path
            found.append({'href': href, 'title': title, 'text': text, 'code': code,
                          'section': squeezed([o['section']])})
    return found


def synonyms() -> dict[str, str]:
    "What people say, by the glossary, and what it is called here."
    found = {}
    for row in rows(get_config()):
        if 'people say' in row:
            for word in row['people say'].split(','):
                found[word.strip().lower()] = plain(row['here'])
        term = row.get('term', '')
        for short in re.findall(r'\(([A-Z]{2,5})\)', ' '.join(row.values())):
            found.setdefault(short.lower(), re.sub(r' *\(.*?\)', '', term))
    return found


def search_index(site: Path) -> list[dict]:
    "All entries: chapters first, in the order of the book."
    link = r'href="([^"]+)" class="sidebar-item-text sidebar-link"'
    book = re.findall(link, (site / 'index.html').read_text())

    def place(entry: dict) -> tuple[bool, int]:
        page = entry['href'].split('#')[0]
        return '/' not in page, book.index(page) if page in book else len(book)

    found = []
    for path in site.rglob('*.html'):
        found += entries(path.relative_to(site).as_posix(), path.read_text())
    return sorted(found, key=place)


FETCH = ('const r = await fetch(offset + "search.json");\n'
         '      index = await r.json();')
LOAD = """await new Promise((ok, no) => document.head.append(
        Object.assign(document.createElement("script"),
          { src: offset + "search.js", onload: ok, onerror: no })));
      index = window.searchIndex;"""
KEYS = ('keys: [{ name: "title", weight: 2 }, { name: "section", weight: 2 }, '
        '{ name: "text", weight: 1 }],')
RANKED = ('keys: [{ name: "title", weight: 4 }, { name: "section", weight: 4 }, '
          '{ name: "text", weight: 2 }, { name: "code", weight: 1 }],')
FUZZY = 'ignoreLocation: true, threshold: 0.3'
# what is written, not what is similar; equal hits in the order of the index
STRICT = 'ignoreLocation: true, ignoreFieldNorm: true, threshold: 0.1'
FIND = 'const hits = fuse ? fuse.search(q, { limit }).map((h) => h.item)'
FOUND = 'const hits = fuse ? window.litSearch(fuse, q, limit)'
SNIPPET = 'snippet(e.text, q)'
SHOWN = 'snippet(window.litSnippet(e, q), q)'


def local_search(site: Path) -> None:
    "Load the index as a script, which a page opened from a folder may do."
    index = json.dumps(search_index(site), ensure_ascii=False)
    same = json.dumps(synonyms(), ensure_ascii=False)
    text = f'window.searchIndex = {index};\nwindow.searchSynonyms = {same};'
    (site / 'search.js').write_text(text)
    (site / 'search.json').unlink()
    script = site / 'site_libs/smalldocs.js'
    for old, new in ((FETCH, LOAD), (KEYS, RANKED), (FUZZY, STRICT), (FIND, FOUND),
                     (SNIPPET, SHOWN)):
        known = script.read_text().count(old) == 1
        assert known, 'another version of smalldocs: look at how it searches'
        edit(script, lambda s: s.replace(old, new))
