"""A reader finds the way: chapters, contents and links into a page, on a phone too."""
from collections.abc import Iterator

from selenium.webdriver import Chrome

from .browser import open_page, prefer

PHONE = 400, 800
PAGES = 'index.html', 'theory/forward.html', 'tutorial/practice.html'
DEEP = ('theory/objective.html#eq-simple', 'theory/bound.html#eq-decoder',
        'sampling/jobs.html#sample_files')

PANEL = """
const done = arguments[0], panel = document.querySelector('#quarto-sidebar');
const button = document.querySelector('.quarto-btn-toggle'), faults = [];
const links = [...panel.querySelectorAll('a[href]')];
const header = () => document.querySelector('#quarto-header').getBoundingClientRect();
const wait = ms => new Promise(ok => setTimeout(ok, ms));
const state = open => {
  if (button.getAttribute('aria-expanded') != String(open))
    faults.push(`aria-expanded is not ${open}`);
};
const hit = link => {
  const r = link.getBoundingClientRect();
  const e = document.elementFromPoint(r.left + r.width / 2, r.top + r.height / 2);
  if (!link.contains(e) || r.top < header().bottom - 1 || r.bottom > innerHeight + 1)
    faults.push(`out of reach: ${link.textContent} at ${Math.round(r.top)} px`);
};
(async () => {
  if (button.innerText.trim() != 'Chapters') faults.push('the button has no word');
  if (document.getElementById(button.getAttribute('aria-controls')) != panel)
    faults.push('the button controls something else');
  state(false);
  if (getComputedStyle(panel).visibility != 'hidden') faults.push('shut, and in reach');
  button.click();
  await wait(500);
  state(true);
  const active = panel.querySelector('.sidebar-link.active');
  if (active) hit(active);
  for (const link of [links.at(-1), links[0]]) {
    link.scrollIntoView({block: 'nearest', behavior: 'instant'});
    await wait(50);
    hit(link);
  }
  if (scrollY) faults.push('the page itself was moved');
  dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}));
  await wait(500);
  state(false);
  done(faults);
})();"""

CONTENTS = """
const done = arguments[0], fold = document.querySelector('details.page-contents');
const wait = ms => new Promise(ok => setTimeout(ok, ms)), faults = [];
const bottom = () =>
  document.querySelector('#quarto-header').getBoundingClientRect().bottom;
(async () => {
  if (!fold) return done(['there are none']);
  fold.querySelector('summary').click();
  const links = [...fold.querySelectorAll('a[href^="#"]')];
  if (!fold.open || !links[0].offsetHeight) faults.push('the contents do not unfold');
  for (const link of [links[0], links[Math.floor(links.length / 2)]]) {
    fold.open = true;
    link.click();
    await wait(1500);
    const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    const top = target.getBoundingClientRect().top - bottom();
    if (top < 0 || top > 80) faults.push(`${link.hash} lands at ${Math.round(top)} px`);
  }
  done(faults);
})();"""

# what a slow picture does to a page in a browser that does not hold on to its place
LATE = """
addEventListener('DOMContentLoaded', () =>
  document.documentElement.style.overflowAnchor = 'none');
addEventListener('load', () => setTimeout(() =>
  document.querySelector('main').prepend(Object.assign(
    document.createElement('div'), {style: 'height: 400px'})), 300));"""

LANDED = """
const done = arguments[0], e = document.getElementById(location.hash.slice(1));
const header = document.querySelector('#quarto-header');
// and what comes when all else is there
setTimeout(() => document.querySelector('main').prepend(Object.assign(
  document.createElement('div'), {style: 'height: 400px'})), 200);
setTimeout(() => done([
  e.getBoundingClientRect().top - header.getBoundingClientRect().bottom,
  document.documentElement.scrollHeight - innerHeight - scrollY]), 1500);"""

READING = """
const done = arguments[0];
dispatchEvent(new Event('wheel'));
scrollTo({top: 0, behavior: 'instant'});
document.querySelector('main').append(Object.assign(
  document.createElement('div'), {style: 'height: 500px'}));
setTimeout(() => done(scrollY), 500);"""


def deep_links(b: Chrome, base: str) -> Iterator[str]:
    "Anchors far down a page that a link misses while the page still grows."
    late = b.execute_cdp_cmd('Page.addScriptToEvaluateOnNewDocument', {'source': LATE})
    for link in DEEP:
        for width in 1300, 400:
            open_page(b, base + link, width)
            top, left = b.execute_async_script(LANDED)
            if not -2 <= top <= 40 and left > 2:
                yield f'{link} lands {top:.0f} px below the header at {width}'
    b.execute_cdp_cmd('Page.removeScriptToEvaluateOnNewDocument', late)
    open_page(b, base + DEEP[0], 1300)
    if b.execute_async_script(READING):
        yield 'a reader who scrolls is taken back to the target'


def navigation_faults(b: Chrome, base: str) -> Iterator[str]:
    "What keeps a reader from getting about."
    prefer(b)
    for page in PAGES:
        open_page(b, base + page, *PHONE)
        for fault in b.execute_async_script(PANEL):
            yield f'chapters of {page} on a phone: {fault}'
        open_page(b, base + page, *PHONE)
        for fault in b.execute_async_script(CONTENTS):
            yield f'contents of {page} on a phone: {fault}'
    yield from deep_links(b, base)
