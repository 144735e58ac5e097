// What the site adds to smalldocs: room for mathematics, links that land on their
// target, a panel of chapters that a phone can use, animations that can be stopped.
// Loaded on every page before MathJax, from a server or from a folder.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];

// ---- mathematics: what is a little too wide is made to fit, the rest scrolls

const narrow = innerWidth < 600;

const fit = () => {
  for (const e of all("mjx-container[display]")) {
    const share = e.clientWidth / e.scrollWidth;
    const size = parseFloat(e.style.fontSize) || 100;
    if (share < 1) e.style.fontSize = size * (share > 0.7 ? share : 0.85) + "%";
    if (e.scrollWidth > e.clientWidth) e.tabIndex = 0; // so that keys can scroll it
  }
};

window.MathJax = {
  svg: {
    scale: narrow ? 0.85 : 0.93,
    displayAlign: narrow ? "left" : "center",
    displayIndent: "0",
  },
  startup: { pageReady: () => MathJax.startup.defaultPageReady().then(fit) },
};

// ---- links into a page: the page grows while equations and pictures come in, so the
// target is shown again after each change, until the reader moves or all is there

const target = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  return id && (document.getElementById(id) || document.getElementsByName(id)[0]);
};

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

// ---- code and tables that are wider than the page scroll, also by keys

const reachable = () => {
  for (const e of all("main pre, main .sd-table")) {
    if (e.scrollWidth > e.clientWidth) e.tabIndex = 0;
    else e.removeAttribute("tabindex");
  }
};
reachable();
addEventListener("load", reachable);
addEventListener("resize", reachable);
