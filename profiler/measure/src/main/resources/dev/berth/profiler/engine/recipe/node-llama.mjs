// A small server over node-llama-cpp: one model, one sequence, one request at a time.
// usage: node node-llama.mjs MODEL.gguf PORT THREADS
import http from "node:http";
import {getLlama} from "node-llama-cpp";

const [model, port, threads] = process.argv.slice(2);
const llama = await getLlama({
    gpu: false, build: "never", maxThreads: Number(threads), progressLogs: false, skipDownload: true
});
console.log("library loaded");
const loaded = await llama.loadModel({modelPath: model, useMmap: true});
console.log("model loaded");
const context = await loaded.createContext({contextSize: 512, threads: Number(threads)});
const sequence = context.getSequence();
console.log("context made");

async function complete({tokens, n}) {
    await sequence.clearHistory();
    let generated = 0;
    // Whatever the model says goes on: made-up weights end a text at any token.
    for await (const token of sequence.evaluate(tokens, {temperature: 0, yieldEogToken: true})) {
        generated++;
        if (generated >= n) {
            break;
        }
    }
    return {generated};
}

http.createServer((request, response) => {
    let body = "";
    request.on("data", part => body += part);
    request.on("end", async () => {
        try {
            const answer = JSON.stringify(await complete(JSON.parse(body)));
            response.writeHead(200, {"Content-Type": "application/json"}).end(answer);
        } catch (fault) {
            response.writeHead(500).end(String(fault));
        }
    });
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
