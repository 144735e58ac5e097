"""Open every page of the built site in a headless browser, as a reader would.

    python tools/check_site.py [--shots FOLDER] [PAGE ...]
    python tools/check_site.py --planted [WORD ...]   can the checks fail?

Wide and narrow, light and dark, with no network. A page passes if nothing fails to
load, the console is silent, nothing scrolls sideways, what is cut fades and can be
scrolled, every output fits at 1300 px, no markup is seen, its introduction is there,
every equation is typeset, every numbered one has a mark to link to, every picture has a
description, its entry among the chapters is in view, axe-core finds no serious fault,
every link inside the site leads to a page and an anchor that exist, every link to a
file of the repository to one that is there, and the page weighs at most 2 MB (the
shared mathematics file apart). At most 2 % of all code blocks scroll at 1300 px. Then
folded code, chapters, contents and deep links on a phone, paper, reduced motion, the
model that draws on the home page, and the search, without a server too.

Needs Chromium and its driver, of which selenium finds the usual places. Exit status 1
if a page fails, 3 if there is no browser."""
import argparse
import sys
from collections import Counter
from pathlib import Path

from nbdev.config import get_config
from nbdev.doclinks import nbglob
from selenium.webdriver import Chrome

from docs import page_name
from site_checks.accessibility import axe
from site_checks.browser import browser, resize, serve
from site_checks.draw import draw_faults
from site_checks.figures import figure_faults
from site_checks.folds import fold_faults
from site_checks.heads import head_faults
from site_checks.media import media_faults
from site_checks.navigation import navigation_faults
from site_checks.pages import (LIMIT, dead_links, faults, lacks_introduction, too_high,
                               visit, weight, wide_code)
from site_checks.planted import unseen
from site_checks.search import search_faults
from site_checks.signatures import signature_faults
from site_checks.symbols import symbol_faults

VISITS = (1300, 'light'), (1300, 'dark'), (400, 'light'), (400, 'dark')
AXE_VISITS = (1300, 'light'), (400, 'dark')
FOLD = 'for (const e of document.querySelectorAll("details.code-fold")) e.open = false'


def shoot(b: Chrome, path: Path) -> None:
    "Save a picture of the whole page that is open, as it was on load."
    b.execute_script(FOLD)
    width = b.execute_script('return innerWidth')
    height = b.execute_script('return document.documentElement.scrollHeight')
    resize(b, width, min(height, 16_000))
    path.parent.mkdir(parents=True, exist_ok=True)
    b.save_screenshot(str(path))


def look(b: Chrome, base: str, page: str, shots: Path | None) -> dict:
    "All visits to a page: the first as seen, what is wrong, and remarks of axe."
    where, remarks, first = {}, [], None
    for width, scheme in VISITS:
        seen = visit(b, base + page, width, scheme)
        found = faults(seen)
        first = first or seen
        if (width, scheme) in AXE_VISITS:
            serious, beyond = axe(b)
            found += serious
            remarks += beyond
        for fault in dict.fromkeys(found):
            where.setdefault(fault, []).append(f'{width} {scheme}')
        if shots:
            shoot(b, shots / f'{page.replace("/", "_")[:-5]}-{width}-{scheme}.png')
    found = [f'{fault} ({", ".join(at)})' for fault, at in where.items()]
    return {'first': first, 'found': found, 'remarks': remarks}


def notebooks() -> dict[str, Path]:
    "The notebook of each page."
    root = get_config().nbs_path
    paths = [Path(p).relative_to(root) for p in nbglob()]
    return {p.with_name(page_name(p.stem) + '.html').as_posix(): root / p
            for p in paths}


def report(title: str, lost: list[str]) -> int:
    "Print whether something is as it should be; 1 if not."
    print(f'{"FAILED" if lost else "ok    "} {title}', *lost, sep='\n       ',
          flush=True)
    return int(bool(lost))


def check_pages(b: Chrome, base: str, pages: list[str], shots: Path | None) -> int:
    "The number of pages that are not as they should be."
    site, sources = get_config().doc_path, notebooks()
    failed, remarks = 0, Counter()
    looks = {page: look(b, base, page, shots) for page in pages}
    ids = {page: set(seen['first']['ids']) for page, seen in looks.items()}
    for page, seen in looks.items():
        first, found = seen['first'], seen['found']
        found += dict.fromkeys(dead_links(first, ids, site, base))
        if page in sources:
            found += lacks_introduction(sources[page], first)
        found += too_high(page, first)
        size = weight(site, site / page, first['files'], base)
        if size > LIMIT:
            found.append(f'weighs {size / 1e6:.1f} MB')
        failed += report(
            f'{page}: {first["equations"]} equations, {size / 1e3:.0f} kB', found)
        remarks.update(r.split(':')[0] for r in seen['remarks'])
    for rule, n in remarks.most_common():
        print(f'       beyond WCAG A and AA, {rule} remarks on {n} visits')
    told, many = wide_code({page: seen['first'] for page, seen in looks.items()})
    print(f'{"FAILED" if many else "ok    "} {told}')
    print(f'{len(pages) - failed} pages as they should be, {failed} not')
    return failed + many


def check_ways(b: Chrome, base: str, site: Path) -> int:
    "The number of ways to read the site that fail."
    failed = report('signatures', [*signature_faults()])
    failed += report('heads, feet and gallery', [*head_faults(site)])
    failed += report('what symbols mean', [*symbol_faults(b, base)])
    failed += report('chapters, contents and deep links',
                     [*navigation_faults(b, base)])
    failed += report('folded code', [*fold_faults(b, base, site.resolve())])
    failed += report('the model draws', [*draw_faults(b, base, site)])
    failed += report('figures that answer',
                     [*figure_faults(b, base, site.resolve())])
    failed += report('paper, motion and tables', [*media_faults(b, base)])
    return failed + report('search without a server',
                           [*search_faults(b, site.resolve())])


def main() -> int:
    "Check the site, or the pages named; the exit status."
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--shots', type=Path, help='folder for pictures of all visits')
    parser.add_argument('--planted', action='store_true',
                        help='plant faults in a copy: does a check see them?')
    parser.add_argument('pages', nargs='*', help='such as theory/forward.html')
    args = parser.parse_args()
    site = Path(get_config().doc_path)
    pages = args.pages or sorted(
        p.relative_to(site).as_posix() for p in site.rglob('*.html'))
    if not pages:
        print(f'no site in {site}: run make docs first')
        return 1
    b = browser()
    if not b:
        return 3
    if args.planted:
        return report('every planted fault is seen', [*unseen(b, site, args.pages)])
    base = serve(site)
    failed = 0 if args.pages else check_ways(b, base, site)
    failed += check_pages(b, base, pages, args.shots)
    b.quit()
    return int(failed > 0)


if __name__ == '__main__':
    sys.exit(main())
