"""Break the exported functions of the theory chapters on purpose, one slip at a time: each chapter's own tests must notice.

    python tools/mutants.py [WORD ...]      only chapters or slips that contain one of the words

A slip is a replacement in one exported cell; the chapter is then run as a test run would. As a control, each chapter also runs untouched and must pass.
The exit status is 1 if a slip goes unnoticed or a control fails."""
import os, subprocess, sys, tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from execnb.nbio import read_nb, write_nb

SLIPS = {
    'theory/01_schedule': [
        ('ᾱ loses its first factor', 'self.log_alpha_bars = torch.log1p(-β).cumsum(0)', 'self.log_alpha_bars = torch.log1p(-β).cumsum(0) - torch.log1p(-β)'),
        ('α for ᾱ', 'self.log_alpha_bars.exp()', '1 - β'),
        ('1 − ᾱ by subtraction in float32', 'self.log_alpha_bars.expm1().abs()', '(1 - self.log_alpha_bars.exp().float()).double()'),
        ('β for β̃', 'β[2:] * self.one_minus_alpha_bars[1:-1] / self.one_minus_alpha_bars[2:]', 'β[2:]'),
        ('β̃ one step late', 'self.one_minus_alpha_bars[1:-1] / self.one_minus_alpha_bars[2:]', 'self.one_minus_alpha_bars[:-2] / self.one_minus_alpha_bars[1:-1].clamp(min=1e-9)'),
        ('SNR upside down', 'self.alpha_bars / self.one_minus_alpha_bars ', 'self.one_minus_alpha_bars / self.alpha_bars '),
        ('no scaling by 1000/T', '* 1000 / T', ''),
        ('cosine without the square', 'a[:-1].cos()**2', 'a[:-1].cos()'),
        ('cosine one step late', 'torch.arange(T + 1, dtype=torch.float64) / T', '(torch.arange(T + 1, dtype=torch.float64) - 1).clamp(min=0) / T'),
    ],
    'theory/02_forward': [
        ('q_step: α for √α', 'α_t.sqrt() * x_prev', 'α_t * x_prev'),
        ('q_step: β for √β', 'β_t.sqrt() * eps', 'β_t * eps'),
        ('q_step: ᾱ for α', 'at(s.alphas, t, x_prev)', 'at(s.alpha_bars, t, x_prev)'),
        ('q_step: t off by one', 'at(s.betas, t, x_prev)', 'at(s.betas, t - 1, x_prev)'),
        ('q_step: t[0] for all', 'at(s.alphas, t, x_prev), at(s.betas, t, x_prev)', 'at(s.alphas, t if isinstance(t, int) else t[:1], x_prev), at(s.betas, t if isinstance(t, int) else t[:1], x_prev)'),
        ('q_sample: α for ᾱ', 'at(s.alpha_bars.sqrt(), t, x0)', 'at(s.alphas.sqrt(), t, x0)'),
        ('q_sample: lost root of ᾱ', 's.alpha_bars.sqrt()', 's.alpha_bars'),
        ('q_sample: lost root of 1 − ᾱ', 's.one_minus_alpha_bars.sqrt()', 's.one_minus_alpha_bars'),
        ('q_sample: t off by one', 'at(s.alpha_bars.sqrt(), t, x0), at(s.one_minus_alpha_bars.sqrt(), t, x0)', 'at(s.alpha_bars.sqrt(), t - 1, x0), at(s.one_minus_alpha_bars.sqrt(), t - 1, x0)'),
        ('q_sample: sign', '+ sqrt_1mᾱ_t * eps', '- sqrt_1mᾱ_t * eps'),
        ('q_sample: float16 tables', 'at(s.one_minus_alpha_bars.sqrt(), t, x0)', 'at((1 - s.alpha_bars.half().double()).sqrt(), t, x0)'),
    ],
    'theory/03_posterior': [
        ('erratum 3: β for β̃', 'at(s.posterior_variances, t, x_t)', 'at(s.betas, t, x_t)'),
        ('erratum 4: √ᾱ for √α', 's.alphas[1:].sqrt() * s.one', 's.alpha_bars[1:].sqrt() * s.one'),
        ('coefficients swapped', 'at(coef_x0, t - 1, x_t) * x0 + at(coef_xt, t - 1, x_t) * x_t', 'at(coef_xt, t - 1, x_t) * x0 + at(coef_x0, t - 1, x_t) * x_t'),
        ('lost root in front of x_0', 's.alpha_bars[:-1].sqrt() * s.betas', 's.alpha_bars[:-1] * s.betas'),
        ('t[0] for all', 'at(coef_xt, t - 1, x_t)', 'at(coef_xt, t - 1 if isinstance(t, int) else t[:1] - 1, x_t)'),
        ('ᾱ_t for ᾱ_{t−1}', 's.alpha_bars[:-1].sqrt() * s.betas', 's.alpha_bars[1:].sqrt() * s.betas'),
        ('1 − ᾱ_t for 1 − ᾱ_{t−1}', '* s.one_minus_alpha_bars[:-1] /', '* s.one_minus_alpha_bars[1:] /'),
        ('predict_x0: lost root', '(x_t - at(s.one_minus_alpha_bars.sqrt(), t, x_t) * eps)', '(x_t - at(s.one_minus_alpha_bars, t, x_t) * eps)'),
        ('predict_x0: α for ᾱ', '/ at(s.alpha_bars.sqrt(), t, x_t)', '/ at(s.alphas.sqrt(), t, x_t)'),
        ('predict_x0: sign', 'x_t - at(s.one_minus_alpha_bars.sqrt(), t, x_t) * eps', 'x_t + at(s.one_minus_alpha_bars.sqrt(), t, x_t) * eps'),
        ('predict_eps: lost root', '/ at(s.one_minus_alpha_bars.sqrt(), t, x_t)', '/ at(s.one_minus_alpha_bars, t, x_t)'),
        ('predict_eps: α for ᾱ', '(x_t - at(s.alpha_bars.sqrt(), t, x_t) * x0)', '(x_t - at(s.alphas.sqrt(), t, x_t) * x0)'),
        ('predict_v: sign', '* eps - at(s.one', '* eps + at(s.one'),
        ('split_v: roles swapped', 'return a * v + b * x_t, a * x_t - b * v', 'return a * x_t - b * v, a * v + b * x_t'),
    ],
    'theory/04_bound': [
        ('KL: direction', 'u = (var1 - var2) / var2', 'u = (var2 - var1) / var1'),
        ('KL: mean over the wrong variance', '(mean1 - mean2)**2 / var2', '(mean1 - mean2)**2 / var1'),
        ('KL: the half lost', '+ u - u.log1p()) / 2', '+ u - u.log1p())'),
        ('decoder: half the bin', '(-1 / 255, 1 / 255)', '(-1 / 510, 1 / 510)'),
        ('decoder: closed outer bins', 'a.masked_fill(x < -.999, -math.inf), b.masked_fill(x > .999, math.inf)', 'a, b'),
        ('decoder: no flip of the tail', 'torch.where(a > 0, -b, a), torch.where(a > 0, -a, b)', 'a, b'),
        ('decoder: variance for deviation', 'σ2.sqrt() for h', 'σ2 for h'),
        ('terms: t = 1 counted twice', "if t == 1: decoder =", "if t == 1: terms.append(bits(x0 * 0 + .1)); decoder ="),
        ('terms: prior without the mean', 'at(s.alpha_bars.sqrt(), s.T, x0) * x0, at', 'x0 * 0, at'),
        ('terms: nats for bits', '.mean(1) / math.log(2)', '.mean(1)'),
        ('terms: KL turned round', 'gaussian_kl(*q_posterior(s, x0, x_t, t), mean, var)', 'gaussian_kl(mean, var, *q_posterior(s, x0, x_t, t))'),
    ],
    'theory/05_objective': [
        ('mean: root lost', 's.betas / s.one_minus_alpha_bars.sqrt(), t', 's.betas / s.one_minus_alpha_bars, t'),
        ('mean: ᾱ for α', 'at(s.alphas.sqrt(), t, x_t)', 'at(s.alpha_bars.sqrt(), t, x_t)'),
        ('mean: 1/√α left out', ' / at(s.alphas.sqrt(), t, x_t)', ''),
        ('mean: t off by one', 's.one_minus_alpha_bars.sqrt(), t, x_t', 's.one_minus_alpha_bars.sqrt(), t - 1, x_t'),
        ('mean: t[0] for all', 'at(s.alphas.sqrt(), t, x_t)', 'at(s.alphas.sqrt(), t if isinstance(t, int) else t[:1], x_t)'),
        ('mean: sign', '(x_t - at(s.betas', '(x_t + at(s.betas'),
        ('weight: β for β²', 's.betas**2 /', 's.betas /'),
        ('weight: ᾱ for α', '* s.alphas * s.one', '* s.alpha_bars * s.one'),
        ('weight: variances swapped', "{'large': s.betas, 'small': s.posterior_variances}", "{'small': s.betas, 'large': s.posterior_variances}"),
        ('weight: the 2 lost', '(2 * σ2', '(σ2'),
        ('loss: sum for mean', '.flatten(1).mean(1)', '.flatten(1).sum(1)'),
        ('loss: absolute for square', '.square()', '.abs()'),
    ],
    'theory/06_reverse': [
        ('variances swapped', "if variance == 'large': return s.betas\n    if variance == 'small': return s.posterior_variances", "if variance == 'small': return s.betas\n    if variance == 'large': return s.posterior_variances"),
        ('standard deviation for variance', 'σ2.sqrt() * z', 'σ2 * z'),
        ('noise at t = 1', 'if t > 1 else mean', ''),
        ('t off by one in the variance', 'at(p_variance(s, variance), t, x_t)', 'at(p_variance(s, variance), t - 1, x_t)'),
        ('t off by one in the mean', 'q_posterior(s, x0, x_t, t)', 'q_posterior(s, x0, x_t, (t - 1 if t > 1 else 1) if isinstance(t, int) else (t - 1).clamp(min=1))'),
        ('x_0 and x_t swapped', 'q_posterior(s, x0, x_t, t)', 'q_posterior(s, x_t, x0, t)'),
        ('learned: v in 0..1', '(v + 1) / 2', 'v'),
        ('learned: bounds swapped', 'f * log_β + (1 - f) * log_β̃', 'f * log_β̃ + (1 - f) * log_β'),
        ('learned: without logarithms', '(f * log_β + (1 - f) * log_β̃).exp()', 'f * log_β.exp() + (1 - f) * log_β̃.exp()'),
        ('learned: t off by one', 'at(small.log(), t - 1, v)', 'at(small.log(), t - 2 if isinstance(t, int) else (t - 2).clamp(min=0), v)'),
        ('learned: β_1 for β̃_2', 's.posterior_variances[2:3] if s.T > 1 else s.betas[1:]', 's.betas[1:2]'),
        ('a given variance is ignored', "variance if isinstance(variance, torch.Tensor) else at(p_variance(s, variance), t, x_t)", "at(p_variance(s, 'large'), t, x_t) if isinstance(variance, torch.Tensor) else at(p_variance(s, variance), t, x_t)"),
    ],
    'theory/07_exact': [
        ('V without the spread', 'V = (a * self.std)**2 + b**2', 'V = b**2'),
        ('t off by one', 'self._scores(x, t + 1)', 'self._scores(x, t)'),
        ('weights forgotten', 'self.weights.log() - d2', '-d2'),
        ('lost root', 'return (b / V', 'return (b**2 / V'),
        ('centres not scaled', '2 * a * (x @ self.means.T) + a**2 *', '2 * (x @ self.means.T) +'),
        ('the answer forgets √ᾱ', '(x - a * scores', '(x - scores'),
        ('draws all from the first centre', 'self.means[k] +', 'self.means[0 * k] +'),
        ('the 2 lost', '/ (2 * V) - x', '/ V - x'),
    ],
    'model/10_unet': [
        ('embedding: cosines first', 'torch.cat([angle.sin(), angle.cos()], 1)', 'torch.cat([angle.cos(), angle.sin()], 1)'),
        ('embedding: h for h − 1', '(width // 2 - 1)', '(width // 2)'),
        ('block: the end is not zero', 'zero=True)\n        self.skip', 'zero=False)\n        self.skip'),
        ('block: no shortcut', 'return self.skip(x) + h', 'return h'),
        ('block: time not heard', 'h = h + self.time(time)[:, :, None, None]', 'pass'),
        ('attention: scale 1/C', 'q.shape[-1]**-.5', 'q.shape[-1]**-1'),
        ('attention: keys and values swapped', '*self.qkv(h).chunk(3, 2)', '*(self.qkv(h).chunk(3, 2)[i] for i in (0, 2, 1))'),
        ('down: symmetric padding', '(w % 2, 1, h % 2, 1)', '(1, w % 2, 1, h % 2)'),
        ('the time is off by one', 'self.time(timestep_embedding(t, self.width))', 'self.time(timestep_embedding(t * 0, self.width))'),
        ('no label is the first label', 'torch.full_like(t, self.classes)', 'torch.full_like(t, 0)'),
        ('one label for all', '(torch.full_like(t, self.classes) if label is None else label)', '(torch.full_like(t, self.classes) if label is None else label[:1])'),
        ('no row for no class', 'nn.Embedding(classes + 1, T)', 'nn.Embedding(classes, T)'),
    ],
    'model/11_ddpm': [
        ('clock not 0-based', 't] - 1 ', 't] + 0 '),
        ('clock of the short chain', 'self.schedule.timesteps[t.cpu() if isinstance(t, torch.Tensor) else t] - 1', 'torch.as_tensor(t) - 1'),
        ('autocast leaks bfloat16', '*label).to(x_t.dtype)', '*label)'),
        ('x0 and ε swapped', "elif self.predicts == 'x0': ε, x0 = predict_eps(s, x_t, t, out), out", "elif self.predicts == 'x0': ε, x0 = out, predict_x0(s, x_t, t, out)"),
        ('guidance: w for 1 + w', 'out = out + guidance * (out', 'out = guidance * (out'),
        ('guidance: sign', '(out - self(x_t, t)[:, :C])', '(self(x_t, t)[:, :C] - out)'),
        ('guidance: both with the label', 'self(x_t, t)[:, :C]', 'self(x_t, t, label)[:, :C]'),
        ('v and prediction swapped', 'out, v = out[:, :C], out[:, C:]', 'out, v = out[:, -C:], out[:, :C]'),
        ('learned variance of another t', 'learned_variance(s, t, v)', 'learned_variance(s, s.T, v)'),
        ('fixed variance for the learned one', "learned_variance(s, t, v) if self.variance == 'learned' else at(p_variance(s, self.variance), t, x_t)", "at(p_variance(s, 'large' if self.variance == 'learned' else self.variance), t, x_t)"),
        ('labels up to K − 1 only', 'label > classes', 'label >= classes'),
        ('the label does not reach the loss', 't, label)[:, :x0.shape[1]]', 't)[:, :x0.shape[1]]'),
        ('the loss forgets the label', 'self.losses(x0, t, ε, label).mean()', 'self.losses(x0, t, ε).mean()'),
        ('target is always ε', "target = eps if self.predicts == 'eps' else", "target = eps if True else"),
        ('t never reaches T', 'torch.randint(1, self.schedule.T + 1', 'torch.randint(1, self.schedule.T'),
        ('half the weights loaded', 'ddpm.model.load_state_dict(weights)', 'pass'),
        ('shapes not checked', 'if shapes.get(k) != found.get(k)', 'if False'),
    ],
    'sample/30_sampling': [
        ('respace: quotient of neighbours off by one', 's.log_alpha_bars[τ].diff()', 's.log_alpha_bars[(τ - 1).clamp(min=0)].diff()'),
        ('respace: original times forgotten', ', s.timesteps[τ])', ')'),
        ('respace: T left out', 'np.linspace(1, s.T, steps)', 'np.linspace(1, s.T - s.T // steps, steps)'),
        ('ddim: ᾱ_t for ᾱ_{t−1}', 'at(s.alpha_bars.sqrt(), t - 1, x_t) * x0', 'at(s.alpha_bars.sqrt(), t, x_t) * x0'),
        ('ddim: σ not taken from the old noise', '(s.one_minus_alpha_bars[:-1] - σ2[1:])', '(s.one_minus_alpha_bars[:-1])'),
        ('ddim: η for η²', 'eta**2 *', 'eta *'),
        ('clipped x̂_0 with the old ε', 'ε = predict_eps(s, x, t, x0)', 'pass'),
        ('noise at t = 1', 'noise() if t > 1 else torch.zeros_like(x)', 'noise()'),
        ('noise of the batch, not of the image', '(first + i) << 64', 'i << 64'),
    ],
    'train/20_data': [
        ('order: the epoch forgotten', 'mix_seed(seed, epoch, 1)', 'mix_seed(seed, 1)'),
        ('order: the seed forgotten', 'mix_seed(seed, epoch, 1)', 'mix_seed(epoch, 1)'),
        ('order: a new shuffle for each batch', 'place[epochs == e] % n', 'place[epochs == e] % batch'),
        ('order: seeds added', 'np.random.SeedSequence(numbers)', 'np.random.SeedSequence(sum(numbers))'),
        ('stream: every process the same part', '.chunk(parts)[part]', '.chunk(parts)[0]'),
        ('stream: begins at step 0', 'itertools.count(k)', 'itertools.count(0)'),
        ('stream: labels of other images', 'self.labels[i]', 'self.labels[:len(i)]'),
        ('folder: labels of the pictures left out', 'labels[good]', 'labels[:len(good)]'),
        ('scale: 0 to 1', '.float() / 127.5 - 1', '.float() / 255'),
    ],
    'train/21_streams': [
        ('folder: begins at step 0', 'for k in itertools.count(k))', 'for k in itertools.count(0))'),
        ('folder: every process the same part', '.chunk(parts)[part].tolist()', '.chunk(parts)[0].tolist()'),
        ('folder: a damaged picture passes as black', 'if not skip: raise ValueError(why)', 'pass'),
        ('folder: the neighbour of another label', 'self.labels[j].item(), why', 'self.labels[i].item() + 1, why'),
        ('workers: Ctrl-C reaches them', 'signal.signal(n, lambda n, frame: signal.signal(n, signal.SIG_DFL))', 'signal.signal(n, signal.SIG_DFL)'),
        ('workers: no limit to silence', 'timeout=timeout)\n    batches', 'timeout=0)\n    batches'),
        ('shards: the same order every epoch', 'default_rng((seed, epoch, 4))', 'default_rng((seed, 4))'),
        ('shards: every lane all shards', 'order[lane::lanes]', 'order'),
        ('shards: position within the shard lost', 'shuffled[done:]', 'shuffled'),
        ('shards: resumed lane in another turn', 'w = (self.k + id) % workers', 'w = id'),
        ('shards: batches of other lanes counted', 'len(range(w, self.k, workers))', 'self.k'),
        ('shards: a lost end not noticed', "raise ValueError('its end is missing')", 'pass'),
    ],
    'train/22_runs': [
        ('name: checksum of the name, not of the contents', "h.update(block)", "h.update(b'x')"),
        ('read: checksum not compared', "if file_digest(path) != path.stem.rpartition('-')[2]", "if False"),
        ('keep: the best removed', 'if p != best: p.unlink()', 'p.unlink()'),
        ('keep: the worst is best', 'best = min(', 'best = max('),
        ('keep: one too few', 'self.checkpoints[:-self.keep]', 'self.checkpoints[:1 - self.keep or None]'),
        ('resume: oldest first', 'for path in reversed(self.checkpoints)', 'for path in self.checkpoints'),
        ('resume: the damaged one stays', 'os.replace(path, aside)', 'pass'),
        ('resume: settings not compared', "about['settings'].get(name) != value", 'False'),
        ('resume: log not taken back', "if o['step'] <= step", 'if True'),
        ('folder: written over', "if names and not resume", 'if False'),
        ('signals: handler stays', 'finally: [signal.signal(n, h) for n, h in old.items()]', 'finally: pass'),
    ],
    'train/23_train': [
        ('noise: the same in every step', 'mix_seed(seed, k, 3, b)', 'mix_seed(seed, 3, b)'),
        ('noise: the same in every block', 'mix_seed(seed, k, 3, b)', 'mix_seed(seed, k, 3)'),
        ('noise: starts at the block', '[first - 16 * lo:]', '[0:]'),
        ('rate: no warm-up', 'min(1., (k + 1) / max(warmup, 1))', '1.'),
        ('average: forgets at once', 'lerp_(averages, weights, 1 - ema', 'lerp_(averages, weights, ema'),
        ('flip: up and down', 'x0.flip(3)', 'x0.flip(2)'),
        ('labels: dropped by the batch', 'dropped < self.drop', 'dropped[:1] < self.drop'),
        ('labels: the rest dropped', 'dropped < self.drop', 'dropped >= self.drop'),
        ('importance: not divided by p', 'losses = losses / (len(self.p) * self.p[part[1] - 1]).to(losses)', 'pass'),
        ('accumulate: sum for mean', 'losses.mean() / self.accumulate', 'losses.mean()'),
        ('dropout: not seeded', 'torch.manual_seed(mix_seed(self.seed, k, 4, acc.process_index))', 'pass'),
        ('resume: moments lost', "{**self.optimizer.state_dict(), 'state': state}", "self.optimizer.state_dict()"),
        ('resume: data from the start', 'step, seconds, None', 'step, seconds, self.data.stream(self.seed, 0, self.batch)'),
        ('log: quarter of the wrong times', '(t - 1) * 4 //', 't * 3 //'),
        ('skip: the bad step is taken', 'if not self.skip or norm.isfinite()', 'if True'),
    ],
}

