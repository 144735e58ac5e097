// "Draw one" on the home page: the model of the package, drawing in the reader's browser.
// Nothing is loaded before the first click on "Draw".

(() => {
  const box = document.querySelector("#draw");
  if (!box) return;
  const own = document.currentScript.src;
  const say = (text) => {
    box.querySelector(".draw-note").textContent = text;
  };
  if (location.protocol === "file:") {
    say("The model draws here when the site comes from a server: " +
      "python -m http.server -d _docs");
    return;
  }
  const form = box.querySelector("form");
  const bar = box.querySelector("progress");
  const slider = box.querySelector(".draw-walk input");
  const [noisy, clean] = box.querySelectorAll("canvas");
  const names = box.querySelector(".draw-classes");
  const status = box.querySelector("[role=status]");
  let label = 9;
  let states = [];
  let worker = null;
  let id = 0;

  const paint = (canvas, x) => {
    const pen = canvas.getContext("2d");
    const picture = pen.createImageData(canvas.width, canvas.height);
    x.forEach((o, i) => {
      const grey = 255 * (Math.max(-1, Math.min(1, o)) + 1) / 2;
      picture.data.set([grey, grey, grey, 255], 4 * i);
    });
    pen.putImageData(picture, 0, 0);
  };

  const show = (k) => {
    const { t, x, x0 } = states[k];
    paint(noisy, x);
    paint(clean, x0);
    box.querySelector(".draw-time").textContent = `t = ${t}`;
    slider.setAttribute("aria-valuetext", `t = ${t}`);
  };

  const chosen = () => {
    const of = (name) => Number(form.elements[name].value);
    const options = { sampler: form.elements.sampler.value, steps: of("steps"),
      guidance: of("guidance"), label };
    return { id: ++id, seed: of("seed"), options };
  };

  const heard = ({ data }) => {
    if ("loaded" in data) {
      bar.value = data.loaded;
      say(`Loading the model, ${Math.round(100 * data.loaded)} % …`);
    } else if (data.id !== id) {
      return;
    } else if (data.error) {
      bar.hidden = true;
      say(`This browser could not load the model: ${data.error}`);
    } else {
      states.push(data);
      const steps = Number(form.elements.steps.value);
      bar.value = states.length / (steps + 1);
      slider.max = states.length - 1;
      slider.value = states.length - 1;
      show(states.length - 1);
      if (data.t === 0) finished();
    }
  };

  const finished = () => {
    bar.hidden = true;
    slider.disabled = false;
    const name = names.querySelector('[aria-pressed="true"]').textContent;
    say(`${name}, in ${states.length - 1} steps. The slider goes back through the walk.`);
    status.textContent = `Drawn: ${name}`;
  };

  const draw = () => {
    if (!worker) {
      worker = new Worker(new URL("draw/worker.js", own), { type: "module" });
      worker.onmessage = heard;
      worker.onerror = () => heard({ data: { id, error: "its worker did not start" } });
    }
    box.classList.add("drawing");
    box.querySelector(".draw-view").hidden = false;
    states = [];
    slider.disabled = true;
    bar.hidden = false;
    bar.removeAttribute("value"); // until something is heard
    say("Loading the runtime and the model …");
    worker.postMessage(chosen());
  };

  form.hidden = false;
  say("A click on Draw loads the runtime and the model, 9 MB in all, once.");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    draw();
  });
  names.addEventListener("click", ({ target }) => {
    if (!target.matches("button")) return;
    for (const b of names.children) b.setAttribute("aria-pressed", b === target);
    label = [...names.children].indexOf(target);
    if (worker) draw();
  });
  box.querySelector(".draw-again").addEventListener("click", () => {
    form.elements.seed.value = Number(form.elements.seed.value) + 1;
    draw();
  });
  for (const name of ["steps", "guidance"]) {
    const tell = () => {
      box.querySelector(`output[for="draw-${name}"]`).textContent =
        form.elements[name].value;
    };
    form.elements[name].addEventListener("input", tell);
  }
  slider.addEventListener("input", () => show(Number(slider.value)));
})();
