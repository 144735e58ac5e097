"""Run the readers' notebooks as Colab would: in an empty folder, without the package.

    python tools/check_colab.py [NOTEBOOK ...]

By default one chapter with sympy, and one that reads stored results. The first cell
must fetch all that the chapter needs. Of the packages that only contributors install,
those that the first cell does not name are hidden. `git clone` is led to the last
commit of this clone, and `/content` to a scratch folder. Exit status 1 if a cell fails,
or if a page's link to Colab leads to no notebook."""
import json
import re
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
import nbformat
from fastcore.foundation import Config
from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbdev.config import get_config
from outputs import flagged, never, test_flags
from reader import canonical, colab_url, distributions

NOTEBOOKS = 'theory/12_forward.ipynb', 'evaluation/63_progressive.ipynb'
NEEDED = 'ipykernel nbclient nbconvert jupyterlab scipy ipywidgets'  # by Colab as well
TORCH = 'sympy'  # PyTorch brings it along
COLAB = """import importlib.util, sys, types
sys.modules['google.colab'] = types.ModuleType('google.colab')
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name in {hidden}:
            why = 'it is not in Colab, and the first cell does not install it'
            raise ModuleNotFoundError(f'No module named {{name!r}}: {{why}}', name=name)
sys.meta_path.insert(0, Hidden())
look = importlib.util.find_spec
def looked(name, package=None):  # who only asks is told that it is not there
    return None if name in {hidden} else look(name, package)
importlib.util.find_spec = looked
"""


def hidden_modules(cfg: Config, listed: list[str]) -> set[str]:
    "What the packages are imported as that only contributors have."
    def names(requirements: list[str]) -> set[str]:
        return {canonical(re.match(r'[\w.-]+', r)[0]) for r in requirements}

    keep = names([*cfg.requirements.split(), *listed, *NEEDED.split(), TORCH])
    hide = names(cfg.dev_requirements.split()) - keep
    found = distributions().items()
    return {module for module, dists in found if hide & {*map(canonical, dists)}}


def environment(root: Path, cfg: Config, listed: list[str]) -> Path:
    "A fresh Python that sees the installed packages, but not the project."
    venv.create(root / 'venv')
    python = root / 'venv/bin/python'
    ask = [python, '-c', 'import sysconfig; print(sysconfig.get_path("purelib"))']
    site = Path(subprocess.check_output(ask, text=True).strip())
    # not sitecustomize.py: Debian's Python has one of its own
    hidden = COLAB.format(hidden=hidden_modules(cfg, listed))
    (site / 'like_colab.py').write_text(hidden)
    installed = f'{sysconfig.get_path("purelib")}\nimport like_colab\n'
    (site / 'installed.pth').write_text(installed)
    return python


def kernel(root: Path, cfg: Config, listed: list[str]) -> KernelSpecManager:
    "A kernel in an environment of its own, for which this clone is the public one."
    python = environment(root, cfg, listed)
    spec = root / 'kernels/colab'
    spec.mkdir(parents=True)
    (spec / 'kernel.json').write_text(json.dumps({
        'argv': [str(python), '-m', 'ipykernel_launcher', '-f', '{connection_file}',
                 '--log-level=ERROR'],
        'display_name': 'Colab',
        'language': 'python',
        'env': {
            'PYTHONPATH': '',
            'IN_TEST': '1',
            'GIT_CONFIG_COUNT': '1',
            'GIT_CONFIG_KEY_0': f'url.file://{cfg.config_path}.insteadOf',
            'GIT_CONFIG_VALUE_0': cfg.git_url,
        },
    }))
    folders = [str(root / 'kernels')]
    return KernelSpecManager(kernel_dirs=folders, ensure_native_kernel=False)


def run(path: Path, cfg: Config) -> str:
    "Run one reader's notebook; what goes wrong, or nothing."
    nb = nbformat.read(path, as_version=4)
    first = next(c for c in nb.cells if c.cell_type == 'code')
    with tempfile.TemporaryDirectory() as root:
        content = Path(root).resolve() / 'content'
        content.mkdir()
        listed = re.findall(r'"([^"]+)"', first.source)
        specs = kernel(content.parent, cfg, listed)
        first.source = first.source.replace('/content', str(content))
        nb.cells = [c for c in nb.cells if c.cell_type != 'code'
                    or not (never(c.source) or flagged(c.source, test_flags()))]
        where = {'metadata': {'path': str(content)}}
        client = NotebookClient(nb, kernel_name='colab', timeout=600, resources=where)
        client.create_kernel_manager().kernel_spec_manager = specs
        try:
            client.execute()
        except CellExecutionError as error:  # what the first cell said comes first
            said = [o.get('text', '') for o in first.get('outputs', [])]
            return ''.join(said) + str(error)
    said = [o.text for o in first.outputs if o.output_type == 'stream']
    return next((text for text in said if 'rror' in text), '')


def dead_links(site: Path, cfg: Config) -> Iterator[Path]:
    "Pages whose link to Colab leads to no notebook."
    address = re.escape(colab_url(Path('x'), cfg)[:-1]) + r'([^"]+)"'
    for page in site.rglob('*.html'):
        match = re.search(address, page.read_text(encoding='utf-8'))
        if match and not (site / match[1]).is_file():
            yield page.relative_to(site)


def main(names: list[str]) -> int:
    "Look at the links, and run the notebooks named."
    cfg = get_config()
    site = Path(cfg.doc_path)
    dead = [*dead_links(site, cfg)]
    for page in dead:
        print(f'FAILED {page}: its link to Colab leads to no notebook')
    failed = len(dead)
    for name in names or NOTEBOOKS:
        fault = run(site / name, cfg)
        failed += bool(fault)
        print('FAILED' if fault else 'ok    ', name, 'in an empty Colab', flush=True)
        if fault:
            print(fault[-2000:])
    return int(failed > 0)


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
