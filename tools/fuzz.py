"""Give the commands files that somebody has damaged or made up: what happens?

    python tools/fuzz.py [--n N] [--seed S] [CLASS ...]

Each class of input is a command and one of the files that it reads. The file is
changed at random (bits, cuts, numbers and words of its JSON, headers that lie, links,
pipes and folders in its place), and the command runs in a process of its own, forked
from this one. It may refuse the file: exit status 2, and each line that it says names
a file or an option. It may also accept it, where it is still what it should be. Any
other status, a traceback, more than 20 seconds, more than 2 GB, a process left over or
a given file written over is a failure. The exit status is 1 if there is one."""
import argparse
import gzip
import json
import os
import random
import resource
import shutil
import signal
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
import numpy as np
import torch
from PIL import Image
from safetensors.torch import save, save_file
from ddpm_lit.evaluation import scores
from ddpm_lit.model.ddpm import DDPM
from ddpm_lit.model.exchange import (
    schedule_to_diffusers, unet_config_to_diffusers, weights_to_diffusers)
from ddpm_lit.sampling import jobs
from ddpm_lit.shared.files import read_start, read_tensors, sealed
from ddpm_lit.shared.machine import digest
from ddpm_lit.training import command
from killpoints import materials

SECONDS, BYTES = 20, 2**31
SAMPLE = '--n 1 --steps 1 --device cpu --precision fp32 --out new.png'
TRAIN = ('--network tiny --size 8 --channels 1 --batch 4 --timesteps 10 --steps 2 '
         '--checkpoint_every 2 --preview 0 --device cpu --precision fp32 --out run')
MORE = TRAIN.replace('--steps 2', '--steps 3') + ' --data folder:pics --resume'
ELSEWHERE = TRAIN.replace('--out run', '--out other')
DRAW = f'--model model {SAMPLE}'.replace('new.png', 'drawn')
EVAL = ('--data folder:pics28 --n 20 --steps 2 --device cpu --precision fp32 --what fd '
        '--out scores.json')


@dataclass(frozen=True)
class Kind:
    "A class of input: a command, its options, the file that is changed, and how."
    main: Callable
    line: str
    file: str
    kinds: str  # of change: bytes, json, tensors, place
    share: int  # of a thousand
    fatal: bool = False  # whether a change must never be accepted


CLASSES = {
    'configuration': Kind(
        jobs.main, f'--model model {SAMPLE}', 'model/config.json', 'json bytes place',
        200),
    'weights': Kind(
        jobs.main, f'--model model {SAMPLE}', 'model/model.safetensors',
        'bytes tensors place', 150, True),
    'pipeline': Kind(
        jobs.main, f'--model pipe {SAMPLE}', 'pipe/unet/config.json', 'json bytes', 60),
    'scheduler': Kind(
        jobs.main, f'--model pipe {SAMPLE}', 'pipe/scheduler/scheduler_config.json',
        'json bytes', 40),
    'checkpoint': Kind(
        command.main, MORE, 'run/checkpoints', 'bytes tensors about place', 120),
    'log': Kind(command.main, MORE, 'run/metrics.jsonl', 'bytes json place', 40),
    'config of a run': Kind(
        command.main, f'{ELSEWHERE} --data folder:pics --config run',
        'run/config.json', 'json bytes', 70),
    'scores': Kind(scores.main, f'--model model28 {EVAL}', 'scores.json',
                   'json bytes place', 70),
    'settings of a job': Kind(
        jobs.main, DRAW,
        'drawn/settings.json', 'json bytes place', 40),
    'drawn picture': Kind(
        jobs.main, DRAW,
        'drawn/000000.png', 'bytes place', 40),
    'picture': Kind(
        command.main, f'{ELSEWHERE} --data folder:pics',
        'pics/03.png', 'bytes', 60),
    'streamed picture': Kind(
        command.main, f'{ELSEWHERE} --data stream:pics --workers 1',
        'pics/03.png', 'bytes', 30),
    'shard': Kind(
        command.main, f'{ELSEWHERE} --data shards:a.tar --workers 1',
        'a.tar', 'bytes place', 30),
    'packed shard': Kind(
        command.main, f'{ELSEWHERE} --data shards:b.tar.gz --workers 0',
        'b.tar.gz', 'bytes', 30),
    'idx': Kind(
        command.main, f'{ELSEWHERE} --data mnist',
        'data/mnist/train-images-idx3-ubyte', 'bytes', 30),
    'packed idx': Kind(
        command.main, f'{ELSEWHERE} --data fashion_mnist',
        'data/fashion_mnist/train-labels-idx1-ubyte.gz', 'bytes', 30),
    'npz': Kind(scores.main, f'--model images.npz {EVAL}'.replace('scores', 'new'),
                'images.npz', 'bytes place', 60),
}


