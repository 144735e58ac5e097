"""axe-core, from the wheel selenium-axe-python, on every page."""
from importlib.resources import files

from selenium.webdriver import Chrome

AXE = files('selenium_axe_python') / 'axe-core/axe.min.js'
STANDARD = 'wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'
RUN = """
const [tags, done] = arguments;
const known = new Set(tags), strict = new Set(['serious', 'critical']);
const options = {runOnly: [...tags, 'best-practice'], resultTypes: ['violations']};
axe.run({exclude: [['mjx-container']]}, options).then(r => done(r.violations.map(v => ({
  rule: v.id,
  fails: v.tags.some(t => known.has(t)) && strict.has(v.impact),
  where: v.nodes.map(n => n.target.join(' ') + (n.any[0] && n.any[0].message ?
    ': ' + n.any[0].message : '')),
}))));"""


def axe(b: Chrome) -> tuple[list[str], list[str]]:
    "Faults of the page that is open, by WCAG 2.1 A and AA, and remarks beyond those."
    b.execute_script(AXE.read_text())
    found, remarks = [], []
    for v in b.execute_async_script(RUN, STANDARD):
        line = f'axe {v["rule"]}: {len(v["where"])} places, such as {v["where"][0]}'
        (found if v['fails'] else remarks).append(line)
    return found, remarks
