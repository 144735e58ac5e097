"""Score the shipped model again, with other images and other noise.

    python tools/recheck.py [--n 10000]

Prints stored against fresh numbers; the exit status is 1 if one differs by more than
four of their errors."""
import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from ddpm_lit.evaluation.scores import ddpm_eval
from ddpm_lit.model.ddpm import DDPM

LIMIT = 4
STORED = Path('nbs/results/70_scores.json')


def numbers(scores: dict) -> Iterator[tuple]:
    "Name, value and error of everything that was scored."
    bits = scores['bpd']  # of the same test images, with other noise
    yield 'bits/dim', bits['total'], bits['noise']
    for name, score in scores['fidelity']['scores'].items():
        yield name, score['value'], score['error']


def options() -> argparse.Namespace:
    "What the command line says."
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--stored', type=Path, default=STORED)
    parser.add_argument('--n', type=int, help='images to draw, instead of as many as '
                        'were stored; then only the likelihood can be compared')
    parser.add_argument('--out', type=Path, help='file of the fresh scores; an '
                        'interrupted one is completed')
    return parser.parse_args()


def fresh_scores(stored: dict, n: int, out: Path) -> dict:
    "Scores of the same model with the seed after the stored one."
    settings = {k: v for k, v in stored['settings'].items() if k != 'weights'}
    settings |= {'seed': settings['seed'] + 1, 'n': n}
    was, now = stored['settings']['weights'], settings['model']
    now = DDPM.from_pretrained(now).fingerprint()
    if now != was:
        sys.exit(f'the stored scores are about weights {was}, these are {now}')
    ddpm_eval(**settings, out=str(out))
    return json.loads(out.read_text(encoding='utf-8'))


def main() -> None:
    "Compare."
    args = options()
    stored = json.loads(args.stored.read_text(encoding='utf-8'))
    n = args.n or stored['settings']['n']
    out = args.out or Path(tempfile.mkdtemp()) / 'scores.json'
    fresh = fresh_scores(stored, n, out)
    print(f'\n{"":12}{"stored":>10}{"fresh":>10}{"apart by":>16}')
    bad = []
    for (name, a, ea), (_, b, eb) in zip(numbers(stored), numbers(fresh)):
        z = abs(a - b) / max(1e-12, (ea**2 + eb**2)**.5)
        comparable = n == stored['settings']['n'] or name == 'bits/dim'
        remark = '' if comparable else '  (other number of images: not comparable)'
        print(f'{name:12}{a:10.4f}{b:10.4f}{z:11.1f} errors{remark}')
        if comparable and not z < LIMIT:
            bad.append(name)
    if bad:
        sys.exit(f'not as stored: {", ".join(bad)}')


if __name__ == '__main__':
    main()
