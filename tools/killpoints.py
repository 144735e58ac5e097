"""Stop a command at each of its file operations: does the same command finish then?

    python tools/killpoints.py [--sample N] [--processes 1 2] [JOB ...]

A job is one of train, folder, png, npz, gif and eval, with tiny models. An undisturbed
run counts its file operations: open for writing, write, fsync, rename, chmod, unlink,
mkdir and rmdir. Then, for each of them, a process is stopped there at once (a write
has got half of its bytes out), and the same command is given again. It must end in
success, and leave the files that the undisturbed run leaves, with the same contents.
With --sample, N points of each job at equal distances. Every process is forked from
this one, which has imported everything. The exit status is 1 if a point fails."""
import argparse
import builtins
import io
import json
import os
import re
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from unittest import mock
import numpy as np
import torch
from PIL import Image
from safetensors.torch import save
from ddpm_lit.evaluation import scores
from ddpm_lit.model.ddpm import DDPM
from ddpm_lit.model.unet import unet_preset
from ddpm_lit.sampling import jobs
from ddpm_lit.shared.files import read_tensors
from ddpm_lit.theory.schedule import linear_schedule
from ddpm_lit.training import command, runs

STOPPED = 137
LIMIT = 120  # seconds for one process
DRAW = '--model model --steps 2 --device cpu --precision fp32 --batch 2'
JOBS = {
    'train': (command.main, '--data folder:pics --network tiny --size 8 --channels 1 '
              '--batch 4 --timesteps 10 --steps 4 --checkpoint_every 2 --preview 2 '
              '--device cpu --precision fp32 --keep_checkpoints 1 --out run --resume'),
    'folder': (jobs.main, f'{DRAW} --n 3 --out drawn'),
    'png': (jobs.main, f'{DRAW} --n 3 --out drawn.png'),
    'npz': (jobs.main, f'{DRAW} --n 3 --out drawn.npz'),
    'gif': (jobs.main, f'{DRAW} --n 2 --out drawn.gif'),
    'eval': (scores.main, '--model model28 --data folder:pics28 --n 20 --steps 2 '
             '--device cpu --precision fp32 --batch 6 --what fd --out scores.json'),
}
# what differs between equal runs
PASSING = r'seconds|date|commit|images_per_second|tflops|mfu|peak_memory'


