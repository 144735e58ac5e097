"""Heads of chapters, foot and card of pages, and the gallery of the home page."""
import re
from collections.abc import Iterator
from pathlib import Path

from nbdev.config import get_config

from book import chapters
from gallery import PNG
from heads import number, page_of

AFTER = re.compile(r'<p class="after">(.*?)</p>', re.S)


def page_faults(name: str, page: str) -> Iterator[str]:
    "What a page does not say of itself."
    version = get_config().version
    foot = re.search(r'<footer class="site-foot">(.*?)</footer>', page, re.S)
    if not foot or version not in foot[1] or not re.search(r'\d{4}-\d\d-\d\d', foot[1]):
        yield f'{name} has no version and date at its foot'
    if not re.search(r'property="og:image" content="https://[^"]+card.png"', page):
        yield f'{name} has no picture for other sites'


def head_faults(site: Path) -> Iterator[str]:
    "Chapters without number, time, or what one can do after them."
    for path in sorted(site.rglob('*.html')):
        yield from page_faults(path.relative_to(site).as_posix(), path.read_text())
    for chapter in chapters():
        page = (site / page_of(chapter)).read_text()
        if not number(chapter):
            continue
        head = re.search(r'<p class="chapter-head">(.*?)</p>', page, re.S)
        if not head or not re.match(r'Chapter \d+ · about \d+ minutes', head[1]):
            yield f'{page_of(chapter)} has no head'
        elif chapter.part != 'Shared' and '<p class="after">' not in page:
            yield f'{page_of(chapter)} does not say what one can do after it'
        elif any(s.count('<a ') != s.count('</a>') for s in AFTER.findall(page)):
            yield f'{page_of(chapter)} cuts the sentence of its head'
    home = (site / 'index.html').read_text()
    cards = re.findall(r'<li><a href="([^"]+)"><span class="gallery-picture">', home)
    shown = {c.part for c in chapters() if page_of(c) in cards}
    wanted = [page_of(c) for c in chapters() if c.part in shown]
    if cards != wanted or len(cards) < 30:
        yield f'the gallery has {len(cards)} chapters, not {len(wanted)}'
    pictured = [p for p in cards if PNG.search((site / p).read_text())]
    pictures = len(re.findall(r'src="images/first/', home))
    if pictures != len(pictured):
        yield f'the gallery has {pictures} pictures, not {len(pictured)}'
