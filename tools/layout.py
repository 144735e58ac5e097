"""What the pages that smalldocs rendered still lack.

A button for the chapters, one for all folded code, contents on a phone, numbers of
equations to link to, lines of code that wrap, animations that can be stopped, and the
script that goes with them."""
import base64
import io
import os
import re
import shutil
from pathlib import Path

from nbdev.config import get_config
from PIL import Image

from offline import edit

ASSETS = Path(__file__).parent / 'site'


def numbered(page: str) -> str:
    """Set the number of each display equation beside it, as a link to its anchor.

    The anchor is the `eq-...` before it; an equation with an anchor and no number gets
    a #. A tag that MathJax sets is as wide on both sides, so that long numbers would
    push equations out of the page."""
    anchor = None

    def equation(m: re.Match) -> str:
        nonlocal anchor
        if m['anchor']:
            anchor = m['anchor']
            return m[0]
        name, anchor = anchor, None
        tag = re.search(r'\\tag\{([^}]*)\}', m['math'])
        if not (name or tag):
            return m[0]
        math = m['math'].replace(tag[0], '') if tag else m['math']
        number = f'({tag[1]})' if tag else '#'
        label = f'Link to equation {number}' if tag else 'Link to this equation'
        link = f' href="#{name}" title="{label}"' if name else ''
        return (f'<span class="equation"><span class="math display">{math}</span>'
                f'<a class="eq-number"{link}>{number}</a></span>')

    parts = (r'<a id="(?P<anchor>eq-[^"]+)"></a>'
             r'|<span class="math display">(?P<math>.*?)</span>')
    return re.sub(parts, equation, page, flags=re.S)


TOGGLE = re.compile(r'<button type="button" class="quarto-btn-toggle btn".*?</button>')
CHAPTERS = ('<button type="button" class="quarto-btn-toggle btn" '
            'aria-controls="quarto-sidebar" aria-expanded="false">'
            '<i class="bi bi-list" aria-hidden="true"></i> Chapters</button>')


LABELS = {'id="quarto-sidebar"': 'Chapters', 'id="TOC"': 'Contents of this page',
          'class="navbar ': 'Site', 'class="quarto-secondary-nav"': 'Page',
          'class="page-navigation"': 'Next and previous chapter'}

ABOUT = '<div class="toc-actions" role="navigation" aria-label="About this page">'
ALL_CODE = ('<button type="button" class="all-code btn btn-sm" hidden>'
            'Show all code</button>')


def chapters(page: str) -> str:
    "Give the button that opens the chapters a word, and each navigation a name."
    page = TOGGLE.sub(CHAPTERS, page)
    page = page.replace('role="navigation" aria-expanded="true" aria-label="Toggle sec',
                        'aria-hidden="true" title="Toggle sec')
    page = page.replace('role="navigation" aria', 'role="button" tabindex="0" aria')
    page = page.replace('<div class="toc-actions">', ABOUT + ALL_CODE)
    for start, label in LABELS.items():
        page = page.replace(f'<nav {start}', f'<nav aria-label="{label}" {start}')
    return page


def contents(page: str) -> str:
    "Fold what stands beside a wide page under the title of a narrow one."
    toc = re.search(r'<nav [^>]*id="TOC".*?</nav>', page, flags=re.S)
    if not toc:
        return page
    lists = ''.join(re.findall(r'<ul>.*</ul>', toc[0], flags=re.S))
    lists = lists.replace('</ul></div>', '</ul>')
    lists = re.sub(r'<div class="quarto-code-links"><h2>.*?</h2>', '', lists)
    lists = re.sub(r' (?:id|data-scroll-target|class)="[^"]*"|<i .*?</i>', '', lists)
    fold = ('<details class="page-contents"><summary>On this page</summary>'
            f'<nav aria-label="On this page">{lists}</nav></details>{ALL_CODE}')
    page = page.replace('aria-label="breadcrumb"', 'aria-label="Where you are"', 1)
    return re.sub(r'(<header id="title-block-header".*?</header>)', rf'\1{fold}',
                  page, count=1, flags=re.S)


