"""Folded code: nothing is lost in it, and one button shows all of it, for good."""
from collections.abc import Iterator
from pathlib import Path

from selenium.common.exceptions import TimeoutException
from selenium.webdriver import Chrome
from selenium.webdriver.support.ui import WebDriverWait

from .browser import open_page, prefer, settle

PAGE, OTHER = 'theory/forward.html', 'training/trainer.html'
TITLES = 'Source', 'The check in code', 'Answer', 'The code of the picture', 'The code'
HIDDEN = 'simulate(lost_root'  # stands in folded code of PAGE only
SEEN = 'destroys images'  # stands in its text

STATE = """
const folds = [...document.querySelectorAll('main details.code-fold')];
const buttons = [...document.querySelectorAll('button.all-code')];
const button = buttons.find(e => e.offsetHeight);
return {
  open: folds.filter(e => e.open).length,
  shut: folds.filter(e => !e.open).length,
  titles: folds.map(e => e.querySelector('summary').textContent),
  outputs: folds.flatMap(e => [...e.querySelectorAll('.cell-output')]).length,
  button: button ? button.textContent : '',
};"""
PRESS = """
const done = arguments[0];
const buttons = [...document.querySelectorAll('button.all-code')];
const button = buttons.find(e => e.offsetHeight);
if (button) button.click();
setTimeout(done, 100);"""
FORGET, WAIT = 'localStorage.clear()', 'setTimeout(arguments[0], 100)'

# a block of the last fold, which a link can name
DEEP = "return [...document.querySelectorAll('details.code-fold [id]')].at(-1).id"
# a browser may open the fold of a link by itself: here the page alone is told of one
TOLD = """
const target = document.getElementById(arguments[0]);
const fold = target.closest('details.code-fold');
fold.open = false;
history.replaceState(null, '', '#' + arguments[0]);
dispatchEvent(new Event('hashchange'));
return fold.open;"""
LANDED = """
const [selector, done] = arguments;
const find = () => location.hash && selector == ':target' ?
  document.getElementById(location.hash.slice(1)) : document.querySelector(selector);
setTimeout(() => {
  const e = find(), r = e && e.getBoundingClientRect();
  const top = document.querySelector('#quarto-header').getBoundingClientRect().bottom;
  done(Boolean(r && r.height && r.bottom > top && r.top < innerHeight));
}, 1500);"""
HIT = """
const [word, done] = arguments, box = document.querySelector('.smalldocs-search');
const input = box.querySelector('input');
input.focus();
input.value = word;
input.dispatchEvent(new Event('input'));
setTimeout(() => {
  const hit = box.querySelector('a.search-result');
  if (hit) setTimeout(() => hit.click(), 100);
  done(Boolean(hit));
}, 1500);"""
BARE = """
const fold = document.querySelector('main details.code-fold');
const buttons = [...document.querySelectorAll('button.all-code')];
const button = buttons.find(e => e.offsetHeight);
fold.querySelector('summary').click();
return {button: Boolean(button), height: fold.querySelector('pre').offsetHeight};"""


def load_faults(b: Chrome, url: str) -> Iterator[str]:
    "What a page folds, as it opens."
    state = b.execute_script(STATE)
    if state['open'] or not state['shut']:
        yield f'{url} opens with {state["open"]} folds open, {state["shut"]} shut'
    for title in dict.fromkeys(state['titles']):
        if title.split(':')[0] not in TITLES:
            yield f'{url} has a fold called {title!r}'
    if state['outputs']:
        yield f'{url} folds {state["outputs"]} outputs'


def button_faults(b: Chrome, base: str, width: int) -> Iterator[str]:
    "The button: shows all, remembers it here and on the next page, folds all again."
    open_page(b, base + PAGE, width)
    b.execute_script(FORGET)
    open_page(b, base + PAGE, width)
    yield from load_faults(b, PAGE)
    steps = (PAGE, 'Show all code', True), (OTHER, 'Fold all code', False)
    for page, label, shown in steps:
        open_page(b, base + page, width)
        before = b.execute_script(STATE)
        if before['button'] != label:
            yield f'at {width} the button of {page} says {before["button"]!r}'
        b.execute_async_script(PRESS)
        for when in 'pressed', 'loaded again':
            state = b.execute_script(STATE)
            if state['shut' if shown else 'open']:
                yield f'{page} at {width}, {label!r} {when}: {state["shut"]} folds shut'
            open_page(b, base + page, width)


def follow_hit(b: Chrome, words: str) -> bool:
    "Search for words and open the first hit; whether it takes them along."
    if not b.execute_async_script(HIT, words):
        return False
    try:
        WebDriverWait(b, 30).until(lambda b: 'q=' in b.current_url)
    except TimeoutException:
        return False
    settle(b)
    return True


def way_faults(b: Chrome, base: str) -> Iterator[str]:
    "Links and hits of the search that lead into a fold which stays shut."
    open_page(b, base + PAGE, 1300)
    anchor = b.execute_script(DEEP)
    link = f'{PAGE}#{anchor}'
    open_page(b, base + link, 1300)
    if not b.execute_async_script(LANDED, ':target'):
        yield f'{link} is not in view'
    if not b.execute_script(TOLD, anchor):
        yield f'the page does not open the fold of {link}'
    for start in PAGE, OTHER:
        open_page(b, base + start, 1300)
        if not follow_hit(b, HIDDEN):
            yield f'from {start} no hit for {HIDDEN!r} takes the words along'
        elif not b.execute_async_script(LANDED, '.line.found'):
            yield f'from {start} a hit for {HIDDEN!r} does not show it'
    open_page(b, base + OTHER, 1300)
    if not follow_hit(b, SEEN) or b.execute_script(STATE)['open']:
        yield f'a hit for {SEEN!r}, which is in sight, opens folds, or there is none'


def bare_faults(b: Chrome, base: str) -> Iterator[str]:
    "What cannot be reached without scripts, or on paper."
    b.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    b.get('about:blank')
    b.get(base + PAGE)
    bare = b.execute_script(BARE)
    b.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})
    if bare['button'] or not bare['height']:
        yield f'without scripts: {bare}'
    open_page(b, base + PAGE, 800)
    prefer(b, medium='print')
    b.execute_async_script(WAIT)
    shut = b.execute_script(STATE)['shut']
    prefer(b)
    b.execute_async_script(WAIT)
    if shut or b.execute_script(STATE)['open']:
        yield f'{shut} folds are shut on paper, or all stay open after it'


def fold_faults(b: Chrome, base: str, site: Path) -> Iterator[str]:
    "What is wrong with folded code, from a server and from a folder."
    prefer(b)
    for width in 1300, 400:
        yield from button_faults(b, base, width)
    folder = f'{site.as_uri()}/'
    for fault in button_faults(b, folder, 1300):
        yield f'from a folder: {fault}'
    for way in base, folder:
        yield from way_faults(b, way)
    yield from bare_faults(b, base)