class Stop:
    "Counts the file operations of a process below a folder, and ends it at the k-th."

    def __init__(self, root: Path, k: int = 0):
        # what stands beside the folder is the bookkeeping of this tool
        self.root, self.k, self.names = os.path.join(root, ''), k, []

    def at(self, name: str, half: Callable = lambda: None) -> None:
        "An operation is about to be done."
        self.names.append(name)
        if len(self.names) == self.k:
            half()
            os._exit(STOPPED)

    def ours(self, path: object) -> bool:
        "Whether a path or the number of an open file lies below the folder."
        if isinstance(path, int):
            path = os.readlink(f'/proc/self/fd/{path}')
        return os.path.abspath(os.fspath(path)).startswith(self.root)

    def counted(self, name: str) -> Callable:
        "A function of `os` that counts before it works."
        usual = getattr(os, name)

        def call(path, *args, **how):
            if how.get('dir_fd') is not None or self.ours(path):
                self.at(name)
            return usual(path, *args, **how)
        return call

    def opened(self, usual: Callable) -> Callable:
        "The function `open`, which counts what is opened for writing."
        def call(file, mode='r', *args, **how):
            if not set(mode) & set('wax+') or not self.ours(file):
                return usual(file, mode, *args, **how)
            self.at('open')
            return Writer(usual(file, mode, *args, **how), self)
        return call

    def os_open(self, usual: Callable) -> Callable:
        "The function `os.open`, which counts what is opened for writing."
        def call(path, flags, *args, **how):
            if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and self.ours(path):
                self.at('open')
            return usual(path, flags, *args, **how)
        return call

    def os_write(self, usual: Callable) -> Callable:
        "The function `os.write`, which can stop half way."
        def call(fd, data):
            if self.ours(fd):
                self.at('write', lambda: usual(fd, data[:len(data) // 2]))
            return usual(fd, data)
        return call

    def save_file(self, tensors: dict, path: Path, about: dict) -> None:
        "safetensors' `save_file`, which can stop half way."
        content = save(tensors, about)
        self.at('write', lambda: Path(path).write_bytes(content[:len(content) // 2]))
        Path(path).write_bytes(content)

    def install(self) -> None:
        "From now on operations are counted."
        opened = self.opened(io.open)
        mock.patch.multiple(
            os, open=self.os_open(os.open), write=self.os_write(os.write),
            **{o: self.counted(o) for o in (
                'replace', 'rename', 'link', 'unlink', 'remove', 'rmdir', 'mkdir',
                'chmod', 'fsync')}).start()
        mock.patch.object(builtins, 'open', opened).start()
        mock.patch.object(io, 'open', opened).start()
        mock.patch.object(runs, 'save_file', self.save_file).start()


class Writer:
    "A file whose writes are counted."

    def __init__(self, file, stop: Stop):
        self.file, self.stop = file, stop

    def write(self, data):
        "Write; or half of it, and stop."
        def half():
            self.file.write(data[:len(data) // 2])
            self.file.flush()
        self.stop.at('write', half)
        return self.file.write(data)

    def __enter__(self):
        self.file.__enter__()
        return self

    def __exit__(self, *error):
        return self.file.__exit__(*error)

    def __getattr__(self, name):
        return getattr(self.file, name)


def materials(root: Path) -> None:
    "Pictures and models that the jobs need."
    rng = np.random.default_rng(0)
    for name, side, n in (('pics', 8, 8), ('pics28', 28, 40)):
        (root / name).mkdir()
        for i in range(n):
            pixels = rng.integers(0, 255, (side, side), np.uint8)
            Image.fromarray(pixels).save(root / name / f'{i:02}.png')
    torch.manual_seed(0)
    for name, side in (('model', 8), ('model28', 28)):
        network = unet_preset('tiny', size=side)
        for p in network.parameters():
            torch.nn.init.normal_(p, std=.1)
        DDPM(network, linear_schedule(50)).save_pretrained(root / name)


def body(job: str, root: Path, stop: Stop, rank: dict) -> None:
    "What a forked process does: one command, and then it ends."
    os.chdir(root)
    os.environ.update(rank)
    log = os.open(root.with_suffix('.log'), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    model = root / 'run/model.safetensors', root / 'run/config.json'
    if all(path.exists() for path in model):
        DDPM.from_pretrained('run')  # whoever looks finds a whole model
    main, line = JOBS[job]
    stop.install()
    status = 1
    try:
        status = main(line.split()) or 0
    except SystemExit as e:
        status = e.code or 0
    except BaseException as e:
        print(repr(e), flush=True)
    told = json.dumps([stop.names, sorted(sys.modules)])
    root.with_suffix(f'.{rank.get("RANK", 0)}').write_text(told)
    os._exit(status)


def ranks(processes: int) -> list[dict]:
    "What a launcher tells each process."
    if processes == 1:
        return [{}]
    with socket.socket() as free:
        free.bind(('127.0.0.1', 0))
        port = str(free.getsockname()[1])
    return [{'RANK': str(r), 'LOCAL_RANK': str(r), 'WORLD_SIZE': str(processes),
             'LOCAL_WORLD_SIZE': str(processes), 'MASTER_ADDR': '127.0.0.1',
             'MASTER_PORT': port, 'GLOO_SOCKET_IFNAME': 'lo'} for r in range(processes)]


def run(job: str, root: Path, processes: int, k: int = 0, victim: int = 0) -> list[int]:
    "The exit status of each process; as a launcher, the death of one ends the others."
    pids = {}
    for r, rank in enumerate(ranks(processes)):
        sys.stdout.flush()
        pid = os.fork()
        if not pid:
            try:
                body(job, root, Stop(root, k if r == victim else 0), rank)
            finally:
                os._exit(99)
        pids[pid] = r
    status, start, told = [0] * processes, time.monotonic(), 0.
    while pids:
        pid, code = os.waitpid(-1, os.WNOHANG)
        if pid in pids:
            status[pids.pop(pid)] = os.waitstatus_to_exitcode(code)
        now = time.monotonic()
        if any(status) and not told or now - start > LIMIT:
            told = told or now
            for other in pids:
                os.kill(other, signal.SIGTERM)
        if told and now - told > 2 or now - start > LIMIT:
            for other in pids:
                os.kill(other, signal.SIGKILL)
        time.sleep(.005)
    return status


def contents(root: Path) -> dict[str, object]:
    "What is in the files of a folder, without times."
    found = {}
    for path in sorted(root.rglob('*')):
        name = str(path.relative_to(root))
        if path.is_dir():
            continue
        if path.suffix == '.safetensors':
            name = re.sub(r'-[0-9a-f]{16}\.', '.', name)
            tensors = read_tensors(path)
            found[name] = {k: v.numpy().tobytes() for k, v in tensors.items()}
        elif path.suffix in ('.json', '.jsonl', '.md'):
            text = path.read_text()
            found[name] = re.sub(rf'("?(?:{PASSING})"?)[^,}}\n]*', r'\1', text)
        else:
            found[name] = path.read_bytes()
    return found


def names_of(root: Path, rank: int) -> list[str]:
    "The operations of an undisturbed process. What it has imported is imported here."
    names, modules = json.loads(root.with_suffix(f'.{rank}').read_text())
    for module in modules:
        if module.startswith(('accelerate', 'torch', 'ddpm_lit', 'matplotlib')):
            with suppress(Exception):
                import_module(module)
    return names


def trial(job: str, given: Path, right: dict, processes: int, *, victim, k) -> str:
    "What is wrong after a stop at the k-th operation; empty if nothing is."
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / 'work'
        shutil.copytree(given, root)
        first = run(job, root, processes, k, victim)
        if first[victim] != STOPPED:
            return '' if not any(first) else f'{first} where {STOPPED} was expected'
        for _ in range(2):  # a line may say that another process is still ending
            again = run(job, root, processes)
            if not any(again):
                break
        log = root.with_suffix('.log').read_text()[-600:]
        if any(again):
            return f'ended with {again}: {log}'
        found = contents(root)
        wrong = [o for o in {**found, **right} if found.get(o) != right.get(o)]
        return f'other contents: {wrong}' if wrong else ''


def points(job: str, processes: int, sample: int) -> tuple[int, int]:
    "How many points of a job there are that were tried, and how many were passed."
    with tempfile.TemporaryDirectory() as folder:
        given, root = Path(folder) / 'given', Path(folder) / 'work'
        given.mkdir()
        materials(given)
        shutil.copytree(given, root)
        status = run(job, root, processes)
        if any(status):
            print(root.with_suffix('.log').read_text())
            raise SystemExit(f'{job}: the undisturbed run ends with {status}')
        right, all_points = contents(root), []
        for rank in range(processes):
            ops = names_of(root, rank)
            all_points += [(rank, k, ops[k - 1]) for k in range(1, len(ops) + 1)]
        jump = max(1, len(all_points) // sample) if sample else 1
        chosen, passed = all_points[::jump], 0
        for rank, k, name in chosen:
            wrong = trial(job, given, right, processes, victim=rank, k=k)
            passed += not wrong
            if wrong:
                print(f'FAILED {job}, process {rank}, {name} number {k}: {wrong}')
        return len(chosen), passed


def main() -> None:
    "Try the points, and print a table."
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('jobs', nargs='*', default=[*JOBS])
    parser.add_argument('--sample', type=int, default=0)
    parser.add_argument('--processes', type=int, nargs='*', default=[1, 2])
    given = parser.parse_args()
    torch.set_num_threads(1)
    bad = 0
    print('| job | processes | points | same files afterwards |\n|---|---|---|---|')
    for job in given.jobs:
        for processes in given.processes:
            tried, passed = points(job, processes, given.sample)
            bad += tried - passed
            print(f'| {job} | {processes} | {tried} | {passed} |', flush=True)
    raise SystemExit(bad > 0)


if __name__ == '__main__':
    main()
