"""What symbols mean: every one of a displayed equation is told, by pointer and keys."""
import html
import json
from collections import Counter
from collections.abc import Iterator

from nbdev.config import get_config
from selenium.webdriver import Chrome

from book import chapters
from symbols import DISPLAY, meanings, rows, symbols_of

from .browser import open_page, prefer

PAGE = 'theory/forward.html'
# letters that are no quantity: a differential, Euler's number, an operator
NO_QUANTITY = {'d', 'e', r'\mathbb{E}', r'\mathcal{N}', 'I', r'\nabla', r'\mathbb{R}'}

POINT = """
const [kind, done] = arguments, tip = () => document.querySelector('#symbol-tip');
const equation = document.querySelector('mjx-container.told');
const mark = equation && equation.querySelector("[class^='symbol-']");
if (!mark) return done('no symbol');
const send = name => mark.dispatchEvent(new MouseEvent(name, {bubbles: true}));
equation.scrollIntoView({block: 'center', behavior: 'instant'});
const shown = () => tip() && !tip().hidden ? tip().innerText : '';
if (kind == 'hover') send('mouseover');
if (kind == 'tap') send('click');
if (kind == 'focus') equation.focus({focusVisible: true});
const first = shown(), r = tip().getBoundingClientRect();
const inside = r.left >= 0 && r.right <= innerWidth && r.height > 0;
if (kind == 'hover') send('mouseout');
if (kind == 'tap') document.body.click();
if (kind == 'focus') dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
const wanted = window.litSymbols[mark.getAttribute('class').split(' ')[0]][1];
done(!first.includes(wanted) ? 'no meaning' : !inside ? 'out of the window' :
  shown() ? 'it stays' : '');"""


def untold() -> list[str]:
    "Symbols of displayed theory equations that the symbol map does not have."
    cfg, found = get_config(), Counter()
    known = {name for name, _ in meanings(cfg)} | NO_QUANTITY
    for chapter in chapters():
        if chapter.part != 'Theory':
            continue
        page = (cfg.nbs_path / chapter.path).read_text(encoding='utf-8')
        for cell in json.loads(page)['cells']:
            if cell['cell_type'] == 'markdown':
                for tex in ''.join(cell['source']).split('$$')[1::2]:
                    found.update({name for name, _, _ in symbols_of(tex)} - known)
    return [f'{name} ({n} equations)' for name, n in found.most_common()]


def has_map() -> bool:
    "Whether the glossary has a table of symbols, and not of terms alone."
    return any(next(iter(row), '') == 'symbol' for row in rows(get_config()))


def equation_faults(b: Chrome, base: str) -> Iterator[str]:
    "Displayed equations of the site in which nothing is marked."
    page = (get_config().doc_path / PAGE).read_text()
    texts = [html.unescape(m[2]) for m in DISPLAY.finditer(page)]
    if not any(r'\class{symbol-' in tex for tex in texts):
        yield f'{PAGE} marks no symbol in {len(texts)} equations'


def symbol_faults(b: Chrome, base: str) -> Iterator[str]:
    "What is not told, and ways to ask that do not answer."
    prefer(b)
    missing = untold()
    if missing:
        listed = ', '.join(missing[:40])
        told = f'{len(missing)} symbols have no meaning: {listed}'
        if has_map():
            yield told
        else:
            print(f'       the glossary has no symbol map yet; {told}')
    yield from equation_faults(b, base)
    for width in 1300, 400:
        open_page(b, base + PAGE, width)
        for kind in 'hover', 'focus', 'tap':
            fault = b.execute_async_script(POINT, kind)
            if fault:
                yield f'{kind} on a symbol of {PAGE} at {width}: {fault}'
