// What the site adds to smalldocs: room for mathematics, folded code that can be shown,
// links that land on their target, a panel of chapters that a phone can use, animations
// that can be stopped. Loaded on every page before MathJax, from a server or a folder.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// ---- mathematics: what is a little too wide is made to fit, the rest scrolls

const narrow = innerWidth < 600;

const fit = () => {
  for (const e of all("mjx-container[display]")) {
    const share = e.clientWidth / e.scrollWidth;
    const size = parseFloat(e.style.fontSize) || 100;
    if (share < 1) e.style.fontSize = size * (share > 0.7 ? share : 0.85) + "%";
  }
  tell();
  watch();
};

window.MathJax = {
  svg: {
    scale: narrow ? 0.85 : 0.93,
    displayAlign: narrow ? "left" : "center",
    displayIndent: "0",
  },
  startup: { pageReady: () => MathJax.startup.defaultPageReady().then(fit) },
};

// ---- folded code: one button for all of it, whose choice is remembered

const folds = all("details.code-fold");
const allCode = all("button.all-code");
const KEY = "ddpm-lit-code";

const remembered = () => {
  try {
    return localStorage.getItem(KEY) === "shown";
  } catch {
    return false;
  }
};

const remember = (shown) => {
  try {
    localStorage.setItem(KEY, shown ? "shown" : "folded");
  } catch {
    // this page only, then
  }
};

const setFolds = (shown) => {
  for (const fold of folds) fold.open = shown;
  for (const b of allCode) b.textContent = shown ? "Fold all code" : "Show all code";
};

// what the reader sees at the top stays there
const inPlace = (change) => {
  const top = document.querySelector("#quarto-header").getBoundingClientRect().bottom;
  const seen = all("main h2, main h3, main p, main summary").find((e) =>
    e.offsetHeight && e.getBoundingClientRect().top >= top);
  const before = seen && seen.getBoundingClientRect().top;
  change();
  const moved = seen ? seen.getBoundingClientRect().top - before : 0;
  scrollBy({ top: moved, behavior: "instant" });
};

for (const b of allCode) {
  b.hidden = !folds.length;
  b.addEventListener("click", () => {
    const shown = b.textContent === "Show all code";
    remember(shown);
    inPlace(() => setFolds(shown));
  });
}
if (remembered()) setFolds(true);

// on paper nothing is folded
const shut = new Set();
const print = (begins) => {
  for (const fold of folds) {
    if (begins && !fold.open) shut.add(fold);
    if (begins) fold.open = true;
    else if (shut.delete(fold)) fold.open = false;
  }
};
matchMedia("print").addEventListener("change", (event) => print(event.matches));
addEventListener("beforeprint", () => print(true));
addEventListener("afterprint", () => print(false));

// ---- what was searched for: a hit takes the words along, and they open the fold that
// has them

const plain = (text) => text.toLowerCase().replace(/\s+/g, " ");

const takeAlong = (event) => {
  const hit = event.target.closest && event.target.closest("a.search-result");
  if (!hit) return;
  const input = hit.closest(".smalldocs-search").querySelector("input");
  const url = new URL(hit.href);
  url.search = new URLSearchParams({ q: input.value.trim() });
  hit.href = url.href;
};
for (const event of ["click", "auxclick"]) {
  document.addEventListener(event, takeAlong, { capture: true });
}

const words = plain(new URLSearchParams(location.search).get("q") || "");

// the line of folded code below a heading that has the words; none if they are in sight
const foundLine = (heading) => {
  const place = (heading && heading.closest("section")) || document.querySelector("main");
  const has = (e) => plain(e.textContent).includes(words);
  const hides = all("details.code-fold", place).filter(has);
  if (!words || !hides.length) return null;
  for (const fold of hides) fold.open = true;
  const shown = all("p, li, td, h1, h2, h3, h4, .cell-output pre", place);
  if (shown.some(has)) return null;
  return all(".line", hides[0]).find(has) || hides[0];
};

// ---- the search: what it is called here, and what is searched for, in turn; words that
// stand apart if they do not stand together

window.litSearch = (fuse, q, limit) => {
  const same = window.searchSynonyms[plain(q)];
  const lists = [same, q].filter(Boolean).map((words) =>
    fuse.search(words, { limit }).map((hit) => hit.item));
  const hits = [];
  for (let i = 0; i < limit; i++) {
    for (const list of lists) if (list[i]) hits.push(list[i]);
  }
  const text = (o) => plain(`${o.title} ${o.section} ${o.text} ${o.code}`);
  const parts = plain(q).split(" ");
  const together = hits.filter((entry) => same || text(entry).includes(plain(q)));
  const apart = parts.length < 2 ? [] : window.searchIndex.filter((entry) =>
    parts.every((part) => text(entry).includes(part)));
  return [...new Set([...together, ...apart, ...hits])].slice(0, limit);
};

// the text of a hit that has the first word of the search
window.litSnippet = (entry, q) => {
  const word = plain(q).split(" ")[0];
  return !plain(entry.text).includes(word) && plain(entry.code).includes(word)
    ? entry.code : entry.text;
};

// ---- links into a page: the page grows while equations and pictures come in, so the
// target is shown again after each change, until the reader moves or all is there

const named = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  return id && (document.getElementById(id) || document.getElementsByName(id)[0]);
};

const found = foundLine(named());
if (found) found.classList.add("found");

const target = () => {
  const t = found || named();
  for (let e = t; e; e = e.parentElement) {
    if (e.matches("details.code-fold")) e.open = true;
  }
  return t;
};
addEventListener("hashchange", target);

let reading = false;
for (const event of ["wheel", "touchstart", "pointerdown", "keydown"]) {
  addEventListener(event, () => (reading = true), { once: true, passive: true });
}

