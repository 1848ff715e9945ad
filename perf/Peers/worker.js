// Runs ONNX Runtime for the comparison: one JSON request a line on standard input, one JSON answer a line on standard
// output. Idle between requests, so that the two sides never compute at the same time.
'use strict';
const fs = require('fs');
const readline = require('readline');
const ort = require('onnxruntime-node');

let session = null;
let feeds = null;

function floats(path) {
  const bytes = fs.readFileSync(path);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4).slice();
}

async function load({ path, threads, batch, input }) {
  session = await ort.InferenceSession.create(path, {
    executionProviders: ['cpu'], graphOptimizationLevel: 'all', intraOpNumThreads: threads, interOpNumThreads: 1,
    executionMode: 'sequential',
  });
  const known = (session.inputMetadata || [])[0];
  // Sizes that have names are the batch.
  const shape = known && known.shape ? known.shape.map(size => (typeof size === 'number' && size > 0 ? size : batch))
    : [batch, 3, 224, 224];
  const count = shape.reduce((product, size) => product * size, 1);
  const values = input ? floats(input) : new Float32Array(count).fill(0.1);
  feeds = { [session.inputNames[0]]: new ort.Tensor('float32', values, shape) };
  return { inputs: session.inputNames, outputs: session.outputNames, shape };
}

// Nanoseconds of each run, after some that do not count.
async function run({ warm, count }) {
  const times = [];
  for (let i = 0; i < warm + count; i++) {
    const start = process.hrtime.bigint();
    await session.run(feeds);
    const time = Number(process.hrtime.bigint() - start);
    if (i >= warm) times.push(time);
  }
  return { times };
}

async function output({ path, name }) {
  const results = await session.run(feeds);
  const wanted = results[name || session.outputNames[0]];
  fs.writeFileSync(path, Buffer.from(wanted.data.buffer, wanted.data.byteOffset, wanted.data.byteLength));
  return { shape: wanted.dims };
}

async function unload() {
  if (session) await session.release();
  session = feeds = null;
  return {};
}

function version() {
  return { onnxruntime: require('onnxruntime-node/package.json').version, node: process.version };
}

const commands = { load, run, output, unload, version };
const lines = readline.createInterface({ input: process.stdin });
let queue = Promise.resolve();
lines.on('line', line => {
  queue = queue.then(async () => {
    let answer;
    try {
      const request = JSON.parse(line);
      answer = await commands[request.command](request);
    } catch (error) {
      answer = { error: String(error && error.message || error) };
    }
    process.stdout.write(JSON.stringify(answer) + '\n');
  });
});
