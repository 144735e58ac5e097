"""The search finds what a reader would look for, without a server too."""
from collections.abc import Iterator
from pathlib import Path

from selenium.webdriver import Chrome

from .pages import faults, visit

WORDS = {
    'posterior': 'theory/posterior.html',
    'L_simple': 'theory/objective.html',
    'guidance': 'model/ddpm.html',
    'ᾱ_t': 'theory/schedule.html',
    'q_sample': 'theory/forward.html',
    'destroys images': 'theory/forward.html',
    'own pictures': 'tutorial/practice.html',
    'Fréchet': 'evaluation/fidelity.html',
    'ddim': 'sampling/steps.html',
    'FID': 'evaluation/fidelity.html',
    'grey images': 'troubleshooting.html',
    'black samples': 'troubleshooting.html',
    'resume': 'training/runs.html',
    'restart': 'training/runs.html',
    'blurry': 'troubleshooting.html',
    'oom': 'troubleshooting.html',
    'multi-gpu': 'training/scale.html',
    'fine-tune': 'tutorial/practice.html',
}
SEARCH = """
const [word, done] = arguments, box = document.querySelector('.smalldocs-search');
const input = box.querySelector('input');
input.focus();
input.value = word;
input.dispatchEvent(new Event('input'));
const hits = () => [...box.querySelectorAll('a.search-result')].map(a => a.href);
setTimeout(() => done(hits()), 1500);"""
RANKED = 'schedule', 'posterior', 'embedding', 'interpolate', 'tweedie', 'decay'
PLACES = """
const word = arguments[0].toLowerCase();
const of = Object.fromEntries(window.searchIndex.map(e => [e.href, e]));
const has = text => text.toLowerCase().includes(word);
const base = document.querySelector('meta[name="smalldocs:offset"]').content;
return [...document.querySelectorAll('a.search-result')].map(a => {
  const e = of[a.getAttribute('href').slice(base.length)];
  return !e ? 'unknown' : has(e.title + e.section) ? 0 : has(e.text) ? 1 : 2;
});"""


def search_faults(b: Chrome, site: Path, first: int = 5) -> Iterator[str]:
    "Words that do not lead to the right page within the first results."
    seen = visit(b, (site / 'theory/forward.html').as_uri(), 1300, 'light')
    for fault in faults(seen):
        yield f'from a folder: {fault}'
    for word, page in WORDS.items():
        hrefs = b.execute_async_script(SEARCH, word)[:first]
        hits = [h.removeprefix(site.as_uri() + '/') for h in hrefs]
        if page not in [h.split('#')[0] for h in hits]:
            found = ', '.join(hits) or 'nothing'
            yield f'search for {word!r} leads to {found}, not to {page}'
    for word in RANKED:
        b.execute_async_script(SEARCH, word)
        places = b.execute_script(PLACES, word)
        if not places or places != sorted(places):
            yield f'{word!r}: not headings, then words, then code: {places}'