const land = () => {
  const t = target();
  if (t && !reading) t.scrollIntoView({ behavior: "instant" });
};

const growth = new ResizeObserver(land);
growth.observe(document.querySelector("main"));
addEventListener("load", async () => {
  await (window.MathJax.startup || {}).promise;
  await document.fonts.ready;
  land();
  setTimeout(() => growth.disconnect(), 2000);
});

// ---- the chapters: in view at every width, and a panel that opens on a phone

const panel = document.querySelector("#quarto-sidebar");
const button = document.querySelector(".quarto-btn-toggle");

const showActive = () => {
  const active = panel.querySelector(".sidebar-link.active");
  if (!active) return;
  const [a, p] = [active.getBoundingClientRect(), panel.getBoundingClientRect()];
  panel.scrollTop += a.top - p.top - (panel.clientHeight - a.height) / 2;
};

if (panel) {
  const isOpen = () => panel.classList.contains("show");
  showActive();
  addEventListener("load", showActive);
  new MutationObserver(() => {
    if (String(isOpen()) === button.getAttribute("aria-expanded")) return;
    button.setAttribute("aria-expanded", isOpen());
    if (isOpen()) showActive();
  }).observe(panel, { attributeFilter: ["class"] });
  panel.addEventListener("keydown", (event) => {
    const section = event.target.closest('[role="button"]');
    if (section && ["Enter", " "].includes(event.key)) {
      event.preventDefault();
      section.click();
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    button.click();
    button.focus();
  });
}

// ---- "On this page", folded under the title: closed before the jump, which otherwise
// would be to where the target stood

for (const details of all("details.page-contents")) {
  details.addEventListener("click", (event) => {
    if (event.target.closest("a")) details.open = false;
  });
}

// ---- animations: still from the start for those who asked their system for less motion

const still = matchMedia("(prefers-reduced-motion: reduce)");

for (const box of all(".animation")) {
  const picture = box.querySelector("source");
  const control = box.querySelector("button");
  const stop = (stopped) => {
    picture.media = stopped ? "all" : "not all";
    control.textContent = stopped ? "Play" : "Pause";
  };
  stop(still.matches);
  control.hidden = false;
  control.addEventListener("click", () => stop(control.textContent === "Pause"));
}

// ---- what symbols mean: of one that is pointed at or tapped, of all in an equation that
// has the focus

const MARK = "mjx-container [class^='symbol-']";
const tip = Object.assign(document.createElement("div"), { id: "symbol-tip", hidden: true });
tip.setAttribute("role", "tooltip");

const hideTip = () => {
  tip.hidden = true;
  for (const e of all("[aria-describedby='symbol-tip']")) {
    e.removeAttribute("aria-describedby");
  }
};

const showTip = (names, at) => {
  const known = [...new Set(names)].filter((name) => (window.litSymbols || {})[name]);
  if (!known.length) return;
  tip.replaceChildren(...known.map((name) => {
    const [symbol, meaning] = window.litSymbols[name];
    const line = document.createElement("p");
    line.append(Object.assign(document.createElement("b"), { textContent: symbol }),
      ` ${meaning}`);
    return line;
  }));
  document.body.append(tip);
  tip.hidden = false;
  const [r, t] = [at.getBoundingClientRect(), tip.getBoundingClientRect()];
  const left = Math.max(4, Math.min(r.left, innerWidth - t.width - 4));
  const below = r.bottom + 6 + t.height < innerHeight;
  tip.style.left = `${left + scrollX}px`;
  tip.style.top = `${scrollY + (below ? r.bottom + 6 : r.top - t.height - 6)}px`;
};

const nameOf = (e) => e.getAttribute("class").split(" ")[0];

// equations with known symbols take the focus
const tell = () => {
  for (const e of all("main mjx-container[display]")) {
    if (!e.querySelector("[class^='symbol-']")) continue;
    e.classList.add("told");
    e.tabIndex = 0;
  }
};

document.addEventListener("mouseover", ({ target }) => {
  const mark = target.closest && target.closest(MARK);
  if (mark) showTip([nameOf(mark)], mark);
});
document.addEventListener("mouseout", ({ target }) => {
  if (target.closest && target.closest(MARK)) hideTip();
});
document.addEventListener("click", ({ target }) => {
  const mark = target.closest && target.closest(MARK);
  if (mark) showTip([nameOf(mark)], mark);
  else hideTip();
});
document.addEventListener("focusin", ({ target }) => {
  if (!target.matches("mjx-container.told") || !target.matches(":focus-visible")) return;
  target.setAttribute("aria-describedby", "symbol-tip");
  showTip(all("[class^='symbol-']", target).map(nameOf), target);
});
document.addEventListener("focusout", hideTip);
addEventListener("keydown", (event) => {
  if (event.key === "Escape") hideTip();
});

// ---- what is wider than the page scrolls, also by keys, and fades where it goes on

const wide = "main pre, main .sd-table, main mjx-container[display]";

const hint = (e) => {
  if (!e.matches || !e.matches(wide)) return;
  const scrolls = e.scrollWidth > e.clientWidth + 1;
  if (scrolls || e.matches(".told")) e.tabIndex = 0;
  else e.removeAttribute("tabindex");
  const more = e.scrollWidth - e.clientWidth - e.scrollLeft;
  e.classList.toggle("more", scrolls && more > 1);
};

const sizes = new ResizeObserver((entries) => entries.forEach((o) => hint(o.target)));
const watch = () => {
  for (const e of all(wide)) {
    sizes.observe(e);
    hint(e);
  }
};
watch();
addEventListener("load", watch);
document.addEventListener("scroll", (event) => hint(event.target),
  { capture: true, passive: true });
