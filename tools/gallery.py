"""The home page's list of chapters as a gallery: each with its own first figure."""
import base64
import html
import io
import re
from pathlib import Path

from PIL import Image

from book import Chapter, chapters
from heads import number, page_of
from offline import edit

TABLE = re.compile(r'<table[^>]*>\s*<thead>\s*<tr>\s*<th>after this part you can</th>'
                   r'.*?</table>', re.S)
ROW = re.compile(r'<td><strong>([^<]*)</strong>: ([^<]*)</td>')
PNG = re.compile(r'<img [^>]*src="data:image/png;base64,([^"]+)"[^>]*>')
WIDTH, HEIGHT = 320, 200  # of a thumbnail, at most


def thumbnail(page: str, path: Path) -> str | None:
    "Store the first figure of a page, small; the class of its <img>, None without one."
    found = PNG.search(page, page.find('<main'))
    if not found:
        return None
    picture = Image.open(io.BytesIO(base64.b64decode(found[1]))).convert('RGB')
    if picture.height > picture.width:  # the top of a tall one says enough
        picture = picture.crop((0, 0, picture.width, picture.width * HEIGHT // WIDTH))
    picture.thumbnail((WIDTH, HEIGHT), Image.LANCZOS)
    picture.quantize(64).save(path, optimize=True)
    return 'plot' if 'plot' in found[0].partition('src=')[2][-200:] else ''


def entry(chapter: Chapter, site: Path, folder: Path) -> str:
    "A card of the gallery."
    page = page_of(chapter)
    path = folder / f'{chapter.path.stem}.png'
    kind = thumbnail((site / page).read_text(), path)
    sign = number(chapter) or chapter.title[0]
    shown = f'<span class="gallery-number" aria-hidden="true">{sign}</span>'
    if kind is not None:
        width, height = Image.open(path).size
        src = path.relative_to(site).as_posix()
        shown = (f'<img src="{src}" alt="" role="presentation" class="{kind}" '
                 f'loading="lazy" width="{width}" height="{height}">')
    title = html.escape(chapter.title)
    about = re.sub(r'`(.*?)`', r'<code>\1</code>', html.escape(chapter.summary))
    return (f'<li><a href="{page}"><span class="gallery-picture">{shown}</span>'
            f'<span class="gallery-title">{title}</span></a>'
            f'<span class="gallery-about">{about}</span></li>')


def gallery(site: Path) -> None:
    "Set the gallery in the place of the table of chapters."
    folder = site / 'images/first'
    folder.mkdir(parents=True)

    def shown(m: re.Match) -> str:
        out = []
        for part, about in ROW.findall(m[0]):
            entries = [entry(c, site, folder) for c in chapters() if c.part == part]
            out.append(f'<h3 class="gallery-part">{part}: {about}</h3>'
                       f'<ul class="gallery">{"".join(entries)}</ul>')
        return ''.join(out)

    def replaced(page: str) -> str:
        page, n = TABLE.subn(shown, page)
        assert n == 1, 'the home page has no table of chapters'
        return page

    edit(site / 'index.html', replaced)
