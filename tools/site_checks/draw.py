"""The home page draws: what Python draws, when asked, without holding up the page.

Where the site was built without npm, the page must say so, and that is all."""
from collections.abc import Iterator
from pathlib import Path

import torch
from ddpm_lit import DDPM
from ddpm_lit.sampling.steps import spaced_times
from ddpm_lit.sampling.walk import Route, Walk
from selenium.webdriver import Chrome

from .browser import open_page, prefer

HOME, HEAVY = 'index.html', ('ort.mjs', 'ort.wasm', 'model.onnx', 'worker.js')
# sampler, steps, label, guidance
WALKS = (('ddim', 20, 9, 0.), ('dpm++', 20, 3, 0.), ('dpm++', 8, 0, 2.),
         ('ddim', 5, None, 0.))
STEP, IMAGE = 1e-3, 1e-2  # how close every step and the image must be

LOADED = 'return performance.getEntriesByType("resource").map(r => r.name)'
NOTE = 'return document.querySelector("#draw .draw-note").textContent'
STILL = 'return Boolean(document.querySelector("#draw picture img").naturalWidth)'
FORM = """
const form = document.querySelector('#draw form');
return Boolean(form && form.offsetHeight);"""

TIMES = """
const [T, counts, done] = arguments;
import('./site_libs/draw/sampler.js').then(m =>
  done(counts.map(n => m.spacedTimes(T, n))), e => done(String(e)));"""

WALK = """
const [start, options, done] = arguments, states = [];
const url = new URL('site_libs/draw/worker.js', document.baseURI);
const worker = new Worker(url, {type: 'module'});
worker.onerror = e => done({error: 'the worker did not start: ' + e.message});
worker.onmessage = ({data}) => {
  if (data.error) done(data);
  if (!('t' in data)) return;
  states.push({t: data.t, x: [...data.x], x0: [...data.x0]});
  if (data.t === 0) { worker.terminate(); done({states}); }
};
worker.postMessage({id: 1, start: Float32Array.from(start), options});"""

PRESS = """
const done = arguments[0], box = document.querySelector('#draw');
const form = box.querySelector('form'), slider = box.querySelector('.draw-walk input');
const [noisy, clean] = box.querySelectorAll('canvas');
let last = performance.now(), longest = 0, ticks = 0;
const timer = setInterval(() => {
  const now = performance.now();
  longest = Math.max(longest, now - last);
  last = now;
  ticks++;
  if (slider.disabled || !box.classList.contains('drawing')) return;
  clearInterval(timer);
  const dots = c => [...c.getContext('2d').getImageData(0, 0, 28, 28).data];
  const [end, estimate] = [dots(noisy), dots(clean)];
  slider.value = 0;
  slider.dispatchEvent(new Event('input'));
  done({longest, ticks, end, estimate, start: dots(noisy),
    states: Number(slider.max), time: box.querySelector('.draw-time').textContent});
}, 20);
form.elements.steps.value = 6;
form.elements.steps.dispatchEvent(new Event('input'));
box.querySelector('form button[type="submit"]').click();"""


def apart(a: list[float], b: torch.Tensor) -> float:
    "The largest difference between an array of the page and an image."
    return (torch.tensor(a) - b.flatten()).abs().max().item()


def walk_faults(b: Chrome, ddpm: DDPM) -> Iterator[str]:
    "Walks of the page that are not those of Python."
    for i, (sampler, steps, label, guidance) in enumerate(WALKS):
        start = torch.randn(1, *ddpm.shape, generator=torch.Generator().manual_seed(i))
        route = Route(sampler, steps=steps, guidance=guidance)
        wanted = list(Walk(ddpm, [0], route, label=label, x_t=start))
        options = {'sampler': sampler, 'steps': steps, 'label': label,
                   'guidance': guidance}
        got = b.execute_async_script(WALK, start.flatten().tolist(), options)
        name = f'{steps} steps of {sampler}, label {label}, guidance {guidance}'
        if 'error' in got:
            yield f'{name}: {got["error"]}'
            continue
        states = got['states']
        if [o['t'] for o in states] != [o.time for o in wanted]:
            yield f'{name} visits other times: {[o["t"] for o in states]}'
            continue
        for mine, theirs in zip(states, wanted):
            far = max(apart(mine['x'], theirs.x_t), apart(mine['x0'], theirs.x0))
            if far > (IMAGE if mine['t'] == 0 else STEP):
                yield f'{name} is {far:.1e} away from Python at t = {mine["t"]}'
                break


def time_faults(b: Chrome, ddpm: DDPM) -> Iterator[str]:
    "Numbers of steps whose times are not those of Python."
    counts, s = [*range(1, 60), 100, 333, 999, 1000], ddpm.schedule
    found = b.execute_async_script(TIMES, s.T, counts)
    for n, times in zip(counts, found):
        if list(times) != spaced_times(s, n).tolist():
            yield f'{n} steps visit other times than in Python'
            return


def click_faults(b: Chrome) -> Iterator[str]:
    "What a click on the button does not do."
    seen = b.execute_async_script(PRESS)
    if seen['states'] != 6 or seen['time'] != 't = 1000':
        yield f'a click draws {seen["states"]} steps, from {seen["time"]}'
    if seen['end'] != seen['estimate'] or len(set(seen['end'])) < 20:
        yield 'a click draws no image'
    if seen['start'] == seen['end']:
        yield 'the slider does not go back through the walk'
    if seen['ticks'] < 20 or seen['longest'] > 1000:
        yield (f'the page is held up: {seen["ticks"]} ticks of a timer, the longest '
               f'pause {seen["longest"]:.0f} ms')


def draw_faults(b: Chrome, base: str, site: Path) -> Iterator[str]:
    "What is wrong with the drawing on the home page."
    prefer(b)
    open_page(b, base + HOME, 1300)
    if not b.execute_script(STILL):
        yield 'no animation stands where the model draws'
    ready = (site / 'site_libs/draw').is_dir()
    if b.execute_script(FORM) != ready:
        yield f'there are {"no" if ready else ""} controls, and the runtime is {ready}'
    if not ready:
        if 'npm' not in b.execute_script(NOTE):
            yield 'the page does not say that it was built without npm'
        return
    early = [name for name in b.execute_script(LOADED)
             if any(o in name for o in HEAVY)]
    if early:
        yield f'before the click the page loads {", ".join(early)}'
    ddpm = DDPM.from_pretrained('fashion_mnist')
    yield from time_faults(b, ddpm)
    yield from walk_faults(b, ddpm)
    yield from click_faults(b)
    said = [o['message'][:160] for o in b.get_log('browser') if o['level'] == 'SEVERE']
    yield from (f'the console says {o}' for o in said)
    open_page(b, (site.resolve() / HOME).as_uri(), 1300)
    if 'server' not in b.execute_script(NOTE) or b.execute_script(FORM):
        yield 'from a folder the page does not say that it needs a server'
