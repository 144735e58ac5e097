// Figures that answer: <div class="answers" data-figure="..."> becomes a picture with
// controls. The numbers are those of the library, from the same formulas; window.litFigures
// lets a check compare them. Needs figures-data.js, and no server.

(() => {
  // ---- the mathematics

  const SCHEDULES = {
    linear: (T) => Array.from({ length: T }, (_, i) =>
      (1e-4 + (T > 1 ? i / (T - 1) : 0) * (0.02 - 1e-4)) * 1000 / T),
    cosine: (T, s = 0.008) => {
      const angle = (t) => (t / T + s) / (1 + s) * Math.PI / 2;
      return Array.from({ length: T }, (_, i) =>
        1 - (Math.cos(angle(i + 1)) / Math.cos(angle(i))) ** 2);
    },
  };

  // tables that are read at t: entry 0 is the clean image
  const schedule = (name, T) => {
    const betas = [0, ...SCHEDULES[name](T).map((o) => Math.min(o, 0.999))];
    const alphaBars = [];
    betas.forEach((beta, t) => alphaBars.push(t ? alphaBars[t - 1] * (1 - beta) : 1));
    return { T, betas, alphaBars };
  };

  // x_t = √ᾱ_t x_0 + √(1 − ᾱ_t) ε
  const forward = (s, x0, t, eps) => {
    const [a, b] = [Math.sqrt(s.alphaBars[t]), Math.sqrt(1 - s.alphaBars[t])];
    return x0.map((o, i) => a * o + b * eps[i]);
  };

  const snr = (s, t) => s.alphaBars[t] / (1 - s.alphaBars[t]);

  // E[ε | x_t] in the world of clusters: the best network there is
  const epsilon = (s, x, t, { means, std, weights }) => {
    const [a, b] = [Math.sqrt(s.alphaBars[t]), Math.sqrt(1 - s.alphaBars[t])];
    const V = (a * std) ** 2 + b ** 2;
    return x.map((o) => {
      const logs = means.map((m, k) => Math.log(weights[k]) - (o - a * m) ** 2 / (2 * V));
      const top = Math.max(...logs);
      const shares = logs.map((l) => Math.exp(l - top));
      const total = shares.reduce((p, q) => p + q);
      const mean = means.reduce((sum, m, k) => sum + shares[k] / total * m, 0);
      return b / V * (o - a * mean);
    });
  };

  // Algorithm 2, or DDIM, from x_T to x_0: all states. A slip is one mistake on purpose.
  const walk = (s, world, start, noise, { sampler, variance, slip }) => {
    const states = [start];
    for (let t = s.T; t > 0; t--) {
      const x = states[states.length - 1];
      const [now, before] = [s.alphaBars[t], s.alphaBars[t - 1]];
      const eps = epsilon(s, x, slip === "clock" ? Math.max(t - 1, 1) : t, world);
      const x0 = x.map((o, i) => (o - Math.sqrt(1 - now) * eps[i]) / Math.sqrt(now));
      if (sampler === "ddim") {
        states.push(x0.map((o, i) =>
          Math.sqrt(before) * o + Math.sqrt(1 - before) * eps[i]));
        continue;
      }
      const beta = s.betas[t];
      const small = beta * (1 - before) / (1 - now);
      const sigma2 = variance === "small" ? small : beta;
      let sigma = slip === "root" ? sigma2 : Math.sqrt(sigma2);
      if (t === 1) sigma = slip === "last" ? Math.sqrt(beta) : 0;
      const [c0, ct] = [Math.sqrt(before) * beta / (1 - now),
        Math.sqrt(1 - beta) * (1 - before) / (1 - now)];
      const z = sigma ? noise(t) : x;
      states.push(x.map((o, i) => c0 * x0[i] + ct * o + sigma * z[i]));
    }
    return states;
  };

  const normal = (seed) => {
    const uniform = () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let m = Math.imul(seed ^ (seed >>> 15), 1 | seed);
      m = (m + Math.imul(m ^ (m >>> 7), 61 | m)) ^ m;
      return ((m ^ (m >>> 14)) >>> 0) / 2 ** 32;
    };
    return (n) => Array.from({ length: n }, () =>
      Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()));
  };

  const density = (x, { means, std, weights }) =>
    means.reduce((sum, m, k) => sum + weights[k] / std / Math.sqrt(2 * Math.PI) *
      Math.exp(-((x - m) ** 2) / (2 * std ** 2)), 0);

  const data = window.litFiguresData;
  window.litFigures = { schedule, forward, snr, epsilon, walk, density, data };

  // ---- what both pictures need

  const make = (tag, options = {}, ...inside) => {
    const e = Object.assign(document.createElement(tag), options);
    e.append(...inside);
    return e;
  };

  const select = (label, name, entries) => {
    const list = make("select", { name });
    for (const [value, text] of entries) list.append(new Option(text, value));
    return make("label", {}, `${label} `, list);
  };

  const slider = (label, name, min, max, value) =>
    make("label", { className: "answers-wide" }, `${label} `,
      make("input", { type: "range", name, min, max, value }));

  const canvas = (width, height, label) => {
    const e = make("canvas", { width, height });
    e.setAttribute("role", "img");
    e.setAttribute("aria-label", label);
    return e;
  };

  const figure = (box, controls, pictures, told) => {
    const form = make("form", {}, ...controls);
    form.addEventListener("submit", (event) => event.preventDefault());
    told.setAttribute("aria-live", "polite");
    box.replaceChildren(form, ...pictures, told);
    box.classList.add("live");
    return form.elements;
  };

  const colours = () => {
    const style = getComputedStyle(document.body);
    const dark = document.documentElement.classList.contains("quarto-dark");
    return { text: style.color, law: dark ? "#f2a55c" : "#b34700",
      dots: dark ? "#7fb8ff" : "#0072b2" };
  };

  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const digits = (o) => {
    if (!Number.isFinite(o)) return "∞";
    return o && (Math.abs(o) < 1e-3 || Math.abs(o) >= 1e4) ? o.toExponential(2)
      : String(Number(o.toPrecision(4)));
  };

  // ---- the forward process: a garment, t, and a schedule

  const FORWARD = (box) => {
    const size = 28;
    const picture = canvas(size, size, "The noisy image");
    const told = make("p", { className: "answers-told" });
    const T = 1000;
    const eps = normal(0)(size * size);
    const tables = Object.fromEntries(Object.keys(SCHEDULES).map((name) =>
      [name, schedule(name, T)]));
    const names = Object.keys(data.garments);
    const elements = figure(box, [
      select("Garment", "garment", names.map((o) => [o, o])),
      select("Schedule", "schedule", [["linear", "linear"], ["cosine", "cosine"]]),
      slider("Time t", "t", 0, T, 200),
    ], [picture], told);
    const draw = () => {
      const t = Number(elements.t.value);
      const s = tables[elements.schedule.value];
      const bytes = atob(data.garments[elements.garment.value]);
      const x0 = Array.from(bytes, (o) => o.charCodeAt(0) / 127.5 - 1);
      const pen = picture.getContext("2d");
      const dots = pen.createImageData(size, size);
      forward(s, x0, t, eps).forEach((o, i) => {
        const grey = 255 * (Math.max(-1, Math.min(1, o)) + 1) / 2;
        dots.data.set([grey, grey, grey, 255], 4 * i);
      });
      pen.putImageData(dots, 0, 0);
      told.textContent = `t = ${t}: ᾱ_t = ${digits(s.alphaBars[t])}, so the image is ` +
        `multiplied by ${digits(Math.sqrt(s.alphaBars[t]))} and the noise by ` +
        `${digits(Math.sqrt(1 - s.alphaBars[t]))}; SNR = ${digits(snr(s, t))}`;
      Object.assign(box.dataset, { alphaBar: s.alphaBars[t], snr: snr(s, t) });
      picture.setAttribute("aria-label", `${elements.garment.value} at t = ${t}`);
    };
    box.addEventListener("input", draw);
    draw();
  };

  // ---- the way back in a world of two clusters, with slips to switch on

  const SLIPS = [["", "none"], ["root", "σ² in the place of σ: the square root lost"],
    ["last", "noise at the last step"], ["clock", "the network hears t − 1 for t"]];
  const COUNT = 3000;
  const SHOWN = 60;

  const EXACT = (box) => {
    const width = Math.max(300, Math.min(720, box.clientWidth - 32));
    const [height, part] = [300, Math.round(0.75 * width)];
    const scale = (width - part - 12) / 2.05; // of a density
    const picture = canvas(width, height, "Particles on their way from noise to data");
    const told = make("p", { className: "answers-told" });
    const play = make("button", { type: "button", className: "btn btn-sm" }, "Play");
    const elements = figure(box, [
      select("Steps T", "T", [10, 20, 50, 100, 200].map((o) => [o, o])),
      select("Sampler", "sampler", [["ddpm", "Algorithm 2"], ["ddim", "DDIM"]]),
      select("Variance", "variance", [["large", "β"], ["small", "β̃"]]),
      select("Slip", "slip", SLIPS),
      play,
    ], [picture], told);
    elements.T.value = 50;
    let states = [];
    let shown = 0;
    let timer = 0;
    const y = (x) => height / 2 - x * height / 5;

    const draw = () => {
      const pen = picture.getContext("2d");
      const { text, law, dots } = colours();
      const T = states.length - 1;
      pen.clearRect(0, 0, width, height);
      pen.globalAlpha = 0.35;
      pen.strokeStyle = dots;
      for (let i = 0; i < SHOWN; i++) {
        pen.beginPath();
        for (let k = 0; k <= shown; k++) pen.lineTo(part * k / T, y(states[k][i]));
        pen.stroke();
      }
      pen.globalAlpha = 1;
      pen.fillStyle = dots;
      for (let i = 0; i < SHOWN; i++) {
        pen.fillRect(part * shown / T - 2, y(states[shown][i]) - 2, 4, 4);
      }
      const bins = new Array(60).fill(0);
      for (const x of states[shown]) bins[Math.floor((x + 2.5) * 12)] += 1;
      pen.globalAlpha = 0.6;
      bins.forEach((n, k) => pen.fillRect(part + 10, y((k + 1) / 12 - 2.5),
        n / COUNT * 12 * scale, height / 60 - 0.5));
      pen.globalAlpha = 1;
      pen.strokeStyle = law;
      pen.lineWidth = 2;
      pen.beginPath();
      for (let x = -2.5; x <= 2.5; x += 0.02) {
        pen.lineTo(part + 10 + density(x, data.world) * scale, y(x));
      }
      pen.stroke();
      pen.lineWidth = 1;
      pen.fillStyle = text;
      pen.font = "14px sans-serif";
      pen.fillText("noise, t = T", 4, 16);
      pen.fillText("t = 0", part - 40, 16);
      pen.fillText(width < 500 ? "the law" : "what came, and the law", part + 10, 16);
    };

    const tell = () => {
      const end = states[states.length - 1];
      const mean = end.reduce((p, q) => p + q) / COUNT;
      const spread = Math.sqrt(end.reduce((p, q) => p + (q - mean) ** 2, 0) / COUNT);
      const right = end.filter((o) => o > 0);
      const middle = right.reduce((p, q) => p + q, 0) / right.length;
      const own = Math.sqrt(right.reduce((p, q) => p + (q - middle) ** 2, 0) /
        right.length);
      told.textContent = `${COUNT} particles end with mean ${digits(mean)} and spread ` +
        `${digits(spread)}; ${digits(100 * right.length / COUNT)} % in the upper ` +
        `cluster, whose own spread is ${digits(own)}. The data: mean ` +
        `${digits(data.law.mean)}, spread ${digits(data.law.spread)}, 75 %, 0.15.`;
      Object.assign(box.dataset, { mean, spread, own });
    };

    const run = (moving) => {
      cancelAnimationFrame(timer);
      const random = normal(1);
      const s = schedule("linear", Number(elements.T.value));
      const noise = () => random(COUNT);
      const options = { sampler: elements.sampler.value, slip: elements.slip.value,
        variance: elements.variance.value };
      states = walk(s, data.world, random(COUNT), noise, options);
      elements.variance.disabled = options.sampler === "ddim";
      tell();
      shown = moving && !still.matches ? 0 : states.length - 1;
      const step = () => {
        draw();
        if (shown >= states.length - 1) return;
        shown = Math.min(states.length - 1, shown + Math.ceil(states.length / 120));
        timer = requestAnimationFrame(step);
      };
      step();
    };
    box.addEventListener("input", () => run(true));
    play.addEventListener("click", () => run(true));
    new MutationObserver(draw).observe(document.documentElement,
      { attributeFilter: ["class"] });
    run(false);
  };

  const FIGURES = { forward: FORWARD, exact: EXACT };
  for (const box of document.querySelectorAll(".answers[data-figure]")) {
    if (data) FIGURES[box.dataset.figure](box);
  }
})();
