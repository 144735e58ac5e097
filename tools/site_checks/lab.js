// What check_lab.py does in JupyterLab: it calls one of these by name.
const wait = (ms) => new Promise((ok) => setTimeout(ok, ms));
const app = window.jupyterapp;
const panel = app && app.shell.currentWidget;
const all = (selector) => [...panel.node.querySelectorAll(selector)];

const ready = () => panel && panel.context && panel.context.isReady;

// run all cells; window.ranAll says how, when they are done
const runAll = async () => {
  window.ranAll = null;
  await panel.context.ready;
  await panel.sessionContext.ready;
  await app.commands.execute("notebook:run-all-cells");
  const isCode = (c) => c.type == "code" && c.sharedModel.getSource().trim();
  const cells = [...panel.content.model.cells].filter(isCode);
  const outputs = cells.flatMap((c) =>
    [...Array(c.outputs.length).keys()].map((i) => c.outputs.get(i)));
  const errors = outputs.filter((o) => o.type == "error");
  window.ranAll = {
    cells: cells.length,
    run: cells.filter((c) => c.executionCount).length,
    errors: errors.map((o) => JSON.stringify(o.toJSON()).slice(0, 300)),
  };
};

// what there is to see
const look = () => {
  const text = (e) => (e.innerText || e.textContent).slice(0, 60);
  const latex = /\$\$|\\(frac|bar|sqrt)/;
  const images = all("img");
  const prose = all(".jp-MarkdownOutput");
  return {
    figures: all(".jp-OutputArea img").length,
    lost: images.filter((i) => i.complete && !i.naturalWidth).length,
    moving: all('img[src^="data:image/gif"]').length,
    equations: all(".jp-MarkdownOutput mjx-container").length,
    wrong: all("mjx-merror").map(text),
    untypeset: prose.filter((e) => latex.test(e.innerText)).map(text),
    widgets: all(".jupyter-widgets.widget-slider").length,
    ranges: all(".jp-OutputArea input[type=range]").length,
  };
};

// move every slider to its end; how many pictures beside them changed
const move = async () => {
  let moved = 0;
  for (const range of all(".jp-OutputArea input[type=range]")) {
    const picture = range.previousElementSibling;
    const before = picture.style.backgroundPositionY;
    range.value = range.max;
    range.dispatchEvent(new Event("input"));
    const changed = picture.style.backgroundPositionY != before;
    moved += changed && range.nextElementSibling.textContent == "t = 0";
  }
  for (const slider of all(".jupyter-widgets.widget-slider")) {
    const box = slider.closest(".widget-vbox");
    const before = box.querySelector("img").src;
    const end = new KeyboardEvent("keydown", { key: "End", bubbles: true });
    slider.querySelector(".noUi-handle").dispatchEvent(end);
    await wait(2000);
    const changed = box.querySelector("img").src != before;
    moved += changed && box.innerText.includes("t = 0");
  }
  return moved;
};
