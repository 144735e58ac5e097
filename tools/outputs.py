"""Are the stored outputs those of the code beside them?

    python tools/outputs.py      names the notebooks with outputs older than their code

The exit status is 1 if a run would renew some. Cells with a flag, such as `#| slow`,
are named without failing: what took hours stays a record, with its date.

`tools/run_nbs.py` notes in outputs.json, for every notebook it stores, what the outputs
came from: its code cells and the modules of the package that they import, also at
second hand. Comments, docstrings and blank lines decide no result and do not count.
Cells that a run leaves out, such as `#| slow` ones, are noted when they are run."""
import ast
import hashlib
import io
import json
import re
import sys
import tokenize
from importlib.util import resolve_name
from pathlib import Path
from nbdev.config import get_config
from nbdev.doclinks import nbglob

LEDGER = Path(__file__).with_name('outputs.json')
DIRECTIVE = re.compile(r'^\s*#\|\s*(.+?)\s*$', re.M)
BEFORE_STATEMENT = (tokenize.ENCODING, tokenize.NEWLINE, tokenize.NL, tokenize.COMMENT,
                    tokenize.INDENT, tokenize.DEDENT)


def never(source: str) -> bool:
    "Is this a cell that no run executes?"
    words = DIRECTIVE.findall(source)
    return 'nbdev_export(' in source or any(
        re.match(r'eval:\s*false', word, re.I) for word in words)


def flagged(source: str, flags: set) -> bool:
    "Does a directive of the cell name one of these test flags?"
    return any(word.split()[0] in flags for word in DIRECTIVE.findall(source))


def test_flags() -> set:
    "The flags of settings.ini that leave a cell out of a run."
    return set(get_config().tst_flags.split())


def remarks(source: str) -> list:
    "Comments and docstrings of Python source, as tokens."
    found, before, waiting = [], tokenize.ENCODING, None
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            found.append(token)
        elif waiting and token.type in (tokenize.NEWLINE, tokenize.ENDMARKER):
            found.append(waiting)
        alone = token.type == tokenize.STRING and before in BEFORE_STATEMENT
        waiting = token if alone else None
        before = token.type
    return found


def bare(source: str) -> str:
    "Python source without comments, docstrings and blank lines."
    try:
        found = remarks(source)
    except (tokenize.TokenError, SyntaxError):
        return source  # a magic or a shell command: as it stands
    lines = source.splitlines()
    for token in reversed(found):
        (first, start), (last, end) = token.start, token.end
        head, tail = lines[first - 1][:start], lines[last - 1][end:]
        lines[first - 1:last] = [head + tail]
    return '\n'.join(line.rstrip() for line in lines if line.strip())


def module_names() -> dict:
    "Path of each module of the package by its name, `ddpm_lit.x.y`."
    root = get_config().lib_path
    names = {}
    for path in root.rglob('*.py'):
        parts = (root.name, *path.relative_to(root).with_suffix('').parts)
        names['.'.join(parts).removesuffix('.__init__')] = path
    return names


def imported(source: str, package: str) -> set:
    "Names that Python source asks for; a name may be a module or something in one."
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return set(re.findall(r'(?:from|import) +(ddpm_lit[\w.]*)', source))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name('.' * node.level + (node.module or ''), package)
            found |= {base, *(f'{base}.{alias.name}' for alias in node.names)}
    return found


def needed(sources: list) -> list:
    "Paths of the modules that these sources import, at first or second hand."
    names = module_names()
    front = get_config().lib_path.name
    found, open_ = set(), set()
    for source in sources:
        open_ |= imported(source, front)
        if re.search(rf'^\s*(from|import) {front}\b(?!\.)', source, re.M):
            open_ |= set(names)  # the front door leads everywhere
    while open_:
        name = open_.pop()
        if name in names and name not in found:
            found.add(name)
            text = names[name].read_text(encoding='utf-8')
            inside = names[name].name == '__init__.py'
            open_ |= imported(text, name if inside else name.rpartition('.')[0])
    found.discard(front)
    return sorted(names[name] for name in found if not name.endswith('._modidx'))


def digest(parts: list) -> str:
    "A short hash of source code, apart from what decides no result."
    text = '\n\n'.join(bare(part) for part in parts)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def state(path: Path) -> dict:
    "What outputs come from: hashes of the cells run, and of those left out."
    cells = json.loads(path.read_text(encoding='utf-8'))['cells']
    sources = [''.join(c['source']) for c in cells if c['cell_type'] == 'code']
    sources = [s for s in sources if not never(s)]
    left_out = [s for s in sources if flagged(s, test_flags())]
    run = [s for s in sources if s not in left_out]
    modules = [p.read_text(encoding='utf-8') for p in needed(run)]
    address = [get_config().git_url] if 'get_config' in '\n'.join(run) else []
    found = {'run': digest(run + modules + address)}
    return {**found, 'left out': digest(left_out)} if left_out else found


def key(path: Path) -> str:
    "Name of a notebook in the ledger."
    return path.resolve().relative_to(get_config().nbs_path).as_posix()


def ledger() -> dict:
    "What was noted at the last run of each notebook."
    return json.loads(LEDGER.read_text(encoding='utf-8')) if LEDGER.exists() else {}


def note(path: Path, flags: set) -> None:
    "Note that a notebook was run and stored, with the cells that `flags` name."
    noted, now = ledger(), state(path)
    kept = noted.get(key(path), {}).get('left out')
    cells = json.loads(path.read_text(encoding='utf-8'))['cells']
    sources = [''.join(c['source']) for c in cells if c['cell_type'] == 'code']
    if any(flagged(s, test_flags() - flags) for s in sources if not never(s)):
        now.pop('left out', None)
        if kept:
            now['left out'] = kept
    noted[key(path)] = now
    known = {key(Path(p)) for p in nbglob()}
    noted = {name: noted[name] for name in sorted(noted) if name in known}
    LEDGER.write_text(json.dumps(noted, indent=1) + '\n', encoding='utf-8')


def stale(part: str) -> list[str]:
    """A line for each notebook whose stored outputs are older than its code.

    `part` is 'run', or 'left out' for the cells that only a run with flags executes."""
    noted, found = ledger(), []
    for path in sorted(map(Path, nbglob())):
        was, now = noted.get(key(path), {}), state(path)
        if was.get(part) != now.get(part):
            name = path.relative_to(get_config().config_path)
            found.append(f'{name}: the cells {part} have changed since they were run')
    return found


if __name__ == '__main__':
    late = stale('left out')
    for line in late:
        print(f'{line}; their outputs are records of the code before')
    lines = stale('run')
    print(*lines, sep='\n', end='\n' if lines else '')
    sys.exit(bool(lines) and 'run them again: python tools/run_nbs.py NOTEBOOK ...')
