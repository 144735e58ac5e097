"""What a page needs to work by itself, without a network or a server.

Mathematics and fonts of its own; the search is that of `search_index.py`."""
import os
import re
import shutil
import unicodedata
from importlib.resources import files
from pathlib import Path
from typing import Callable

KATEX = (r'<link[^>]*cdn\.jsdelivr\.net/npm/katex[^>]*>\s*'
         r'|<script[^>]*cdn\.jsdelivr\.net/npm/katex[^>]*></script>\s*')


def edit(path: Path, change: Callable[[str], str]) -> None:
    "Write what `change` makes of a file's text, if that is something else."
    text = path.read_text()
    new = change(text)
    if new != text:
        path.write_text(new)


def local_math(site: Path) -> None:
    "Show maths with one file of MathJax in place of KaTeX from the network."
    mathjax = files('mathjax') / 'static/mathjax'  # the wheel django-static-mathjax
    shutil.copy(mathjax / 'es5/tex-svg-full.js', site / 'site_libs')
    shutil.copy(mathjax / 'LICENSE', site / 'site_libs/tex-svg-full.LICENSE')
    for path in site.rglob('*.html'):
        text, n = re.subn(KATEX, '', path.read_text())
        src = os.path.relpath(site / 'site_libs/tex-svg-full.js', path.parent)
        script = f'<script defer src="{src}"></script></head>'
        if n:
            path.write_text(text.replace('</head>', script, 1))


def local_fonts(site: Path) -> None:
    "The themes ask for web fonts and have others to fall back on: ask for none."
    font = r'@import\s*url\(https://fonts\.googleapis[^)]*\);'
    for path in site.glob('site_libs/themes/*.css'):
        edit(path, lambda s: re.sub(font, '', s))


ACCENTS = {'bar': '\u0304', 'tilde': '\u0303', 'hat': '\u0302'}
UNICODE = {'varepsilon': 'epsilon', 'varphi': 'phi', 'lambda': 'lamda',
           'Lambda': 'Lamda'}


def greek(name: str) -> str | None:
    "The letter that a LaTeX command names, or None."
    case = 'CAPITAL' if name[0].isupper() else 'SMALL'
    try:
        return unicodedata.lookup(
            f'GREEK {case} LETTER {UNICODE.get(name, name).upper()}')
    except KeyError:
        return None


def accented(m: re.Match) -> str:
    return unicodedata.normalize('NFC', m[2] + ACCENTS[m[1]])


def plain(text: str) -> str:
    "LaTeX as one would type it into a search field: L_simple, ᾱ_t."
    if '\\' not in text and '$' not in text:
        return text
    fonts = r'\\(?:text|mathrm|mathbf|mathbb|mathcal|operatorname)\s*\{?(\w+)\}?'
    text = re.sub(fonts, r'\1', text)
    text = re.sub(r'\\([A-Za-z]+)', lambda m: greek(m[1]) or m[0], text)
    text = re.sub(r'\\(bar|tilde|hat)\s*\{?(\w)\}?', accented, text)
    return re.sub(r'\s+', ' ', re.sub(r'\\[A-Za-z]+|\\.|[{}$]', ' ', text))
