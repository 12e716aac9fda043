// bpmn-engine, durable: the state of the engine in a file, written with fsync after each step of a person.
//
// usage: engine.js FOLDER SECONDS, with NODE_PATH naming the modules; prints one line of JSON.

const { Engine } = require("bpmn-engine");
const fs = require("node:fs");
const path = require("node:path");

const WARM_UP_CASES = 3;
const ACTIVITIES = ["submit", "accept", "examine", "approve", "issue", "deliver", "close"];
const source = fs.readFileSync(path.join(__dirname, "licence.bpmn"), "utf8");

async function save(file, engine) {
  const state = JSON.stringify(await engine.getState());
  const descriptor = fs.openSync(file, "w");
  fs.writeSync(descriptor, state);
  fs.fdatasyncSync(descriptor);
  fs.closeSync(descriptor);
}

// The person does what the process waits for; the process runs on to the next person, or to its end.
function signal(execution, activity) {
  const waiting = execution.getPostponed().find((api) => api.id === activity);
  if (!waiting) throw new Error(`nobody waits for ${activity}`);
  waiting.signal({ step: activity });
}

// Each step is a request of its own: load, complete the task of the person, run on, save.
async function takeCase(file, latencies) {
  let engine;
  for (const activity of ACTIVITIES) {
    const started = performance.now();
    let execution;
    if (activity === ACTIVITIES[0]) {
      engine = new Engine({ name: "licence", source });
      execution = await engine.execute();
    } else {
      engine = new Engine();
      engine.recover(JSON.parse(fs.readFileSync(file, "utf8")));
      execution = await engine.resume();
    }
    signal(execution, activity);
    await save(file, engine);
    latencies.push(performance.now() - started);
  }
  if (engine.state !== "idle") throw new Error("the process has not ended");
}

async function main() {
  const [folder, seconds] = [process.argv[2], Number(process.argv[3])];
  let number = 0;
  const next = () => path.join(folder, `engine-${(number += 1)}.json`);
  while (number < WARM_UP_CASES) await takeCase(next(), []);
  const latencies = [];
  const cpu = process.cpuUsage();
  const started = performance.now();
  while (performance.now() - started < seconds * 1e3) await takeCase(next(), latencies);
  const elapsed = (performance.now() - started) / 1e3;
  const used = process.cpuUsage(cpu);
  latencies.sort((left, right) => left - right);
  const share = (percent) => latencies[Math.min(latencies.length - 1, Math.floor((latencies.length * percent) / 100))];
  const figures = { steps: latencies.length, seconds: elapsed, cpu_seconds: (used.user + used.system) / 1e6 };
  console.log(JSON.stringify({ ...figures, p50_ms: share(50), p99_ms: share(99) }));
}

main();
