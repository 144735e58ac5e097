"""Run the readers' notebooks as Colab would: an empty folder, the package not installed, nothing beside the notebook.

    python tools/check_colab.py [NOTEBOOK ...]        default: one chapter with sympy, one that reads stored results

The first cell must fetch all that the chapter needs. Of the packages that only contributors install, those the first cell does not name are hidden. `git clone` is led
to the last commit of this clone, and `/content` to a scratch folder. Exit status 1 if a cell fails, or if a page's link to Colab leads to no notebook."""
import json, re, subprocess, sys, sysconfig, tempfile, venv
from pathlib import Path
import nbformat
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbdev.config import get_config
from reader import canonical, colab_url, distributions

COLAB = """import sys, types
sys.modules['google.colab'] = types.ModuleType('google.colab')
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name in {hidden}: raise ModuleNotFoundError(f'No module named {{name!r}}: it is not in Colab, and the first cell does not install it', name=name)
sys.meta_path.insert(0, Hidden())
"""

def hidden_modules(cfg, listed):
    "What the contributors' packages are imported as, without those listed, those of the package itself, and what runs a notebook."
    name = lambda requirement: canonical(re.match(r'[\w.-]+', requirement)[0])
    keep = {name(r) for r in [*cfg.requirements.split(), *listed]} | {'ipykernel', 'nbclient', 'nbconvert', 'jupyterlab', 'scipy', 'ipywidgets'}
    hide = {name(r) for r in cfg.dev_requirements.split()} - keep
    return {module for module, dists in distributions().items() if hide & {canonical(d) for d in dists}}

def kernel(root, cfg, listed):
    "A fresh environment that sees the installed packages but not the project, and a kernel in it."
    venv.create(root / 'venv')
    python = root / 'venv/bin/python'
    site = Path(subprocess.check_output([python, '-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'], text=True).strip())
    (site / 'like_colab.py').write_text(COLAB.format(hidden=hidden_modules(cfg, listed)))        # not sitecustomize.py: Debian's Python has one of its own
    (site / 'installed.pth').write_text(sysconfig.get_path('purelib') + '\nimport like_colab\n')
    env = {'PYTHONPATH': '', 'IN_TEST': '1', 'GIT_CONFIG_COUNT': '1', 'GIT_CONFIG_KEY_0': f'url.file://{cfg.config_path}.insteadOf', 'GIT_CONFIG_VALUE_0': cfg.git_url}
    spec = root / 'kernels/colab'
    spec.mkdir(parents=True)
    (spec / 'kernel.json').write_text(json.dumps({'argv': [str(python), '-m', 'ipykernel_launcher', '-f', '{connection_file}', '--log-level=ERROR'], 'display_name': 'Colab', 'language': 'python', 'env': env}))
    return KernelSpecManager(kernel_dirs=[str(root / 'kernels')], ensure_native_kernel=False)

def run(path, cfg):
    "Run one reader's notebook; what goes wrong, or None."
    nb = nbformat.read(path, as_version=4)
    first = next(c for c in nb.cells if c.cell_type == 'code')
    with tempfile.TemporaryDirectory() as root:
        content = Path(root).resolve() / 'content'
        content.mkdir()
        specs = kernel(content.parent, cfg, re.findall(r'"([^"]+)"', first.source))
        first.source = first.source.replace('/content', str(content))
        nb.cells = [c for c in nb.cells if not (c.cell_type == 'code' and re.search(rf'^#\|\s*(eval:\s*false|{"|".join(cfg.tst_flags.split())})\s*$', c.source, re.M))]
        client = NotebookClient(nb, kernel_name='colab', timeout=600, resources={'metadata': {'path': str(content)}})
        client.create_kernel_manager().kernel_spec_manager = specs
        try: client.execute()
        except CellExecutionError as e: return ''.join(o.get('text', '') for o in first.get('outputs', [])) + str(e)      # what the first cell said comes first
        said = [o for o in first.outputs if o.output_type == 'stream' and 'rror' in o.text]
        return said[0].text if said else None

def main(*names):
    cfg = get_config()
    site = Path(cfg.doc_path)
    dead = [p for p in site.rglob('*.html') if (m := re.search(re.escape(colab_url(Path('x'), cfg)[:-1]) + r'([^"]+)"', p.read_text())) and not (site / m[1]).is_file()]
    for p in dead: print(f'FAILED {p.relative_to(site)}: its link to Colab leads to no notebook')
    failed = len(dead)
    for name in names or ('theory/12_forward.ipynb', 'evaluation/63_progressive.ipynb'):
        fault = run(site / name, cfg)
        failed += bool(fault)
        print(f'{"FAILED" if fault else "ok    "} {name} in an empty Colab', *([fault[-2000:]] if fault else []), sep='\n' if fault else '', flush=True)
    return int(failed > 0)

if __name__ == '__main__': sys.exit(main(*sys.argv[1:]))
