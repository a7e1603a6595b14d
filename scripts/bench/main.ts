/**
 * `npm run bench`: figures beside the physical limit that was measured in the same run, in turns. `--json` prints a JSON line a figure,
 * `--only NAME` runs one part (bill, add-line, z, execute, http, slow, latency, scale, sync, fan-out, ingest).
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { benchIngest } from "@tillbox/cloud-hub/ingest.bench.ts";
import { benchFanOut } from "@tillbox/store-server/live/fan-out.bench.ts";
import { benchAddLine } from "./add-line.ts";
import { benchBill } from "./bill.ts";
import { benchDayReport } from "./day-report.ts";
import { benchExecute, recordOrders } from "./execute.ts";
import { type Figure, figure } from "./figure.ts";
import { benchHttp, benchSlowDisk } from "./http.ts";
import { benchLatency } from "./latency.ts";
import { benchScale } from "./scale.ts";
import { benchSync } from "./sync.ts";
import { makeBase } from "./workload.ts";

const json = process.argv.includes("--json");
const only = process.argv.includes("--only") ? process.argv[process.argv.indexOf("--only") + 1] : undefined;
/** Short turns, many of them: a stall of the disk falls into one turn of one side, and the median leaves it out. */
const orders = 2000;
const folder = mkdtempSync(join(process.env.BENCH_DIR ?? tmpdir(), "tillbox-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const base = await makeBase(folder);
const needsLimit = only === undefined || only === "execute" || only === "http";
const recorded = needsLimit ? await recordOrders(base, orders) : [];
const parts: Readonly<Record<string, () => Promise<Figure[]>>> = {
  bill: async () => benchBill(),
  "add-line": () => benchAddLine(base),
  z: () => benchDayReport(base),
  execute: () => benchExecute(base, recorded, orders),
  http: () => benchHttp(folder, base, recorded, orders),
  slow: () => benchSlowDisk(folder, base),
  latency: () => benchLatency(folder, base),
  scale: () => benchScale(folder, base),
  sync: () => benchSync(folder, base),
  "fan-out": async () =>
    (await benchFanOut()).map(({ name, value, unit, limit }) => figure(name, value, unit, limit)),
  ingest: async () => {
    const { value, limit } = await benchIngest(10);
    return [figure("hub ingest (limit: raw multi-row insert)", value, "rows/s", limit)];
  },
};

const show = ({ name, value, unit, limit, ratio }: Figure): string =>
  json
    ? JSON.stringify({ name, value, unit, limit, ratio })
    : `${name.padEnd(72)} ${String(value).padStart(10)} ${unit.padEnd(14)} ${limit === null ? "" : `limit ${limit}, ratio ${ratio}`}`;

for (const [name, run] of Object.entries(parts)) {
  if (only !== undefined && only !== name) continue;
  for (const each of await run()) process.stdout.write(`${show(each)}\n`);
}
process.exit(0);
