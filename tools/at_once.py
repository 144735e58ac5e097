"""Two commands at once in one place, and errors in processes that read.

    python tools/at_once.py [--times N]

Each pair starts at the same moment, N times over. Exactly one may work, and the other
ends in one line and exit status 2, or both finish the same job; what is left is what
one of them leaves when it is alone. Then every way of failing while pictures are read,
with 0, 1 and 2 workers: the command must be gone within 10 seconds. The exit status is
1 if anything else happens."""
import argparse
import os
import signal
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest import mock
import torch
from ddpm_lit.evaluation import scores
from ddpm_lit.sampling import jobs
from ddpm_lit.training import command, streams
from killpoints import JOBS, contents, materials, names_of, run

GONE = 10  # seconds
TRAIN = JOBS['train'][1].removesuffix(' --resume')
FOLDER, RESUME, SEEDS = JOBS['folder'][1], JOBS['train'][1], ('--seed 0', '--seed 1')
PAIRS = {
    'train, the same seed': (command.main, TRAIN, '', ''),
    'train, two seeds': (command.main, TRAIN, *SEEDS),
    'train --resume, two seeds': (command.main, RESUME, *SEEDS),
    'sample a folder, the same seed': (jobs.main, FOLDER, '', ''),
    'sample a folder, two seeds': (jobs.main, FOLDER, *SEEDS),
    'sample a sheet, the same seed': (jobs.main, JOBS['png'][1], '', ''),
    'sample a sheet, two seeds': (jobs.main, JOBS['png'][1], *SEEDS),
    'eval, the same seed': (scores.main, JOBS['eval'][1], '', ''),
    'eval, two seeds': (scores.main, JOBS['eval'][1], *SEEDS),
}


def start(main: Callable, line: str, root: Path, log: Path) -> int:
    "The number of a forked process that runs a command in a folder."
    sys.stdout.flush()
    if pid := os.fork():
        return pid
    status = 1
    try:
        os.chdir(root)
        for fd, path in ((1, os.devnull), (2, log)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), fd)
        main(line.split())
        status = 0
    except SystemExit as e:
        status = e.code or 0
    except BaseException as e:
        print(f'Traceback: {e!r}', file=sys.stderr, flush=True)
    finally:
        os._exit(status)


def end(pid: int, limit: float = 60) -> int:
    "The exit status of a process; that of SIGKILL if it does not end."
    begun = time.monotonic()
    while True:
        done, code = os.waitpid(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(code)
        if time.monotonic() - begun > limit:
            os.kill(pid, signal.SIGKILL)
        time.sleep(.005)


def alone(main: Callable, line: str) -> dict:
    "What a command leaves that is alone."
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / 'work'
        root.mkdir()
        materials(root)
        status = end(start(main, line, root, root.with_suffix('.log')))
        if status:
            raise SystemExit(root.with_suffix('.log').read_text())
        return contents(root)


def pair(main: Callable, lines: list[str], right: list[dict]) -> str:
    "What became of two commands: one, both, or what is wrong."
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / 'work'
        root.mkdir()
        materials(root)
        logs = [Path(folder) / f'{i}.log' for i in range(2)]
        pids = [start(main, line, root, log) for line, log in zip(lines, logs)]
        status, found = [end(pid) for pid in pids], contents(root)
        said = [log.read_text() for log in logs]
        if sorted(status) == [0, 2]:
            winner, loser = status.index(0), status.index(2)
            good = found == right[winner] and len(said[loser].splitlines()) == 1
            return 'one' if good else f'mixed: {said}'
        same = status == [0, 0] and right[0] == right[1] == found
        return 'both' if same else f'{status}: {said}'


def warm() -> None:
    "Import here what the commands will need, so that they start at the same moment."
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / 'work'
        root.mkdir()
        materials(root)
        for job in ('train', 'png', 'eval'):
            run(job, root, 1)
            names_of(root, 0)


def pairs(times: int) -> int:
    "Try all pairs, print a table; how many went wrong."
    bad = 0
    print('| two at once | times | one works | both finish one job | mixed, or other |')
    print('|---|---|---|---|---|')
    for name, (main, line, *options) in PAIRS.items():
        lines = [f'{line} {option}' for option in options]
        right = [alone(main, one) for one in lines]
        found = [pair(main, lines, right) for _ in range(times)]
        wrong = [o for o in found if o not in ('one', 'both')]
        bad += len(wrong)
        counts = times, found.count('one'), found.count('both'), len(wrong)
        print(f'| {name} | {" | ".join(map(str, counts))} |', *wrong[:1], flush=True)
    return bad


def killed(*_):
    "A picture that is the death of whoever reads it."
    os.kill(os.getpid(), signal.SIGKILL)


def full(*_):
    "A picture for which there is no memory."
    raise MemoryError('not enough memory')


def gone(*_):
    "A picture on a disk that is gone."
    raise OSError('the disk is gone')


def strange(*_):
    "A fault of ours."
    raise KeyError('a fault')


def readers() -> int:
    "Try all ways of failing in a process that reads, print a table; how many linger."
    rest = TRAIN.partition(' --network')[2]
    bad, ways = 0, {'text for pictures': None, 'text, to be left out': None}
    ways |= {'no memory': full, 'a disk that is gone': gone, 'a fault of ours': strange}
    ways['a death'] = killed
    print('\n| what goes wrong | data | workers 0 | 1 | 2 |\n|---|---|---|---|---|')
    for name, fault in ways.items():
        for data in ('stream:pics', 'shards:{a,b}.tar'):
            told = []
            for workers in range(3):
                if fault is killed and not workers:
                    told.append('–')
                    continue
                skip = ' --skip_unreadable' * ('left out' in name)
                line = f'--data {data} --network{rest} --workers {workers}{skip}'
                seconds, status = failing(line, fault)
                bad += seconds > GONE or not status
                told.append(f'{seconds:.1f} s, {status}')
            print(f'| {name} | {data} | {" | ".join(told)} |', flush=True)
    return bad


def failing(line: str, fault: Callable | None) -> tuple[float, int]:
    "Seconds that a command lives, and its exit status, when reading fails."
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / 'work'
        root.mkdir()
        materials(root)
        for path in (root / 'pics').iterdir():
            if fault is None:
                path.write_text('no picture')
        for name in 'ab':
            with tarfile.open(root / f'{name}.tar', 'w') as tar:
                for path in sorted((root / 'pics').iterdir()):
                    tar.add(path, path.name)
        reads = fault or streams.read_image
        with mock.patch.object(streams, 'read_image', reads):
            begun = time.monotonic()
            status = end(start(command.main, line, root, root.with_suffix('.log')))
        return time.monotonic() - begun, status


def main() -> None:
    "Print both tables."
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--times', type=int, default=50)
    parser.add_argument('--readers', action='store_true', help='only the second table')
    torch.set_num_threads(1)
    warm()
    given = parser.parse_args()
    bad = (0 if given.readers else pairs(given.times)) + readers()
    raise SystemExit(bad > 0)


if __name__ == '__main__':
    main()
