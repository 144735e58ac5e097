"""What the symbols of displayed equations mean, for a reader who points at one.

The map stands in a table of the glossary with the columns `symbol` and `meaning`. Every
symbol of the map that stands in an equation becomes a group of its own there, which the
script of the site finds by its class."""
import html
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

from fastcore.foundation import Config
from nbdev.config import get_config

from offline import edit, plain

TOKEN = re.compile(r'\\[A-Za-z]+\*?|\\.|[A-Za-z]|[^A-Za-z\\]', re.S)
DISPLAY = re.compile(r'(<span class="math display">)(.*?)(</span>)', re.S)
# commands whose next argument is words or a name, and no mathematics
WORDS = {r'\text', r'\tag', r'\begin', r'\end', r'\operatorname', r'\color', r'\label',
         r'\textcolor', r'\mathrm', r'\mbox', r'\textbf', r'\href', r'\class'}
ACCENTS = {r'\bar', r'\hat', r'\tilde', r'\mathcal', r'\mathbb', r'\mathbf', r'\vec',
           r'\boldsymbol', r'\check', r'\dot'}
GREEK = ('alpha beta gamma delta epsilon varepsilon zeta eta theta kappa lambda mu nu '
         'xi pi rho sigma tau phi varphi chi psi omega Gamma Delta Theta Lambda Sigma '
         'Phi Psi Omega nabla').split()
LETTERS = {f'\\{name}' for name in GREEK}


def tokens(tex: str) -> list[str]:
    "Commands, letters and signs of TeX, without the spaces after commands."
    found = TOKEN.findall(tex)
    return [o for i, o in enumerate(found)
            if not (o == ' ' and i and re.fullmatch(r'\\[A-Za-z]+', found[i - 1]))]


def argument(parts: list[str], i: int) -> int:
    "Where the argument that begins at i ends: a group in braces, or one token."
    while i < len(parts) and parts[i].isspace():
        i += 1
    if i >= len(parts) or parts[i] != '{':
        return i + 1
    depth = 0
    for k in range(i, len(parts)):
        depth += (parts[k] == '{') - (parts[k] == '}')
        if not depth:
            return k + 1
    return len(parts)


def atom(parts: list[str], i: int) -> tuple[str, int]:
    "The symbol that begins at i, written one way, and where it ends; '' if none does."
    part = parts[i]
    if part in ACCENTS:
        end = argument(parts, i + 1)
        inner = ''.join(parts[i + 1:end]).strip('{} ')
        return f'{part}{{{inner}}}', end
    if part in LETTERS or part.isalpha():
        return part, i + 1
    return '', i + 1


def symbols_of(tex: str) -> Iterator[tuple[str, int, int]]:
    "Symbols of an equation, each with its place among the tokens."
    parts, i = tokens(tex), 0
    while i < len(parts):
        if parts[i] in WORDS:
            i = argument(parts, i + 1)
            continue
        if parts[i] == r'\\' and parts[i + 1:i + 2] == ['[']:  # room between two lines
            i = parts.index(']', i)
            continue
        name, end = atom(parts, i)
        if name:
            yield name, i, end
        i = end


def subscript(parts: list[str], i: int) -> str:
    "The index that follows at i, without braces; '' if none does."
    if i >= len(parts) or parts[i] != '_':
        return ''
    return ''.join(parts[i + 1:argument(parts, i + 1)]).strip('{} ')


def rows(cfg: Config) -> Iterator[dict[str, str]]:
    "Rows of the glossary's tables, by the words of their headers."
    notebook = json.loads((cfg.nbs_path / 'glossary.ipynb').read_text(encoding='utf-8'))
    for cell in notebook['cells']:
        names = None
        for line in ''.join(cell['source']).splitlines():
            if not line.startswith('|'):
                names = None
                continue
            row = [o.strip() for o in re.split(r'(?<!\\)\|', line.strip()[1:-1])]
            if names is None:
                names = [o.lower() for o in row]
                continue
            if not re.fullmatch(r'[|:\s-]+', line):
                yield dict(zip(names, row))


def meanings(cfg: Config) -> dict[tuple[str, str], str]:
    "What each symbol and index means, by the symbol map; the first to say so counts."
    found = {}
    for row in rows(cfg):
        for tex in re.findall(r'\$([^$]+)\$', row.get('symbol', '')):
            listed = [*symbols_of(tex)]
            if not listed or listed[0][1]:
                continue
            name, _, end = listed[0]
            meaning = row.get('meaning', '')
            term = row.get('term', '')
            told = f'{term}: {meaning}' if term and term != meaning else meaning
            index = subscript(tokens(tex), end)
            simple = end + 1 + (len(index) or -1) + 3 >= len(tokens(tex))
            if simple and told:
                found.setdefault((name, index), told)
    for (name, index), told in [*found.items()]:
        found.setdefault((name, ''), told)
    return found


def marked(tex: str, known: dict[tuple[str, str], int]) -> str:
    "The equation with a class on each symbol that is known."
    parts, out, last = tokens(tex), [], 0
    spaced = [re.sub(r'^(\\[A-Za-z]+\*?)$', r'\1 ', o) for o in parts]
    for name, start, end in symbols_of(tex):
        key = name, subscript(parts, end)
        number = known.get(key, known.get((name, '')))
        if number is None:
            continue
        out += spaced[last:start]
        inside = ''.join(spaced[start:end])
        out.append(f'{{\\class{{symbol-{number}}}{{{inside}}}}}')
        last = end
    return ''.join([*out, *spaced[last:]])


def words(told: str) -> str:
    "A meaning as text without markup."
    told = re.sub(r'\[([^\]]*)\]\([^)]*\)', r'\1', told)
    return plain(re.sub(r'[`*]', '', told)).replace('$', '')


def symbols(site: Path) -> None:
    "Mark the symbols of all displayed equations, and put their meanings on the site."
    found = meanings(get_config())
    numbers = {key: i for i, key in enumerate(found)}
    told = {f'symbol-{i}': [plain(f'${k[0]}{"_" + k[1] if k[1] else ""}$').strip(),
                            words(found[k])] for k, i in numbers.items()}
    text = f'window.litSymbols = {json.dumps(told, ensure_ascii=False)};'
    (site / 'site_libs/symbols.js').write_text(text)

    def equation(m: re.Match) -> str:
        tex = marked(html.unescape(m[2]), numbers)
        return m[1] + html.escape(tex, quote=False) + m[3]

    for path in site.rglob('*.html'):
        src = os.path.relpath(site / 'site_libs/symbols.js', path.parent)
        edit(path, lambda s: DISPLAY.sub(equation, s))
        edit(path, lambda s: s.replace(
            '</head>', f'<script src="{src}" defer></script></head>', 1))
