"""Open the notebooks in JupyterLab as `make lab` does, in a headless browser, and run chapters as a reader would.

    python tools/check_lab.py [NOTEBOOK ...]        default: the home page, a theory chapter, and the one with widgets and animations

A notebook passes if every code cell ran, none ended in an error, every picture shows, and every equation is typeset. Sliders, of widgets or plain, are moved, and the picture
beside them must change. No notebook is saved. Exit status 1 if one fails, 3 if there is no browser."""
import json, secrets, socket, subprocess, sys, tempfile, time
from pathlib import Path
from urllib.request import urlopen
from nbdev.config import get_config
from site_checks.browser import browser

NOTEBOOKS = 'index.ipynb', 'theory/12_forward.ipynb', 'sampling/43_watching.ipynb'
RUN = """
window.ranAll = null;
const app = window.jupyterapp, panel = app.shell.currentWidget;
panel.context.ready.then(() => panel.sessionContext.ready).then(() => app.commands.execute('notebook:run-all-cells')).then(() => {
  const cells = [...panel.content.model.cells].filter(c => c.type == 'code' && c.sharedModel.getSource().trim());
  const outputs = cells.flatMap(c => [...Array(c.outputs.length).keys()].map(i => c.outputs.get(i)));
  window.ranAll = {cells: cells.length, run: cells.filter(c => c.executionCount).length,
        errors: outputs.filter(o => o.type == 'error').map(o => JSON.stringify(o.toJSON()).slice(0, 300))};
});"""
LOOK = """
const main = window.jupyterapp.shell.currentWidget.node, all = s => [...main.querySelectorAll(s)];
return {figures: all('.jp-OutputArea img').length, lost: all('img').filter(i => i.complete && !i.naturalWidth).length, moving: all('img[src^="data:image/gif"]').length,
        equations: all('.jp-MarkdownOutput mjx-container').length, wrong: all('mjx-merror').map(e => e.textContent.slice(0, 60)),
        untypeset: all('.jp-MarkdownOutput').filter(e => /\\$\\$|\\\\(frac|bar|sqrt)/.test(e.innerText)).map(e => e.innerText.slice(0, 60)),
        widgets: all('.jupyter-widgets.widget-slider').length, ranges: all('.jp-OutputArea input[type=range]').length};"""
MOVE = """
const main = window.jupyterapp.shell.currentWidget.node, done = arguments[0], wait = ms => new Promise(ok => setTimeout(ok, ms));
(async () => {
  let moved = 0;
  for (const r of main.querySelectorAll('.jp-OutputArea input[type=range]')) {
    const picture = r.previousElementSibling, before = picture.style.backgroundPositionY;
    r.value = r.max; r.dispatchEvent(new Event('input'));
    moved += picture.style.backgroundPositionY != before && r.nextElementSibling.textContent == 't = 0';
  }
  for (const s of main.querySelectorAll('.jupyter-widgets.widget-slider')) {
    const box = s.closest('.widget-vbox'), before = box.querySelector('img').src, handle = s.querySelector('.noUi-handle');
    handle.dispatchEvent(new KeyboardEvent('keydown', {key: 'End', bubbles: true}));
    await wait(2000);
    moved += box.querySelector('img').src != before && box.innerText.includes('t = 0');
  }
  done(moved);
})();"""

def free_port():
    with socket.socket() as s: s.bind(('127.0.0.1', 0)); return s.getsockname()[1]

def wait(what, seconds=300):
    end = time.time() + seconds
    while time.time() < end:
        try:
            if (found := what()): return found
        except Exception: pass
        time.sleep(.5)
    raise TimeoutError(f'waited {seconds} s')

def start(settings):
    "JupyterLab on the folder of the notebooks, as `make lab` starts it: the process and its address."
    port, token = free_port(), secrets.token_hex(8)
    whole = Path(settings) / '@jupyterlab/notebook-extension'                  # keep every cell in the page, so that it can be looked at
    whole.mkdir(parents=True)
    (whole / 'tracker.jupyterlab-settings').write_text(json.dumps({'windowingMode': 'none'}))
    lab = subprocess.Popen([sys.executable, '-m', 'jupyterlab', str(get_config().nbs_path), '--no-browser', '--allow-root', '--ip', '127.0.0.1', '--port', str(port), '--expose-app-in-browser', f'--IdentityProvider.token={token}',
                            f'--LabApp.user_settings_dir={settings}', f'--LabApp.workspaces_dir={settings}', '--LabApp.news_url=None'], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return lab, lambda notebook: f'http://127.0.0.1:{port}/lab/tree/{notebook}?reset&token={token}', f'http://127.0.0.1:{port}/api?token={token}'

def visit(b, url, maths, shot):
    "Open a notebook, run all of it, wait for its equations if it has some, move its sliders; what was seen."
    b.get(url)
    wait(lambda: b.execute_script('const w = window.jupyterapp && jupyterapp.shell.currentWidget; return w && w.context && w.context.isReady'))
    b.execute_script(RUN)
    found = wait(lambda: b.execute_script('return window.ranAll'), 1200)
    if maths: wait(lambda: b.execute_script(LOOK)['equations'])
    time.sleep(3)
    found.update(b.execute_script(LOOK), moved=b.execute_async_script(MOVE))
    b.save_screenshot(str(shot))
    return found

def faults(f):
    "Everything wrong with one notebook, in words."
    out = [*f['errors'], *(f'equation not set: {e}' for e in [*f['wrong'], *f['untypeset']])]
    if f['run'] < f['cells']: out.append(f'{f["cells"] - f["run"]} cells did not run')
    if f['lost'] or not f['figures']: out.append(f'{f["lost"]} pictures do not show, {f["figures"]} do')
    if f['moved'] < f['widgets'] + f['ranges']: out.append(f'{f["widgets"] + f["ranges"] - f["moved"]} sliders move nothing')
    return out

def main(*notebooks):
    b = browser()
    if not b: return 3
    failed, names = 0, notebooks or NOTEBOOKS
    with tempfile.TemporaryDirectory() as settings:
        lab, address, api = start(settings)
        try:
            wait(lambda: urlopen(api).status == 200)
            b.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {'width': 1300, 'height': 1600, 'deviceScaleFactor': 1, 'mobile': False})
            for name in names:
                maths = any('$' in ''.join(c['source']) for c in json.loads((get_config().nbs_path / name).read_text())['cells'] if c['cell_type'] == 'markdown')
                seen = visit(b, address(name), maths, Path(tempfile.gettempdir()) / f'ddpm_lit_lab_{Path(name).stem}.png')
                found = faults(seen)
                if name == NOTEBOOKS[2] and not (seen['widgets'] and seen['ranges'] and seen['moving']): found.append('no widget, slider or animation to see')
                failed += bool(found)
                print(f'{"FAILED" if found else "ok    "} {name}: {seen["run"]} of {seen["cells"]} cells run, {len(seen["errors"])} errors, {seen["figures"]} figures, {seen["equations"]} equations, '
                      f'{seen["widgets"]} widgets, {seen["ranges"]} sliders, {seen["moving"]} animations', *found, sep='\n       ', flush=True)
        finally: lab.terminate(); lab.wait(); b.quit()
    return int(failed > 0)

if __name__ == '__main__': sys.exit(main(*sys.argv[1:]))
