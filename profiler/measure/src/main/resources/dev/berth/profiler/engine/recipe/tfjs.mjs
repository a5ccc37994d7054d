// A small server over TensorFlow.js: one layers model, one image at a time.
// usage: node tfjs.mjs FOLDER PORT THREADS SIZE
import http from "node:http";
import fs from "node:fs";
import path from "node:path";
import {createRequire} from "node:module";
import * as tf from "@tensorflow/tfjs-core";
import {loadLayersModel} from "@tensorflow/tfjs-layers";
import {setThreadsCount, setWasmPaths} from "@tensorflow/tfjs-backend-wasm";

const [model, port, threads, size] = process.argv.slice(2);
const wasm = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json");
setWasmPaths(path.join(path.dirname(wasm), "dist") + path.sep);
setThreadsCount(Number(threads));
await tf.setBackend("wasm");
await tf.ready();
console.log("backend started");

const file = fs.statSync(model).isDirectory() ? path.join(model, "model.json") : model;
const described = JSON.parse(fs.readFileSync(file));
const shards = described.weightsManifest.flatMap(group => group.paths);
const weights = Buffer.concat(shards.map(shard => fs.readFileSync(path.join(path.dirname(file), shard))));
console.log("model read");

const network = await loadLayersModel({
    load: async () => ({
        modelTopology: described.modelTopology,
        weightSpecs: described.weightsManifest.flatMap(group => group.weights),
        weightData: weights.buffer.slice(weights.byteOffset, weights.byteOffset + weights.byteLength)
    })
});
console.log("model built");

const image = tf.randomUniform([1, Number(size), Number(size), 3], 0, 255, "float32", 7);
async function answer() {
    const made = network.predict(image);
    const pixels = await made.data();
    const answered = {shape: made.shape, first: pixels[0]};
    made.dispose();
    return answered;
}

http.createServer((request, response) => {
    request.resume();
    request.on("end", () => answer().then(
        made => response.writeHead(200, {"Content-Type": "application/json"}).end(JSON.stringify(made)),
        fault => response.writeHead(500).end(String(fault))));
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
