"""What a page of the site needs to work by itself, without a network or a server: mathematics, fonts and search of its own, and a mark on every equation to link to."""
import json, os, re, shutil, unicodedata
from importlib.resources import files

MATHJAX = """<script>const narrow = innerWidth < 600;
const fit = () => document.querySelectorAll('mjx-container[display]').forEach(e => {      // what is a little too wide is made to fit, the rest scrolls in its own box
  const f = e.clientWidth / e.scrollWidth;
  if (f < 1) e.style.fontSize = (parseFloat(e.style.fontSize) || 100) * (f > .7 ? f : .85) + '%';
});
MathJax = {svg: {scale: narrow ? .85 : .93, displayAlign: narrow ? 'left' : 'center', displayIndent: '0'}, startup: {pageReady: () => MathJax.startup.defaultPageReady().then(fit)}};</script>"""

def edit(path, f):
    text = path.read_text()
    if (new := f(text)) != text: path.write_text(new)

def local_math(site):
    "Show maths with one file of MathJax, from the wheel django-static-mathjax, in place of KaTeX from the network."
    shutil.copy(files('mathjax') / 'static/mathjax/es5/tex-svg-full.js', site / 'site_libs')
    shutil.copy(files('mathjax') / 'static/mathjax/LICENSE', site / 'site_libs/tex-svg-full.LICENSE')
    for p in site.rglob('*.html'):
        text, n = re.subn(r'<link[^>]*cdn\.jsdelivr\.net/npm/katex[^>]*>\s*|<script[^>]*cdn\.jsdelivr\.net/npm/katex[^>]*></script>\s*', '', p.read_text())
        src = os.path.relpath(site / 'site_libs/tex-svg-full.js', p.parent)
        if n: p.write_text(text.replace('</head>', f'{MATHJAX}<script defer src="{src}"></script></head>', 1))

def local_fonts(site):
    "The themes ask for web fonts and have others to fall back on: ask for none."
    for p in site.glob('site_libs/themes/*.css'): edit(p, lambda s: re.sub(r'@import\s*url\(https://fonts\.googleapis[^)]*\);', '', s))

def numbered(page):
    """Set the number of each display equation beside it, as a link to the anchor `eq-...` before it; an equation with an anchor and no number gets a #.
    A tag that MathJax sets is as wide on both sides, so that long numbers would push equations out of the page."""
    anchor = None
    def equation(m):
        nonlocal anchor
        if m['anchor']: anchor = m['anchor']; return m[0]
        name, anchor = anchor, None
        tag = re.search(r'\\tag\{([^}]*)\}', m['math'])
        if not (name or tag): return m[0]
        number, link = f'({tag[1]})' if tag else '#', f' href="#{name}" title="Link to this equation"' if name else ''
        return f'<span class="equation"><span class="math display">{m["math"].replace(tag[0], "") if tag else m["math"]}</span><a class="eq-number"{link}>{number}</a></span>'
    return re.sub(r'<a id="(?P<anchor>eq-[^"]+)"></a>|<span class="math display">(?P<math>.*?)</span>', equation, page, flags=re.S)

def equation_numbers(site):
    for p in site.rglob('*.html'): edit(p, numbered)

ACCENTS = {'bar': '\u0304', 'tilde': '\u0303', 'hat': '\u0302'}
def greek(name):
    "The letter that a LaTeX command names, or None."
    word = {'varepsilon': 'epsilon', 'varphi': 'phi', 'lambda': 'lamda', 'Lambda': 'Lamda'}.get(name, name)
    try: return unicodedata.lookup(f'GREEK {"CAPITAL" if name[0].isupper() else "SMALL"} LETTER {word.upper()}')
    except KeyError: return None

def plain(text):
    "LaTeX as one would type it into a search field: L_\\text{simple} is L_simple, \\bar\\alpha_t is ᾱ_t."
    text = re.sub(r'\\(?:text|mathrm|mathbf|mathbb|mathcal|operatorname)\s*\{?(\w+)\}?', r'\1', text)
    text = re.sub(r'\\([A-Za-z]+)', lambda m: greek(m[1]) or m[0], text)
    text = re.sub(r'\\(bar|tilde|hat)\s*\{?(\w)\}?', lambda m: unicodedata.normalize('NFC', m[2] + ACCENTS[m[1]]), text)
    return re.sub(r'\s+', ' ', re.sub(r'\\[A-Za-z]+|\\.|[{}$]', ' ', text)) if '\\' in text or '$' in text else text

FETCH = 'const r = await fetch(offset + "search.json");\n      index = await r.json();'
LOAD = """await new Promise((ok, no) => document.head.append(Object.assign(document.createElement("script"), { src: offset + "search.js", onload: ok, onerror: no })));
      index = window.searchIndex;"""
FUZZY = 'ignoreLocation: true, threshold: 0.3'
STRICT = 'ignoreLocation: true, ignoreFieldNorm: true, threshold: 0.1'           # what is written, not what is similar; equal hits in the order of the index
def local_search(site):
    "Load the index of the search as a script, which a page opened from a folder may do; formulas as they are typed, chapters first, in the order of the book."
    book = re.findall(r'href="([^"]+)" class="sidebar-item-text sidebar-link"', (site / 'index.html').read_text())
    entries = json.loads((site / 'search.json').read_text())
    page = lambda e: e['href'].split('#')[0]
    entries.sort(key=lambda e: ('/' not in e['href'], book.index(page(e)) if page(e) in book else len(book)))
    for e in entries: e.update(section=plain(e['section']), text=plain(e['text']))
    (site / 'search.js').write_text(f'window.searchIndex = {json.dumps(entries, ensure_ascii=False)};')
    (site / 'search.json').unlink()
    script = site / 'site_libs/smalldocs.js'
    text = script.read_text()
    assert text.count(FETCH) == text.count(FUZZY) == 1, 'another version of smalldocs: look at how it searches'
    script.write_text(text.replace(FETCH, LOAD).replace(FUZZY, STRICT))
