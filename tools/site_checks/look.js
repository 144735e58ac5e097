// What there is to see of a page, for faults() in pages.py to judge.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const main = document.querySelector("main");
const start = (e) => `<${e.localName}> ${e.textContent.trim().slice(0, 40)}`;

const scrolls = (e) =>
  e && e !== document.body &&
  (["auto", "scroll"].includes(getComputedStyle(e).overflowX) ||
    scrolls(e.parentElement));

const without = (root, selector) => {
  const copy = root.cloneNode(true);
  for (const e of all(selector, copy)) e.remove();
  return copy;
};

// markup that was meant to be seen as what it stands for
const MATH = "mjx-container, svg";
const text = without(document.body, `pre, code, script, style, ${MATH}`).textContent;
const latex = /\$\$?[^$\n]{1,80}\$|\\[a-z]{2,}\b[^\n]{0,40}|\{#[a-z]+-|:::/g;
const link = /.{0,30}\]\((https?:|\.\.?\/|#|[\w/]+\.(ipynb|html))[^)]*\)/g;
// an asterisk of Markdown that is left over stands at an end of its block
const star = all("p, li, td, th, dd, figcaption", main)
  .map((e) => without(e, "code, pre, mjx-container").textContent.trim())
  .filter((t) => /^\*\S|\S\*$/.test(t)).map((t) => t.slice(0, 40));
const alts = all("main img, main figcaption").map((e) => e.alt || e.textContent);
const signatures = all(".cell-output-markdown pre").map((e) => e.textContent);
const linkedNames = main.textContent.match(/.{0,20}\[`[^`\n]+`\]\(/g) || [];
const raw = [text, ...alts].flatMap((t) => t.match(latex) || []).concat(
  [text, ...alts, ...signatures].flatMap((t) => t.match(link) || []),
  linkedNames,
  star,
);

const ids = all("[id]").filter((e) => !e.closest("mjx-container")).map((e) => e.id)
  .concat(all("a[name]").map((e) => e.name));
const started = window.MathJax && MathJax.startup && MathJax.startup.document;
const math = started ? [...MathJax.startup.document.math] : [];
const numbers = all("a.eq-number:not([href])").map((e) => e.textContent);

// the words before the first section
const opening = () => {
  const copy = without(main, `script, style, .math, ${MATH}, #title-block-header, ` +
    ".page-contents");
  const range = document.createRange();
  const section = copy.querySelector("h2");
  range.setStart(copy, 0);
  if (section) range.setEndBefore(section);
  else range.setEndAfter(copy.lastChild);
  return range.toString();
};

// the chapter's own entry, where the panel of the chapters shows
const lost = () => {
  const panel = document.querySelector("#quarto-sidebar");
  const active = panel && panel.querySelector(".sidebar-link.active");
  if (!active || innerWidth < 992) return [];
  const [a, p] = [active.getBoundingClientRect(), panel.getBoundingClientRect()];
  const seen = a.top >= p.top && a.bottom <= Math.min(p.bottom, innerHeight);
  return seen ? [] : [`${start(active)} at ${Math.round(a.top)} px`];
};

const unfolded = () => {
  const fold = document.querySelector("details.page-contents");
  if (innerWidth >= 992 || !document.querySelector("main h2")) return [];
  return fold && fold.offsetHeight ? [] : ["no contents under the title"];
};

// what does not fit where it stands: it must scroll, and fade where it goes on
const over = all("main *").filter((e) => e.clientWidth > 8 &&
  e.scrollWidth > e.clientWidth + 1 && !e.closest("mjx-assistive-mml") &&
  getComputedStyle(e).overflowX !== "visible");
const fades = (e) => getComputedStyle(e).maskImage !== "none";
const isCode = (e) => e.matches("pre.sourceCode");

return {
  unhinted: over.filter((e) => !fades(e)).map(start),
  outputs: innerWidth < 1300 ? [] :
    over.filter((e) => e.closest(".cell-output") && !isCode(e)).map(start),
  codes: [over.filter(isCode).length, all("main pre").filter(isCode).length],
  wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  cut: all("main *").filter((e) => !e.closest("mjx-assistive-mml") &&
    e.getBoundingClientRect().right > innerWidth + 1 && !scrolls(e)).map(start),
  raw: [...new Set(raw)],
  errors: all("mjx-merror, [data-mjx-error]").map((e) => e.textContent.slice(0, 60)),
  unlinked: numbers.concat(
    math.filter((m) => /\\tag\b/.test(m.math)).map((m) => m.math.slice(-40))),
  twice: ids.filter((id, i) => ids.indexOf(id) < i),
  mute: [...document.images]
    .filter((i) => !i.alt && i.getAttribute("role") !== "presentation").map((i) => i.src.slice(0, 60)),
  broken: [...document.images].filter((i) => i.complete && !i.naturalWidth)
    .map((i) => i.src.slice(0, 60)),
  moving: all('img[src^="data:image/gif"], img[src$=".gif"], video[autoplay]')
    .filter((e) => !e.closest(".animation")).map((e) => e.alt || e.localName),
  lost: lost(),
  unfolded: unfolded(),
  equations: all("mjx-container").length,
  opening: opening(),
  signatures: signatures,
  hrefs: all("a[href]").map((a) => a.href),
  ids: ids,
  files: performance.getEntriesByType("resource").map((r) => r.name),
};
