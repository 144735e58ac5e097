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
        ('paper network: attention at 8', "mults=(1, 2, 2, 2), blocks=2, attend=(1,)", "mults=(1, 2, 2, 2), blocks=2, attend=(2,)"),
        ('paper network: 256x256, five levels', 'mults=(1, 1, 2, 2, 4, 4)', 'mults=(1, 1, 2, 2, 4)'),
        ('preset: attention of the old size', "math.ceil(config['size'] / config.get", "math.ceil(28 / config.get"),
    ],
    'model/10_exchange': [
        ('settings: attention levels', 'for i, a in enumerate(down) if a]', 'for i, a in enumerate(down) if not a]'),
        ('settings: one class too many', "(config['num_class_embeds'] or 1) - 1", "config['num_class_embeds'] or 0"),
        ('settings: nothing is refused', 'if config[k] != v: raise', 'if False: raise'),
        ('settings: up as down', 'for a in reversed(attn)]', 'for a in attn]'),
        ('settings: diffusers\' default eps', "'norm_eps': 1e-6", "'norm_eps': 1e-5"),
        ('settings: default padding', "'downsample_padding': 0", "'downsample_padding': 1"),
        ('names: levels going up', "divmod(i, n + 1)", "divmod(i, 3)"),
        ('names: norms swapped', "'norm1': 'norm1'", "'norm1': 'norm2'"),
        ('weights: q and k swapped', "('to_q', 'to_k', 'to_v')", "('to_k', 'to_q', 'to_v')"),
        ('weights: old names unknown', "weights = {k.replace(old, new): v for k, v in weights.items()}", "pass"),
        ('weights: left over is fine', "if wrong := sorted({o for group in names.values() for o in group} ^ weights.keys())", "if wrong := sorted({o for group in names.values() for o in group} - weights.keys())"),
        ('weights: 1x1 convolutions', "w.flatten(1) if w.ndim == 4 else w", "w"),
        ('schedule: not scaled', 'config.get(k, v) * T / 1000', 'config.get(k, v)'),
        ('schedule: variances swapped', "{'fixed_large': 'large', 'fixed_small': 'small'", "{'fixed_large': 'small', 'fixed_small': 'large'"),
        ('schedule: capped and linear', "and s.betas[-1] < .999", ""),
        ('schedule: any cosine', "(named, s.config.get('s')) == ('cosine', .008)", "named == 'cosine'"),
        ('schedule: shortened chains', "if s.timesteps.tolist() != list(range(s.T + 1))", "if False"),
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
        ('hub: any name is asked for', "if not re.fullmatch(r'[\\w.-]+/[\\w.-]+', str(name)): raise", "if False: raise"),
        ('hub: models of the package', 'Path(str(ASSETS / str(name)))', "Path('nowhere')"),
        ('hub: the card is left out', "(Path(folder) / 'README.md').write_text(model_card(self, name, text), encoding='utf-8')", 'pass'),
        ('diffusers: sub-folders', '(folder / o if (folder / o).is_dir() else folder for', '(folder for'),
        ('diffusers: always the paper schedule', "scheduler.config if scheduler else {'variance_type': 'fixed_large'}", "{'variance_type': 'fixed_large'}"),
        ('diffusers: weights not copied', 'unet.load_state_dict(weights_to_diffusers(self.model))', 'pass'),
        ('compiled: another object', "'dynamic': False, **options})\n    return self", "'dynamic': False, **options})\n    return None"),
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
