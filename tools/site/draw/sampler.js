// From noise to an image, in a browser: the walk of chapter 41 with two rules of chapter
// 40. A network is an async function (x, t, label) => its answer, all for one image; x
// and the answer are Float32Arrays, t counts from 0, and label null means no class.

// times τ_1 < ... < τ_n = T, evenly spread over 1..T
export const spacedTimes = (T, n) => {
  const times = [];
  for (let k = 1; k <= n; k++) {
    const u = 1 - (n - k) * (1 / Math.max(1, n - 1)); // from 0 to 1
    const rounded = Math.floor(1 + (T - 1) * u + 0.5);
    const after = times.length ? times[times.length - 1] + 1 : 1; // no time twice
    times.push(Math.min(Math.max(rounded, after), T - n + k));
  }
  return times;
};

// amplitudes of signal and noise at time t, and the clock of the solver
const level = (alphaBars, t) => {
  const a = Math.sqrt(alphaBars[t]);
  const sigma = Math.sqrt(1 - alphaBars[t]);
  return { a, sigma, lambda: Math.log(a / sigma) };
};

// ε̃ = ε(y) + w (ε(y) − ε(none)), for whatever the network predicts
const guided = async (network, x, t, label, guidance) => {
  const out = await network(x, t - 1, label);
  if (!guidance || label === null) return out;
  const none = await network(x, t - 1, null);
  return out.map((o, i) => o + guidance * (o - none[i]));
};

// the estimate of x_0 that the network's answer means, kept in [−1, 1]
const READ = {
  eps: (x, out, { a, sigma }) => (x - sigma * out) / a,
  x0: (x, out) => out,
  v: (x, out, { a, sigma }) => a * x - sigma * out,
};
const clip = (value) => Math.max(-1, Math.min(1, value));

// DDIM goes straight to x̂_0; DPM-Solver++ to where x̂_0 will be half a step ahead
const RULES = {
  ddim: (now) => now.x0,
  "dpm++": (now, before, next) => {
    if (!before || next.t === 0) return now.x0;
    const h = next.lambda - now.lambda;
    const share = h / (now.lambda - before.lambda) / 2;
    return now.x0.map((o, i) => o + share * (o - before.x0[i]));
  },
};

// the states from t = T to 0, each as { t, x, x0 }
export async function* walk(network, tables, start, options) {
  const { alphaBars, prediction } = tables;
  const { sampler, steps, label = null, guidance = 0 } = options;
  const times = [0, ...spacedTimes(alphaBars.length - 1, steps)];
  let x = start;
  let before = null;
  for (let k = steps; k > 0; k--) {
    const here = level(alphaBars, times[k]);
    const out = await guided(network, x, times[k], label, guidance);
    const x0 = x.map((o, i) => clip(READ[prediction](o, out[i], here)));
    const now = { t: times[k], x, x0, ...here };
    yield now;
    const next = { t: times[k - 1], ...level(alphaBars, times[k - 1]) };
    const aim = RULES[sampler](now, before, next);
    // x_{t−1} = a_{t−1} D + σ_{t−1} ε, where ε = (x_t − a_t D) / σ_t
    const noise = (o, i) => (o - here.a * aim[i]) / here.sigma;
    x = x.map((o, i) => next.a * aim[i] + next.sigma * noise(o, i));
    before = now;
  }
  x = x.map(clip);
  yield { t: 0, x, x0: x };
}

// standard normal noise from a seed: mulberry32, then Box and Muller
export const noise = (seed, size) => {
  const uniform = () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let m = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    m = (m + Math.imul(m ^ (m >>> 7), 61 | m)) ^ m;
    return ((m ^ (m >>> 14)) >>> 0) / 2 ** 32;
  };
  return Float32Array.from({ length: size }, () =>
    Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()));
};
