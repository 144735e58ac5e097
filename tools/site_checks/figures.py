"""Figures that answer: by keyboard, from a folder, with the numbers of Python."""
from collections.abc import Iterator
from pathlib import Path

import torch
from ddpm_lit.theory.exact import GaussianMixture
from ddpm_lit.theory.forward import q_sample
from ddpm_lit.theory.posterior import predict_x0
from ddpm_lit.theory.reverse import p_mean_variance
from ddpm_lit.theory.schedule import cosine_schedule, linear_schedule
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from figures import WORLD

from .browser import open_page, prefer

PAGES = {'forward': 'theory/forward.html', 'exact': 'theory/exact.html'}
SCHEDULES = {'linear': linear_schedule, 'cosine': cosine_schedule}
CLOSE = 1e-4  # how close a number must be to Python's
T, COUNT = 40, 16

TABLES = """
const [name, T] = arguments, f = litFigures, s = f.schedule(name, T);
return [s.betas, s.alphaBars, s.alphaBars.map((_, t) => t ? f.snr(s, t) : 0)];"""
FORWARD = """
const [name, x0, t, eps] = arguments, f = litFigures;
return f.forward(f.schedule(name, 1000), x0, t, eps);"""
WALK = """
const [T, start, noise, options] = arguments, f = litFigures;
const table = t => noise[t];
return f.walk(f.schedule('linear', T), f.data.world, start, table, options).at(-1);"""
LIVE = """
const box = document.querySelector('.answers'), c = box.querySelector('canvas');
return [box.classList.contains('live'), {...box.dataset}, c ? c.toDataURL() : ''];"""
STATIC = """
const box = document.querySelector('.answers');
const pictures = [...document.querySelectorAll('main img')];
return Boolean(box.offsetHeight && box.textContent.trim() && pictures.length);"""


def far(found: list[float], wanted: torch.Tensor) -> bool:
    "Whether numbers of the page are not those of Python, by size where they are large."
    found = torch.tensor(found, dtype=torch.float64)
    wanted = wanted.double().flatten()
    return not torch.allclose(found, wanted, rtol=CLOSE, atol=CLOSE)


def end(options: dict[str, str], start: torch.Tensor, noise: torch.Tensor
        ) -> torch.Tensor:
    "Where particles end by the library, with a slip of `options` made on purpose."
    s, slip = linear_schedule(T), options['slip']
    means = torch.tensor(WORLD['means'], dtype=torch.float64)[:, None]
    world, x = GaussianMixture(s, means, WORLD['std'], WORLD['weights']), start
    for t in range(T, 0, -1):
        heard = max(t - 1, 1) if slip == 'clock' else t
        eps = world(x, torch.full((len(x),), heard - 1))
        x0 = predict_x0(s, x, t, eps)
        if options['sampler'] == 'ddim':
            x = q_sample(s, x0, t - 1, eps) if t > 1 else x0
            continue
        mean, variance = p_mean_variance(s, x, t, x0, options['variance'])
        spread = variance if slip == 'root' else variance.sqrt()
        if t == 1:
            spread = s.betas[1].sqrt() if slip == 'last' else 0
        x = mean + spread * noise[t]
    return x


def number_faults(b: Chrome) -> Iterator[str]:
    "Numbers that differ from Python's."
    g = torch.Generator().manual_seed(0)
    for name, make in SCHEDULES.items():
        for steps in 10, 50, 1000:
            s = make(steps)
            betas, bars, snr = b.execute_script(TABLES, name, steps)
            finite = s.snr.clone()
            finite[0] = 0
            if far(betas, s.betas) or far(bars, s.alpha_bars) or far(snr, finite):
                yield f'the {name} schedule of {steps} steps is not that of Python'
        x0, eps = torch.randn(2, COUNT, generator=g, dtype=torch.float64)
        for t in 1, 200, 1000:
            found = b.execute_script(FORWARD, name, x0.tolist(), t, eps.tolist())
            if far(found, q_sample(make(1000), x0, t, eps)):
                yield f'x_{t} of the {name} schedule is not that of Python'
    start, *noise = torch.randn(T + 2, COUNT, 1, generator=g, dtype=torch.float64)
    tables = [o.flatten().tolist() for o in noise]
    for sampler, variance, slip in (
        ('ddpm', 'large', ''), ('ddpm', 'small', ''), ('ddim', 'large', ''),
        ('ddpm', 'large', 'root'), ('ddpm', 'large', 'last'), ('ddpm', 'small', 'last'),
        ('ddpm', 'small', 'clock'), ('ddim', 'large', 'clock'),
    ):
        options = {'sampler': sampler, 'variance': variance, 'slip': slip}
        found = b.execute_script(WALK, T, start.flatten().tolist(), tables, options)
        if far(found, end(options, start, noise)):
            yield f'particles of {options} do not end where they do in Python'


def keyboard_faults(b: Chrome, page: str) -> Iterator[str]:
    "Controls that cannot be reached by keys, or that change nothing."
    box = b.find_element(By.CSS_SELECTOR, '.answers')
    controls = box.find_elements(By.CSS_SELECTOR, 'select, input')
    if len(controls) < 3:
        yield f'{page} has {len(controls)} controls'
    b.execute_script('arguments[0].focus()', controls[0])
    for control in controls:
        name = control.get_attribute('name')
        if b.switch_to.active_element != control:
            yield f'{page}: the tabulator does not lead to {name}'
            return
        before = b.execute_script(LIVE)
        if control.is_enabled():
            control.send_keys(Keys.ARROW_DOWN if control.tag_name == 'select'
                              else Keys.ARROW_RIGHT)
        b.execute_async_script('setTimeout(arguments[0], 100)')
        if b.execute_script(LIVE)[2] == before[2]:
            yield f'{page}: the keys do not move {name}'
        control.send_keys(Keys.ARROW_UP if control.tag_name == 'select'
                          else Keys.ARROW_LEFT)
        control.send_keys(Keys.TAB)


def figure_faults(b: Chrome, base: str, site: Path) -> Iterator[str]:
    "What is wrong with the figures, from a server and from a folder."
    for way in base, f'{site.as_uri()}/':
        for name, page in PAGES.items():
            for motion in 'no-preference', 'reduce':
                prefer(b, motion=motion)
                open_page(b, way + page, 400)
                live, numbers, _ = b.execute_script(LIVE)
                if not live or not numbers:
                    yield f'the figure {name} of {way} is not there'
    prefer(b, motion='reduce')
    for name, page in PAGES.items():
        open_page(b, base + page, 1300)
        yield from keyboard_faults(b, page)
    yield from number_faults(b)
    b.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': True})
    for page in PAGES.values():
        b.get('about:blank')
        b.get(base + page)
        if not b.execute_script(STATIC):
            yield f'{page} has no picture without scripts'
    b.execute_cdp_cmd('Emulation.setScriptExecutionDisabled', {'value': False})
    prefer(b)
