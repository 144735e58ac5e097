// Draws images beside the page, so that the page stays free: loads ONNX Runtime and the
// model, and posts each state of a walk. Started by draw.js on the first click.

import * as ort from "./ort.mjs";
import { noise, walk } from "./sampler.js";

const BYTES = 9e6; // of runtime and model, about
ort.env.wasm.numThreads = 1; // more would need headers that a plain server lacks

// a file in parts, so that a bar can say how much is there
let count = 0;
const fetched = async (name) => {
  const answer = await fetch(new URL(name, import.meta.url));
  if (!answer.ok) throw new Error(`${name}: ${answer.status}`);
  const parts = [];
  for (const reader = answer.body.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    count += value.length;
    postMessage({ loaded: Math.min(1, count / BYTES) });
  }
  return new Blob(parts);
};

const unpacked = (blob) =>
  new Response(blob.stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();

// the network as the sampler calls it, and the tables beside it
const load = async () => {
  const tables = await (await fetch(new URL("./model.json", import.meta.url))).json();
  ort.env.wasm.wasmBinary = await unpacked(await fetched("./ort.wasm.gz"));
  const model = await (await fetched("./model.onnx")).arrayBuffer();
  const session = await ort.InferenceSession.create(new Uint8Array(model));
  const { shape, classes } = tables;
  const size = shape.reduce((a, b) => a * b);
  const number = (o) => new ort.Tensor("int64", BigInt64Array.of(BigInt(o)), [1]);
  const network = async (x, t, label) => {
    const feeds = { x_t: new ort.Tensor("float32", x, [1, ...shape]), t: number(t) };
    if (classes) feeds.labels = number(label === null ? classes : label);
    const { out } = await session.run(feeds);
    return out.data.slice(0, size); // a learned variance comes behind
  };
  return { network, tables, size };
};

let loading = null;
let wanted = 0; // number of the last request: others are out of date

const answer = async ({ id, seed, start, options }) => {
  loading = loading || load();
  const { network, tables, size } = await loading;
  const x = start || noise(seed, size);
  for await (const { t, x: x_t, x0 } of walk(network, tables, x, options)) {
    if (id !== wanted) return;
    postMessage({ id, t, x: x_t, x0 });
  }
};

// one at a time: the runtime does not take a second call before the first has ended
let turn = Promise.resolve();
onmessage = ({ data }) => {
  wanted = data.id;
  turn = turn.then(() => data.id === wanted && answer(data)).catch((error) => {
    loading = null;
    postMessage({ id: data.id, error: String(error.message || error) });
  });
};
