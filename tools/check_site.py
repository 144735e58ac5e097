"""Open every page of the built site in a headless browser, as a reader would: wide and narrow, light and dark, with no network.

    python tools/check_site.py [--shots FOLDER] [PAGE ...]

A page passes if nothing fails to load, the console is silent, nothing scrolls sideways, every equation is typeset, every numbered one has a mark to link to, every picture
has a description, every link inside the site leads to a page and an anchor that exist, every link to a file of the repository to one that is there, and the page weighs at most 2 MB (the shared
mathematics file apart). The search must find what a reader would look for, also in pages opened from a folder, without a server. Needs Chromium and its driver, of which selenium finds the usual places. Exit status 1 if a page fails, 3 if there is no browser."""
import argparse, functools, http.server, re, shutil, sys, threading
from pathlib import Path
from urllib.parse import unquote, urlsplit
from nbdev.config import get_config
from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service

LIMIT, SHARED = 2_000_000, 'tex-svg-full.js'                                   # bytes a page may weigh, and the file that does not count
LOOK = """
const scrolls = e => e && e != document.body && (['auto', 'scroll'].includes(getComputedStyle(e).overflowX) || scrolls(e.parentElement));
const body = document.body.cloneNode(true);
for (const e of body.querySelectorAll('pre, code, script, style, mjx-container, svg')) e.remove();
const raw = body.textContent.match(/\\$\\$?[^$\\n]{1,80}\\$|\\\\(frac|mathbb|bar|tilde|begin|text|sum)\\b[^\\n]{0,40}|\\{#[a-z]+-|:::/g) || [];
const ids = [...document.querySelectorAll('[id]')].filter(e => !e.closest('mjx-container')).map(e => e.id).concat([...document.querySelectorAll('a[name]')].map(e => e.name));
const math = window.MathJax && MathJax.startup && MathJax.startup.document ? [...MathJax.startup.document.math] : [];
return {
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  cut: [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e)).map(e => `<${e.localName}> ${e.textContent.slice(0, 40)}`),
  raw: raw.slice(0, 3),
  errors: [...document.querySelectorAll('mjx-merror, [data-mjx-error]')].map(e => e.textContent.slice(0, 60)),
  unlinked: [...document.querySelectorAll('a.eq-number:not([href])')].map(e => e.textContent).concat(math.filter(m => /\\\\tag\\b/.test(m.math)).map(m => m.math.slice(-40))),
  twice: ids.filter((id, i) => ids.indexOf(id) < i),
  equations: document.querySelectorAll('mjx-container').length,
  mute: [...document.images].filter(i => !i.alt).map(i => i.src.slice(0, 60)),
  broken: [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src.slice(0, 60)),
  hrefs: [...document.querySelectorAll('a[href]')].map(a => a.href),
  ids: ids,
  files: performance.getEntriesByType('resource').map(r => r.name),
};"""

class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args): pass

def serve(folder):
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), functools.partial(Quiet, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'http://127.0.0.1:{server.server_port}/'

def browser():
    "Headless Chromium that reaches this machine only; None if there is none."
    options = webdriver.ChromeOptions()
    options.set_capability('goog:loggingPrefs', {'browser': 'ALL'})
    for o in ('headless=new', 'no-sandbox', 'disable-gpu', 'disable-dev-shm-usage', 'disable-background-networking', 'disable-component-update', 'disable-sync',
              'hide-scrollbars', 'host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'): options.add_argument(f'--{o}')
    driver = shutil.which('chromedriver')
    try: b = webdriver.Chrome(options, Service(driver) if driver else None)
    except WebDriverException as e: return print(f'no browser: {e.msg.splitlines()[0]}', file=sys.stderr)
    b.set_script_timeout(100)                                                  # a slow machine is no fault of the page
    return b

def visit(b, url, width, scheme):
    "What there is to see of a page once its equations are set, and what the console said."
    b.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {'width': width, 'height': 900, 'deviceScaleFactor': 1, 'mobile': width < 600})
    b.execute_cdp_cmd('Emulation.setEmulatedMedia', {'features': [{'name': 'prefers-color-scheme', 'value': scheme}]})
    b.get_log('browser')
    b.get(url)
    b.execute_async_script('const done = arguments[0]; Promise.resolve(window.MathJax && MathJax.startup && MathJax.startup.promise).then(() => setTimeout(done, 100));')
    return {**b.execute_script(LOOK), 'console': [o['message'][:160] for o in b.get_log('browser') if o['level'] == 'SEVERE']}

def weight(site, page, files, base):
    paths = {site / unquote(urlsplit(f).path).lstrip('/') for f in files if f.startswith(base)} | {page}
    return sum(p.stat().st_size for p in paths if p.is_file() and p.name != SHARED)

