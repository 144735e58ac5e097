"""What a page of the site needs to work by itself, without a network or a server: mathematics, fonts and search of its own, and a mark on every equation to link to."""
import json, os, re, shutil, unicodedata
from importlib.resources import files

MATHJAX = """<script>const narrow = innerWidth < 600;
MathJax = {svg: {scale: narrow ? .85 : .93, displayAlign: narrow ? 'left' : 'center', displayIndent: '0'}};</script>"""

def edit(path, f):
    text = path.read_text()
    if (new := f(text)) != text: path.write_text(new)

def local_math(site):
    "Show maths with one file of MathJax, from the wheel django-static-mathjax, in place of KaTeX from the network."
    shutil.copy(files('mathjax') / 'static/mathjax/es5/tex-svg-full.js', site / 'site_libs')
    for p in site.rglob('*.html'):
        text, n = re.subn(r'<link[^>]*cdn\.jsdelivr\.net/npm/katex[^>]*>\s*|<script[^>]*cdn\.jsdelivr\.net/npm/katex[^>]*></script>\s*', '', p.read_text())
        src = os.path.relpath(site / 'site_libs/tex-svg-full.js', p.parent)
        if n: p.write_text(text.replace('</head>', f'{MATHJAX}<script defer src="{src}"></script></head>', 1))

def local_fonts(site):
    "The themes ask for web fonts and have others to fall back on: ask for none."
    for p in site.glob('site_libs/themes/*.css'): edit(p, lambda s: re.sub(r'@import\s*url\(https://fonts\.googleapis[^)]*\);', '', s))

MARK = '<a class="eq-link" href="#{0}" title="Link to this equation" aria-label="Link to this equation">#</a>'
def equation_links(site):
    "Put a mark before the first display equation after each anchor `eq-...`: it shows the reader the address to copy."
    after = re.compile(r'(<a id="(eq-[^"]+)"></a>(?:(?!<a id="eq-|<span class="math display">).)*)(?=<span class="math display">)', re.S)
    for p in site.rglob('*.html'): edit(p, lambda s: after.sub(lambda m: m[1] + MARK.format(m[2]), s))

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
STRICT = 'ignoreLocation: true, threshold: 0.1'
def local_search(site):
    "Load the index of the search as a script, which a page opened from a folder may do, with formulas as they are typed."
    entries = json.loads((site / 'search.json').read_text())
    for e in entries: e.update(section=plain(e['section']), text=plain(e['text']))
    (site / 'search.js').write_text(f'window.searchIndex = {json.dumps(entries, ensure_ascii=False)};')
    (site / 'search.json').unlink()
    script = site / 'site_libs/smalldocs.js'
    text = script.read_text()
    assert text.count(FETCH) == text.count(FUZZY) == 1, 'another version of smalldocs: look at how it searches'
    script.write_text(text.replace(FETCH, LOAD).replace(FUZZY, STRICT))
