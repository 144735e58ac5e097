"""Open a chapter in JupyterLab in a headless browser and run all its cells, as a reader would.

    python tools/check_lab.py [NOTEBOOK]        default: theory/02_forward.ipynb, relative to the notebooks

It passes if every code cell ran, none ended in an error, and there are figures and typeset equations. The notebook itself is not saved. Exit status 1 if
not, 3 if there is no browser."""
import secrets, socket, subprocess, sys, tempfile, time
from pathlib import Path
from urllib.request import urlopen
from nbdev.config import get_config
from check_site import browser

RUN = """
const done = arguments[0], app = window.jupyterapp, panel = app.shell.currentWidget;
panel.context.ready.then(() => panel.sessionContext.ready).then(() => app.commands.execute('notebook:run-all-cells')).then(() => {
  const cells = [...panel.content.model.cells].filter(c => c.type == 'code' && c.sharedModel.getSource().trim());
  const outputs = cells.flatMap(c => [...Array(c.outputs.length).keys()].map(i => c.outputs.get(i)));
  done({cells: cells.length, run: cells.filter(c => c.executionCount).length,
        errors: outputs.filter(o => o.type == 'error').map(o => JSON.stringify(o.toJSON()).slice(0, 300)),
        figures: outputs.filter(o => o.data && o.data['image/png']).length});
});"""

def free_port():
    with socket.socket() as s: s.bind(('127.0.0.1', 0)); return s.getsockname()[1]

def wait(what, seconds=90):
    end = time.time() + seconds
    while time.time() < end:
        try:
            if (found := what()): return found
        except Exception: pass
        time.sleep(.5)
    raise TimeoutError(f'waited {seconds} s')

def main(notebook='theory/02_forward.ipynb'):
    b = browser()
    if not b: return 3
    port, token = free_port(), secrets.token_hex(8)
    with tempfile.TemporaryDirectory() as settings:
        lab = subprocess.Popen([sys.executable, '-m', 'jupyterlab', '--no-browser', '--allow-root', '--ip', '127.0.0.1', '--port', str(port), '--expose-app-in-browser', f'--IdentityProvider.token={token}',
                                f'--LabApp.user_settings_dir={settings}', f'--LabApp.workspaces_dir={settings}', '--LabApp.news_url=None', str(get_config().nbs_path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait(lambda: urlopen(f'http://127.0.0.1:{port}/api?token={token}').status == 200)
            b.execute_cdp_cmd('Emulation.setDeviceMetricsOverride', {'width': 1300, 'height': 1600, 'deviceScaleFactor': 1, 'mobile': False})
            b.get(f'http://127.0.0.1:{port}/lab/tree/{notebook}?token={token}')
            wait(lambda: b.execute_script('const w = window.jupyterapp && jupyterapp.shell.currentWidget; return w && w.context && w.context.isReady'))
            b.set_script_timeout(300)
            found = b.execute_async_script(RUN)
            found['equations'] = wait(lambda: b.execute_script('return document.querySelectorAll(".jp-MarkdownOutput mjx-container").length'))
            b.save_screenshot(str(Path(tempfile.gettempdir()) / 'ddpm_lit_lab.png'))
        finally: lab.terminate(); lab.wait(); b.quit()
    print(f'{notebook}: {found["run"]} of {found["cells"]} cells run, {len(found["errors"])} errors, {found["figures"]} figures, {found["equations"]} equations in view')
    for e in found['errors']: print(e)
    return int(bool(found['errors']) or found['run'] < found['cells'] or not found['figures'] or not found['equations'])

if __name__ == '__main__': sys.exit(main(*sys.argv[1:]))
