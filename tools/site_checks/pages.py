"""What every page is held to, at every width and in both modes."""
import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nbdev.config import get_config
from selenium.webdriver import Chrome

from .browser import prefer, resize, settle, unfold

LIMIT = 2_000_000  # bytes a page may weigh
SHARED = 'tex-svg-full.js'  # the file that does not count
LOOK = (Path(__file__).parent / 'look.js').read_text()
FAULTS = ('raw', 'errors', 'unlinked', 'twice', 'cut', 'mute', 'broken', 'moving',
          'lost', 'unfolded', 'unhinted', 'outputs', 'console')
# px that a page may be high at 1300, before code is unfolded
HEIGHTS = dict.fromkeys(
    [f'training/{name}.html' for name in ('trainer', 'loop', 'command')], 23_000)
WIDE_CODE = .02  # share of code blocks that may scroll at 1300 px


def visit(b: Chrome, url: str, width: int, scheme: str) -> dict:
    "What there is to see of a page, and what the console said."
    resize(b, width)
    prefer(b, scheme)
    b.get_log('browser')
    b.get(url)
    settle(b)
    height = unfold(b)
    seen = b.execute_script(LOOK)
    said = [o for o in b.get_log('browser') if o['level'] == 'SEVERE']
    console = [o['message'][:160] for o in said]
    return {**seen, 'height': height, 'console': console}


def weight(site: Path, page: Path, files: list[str], base: str) -> int:
    "Bytes of a page and of what it loads, but for the file that all share."
    own = [f for f in files if f.startswith(base)]
    paths = {site / unquote(urlsplit(f).path).lstrip('/') for f in own} | {page}
    return sum(p.stat().st_size for p in paths if p.is_file() and p.name != SHARED)


def faults(seen: dict) -> list[str]:
    "Everything wrong with one visit, in words."
    out = []
    for kind in FAULTS:
        out += [f'{kind}: {fault}' for fault in seen[kind][:3]]
    if seen['wide'] > 0:
        out.append(f'scrolls sideways by {seen["wide"]} px')
    return out


def too_high(page: str, seen: dict) -> list[str]:
    "Pages that are longer than they are to be."
    most = HEIGHTS.get(page, seen['height'])
    return [f'{seen["height"]} px high'] if seen['height'] > most else []


def wide_code(looks: dict[str, dict]) -> tuple[str, bool]:
    "How many code blocks scroll in each part, and whether they are too many."
    parts = {}
    for page, seen in looks.items():
        part = page.rpartition('/')[0] or 'top'
        count = parts.setdefault(part, [0, 0])
        for i, n in enumerate(seen['codes']):
            count[i] += n
    wide = sum(w for w, _ in parts.values())
    total = sum(n for _, n in parts.values())
    each = ', '.join(f'{part} {w}/{n}' for part, (w, n) in parts.items())
    return f'{wide} of {total} code blocks scroll ({each})', wide > WIDE_CODE * total


def dead_links(seen: dict, pages: dict[str, set], site: Path, base: str
               ) -> Iterator[str]:
    "Links inside the site, and to files of the repository, that lead nowhere."
    cfg = get_config()
    blob = re.escape(cfg.git_url) + r'/(?:edit|blob|tree)/[^/]+/(.+)'
    for href in seen['hrefs']:
        url, _, anchor = href.partition('#')
        file = re.match(blob, unquote(url))
        if file and not (cfg.config_path / file[1]).exists():
            yield f'no such file in the repository: {file[1]}'
        if not href.startswith(base):
            continue
        path, anchor = unquote(urlsplit(url).path).lstrip('/'), unquote(anchor)
        path = path or 'index.html'
        if path not in pages and not (site / path).is_file():
            yield f'dead link {path}'
        elif anchor and path in pages and anchor not in pages[path]:
            yield f'dead anchor {path}#{anchor}'


def letters(text: str) -> str:
    "A text without markup, mathematics, signs and spaces."
    text = re.sub(r'\$\$?[^$]*\$\$?|<[^>]*>|!\[[^\]]*\]\([^)]*\)', '', text)
    text = re.sub(r'\[([^\]]*)\]\([^)]*\)', r'\1', text)
    return re.sub(r'[\W_]', '', text)


def lacks_introduction(notebook: Path, seen: dict, first: int = 40) -> list[str]:
    "A chapter whose words between title and first section do not reach its page."
    cells = json.loads(notebook.read_text())['cells']
    words = [''.join(c['source']) for c in cells if c['cell_type'] == 'markdown']
    if len(words) < 2 or words[1].startswith('#'):
        return ['the notebook has no introduction after its title']
    wanted = letters(words[1].split('\n## ')[0])[:first]
    shown = letters(seen['opening'])
    return [] if wanted in shown else [f'introduction lost: {words[1][:first]}']