def more_materials(root: Path) -> None:
    "Beside pictures and models: a pipeline, a run, a job, scores, shards, idx, npz."
    materials(root)
    ddpm, pipe = DDPM.from_pretrained(root / 'model'), root / 'pipe'
    for name in ('unet', 'scheduler'):
        (pipe / name).mkdir(parents=True)
    unet = unet_config_to_diffusers({**ddpm.config['network'], 'patch': 1, 'size': 8})
    plain = DDPM.from_config({**ddpm.config, 'network': {
        **ddpm.config['network'], 'patch': 1}})
    scheduler = schedule_to_diffusers(ddpm.schedule)
    (pipe / 'model_index.json').write_text('{"_class_name": "DDPMPipeline"}')
    (pipe / 'unet/config.json').write_text(json.dumps(
        {**unet, '_class_name': 'UNet2DModel'}))
    (pipe / 'scheduler/scheduler_config.json').write_text(json.dumps(
        {**scheduler, '_class_name': 'DDPMScheduler'}))
    weights = weights_to_diffusers(plain.network)
    weights = {name: weight.contiguous() for name, weight in weights.items()}
    save_file(weights, pipe / 'unet/diffusion_pytorch_model.safetensors')
    archives(root)


def archives(root: Path) -> None:
    "Shards, idx files and an array."
    for name, mode in (('a.tar', 'w'), ('b.tar.gz', 'w:gz')):
        with tarfile.open(root / name, mode) as tar:
            for path in sorted((root / 'pics').iterdir()):
                tar.add(path, path.name)
    rng = np.random.default_rng(1)
    packs = ('mnist', '', bytes), ('fashion_mnist', '.gz', gzip.compress)
    for name, end, pack in packs:
        folder = root / 'data' / name
        folder.mkdir(parents=True)
        for stem, shape in (('images-idx3', (9, 28, 28)), ('labels-idx1', (9,))):
            head = b'\0\0\x08' + bytes([len(shape)]) + np.array(shape, '>i4').tobytes()
            body = rng.integers(0, 10, shape, np.uint8).tobytes()
            (folder / f'train-{stem}-ubyte{end}').write_bytes(pack(head + body))
    np.savez(root / 'images.npz', arr_0=rng.integers(0, 255, (20, 28, 28, 1), np.uint8))


VALUES = (
    None, True, False, -1, 0, 1, 3, 10**5, 10**9, 10**400, 1e308, -.5, float('nan'),
    float('inf'), '', 'x', '1', '\x1b[2J\n', [], [1], [[]], [None] * 5000, {},
    {'a': {}}, [10**9] * 4, 'é\udce9',
)


def places(value: object, at: tuple = ()) -> list[tuple]:
    "All places in a JSON value."
    found = [at]
    items = value.items() if isinstance(value, dict) else ()
    items = enumerate(value) if isinstance(value, list) else items
    for key, inner in items:
        found += places(inner, (*at, key))
    return found


def change_json(raw: bytes, rng: random.Random) -> bytes:
    "JSON with another value, a missing or a new one somewhere."
    value = json.loads(raw.splitlines()[0] if raw.startswith(b'{"step') else raw)
    for _ in range(rng.choice((1, 1, 1, 2, 5))):
        at = rng.choice(places(value))
        if not at:
            value = rng.choice(VALUES) if rng.random() < .1 else value
            continue
        inner = value
        try:
            for key in at[:-1]:
                inner = inner[key]
            if rng.random() < .2 and isinstance(inner, dict):
                inner.pop(at[-1])
            else:
                inner[at[-1]] = rng.choice(VALUES)
        except (KeyError, TypeError, IndexError):
            pass
        if not isinstance(value, (dict, list)):
            break
    return json.dumps(value).encode()


