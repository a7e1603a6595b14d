/**
 * `npm run test:crash`: the proofs that what was acknowledged survives. Each prints one line with figures and ends with code 1 when it
 * fails. Options: --only kill-kernel|kill-box|disk|power|replication, --kills N (of the box; replication 60), --cuts N, --seed N, --minutes N (for each proof).
 */
import { parseArgs } from "node:util";
import { countFindings, type Findings } from "./books.ts";
import { boxDriver } from "./box-driver.ts";
import { proveDiskFaults } from "./disk-faults.ts";
import type { Driver, Tap } from "./driver.ts";
import { kernelDriver } from "./kernel-driver.ts";
import { type KillOptions, proveKills } from "./kill-proof.ts";
import { type CutResult, cutPower, recordSession } from "./power-cut.ts";
import { type Random, randomFrom } from "./random.ts";
import { hasHeld, killsOf, proveReplication } from "./replication.ts";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    kills: { type: "string" },
    cuts: { type: "string", default: "3000" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    minutes: { type: "string", default: "20" },
  },
});
const seed = Number(values.seed);
const limit_ms = Number(values.minutes) * 60_000;

/** One proof: says its line, answers whether it held. */
type Proof = { name: string; run(random: Random): Promise<boolean> };

const say = (name: string, ok: boolean, figures: string, began: number): boolean => {
  const seconds = ((performance.now() - began) / 1000).toFixed(0);
  console.log(`${ok ? "held" : "FAILED"}  ${name}: ${figures} (${seconds} s, seed ${seed})`);
  return ok;
};

const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`  ${text}\n`);
};

const explain = (findings: Record<string, string[]>): void => {
  for (const [kind, sentences] of Object.entries(findings))
    for (const sentence of sentences.slice(0, 10)) console.error(`  ${kind}: ${sentence.slice(0, 600)}`);
};

const count = ({ lost, doubled, changed, broken }: Findings): string =>
  `${lost.length} lost, ${doubled.length} doubled, ${changed.length} answers changed, ${broken.length} faults in chain or tables`;

const kill = <T extends Tap>(driver: Driver<T>, options: Omit<KillOptions, "random">): Proof => ({
  name: `kill-${driver.name}`,
  run: async (random) => {
    const began = performance.now();
    const result = await proveKills(driver, { limit_ms, progress, ...options, random });
    const ok = countFindings(result.findings) === 0 && result.kills >= options.kills;
    explain(result.findings);
    if (result.folder !== null) console.error(`  The data is kept in ${result.folder}`);
    const figures = `${result.kills} of ${options.kills} kills (${result.whileStarting} while starting), 16 writers, ${result.acknowledged} acknowledged, ${result.retried} sent again: ${count(result.findings)}`;
    return say(`kill -9, ${driver.name}`, ok, figures, began);
  },
});

const disk: Proof = {
  name: "disk",
  run: async (random) => {
    const began = performance.now();
    const result = await proveDiskFaults(random, 10);
    for (const sentence of result.wrong.slice(0, 10)) console.error(`  ${sentence}`);
    explain(result.findings);
    const ok = result.wrong.length === 0 && countFindings(result.findings) === 0 && result.refused > 0;
    const figures = `30 times full, broken or without sync, ${result.acknowledged} acknowledged, ${result.refused} refused, ${result.wrong.length} wrongly: ${count(result.findings)}`;
    return say("failing disk", ok, figures, began);
  },
};

/** Cuts spread over several recordings: checkpoints as rare as the box's own and ones that come often, in its thread and without. */
const cutAll = async (synchronous: "FULL" | "NORMAL", cuts: number, random: Random): Promise<CutResult> => {
  const total: CutResult = { cuts: 0, cutsThatLost: 0, lost: 0, corrupt: [], checked: 0 };
  const began = performance.now();
  for (let round = 0; total.cuts < cuts && performance.now() - began < limit_ms; round += 1) {
    const often = [undefined, 300, 40][round % 3];
    const thread = round % 2 === 0;
    const checkpoint = often === undefined ? {} : { checkpoint: often };
    const session = { synchronous, taps: 600, random, thread, ...checkpoint };
    const result = cutPower(await recordSession(session), Math.min(250, cuts - total.cuts), random);
    total.cuts += result.cuts;
    total.cutsThatLost += result.cutsThatLost;
    total.lost += result.lost;
    total.checked += result.checked;
    total.corrupt.push(...result.corrupt);
    progress(`${synchronous}: ${total.cuts} cuts, ${total.lost} lost, ${total.corrupt.length} corrupt`);
  }
  return total;
};

const figuresOf = ({ cuts, checked, lost, cutsThatLost, corrupt }: CutResult): string =>
  `${cuts} cuts, ${checked} acknowledgements checked, ${lost} lost in ${cutsThatLost} cuts, ${corrupt.length} corrupt`;

const power: Proof = {
  name: "power",
  run: async (random) => {
    const began = performance.now();
    const wanted = Number(values.cuts);
    const full = await cutAll("FULL", wanted, random);
    for (const sentence of full.corrupt.slice(0, 10)) console.error(`  ${sentence}`);
    const held = full.lost === 0 && full.corrupt.length === 0 && full.cuts >= wanted;
    const proven = say("power cut at FULL", held, figuresOf(full), began);
    const control = performance.now();
    const normal = await cutAll("NORMAL", Math.max(50, Math.round(wanted / 10)), random);
    const loses = say("control: NORMAL does lose", normal.lost > 0, figuresOf(normal), control);
    return proven && loses;
  },
};

const replication: Proof = {
  name: "replication",
  run: async (random) => {
    const began = performance.now();
    const wanted = Number(values.kills ?? 60);
    const result = await proveReplication({ kills: wanted, random, limit_ms, progress });
    const { boxKills, hubKills, postgresKills, whileStarting, onTheWay, acknowledged, catchUp_ms, hub } =
      result;
    explain({ ...result.findings, hub: hub.sales });
    if (result.folder !== null) console.error(`  The data is kept in ${result.folder}`);
    const kills = `${boxKills} kills of the box, ${hubKills} of the hub (${postgresKills} with its Postgres, ${whileStarting} while starting), ${onTheWay} with entries on their way`;
    const ends = `${hub.entries} entries, ${hub.wrong} differ, ${hub.rollUps} roll-ups, ${hub.sales.length} differ, ${catchUp_ms} ms to the last`;
    const ok = hasHeld(result) && killsOf(result) >= wanted;
    const figures = `${kills}; ${acknowledged} acknowledged; ${ends}: ${count(result.findings)}`;
    return say("kill -9, box and hub while replicating", ok, figures, began);
  },
};

const kills = Number(values.kills ?? 200);
const proofs: Proof[] = [
  kill(kernelDriver({ arguments: ["--thread", "--checkpoint", "100"] }), { kills }),
  disk,
  power,
  kill(boxDriver(), { kills, shortest_ms: 20, longest_ms: 700 }),
  replication,
];
const chosen = proofs.filter(({ name }) => values.only === undefined || name === values.only);
if (chosen.length === 0) {
  console.error(`There is no proof ${values.only}. There are: ${proofs.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
let held = true;
for (const proof of chosen) {
  try {
    held = (await proof.run(randomFrom(seed))) && held;
  } catch (error) {
    console.error(error);
    held = say(proof.name, false, "it could not be carried out", performance.now());
  }
}
process.exitCode = held ? 0 : 1;
