"""Paper, less motion, marks on letters of code, the home page's tables on a phone."""
from collections.abc import Iterator

from selenium.webdriver import Chrome

from .browser import open_page, prefer

MOVING = 'sampling/watching.html', 'results/reference.html'
PRINTED = 'theory/forward.html', 'sampling/watching.html'

PAPER = """
const main = document.querySelector('main'), faults = [];
const shown = e => e.getClientRects().length > 0;
for (const e of document.querySelectorAll('header#quarto-header, nav, button, input'))
  if (shown(e) && !e.closest('.cell-output')) faults.push(`prints <${e.localName}>`);
if (main.clientWidth < .9 * innerWidth) faults.push('the article is narrow');
const light = color => color.match(/\\d+/g).slice(0, 3).every(c => c > 200);
for (const e of main.querySelectorAll('p, h1, h2, pre, code span'))
  if (light(getComputedStyle(e).color)) {
    faults.push(`light text on paper: ${e.textContent.slice(0, 30)}`);
    break;
  }
return faults;"""

MOTION = """
const moves = [...document.querySelectorAll('.animation')].map(box => {
  const img = box.querySelector('img'), button = box.querySelector('button');
  return [/gif/.test(img.currentSrc.slice(0, 20)), button.innerText];
});
const smooth = getComputedStyle(document.documentElement).scrollBehavior == 'smooth';
return {moves, smooth, animated: document.getAnimations().length};"""

TABLES = """
return [...document.querySelectorAll('main table')].filter(t =>
  t.scrollWidth > t.parentElement.clientWidth + 1 ||
  t.getBoundingClientRect().right > innerWidth).map(t => t.innerText.slice(0, 40));"""

MARKED = 'theory/posterior.html'
MARKS = r"""
const pen = document.createElement('canvas').getContext('2d');
const family = getComputedStyle(document.querySelector('code')).fontFamily;
pen.font = '100px ' + family;
const code = [...document.querySelectorAll('code')].map(e => e.textContent).join(' ');
const marked = ['β̃', 'x̂', 'ᾱ', ...code.match(/\p{L}\p{M}/gu) || []];
return [...new Set(marked)].filter(letter => {
  const m = pen.measureText(letter);
  return m.actualBoundingBoxLeft > 2 || m.actualBoundingBoxRight > m.width + 2;
});"""


def motion_faults(b: Chrome, base: str) -> Iterator[str]:
    "Animations that start by themselves for a reader who asked for less motion."
    for motion, moving, label in (('reduce', False, 'Play'),
                                  ('no-preference', True, 'Pause')):
        for page in MOVING:
            prefer(b, motion=motion)
            open_page(b, base + page, 1300)
            seen = b.execute_script(MOTION)
            if not seen['moves'] or seen['moves'][0] != [moving, label]:
                yield f'{page} with motion {motion}: {seen["moves"]}'
                continue
            if not moving and (seen['smooth'] or seen['animated']):
                yield f'{page} with motion {motion} scrolls smoothly or moves'
            b.execute_script('document.querySelector(".animation button").click()')
            if b.execute_script(MOTION)['moves'][:1] == seen['moves'][:1]:
                yield f'{page}: the button {label} does nothing'


def media_faults(b: Chrome, base: str) -> Iterator[str]:
    "What is wrong on paper, with less motion, and with tables of the home page."
    yield from motion_faults(b, base)
    for page in PRINTED:
        for scheme in 'light', 'dark':
            prefer(b, scheme)
            open_page(b, base + page, 800)
            prefer(b, scheme, medium='print')
            for fault in b.execute_script(PAPER):
                yield f'{page} on paper, {scheme}: {fault}'
    prefer(b)
    open_page(b, base + MARKED, 1300)
    for letter in b.execute_script(MARKS):
        yield f'the mark of {letter} does not stand over its letter in code'
    open_page(b, base, 400)
    for table in b.execute_script(TABLES):
        yield f'a table of the home page is wider than a phone: {table}'