def change_bytes(raw: bytes, rng: random.Random) -> bytes:
    "Bytes with flips, cuts, additions, or others altogether."
    out, way = bytearray(raw), rng.randrange(9)
    if way < 3 and out:
        for _ in range(rng.choice((1, 1, 1, 8))):
            out[rng.randrange(len(out))] ^= 1 << rng.randrange(8)
    elif way < 5:
        del out[rng.randrange(len(out) + 1):]
    elif way == 5:
        out += rng.randbytes(rng.randrange(1, 100))
    elif way == 6 and out:
        at = rng.randrange(len(out))
        out[at:at + 64] = bytes(64)
    elif way == 7:
        out = bytearray(rng.randbytes(rng.randrange(2000)))
    else:
        others = b'', b'{}', b'[' * 100_000, b'{"a":' * 50_000, b'\xff\xfe', b'null'
        out = bytearray(rng.choice(others))
    return bytes(out)


def change_tensors(path: Path, rng: random.Random) -> bytes:
    "A whole file of tensors with other tensors in it, or with a header that lies."
    if rng.random() < .5:
        start, raw = read_start(path), path.read_bytes()
        header = change_json(start[8:], rng)
        return len(header).to_bytes(8, 'little') + header + raw[len(start):]
    tensors = {k: v.clone() for k, v in read_tensors(path).items()}
    name = rng.choice(sorted(tensors))
    value = tensors.pop(name)
    others = (
        value.flatten()[:1].clone(), value.double(), torch.zeros(3, 7),
        value[None].clone(), value * float('nan'), None)
    other = rng.choice(others)
    if other is not None:
        tensors[name if rng.random() < .8 else 'adam.99.exp_avg'] = other
    if path.name.startswith('model'):
        return sealed(tensors)
    return save(tensors, about_of(path))


def about_of(path: Path) -> dict:
    "What the header of a file of tensors says about it."
    return json.loads(read_start(path)[8:]).get('__metadata__', {})


def change_about(path: Path, rng: random.Random) -> bytes:
    "A checkpoint that says something else about itself."
    about = about_of(path)['about'].encode()
    return save(read_tensors(path), {'about': change_json(about, rng).decode()})


def change_place(path: Path, rng: random.Random) -> None:
    "Something else than a file."
    path.unlink()
    way = rng.choice(('pipe', 'folder', 'zero', 'nowhere', 'itself', 'full'))
    if way == 'pipe':
        os.mkfifo(path)
    elif way == 'folder':
        path.mkdir()
    else:
        target = {'zero': '/dev/zero', 'full': '/dev/full', 'itself': path.name}
        path.symlink_to(target.get(way, 'nowhere'))


def damage(kind: Kind, root: Path, rng: random.Random) -> str:
    "Change the file of a class; how it was changed."
    path, way = root / kind.file, rng.choice(kind.kinds.split())
    if path.is_dir():
        path = max(path.iterdir())
    raw = path.read_bytes()
    if way == 'place':
        change_place(path, rng)
        return way
    new = raw
    while new == raw:
        if way == 'tensors':
            new = change_tensors(path, rng)
        elif way == 'about':
            new = change_about(path, rng)
        else:
            new = (change_json if way == 'json' else change_bytes)(raw, rng)
    path.unlink()  # it may be linked
    path.write_bytes(new)
    if 'checkpoints' in kind.file and rng.random() < .8:  # its name is its checksum
        stem = path.stem.rpartition('-')[0]
        path.rename(path.with_name(f'{stem}-{digest(path, length=16)}.safetensors'))
    return way


def child(kind: Kind, root: Path, log: Path) -> None:
    "What the forked process does: one command, and then it ends."
    os.setsid()
    os.chdir(root)
    os.environ['DDPM_LIT_DATA'] = str(root / 'data')
    resource.setrlimit(resource.RLIMIT_AS, (2**34, 2**34))
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT), 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    status = 0
    try:
        kind.main(kind.line.split())
    except SystemExit as e:
        status = e.code or 0
    except BaseException as e:
        print(f'Traceback: {type(e).__name__}: {e}', file=sys.stderr, flush=True)
        status = 1
    os._exit(status)


def outcome(kind: Kind, root: Path) -> tuple[int, str, float, int]:
    "Exit status, what was said, seconds and memory of the command in its own process."
    log = root.with_suffix('.log')
    start, pid = time.monotonic(), os.fork()
    if not pid:
        child(kind, root, log)
    while True:
        done, code, used = os.wait4(pid, os.WNOHANG)
        seconds = time.monotonic() - start
        if done:
            break
        if seconds > SECONDS * 3:
            os.killpg(pid, signal.SIGKILL)
        time.sleep(.01)
    said, status = log.read_text(errors='replace'), os.waitstatus_to_exitcode(code)
    with suppress(ProcessLookupError):
        os.killpg(pid, 0)
        time.sleep(5)  # whoever ends on its own may do so
        os.killpg(pid, signal.SIGKILL)
        status, said = 1, f'{said}\nTraceback: a process was left over'
    return status, said, seconds, used.ru_maxrss * 1024


