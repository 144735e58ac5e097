"""Score the shipped model again, with other images and other noise, and compare with what is stored.

    python tools/recheck.py [--n 10000]

Prints stored against fresh numbers; the exit status is 1 if one differs by more than four of their errors."""
import argparse, json, sys, tempfile
from pathlib import Path
from ddpm_lit.model.ddpm import DDPM
from ddpm_lit.evaluation.scores import ddpm_eval

LIMIT = 4

def numbers(scores):
    "Name, value and error of everything that was scored."
    yield 'bits/dim', scores['bpd']['total'], scores['bpd']['noise']                    # the same test images, other noise
    for name, s in scores['fidelity']['scores'].items(): yield name, s['value'], s['error']

if __name__ == '__main__':
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument('--stored', type=Path, default=Path('nbs/results/70_scores.json'))
    parser.add_argument('--n', type=int, help='images to draw, instead of as many as were stored; with another number, only the likelihood can be compared')
    parser.add_argument('--out', type=Path, help='file of the fresh scores; an interrupted one is completed')
    args = parser.parse_args()
    stored = json.loads(args.stored.read_text())
    settings = {k: v for k, v in stored['settings'].items() if k != 'weights'}
    settings |= {'seed': settings['seed'] + 1, 'n': args.n or settings['n']}
    now = DDPM.from_pretrained(settings['model']).fingerprint()
    if now != stored['settings']['weights']: sys.exit(f'{args.stored} is about weights {stored["settings"]["weights"]}, these are {now}')
    out = args.out or Path(tempfile.mkdtemp()) / 'scores.json'
    ddpm_eval(**settings, out=str(out))
    fresh = json.loads(out.read_text())
    print(f'\n{"":12}{"stored":>10}{"fresh":>10}{"apart by":>16}')
    bad = []
    for (name, a, ea), (_, b, eb) in zip(numbers(stored), numbers(fresh)):
        z = abs(a - b) / max(1e-12, (ea**2 + eb**2)**.5)
        comparable = settings['n'] == stored['settings']['n'] or name == 'bits/dim'
        print(f'{name:12}{a:10.4f}{b:10.4f}{z:11.1f} errors' + ('' if comparable else '  (other number of images: not comparable)'))
        if comparable and not z < LIMIT: bad.append(name)
    if bad: sys.exit(f'not as stored: {", ".join(bad)}')
