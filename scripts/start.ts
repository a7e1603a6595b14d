/** `npm start`: a demo store and its hub, side by side, with everything that one needs to try them. Ctrl-C stops both. */
import { join } from "node:path";
import { shownGiftCode } from "../shared/gift-code.ts";
import { demoGiftCode } from "../store-server/demo/offers.ts";
import { type Program, startProgram } from "./supervisor.ts";

const root = join(import.meta.dirname, "..");
const data = process.env.DATA_DIR ?? join(root, "data");
const isProduction = process.env.NODE_ENV === "production";
const demo = isProduction ? {} : { DEMO: process.env.DEMO ?? "1" };
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
      ...demo,
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

const table = (box: string, hub: string): string => `
  Tillbox is running.${isProduction ? "" : " This is a demo store: try anything."}

  Waiter's tablet    ${box}/pos/
  Kitchen screen     ${box}/kitchen/
  Connect a device   ${box}/connect/
  Printed pages      ${box}/pages
  API and docs       ${box}/docs
  Hub                ${hub}/
${
  isProduction
    ? ""
    : `
  Pair a device with 000000, then sign in by PIN:
    owner 1111 · manager 2222 · waiter 3333 · cashier 4444 · cook 5555
  Gift card with $50.00 on it: ${shownGiftCode(demoGiftCode)}
  Hub: sign in as chain with the password demo-chain

  Try: open the tablet, seat guests at a table, order a ribeye, send it. Bump it
  on the kitchen screen. Take cash. Look at the receipt under Printed pages, and
  at the sale on the hub.
`
}
  Data is kept in ${data}. Ctrl-C stops both.
`;

const hub = program("hub", "cloud-hub", { PORT: hubPort, HUB_URL: undefined, HUB_ENROLL_CODE: undefined });
running.push(hub);
const boxEnv = isProduction ? {} : { HUB_URL: `http://127.0.0.1:${hubPort}`, HUB_ENROLL_CODE: "DEMO-ENROLL" };
const box = program("box", "store-server", { ...boxEnv, DATABASE_URL: undefined });
running.push(box);
try {
  const [boxUrl, hubUrl] = await Promise.all([box.ready, hub.ready]);
  say(table(boxUrl, hubUrl));
} catch {
  await stopAll(1);
}
