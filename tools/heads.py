"""The head of a chapter, the foot of a page, and what other sites show of a page.

The head says which chapter this is, how long it takes, what it builds on, and what the
reader can do after it: the sentence of the introduction that begins with "After"."""
import ast
import html
import json
import re
import subprocess
from functools import cache
from pathlib import Path
from posixpath import relpath

from nbdev.config import get_config

from book import Chapter, chapters
from offline import edit

WORDS, EQUATIONS, LINES = 200, 3, 25  # that a reader takes in a minute
ROUND = 5  # minutes
AFTER = re.compile(r'\s*\bAfter (?:it|this chapter|this page) you (?:can|have|know)\b'
                   r'(?:<a .*?</a>|et al\.|[^.<]|<[^>]*>|\.(?!\s|</p>))*\.(?=\s|</p>)')
HEADER = re.compile(r'(<header id="title-block-header".*?)(</header>)', re.S)
CARD = 'images/card.png'


def page_of(chapter: Chapter) -> str:
    "The page of a chapter, seen from the home page."
    name = re.sub(r'^\d+[a-z]?_', '', chapter.path.stem)
    return chapter.path.with_name(f'{name}.html').as_posix()


def number(chapter: Chapter) -> str:
    "Number of a chapter; '' for a page without."
    found = re.match(r'0*(\d+[a-z]?)_', chapter.path.stem)
    return found[1] if found else ''


@cache
def cells(path: Path) -> list[tuple[str, str]]:
    "Kind and source of the cells of a notebook."
    text = (get_config().nbs_path / path).read_text(encoding='utf-8')
    return [(c['cell_type'], ''.join(c['source'])) for c in json.loads(text)['cells']]


def minutes(path: Path) -> int:
    "How long words, equations and code of a chapter take, in steps of five minutes."
    shown = [(kind, s) for kind, s in cells(path) if not re.match(r'#\| *hide', s)]
    text = ' '.join(s for kind, s in shown if kind == 'markdown')
    equations = re.findall(r'\$\$.+?\$\$', text, re.S)
    words = len(re.sub(r'\$\$.+?\$\$', ' ', text, flags=re.S).split())
    lines = sum(s.count('\n') + 1 for kind, s in shown if kind == 'code')
    total = words / WORDS + len(equations) / EQUATIONS + lines / LINES
    return max(1, round(total / ROUND)) * ROUND


def imported(path: Path) -> set[str]:
    "Modules of the package that a chapter's own module imports; else the chapter."
    sources = [s for kind, s in cells(path) if kind == 'code']
    exported = [s for s in sources if re.match(r'#\| *export', s)]
    found = set()
    for source in exported or sources:
        try:
            tree = ast.parse(source)
        except SyntaxError:  # what only a notebook understands
            continue
        names = [o.module for o in ast.walk(tree) if isinstance(o, ast.ImportFrom)]
        found.update(o for o in names if o and o.startswith('ddpm_lit.'))
    return found


@cache
def before(chapter: Chapter) -> frozenset[Chapter]:
    "All chapters that a chapter builds on, at any distance; they stand before it."
    names, found, book = imported(chapter.path), set(), chapters()
    for other in book[:book.index(chapter)]:
        module = 'ddpm_lit.' + page_of(other).removesuffix('.html').replace('/', '.')
        if module in names and other.part != 'Shared':
            found |= {other, *before(other)}
    return frozenset(found)


def builds_on(chapter: Chapter) -> list[Chapter]:
    "The chapters just before, without those that they build on themselves."
    every = before(chapter)
    further = set().union(*(before(o) for o in every))
    return [o for o in chapters() if o in every - further]


def head(chapter: Chapter, page: str) -> str:
    "The page with the head of its chapter."
    start = page.find('</header>', page.find('id="title-block-header"'))
    first = page.find('<h2', start)
    found = AFTER.search(page, start, first if first > 0 else len(page))
    after = ''
    if found:
        page = page[:found.start()] + page[found.end():]
        after = f'<p class="after">{found[0].strip()}</p>'
    told = [f'Chapter {number(chapter)}', f'about {minutes(chapter.path)} minutes']
    links = []
    for other in builds_on(chapter):
        href = relpath(page_of(other), page_of(chapter).rpartition('/')[0])
        links.append(f'<a href="{href}">{html.escape(other.title)}</a>')
    if links:
        told.append('builds on ' + ', '.join(links))
    line = f'<p class="chapter-head">{" · ".join(told)}</p>'
    return HEADER.sub(lambda m: f'{m[1]}{line}{after}{m[2]}', page, count=1)


def day() -> str:
    "The day of the last change, as git has it."
    command = ['git', 'log', '-1', '--format=%cs']
    found = subprocess.run(command, capture_output=True, text=True,
                           cwd=get_config().config_path)
    return found.stdout.strip()


def foot() -> str:
    "Version, day, licence and place."
    cfg = get_config()
    told = [f'{cfg.lib_name} {cfg.version}', day(), 'Apache-2.0',
            f'<a href="{cfg.git_url}">source</a>']
    return f'<footer class="site-foot">{" · ".join(filter(None, told))}</footer>'


def card(path: str) -> str:
    "What other sites show beside a link to a page."
    cfg = get_config()
    site = f'{cfg.doc_host}{cfg.doc_baseurl}'
    about = {'og:type': 'article', 'og:url': f'{site}/{path}',
             'og:image': f'{site}/{CARD}', 'og:image:width': 1200,
             'og:image:height': 630,
             'og:image:alt': 'Ten garments drawn by the model of this package'}
    tags = [f'<meta property="{k}" content="{v}">' for k, v in about.items()]
    return ''.join([*tags, f'<meta name="twitter:image" content="{site}/{CARD}">'])


def heads(site: Path) -> None:
    "Add head, foot and card to every page."
    of_page = {page_of(c): c for c in chapters() if number(c)}
    end = foot()
    (site / CARD).parent.mkdir(exist_ok=True)
    (site / CARD).write_bytes((get_config().nbs_path / CARD).read_bytes())
    for path in site.rglob('*.html'):
        name = path.relative_to(site).as_posix()
        if name in of_page:
            edit(path, lambda s: head(of_page[name], s))
        edit(path, lambda s: s.replace('</main>', f'{end}</main>', 1))
        edit(path, lambda s: s.replace('content="summary"',
                                       'content="summary_large_image"', 1))
        edit(path, lambda s: s.replace('</head>', f'{card(name)}</head>', 1))