def prepared(root: Path) -> None:
    "The folder from which every input is made: a run, a job and scores are in it."
    root.mkdir()
    more_materials(root)
    first = (
        Kind(command.main, f'{TRAIN} --data folder:pics', '', '', 0),
        Kind(jobs.main, DRAW, '', '', 0),
        Kind(scores.main, f'--model model28 {EVAL}', '', '', 0))
    for kind in first:
        status, said, *_ = outcome(kind, root)
        if status:
            raise SystemExit(f'{kind.line}: {said}')


KEPT = 'model', 'model28', 'pipe', 'pics', 'pics28', 'data'  # no command writes there


def states(root: Path) -> dict[str, tuple]:
    "What tells whether a file was changed, of all files that no command may change."
    found = {}
    for name in KEPT:
        for path in (root / name).rglob('*'):
            about = path.lstat()
            found[str(path)] = about.st_ino, about.st_size, about.st_mtime_ns
    return found


def copied(given: Path, root: Path) -> None:
    "A copy of the given folder; what no command may change is linked."
    def copy(source, place):
        kept = Path(source).relative_to(given).parts[0] in KEPT
        (os.link if kept else shutil.copy2)(source, place)
    shutil.copytree(given, root, copy_function=copy)


def trial(kind: Kind, given: Path, rng: random.Random) -> tuple[str, str]:
    "What became of one input: refused, accepted, or the name of a failure; and why."
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / 'work'
        copied(given, root)
        way, whole = '', {}
        try:
            way, whole = damage(kind, root, rng), states(root)
        except (OSError, ValueError) as e:
            return 'accepted', str(e)
        status, said, *cost = outcome(kind, root)
        took = f'{cost[0]:.1f} s, {cost[1] >> 20} MB'
        told = f'{way}, status {status}, {took}: {said[-300:]}'
        if states(root) != whole:
            return 'written over', told
        return judged(kind, way, status, said, cost), told


def judged(kind: Kind, way: str, status: int, said: str, cost: list) -> str:
    "The name of a result."
    parts = {*Path(kind.file).parts, *kind.line.split()[1::2]}
    short = '\x1b' not in said and len(said.strip().splitlines()) <= 4
    wrong = {
        'crash': status < 0,
        'traceback': 'Traceback' in said,
        'hang': cost[0] > SECONDS,
        'memory': cost[1] > BYTES,
        'unnamed': status == 2 and not (short and any(o in said for o in parts)),
        'taken for whole': status == 0 and kind.fatal and way == 'bytes',
    }
    for name, found in wrong.items():
        if found:
            return name
    return 'refused' if status == 2 else 'accepted' if status == 0 else 'traceback'


RESULTS = 'refused accepted traceback crash hang memory unnamed'.split()
RESULTS += ['written over', 'taken for whole']


def row(*words: object) -> str:
    "A row of a table."
    return f'| {" | ".join(map(str, words))} |'


def tried(name: str, root: Path, number: int, given: argparse.Namespace) -> dict:
    "How many inputs of a class had which result."
    counts = dict.fromkeys(RESULTS, 0)
    for i in range(number):
        rng = random.Random(f'{given.seed} {name} {i}')
        result, why = trial(CLASSES[name], root, rng)
        counts[result] += 1
        if given.show or result not in ('refused', 'accepted'):
            print(f'{result}: {name} {i}: {why}', flush=True)
    return counts


def main() -> None:
    "Try the inputs, and print a table."
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('classes', nargs='*', default=[*CLASSES])
    parser.add_argument('--n', type=int, default=1100)
    parser.add_argument('--seed', type=int, default=0)
    parser.add_argument('--show', action='store_true', help='every input')
    given, bad = parser.parse_args(), 0
    torch.set_num_threads(1)
    Image.init()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / 'given'
        prepared(root)
        print(row('input', 'number', *RESULTS))
        print(row(*['---'] * (len(RESULTS) + 2)))
        for name in given.classes:
            number = max(1, round(CLASSES[name].share * given.n / 1100))
            counts = tried(name, root, number, given)
            bad += sum(counts[o] for o in RESULTS[2:])
            print(row(name, number, *counts.values()), flush=True)
    raise SystemExit(bad > 0)


if __name__ == '__main__':
    main()