def navbar(page: str) -> str:
    "Let the bar at the top follow the mode of the page, and lead to the repository."
    page = page.replace('bg-light" data-bs-theme="light"', 'sd-navbar-default"')
    if 'bi-github' in page:
        return page
    link = ('<li class="nav-item compact"><a class="nav-link" aria-label="GitHub" '
            f'href="{get_config().git_url}"><i class="bi bi-github"></i></a></li>')
    return page.replace('<ul class="navbar-nav navbar-nav-scroll ms-auto">',
                        f'<ul class="navbar-nav navbar-nav-scroll ms-auto">{link}', 1)


CODE = re.compile(r'(<code class="sourceCode[^>]*>)(.*?)(</code>)', flags=re.S)
TAG = re.compile(r'<span[^>]*>|</span>')


def line(text: str, still: list[str]) -> str:
    "One line of code in a box that knows its indent; `still` open are the spans in it."
    text = ''.join(still) + text
    for tag in TAG.findall(text.removeprefix(''.join(still))):
        if tag == '</span>':
            still.pop()
        else:
            still.append(tag)
    bare = TAG.sub('', text)
    indent = len(bare) - len(bare.lstrip(' '))
    style = f' style="--indent:{indent}"' if indent else ''
    return f'<span class="line"{style}>{text}{"</span>" * len(still)}</span>'


def wrapping(page: str) -> str:
    "Set each line of code in a box of its own, so that a narrow page can wrap it."
    def block(m: re.Match) -> str:
        still = []
        return m[1] + '\n'.join(line(o, still) for o in m[2].split('\n')) + m[3]

    return CODE.sub(block, page)


PRINTED = re.compile(r'(<div class="cell-output[^>]*>\s*)<pre>(<code>)(.*?)(</code>)',
                     flags=re.S)
COLUMNS = re.compile(r'^.*\S {2,}\S', flags=re.M)


def columns(page: str) -> str:
    "Mark what is printed in columns, which must not be wrapped."
    def output(m: re.Match) -> str:
        aligned = len(COLUMNS.findall(m[3])) > 1
        kind = ' class="columns"' if aligned else ''
        return f'{m[1]}<pre{kind}>{m[2]}{m[3]}{m[4]}'

    return PRINTED.sub(output, page)


NUMBER = re.compile(r'<td(?P<style>[^>]*)>(?P<number>[-−+]?[\d.,]+(?:e[-+]?\d+)?)</td>')


def numbers(page: str) -> str:
    "Mark the cells of tables that hold one number, which stays on its line."
    return NUMBER.sub(r'<td class="number"\g<style>>\g<number></td>', page)


GIF = re.compile(
    r'<img [^>]*?src="(?:data:image/gif;base64,(?P<data>[^"]+)|(?P<file>[^":]+\.gif))'
    r'"[^>]*>')


def stoppable(page: str, folder: Path) -> str:
    """Set a button beside each animation, and its last frame in its place on request.

    `folder` is that of the page."""
    def animation(m: re.Match) -> str:
        file = m['file']
        data = (folder / file).read_bytes() if file else base64.b64decode(m['data'])
        with Image.open(io.BytesIO(data)) as gif:
            gif.seek(gif.n_frames - 1)
            out = io.BytesIO()
            gif.convert('RGB').save(out, 'PNG', optimize=True)
        still = base64.b64encode(out.getvalue()).decode()
        return ('<span class="animation"><picture>'
                '<source media="(prefers-reduced-motion: reduce)" '
                f'srcset="data:image/png;base64,{still}">{m[0]}</picture>'
                '<button type="button" class="btn btn-sm" hidden>'
                'Pause</button></span>')

    return GIF.sub(animation, page)


CHANGES = numbered, chapters, contents, navbar, wrapping, columns, numbers
SCRIPT = re.compile(r'<script src="[^"]*smalldocs\.js" defer></script>')


def finish(site: Path) -> None:
    "Make these changes on every page, and add the site's own script to it."
    shutil.copy(ASSETS / 'site.js', site / 'site_libs')
    for path in site.rglob('*.html'):
        src = os.path.relpath(site / 'site_libs/site.js', path.parent)
        own = f'<script src="{src}" defer></script>'
        for change in CHANGES:
            edit(path, change)
        edit(path, lambda s: stoppable(s, path.parent))
        edit(path, lambda s: SCRIPT.sub(rf'\g<0>{own}', s))
