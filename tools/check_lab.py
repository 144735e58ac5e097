"""Open notebooks in JupyterLab as `make lab` does, and run them as a reader would.

    python tools/check_lab.py [NOTEBOOK ...]

By default the home page, a theory chapter, and the one with widgets and animations, in
a headless browser. A notebook passes if every code cell ran, none ended in an error,
every picture shows, and every equation is typeset. Sliders, of widgets or plain, are
moved, and the picture beside them must change. No notebook is saved. Exit status 1 if
one fails, 3 if there is no browser."""
import json
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen
from nbdev.config import get_config
from selenium.common.exceptions import WebDriverException
from selenium.webdriver import Chrome
from site_checks.browser import browser, resize

NOTEBOOKS = 'index.ipynb', 'theory/12_forward.ipynb', 'sampling/43_watching.ipynb'
MOVING = NOTEBOOKS[2]
SCRIPT = (Path(__file__).parent / 'site_checks/lab.js').read_text(encoding='utf-8')
WHOLE = '@jupyterlab/notebook-extension/tracker.jupyterlab-settings'


def call(b: Chrome, name: str) -> Any:
    "What a function of lab.js gives."
    done = 'const done = arguments[0];'
    return b.execute_async_script(f'{done}{SCRIPT}Promise.resolve({name}()).then(done)')


def wait(what: Callable, seconds: int = 300) -> Any:
    "What `what` gives as soon as it gives something."
    end = time.time() + seconds
    while time.time() < end:
        try:
            if found := what():
                return found
        except (WebDriverException, OSError):  # not there yet
            pass
        time.sleep(.5)
    raise TimeoutError(f'waited {seconds} s')


@contextmanager
def lab() -> Iterator[Callable]:
    "JupyterLab on the folder of the notebooks; gives the address of each."
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(8)
    with tempfile.TemporaryDirectory() as settings:
        whole = Path(settings) / WHOLE  # all cells in the page, to be looked at
        whole.parent.mkdir(parents=True)
        whole.write_text(json.dumps({'windowingMode': 'none'}))
        process = subprocess.Popen([
            sys.executable, '-m', 'jupyterlab', str(get_config().nbs_path),
            '--no-browser', '--allow-root', '--ip', '127.0.0.1', '--port', str(port),
            '--expose-app-in-browser',
            f'--IdentityProvider.token={token}',
            f'--LabApp.user_settings_dir={settings}',
            f'--LabApp.workspaces_dir={settings}',
            '--LabApp.news_url=None',
        ], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        server = f'http://127.0.0.1:{port}'
        try:
            wait(lambda: urlopen(f'{server}/api?token={token}').status == 200)
            yield lambda notebook: f'{server}/lab/tree/{notebook}?reset&token={token}'
        finally:
            process.terminate()
            process.wait()


def has_equations(name: str) -> bool:
    "Whether the text of a notebook has any."
    path = get_config().nbs_path / name
    cells = json.loads(path.read_text(encoding='utf-8'))['cells']
    texts = [''.join(c['source']) for c in cells if c['cell_type'] == 'markdown']
    return any('$' in text for text in texts)


def visit(b: Chrome, url: str, name: str) -> dict:
    "Open a notebook, run all of it, move its sliders; what was seen."
    b.get(url)
    wait(lambda: call(b, 'ready'))
    b.execute_script(f'{SCRIPT}runAll();')
    found = wait(lambda: b.execute_script('return window.ranAll'), 1200)
    if has_equations(name):
        wait(lambda: call(b, 'look')['equations'])
    time.sleep(3)
    found |= call(b, 'look')
    found['moved'] = call(b, 'move')
    shot = f'ddpm_lit_lab_{Path(name).stem}.png'
    b.save_screenshot(str(Path(tempfile.gettempdir()) / shot))
    return found


def faults(seen: dict, name: str) -> Iterator[str]:
    "Everything wrong with one notebook, in words."
    yield from seen['errors']
    for equation in [*seen['wrong'], *seen['untypeset']]:
        yield f'equation not set: {equation}'
    if seen['run'] < seen['cells']:
        yield f'{seen["cells"] - seen["run"]} cells did not run'
    if seen['lost'] or not seen['figures']:
        yield f'{seen["lost"]} pictures do not show, {seen["figures"]} do'
    if still := seen['widgets'] + seen['ranges'] - seen['moved']:
        yield f'{still} sliders move nothing'
    if name == MOVING and not (seen['widgets'] and seen['ranges'] and seen['moving']):
        yield 'no widget, slider or animation to see'


def main(names: list[str]) -> int:
    "Visit each notebook; the exit status."
    if not (b := browser()):
        return 3
    failed = 0
    with lab() as address:
        resize(b, 1300, 1600)
        for name in names or NOTEBOOKS:
            seen = visit(b, address(name), name)
            found = [*faults(seen, name)]
            failed += bool(found)
            counts = [f'{seen["run"]} of {seen["cells"]} cells run']
            for what in ('figures', 'equations', 'widgets', 'ranges', 'moving'):
                counts.append(f'{seen[what]} {what}')
            print('FAILED' if found else 'ok    ', name, ', '.join(counts), flush=True)
            print(*(f'       {fault}\n' for fault in found), sep='', end='')
        b.quit()
    return int(failed > 0)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