def faults(seen):
    "Everything wrong with one visit, in words."
    out = [f'{k}: {v}' for k in ('raw', 'errors', 'unlinked', 'twice', 'cut', 'mute', 'broken', 'console') for v in seen[k][:3]]
    return out + ([f'scrolls sideways by {seen["wide"]} px'] if seen['wide'] > 0 else [])

def dead_links(seen, pages, base):
    "Links inside the site, and to files of the repository, that lead nowhere."
    for href in seen['hrefs']:
        url, _, anchor = href.partition('#')
        file = re.match(re.escape(get_config().git_url) + r'/(?:edit|blob|tree)/[^/]+/(.+)', unquote(url))
        if file and not (get_config().config_path / file[1]).exists(): yield f'no such file in the repository: {file[1]}'
        if not href.startswith(base): continue
        path = unquote(urlsplit(url).path).lstrip('/') or 'index.html'
        if path not in pages and not (pages['site'] / path).is_file(): yield f'dead link {path}'
        elif anchor and path in pages and unquote(anchor) not in pages[path]: yield f'dead anchor {path}#{unquote(anchor)}'

WORDS = {'posterior': 'theory/posterior.html', 'L_simple': 'theory/objective.html', 'guidance': 'model/ddpm.html', 'ᾱ_t': 'theory/schedule.html', 'q_sample': 'theory/forward.html',
         'own pictures': 'tutorial/practice.html', 'Fréchet': 'evaluate/fidelity.html', 'ddim': 'sample/rules.html'}
SEARCH = """
const [word, done] = arguments, box = document.querySelector('.smalldocs-search'), input = box.querySelector('input');
input.focus(); input.value = word; input.dispatchEvent(new Event('input'));
setTimeout(() => done([...box.querySelectorAll('a.search-result')].map(a => a.href)), 1500);"""

def search_faults(b, site, first=5):
    "Words that the search does not lead to the right page within its first results, on pages opened without a server."
    seen = visit(b, (site / 'theory/forward.html').as_uri(), 1300, 'light')
    yield from (f'from a folder: {f}' for f in faults(seen))
    for word, page in WORDS.items():
        hits = [href.removeprefix(site.as_uri() + '/') for href in b.execute_async_script(SEARCH, word)]
        if not any(h.split('#')[0] == page for h in hits[:first]): yield f'search for {word!r} leads to {", ".join(hits[:first]) or "nothing"}, not to {page}'

def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--shots', type=Path, help='folder for a picture of every visit')
    parser.add_argument('pages', nargs='*', help='such as theory/forward.html; all when none is given')
    args = parser.parse_args()
    site, b = Path(get_config().doc_path), browser()
    if not b: return 3
    base, visits, failed = serve(site), {}, 0
    pages = args.pages or sorted(str(p.relative_to(site)) for p in site.rglob('*.html'))
    if not pages: print(f'no site in {site}: run make docs first'); return 1
    for page in pages:
        for width in (1300, 400):
            for scheme in ('light', 'dark'):
                visits[page, width, scheme] = visit(b, base + page, width, scheme)
                if args.shots:
                    args.shots.mkdir(parents=True, exist_ok=True)
                    height = min(b.execute_script('return document.documentElement.scrollHeight'), 16_000)
                    b.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {'width': width, 'height': height, 'deviceScaleFactor': 1, 'mobile': width < 600})
                    b.save_screenshot(str(args.shots / f'{page.replace("/", "_")[:-5]}-{width}-{scheme}.png'))
    lost = [] if args.pages else [*search_faults(b, site.resolve())]
    b.quit()
    ids = {'site': site, **{p: set(visits[p, 1300, 'light']['ids']) for p in pages}}
    for page in pages:
        first = visits[page, 1300, 'light']
        where = {}                                                             # fault: the visits that show it
        for (p, width, scheme), seen in visits.items():
            if p == page:
                for f in faults(seen): where.setdefault(f, []).append(f'{width} {scheme}')
        found = [f'{f} ({", ".join(v)})' for f, v in where.items()] + [*dict.fromkeys(dead_links(first, ids, base))]
        size = weight(site, site / page, first['files'], base)
        if size > LIMIT: found.append(f'weighs {size / 1e6:.1f} MB')
        failed += bool(found)
        print(f'{"FAILED" if found else "ok    "} {page}: {first["equations"]} equations, {size / 1e3:.0f} kB', *found, sep='\n       ' if found else '', flush=True)
    if not args.pages: print('FAILED search' if lost else f'ok     search without a server: {len(WORDS)} words found', *lost, sep='\n       ')
    print(f'{len(pages) - failed} pages as they should be, {failed} not')
    return int(failed > 0 or bool(lost))

if __name__ == '__main__': sys.exit(main())
