/**
 * What every npm command goes through. Runs on the Node of the system (20 or newer): installs what is missing, then hands over to the
 * project's own Node, which comes with the dependencies. What runs a box or a hub takes its settings from the file .env too; a variable that
 * is set already wins. Usage: node scripts/run.mjs <task> [arguments]
 */
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "node_modules", ".tillbox-installed");
const say = (text) => process.stderr.write(`${text}\n`);

/** A task: what the project's Node runs. `web` first builds the screens when they are older than their sources. */
const tasks = {
  start: { file: "scripts/start.ts", web: true },
  "start:prod": { file: "scripts/start.ts", web: true, env: { NODE_ENV: "production" } },
  "start:dev": { file: "scripts/start.ts", args: ["--watch"], web: true },
  "start:box": { file: "store-server/main.ts", args: ["serve"], web: true },
  "start:hub": { file: "cloud-hub/main.ts", args: ["serve"], web: true },
  build: { file: "scripts/build-web.ts" },
  test: { vitest: ["run", "--project", "unit", "--project", "browser"], web: true },
  "test:unit": { vitest: ["run", "--project", "unit"] },
  "test:e2e": { vitest: ["run", "--project", "journey"], web: true },
  "test:cov": { vitest: ["run", "--project", "unit", "--coverage"] },
  "test:crash": { file: "scripts/crash/main.ts" },
  "test:load": { file: "scripts/load/main.ts" },
  "test:sim": { file: "scripts/sim/main.ts" },
  "test:week": { file: "scripts/bistro/main.ts" },
  "test:bill": { file: "scripts/reference/main.ts" },
  "test:discovery": { file: "scripts/discovery/main.ts" },
  bench: { file: "scripts/bench/main.ts", web: false },
  lint: { file: "scripts/lint.ts" },
  typecheck: { file: "scripts/typecheck.ts" },
  "audit:security": { file: "scripts/audit.ts" },
  "db:backup": { file: "store-server/main.ts", args: ["backup"] },
  "db:restore": { file: "store-server/main.ts", args: ["restore"] },
  "db:seed": { file: "store-server/main.ts", args: ["seed"] },
  "db:optimize": { file: "store-server/main.ts", args: ["optimize"] },
  "migration:run": { file: "store-server/main.ts", args: ["migrate"] },
  rebuild: { file: "store-server/main.ts", args: ["rebuild"] },
  verify: { file: "store-server/main.ts", args: ["verify"] },
  tillbox: { file: "store-server/main.ts" },
  hub: { file: "cloud-hub/main.ts" },
};

/** The file .env, for what runs a box or a hub. Tests and checks must not depend on what somebody set for their store. */
const settingsOf = ({ file = "" }) => {
  const own = join(root, ".env");
  const reads = /^(store-server|cloud-hub)\/main\.ts$|^scripts\/start\.ts$/.test(file) && existsSync(own);
  return reads ? [`--env-file=${own}`] : [];
};

const lockHash = () =>
  createHash("sha256")
    .update(readFileSync(join(root, "package-lock.json")))
    .digest("hex");

const install = () => {
  const wanted = lockHash();
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return;
  say("Installing dependencies (once; afterwards everything works offline) ...");
  const npm = process.env.npm_execpath;
  const [command, first] = npm ? [process.execPath, [npm]] : ["npm", []];
  // Not `npm ci`: it insists on builds for other systems too, which a mirror need not carry. Versions come from the lockfile.
  const flags = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const done = spawnSync(command, [...first, ...flags], { cwd: root, stdio: ["ignore", 2, 2] });
  if (done.status !== 0)
    fail(
      "The dependencies could not be installed. Connect to the network once and start again; npm said why above.",
    );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
};

const projectNode = () => {
  const own = join(root, "node_modules", ".bin", "node");
  if (existsSync(own)) return own;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  return fail(
    "There is no Node build for this machine in the dependencies (Linux x64 and arm64 are). Start again with Node 24 or newer.",
  );
};

function fail(message) {
  say(message);
  process.exit(1);
}

/** Runs to the end and passes on signals, so that Ctrl-C stops what was started and nothing else. */
const handOver = (command, args, env) => {
  const child = spawn(command, args, { cwd: process.cwd(), stdio: "inherit", env });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) =>
    process.exit(code ?? (signal === "SIGINT" || signal === "SIGTERM" ? 0 : 1)),
  );
};

const [name = "", ...rest] = process.argv.slice(2);
const task = tasks[name];
if (!task) fail(`There is no task ${name}. There are: ${Object.keys(tasks).join(", ")}.`);
install();
const node = projectNode();
const env = {
  ...process.env,
  ...task.env,
  PATH: `${join(root, "node_modules", ".bin")}:${process.env.PATH ?? ""}`,
  TILLBOX_ROOT: root,
  // What hashing a secret took (19 MB each time) goes back to the system at once; by itself glibc keeps that much for every thread.
  MALLOC_MMAP_THRESHOLD_: process.env.MALLOC_MMAP_THRESHOLD_ ?? "1048576",
  // Compiled code is kept, so that the next start is faster and needs less memory.
  NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(root, "node_modules", ".cache", "compiled"),
};
if (task.web) {
  const built = spawnSync(node, [join(root, "scripts", "build-web.ts"), "--if-stale"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
    env,
  });
  if (built.status !== 0) fail("The screens could not be built; the reason stands above.");
}
if (task.vitest) {
  const args = [join(root, "node_modules", "vitest", "vitest.mjs"), ...task.vitest, "--root", root, ...rest];
  handOver(node, args, env);
} else {
  handOver(node, [...settingsOf(task), join(root, task.file), ...(task.args ?? []), ...rest], env);
}
