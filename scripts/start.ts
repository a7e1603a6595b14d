/**
 * `npm start`: a box and its hub, side by side, a demo unless the environment says otherwise, with everything that one needs to try them.
 * Ctrl-C stops both.
 */
import { join } from "node:path";
import { isDemo, startWords } from "./start-words.ts";
import { type Program, startProgram } from "./supervisor.ts";

const root = join(import.meta.dirname, "..");
const data = process.env.DATA_DIR || join(root, "data");
const demo = isDemo(process.env);
const hubPort = process.env.HUB_PORT ?? "4000";
/** `start:dev`: a program whose source changed starts anew. */
const watches = process.argv.includes("--watch");
const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const program = (name: string, folder: string, env: NodeJS.ProcessEnv): Program =>
  startProgram({
    name,
    file: join(root, folder, "main.ts"),
    args: ["serve"],
    nodeFlags: watches ? ["--watch", "--watch-preserve-output"] : [],
    env: {
      ...process.env,
      DEMO: process.env.DEMO || (demo ? "1" : "0"),
      DATA_DIR: join(data, name),
      LOG_LEVEL: process.env.LOG_LEVEL ?? "warn",
      ...env,
    },
    line: (text) => say(`[${name}] ${text}`),
    restarting: (delay_ms) => say(`[${name}] ended unexpectedly and starts again in ${delay_ms / 1000} s`),
  });

const running: Program[] = [];
let stopping = false;
const stopAll = async (code: number): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await Promise.all(running.map((each) => each.stop()));
  process.exit(code);
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(signal, () => {
    say("\nStopping box and hub ...");
    void stopAll(0);
  });
}

const hub = program("hub", "cloud-hub", { PORT: hubPort, HUB_URL: undefined, HUB_ENROLL_CODE: undefined });
running.push(hub);
const boxEnv = demo ? { HUB_URL: `http://127.0.0.1:${hubPort}`, HUB_ENROLL_CODE: "DEMO-ENROLL" } : {};
const box = program("box", "store-server", { ...boxEnv, DATABASE_URL: undefined });
running.push(box);
try {
  const [boxUrl, hubUrl] = await Promise.all([box.ready, hub.ready]);
  say(startWords({ box: boxUrl, hub: hubUrl, data, demo }));
} catch {
  await stopAll(1);
}