def run(chapter, old='', new=''):
    "True if the chapter's tests pass with the first `old` in an exported cell replaced by `new`; LookupError when there is none."
    nb = read_nb(Path('nbs') / f'{chapter}.ipynb')
    cells = [c for c in nb.cells if c.cell_type == 'code' and '#| export' in c.source and old in c.source]
    if not cells: raise LookupError(f'{chapter} has no exported cell with {old!r}')
    cells[0].source = cells[0].source.replace(old, new, 1)
    with tempfile.TemporaryDirectory() as d:
        write_nb(nb, Path(d) / 'mutant.ipynb')
        code = f'from execnb.nbio import read_nb\nfrom execnb.shell import CaptureShell\nCaptureShell().run_all(read_nb({str(Path(d) / "mutant.ipynb")!r}), exc_stop=True)'
        env = {**os.environ, 'IN_TEST': '1', 'OMP_NUM_THREADS': '1', 'PYTHONPATH': os.getcwd()}
        return subprocess.run([sys.executable, '-c', code], env=env, capture_output=True).returncode == 0

def main(words):
    jobs = [(chapter, *slip) for chapter, slips in SLIPS.items() for slip in slips if not words or any(w in f'{chapter} {slip[0]}' for w in words)]
    jobs += [(chapter, 'untouched', '', '') for chapter in dict.fromkeys(job[0] for job in jobs)]     # the control: these must pass
    with ThreadPoolExecutor(os.cpu_count()) as pool: passed = list(pool.map(lambda job: run(job[0], *job[2:]), jobs))
    wrong = [job for job, ok in zip(jobs, passed) if ok != (job[1] == 'untouched')]
    for job, ok in zip(jobs, passed): print(f'{"passed" if ok else "red   "}  {job[0]}: {job[1]}{"   <-- WRONG" if job in wrong else ""}')
    print(f'{len(jobs) - len(wrong)} of {len(jobs)} as they should be: every slip red, every untouched chapter passed')
    return bool(wrong)

if __name__ == '__main__': sys.exit(main(sys.argv[1:]))
