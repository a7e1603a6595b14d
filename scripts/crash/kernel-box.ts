/**
 * A bare kernel with the toy feature as a process: taps come in as lines, answers go out as lines, each after its commit. For the crash
 * proofs; the sabotages are their controls.
 */
import { openSync, writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { newId } from "@tillbox/shared/id.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { answerKey } from "@tillbox/store-server/kernel/answers.ts";
import { keepWalShort } from "@tillbox/store-server/kernel/checkpoint.ts";
import { openDatabase } from "@tillbox/store-server/kernel/database.ts";
import { type Kernel, openKernel } from "@tillbox/store-server/kernel/kernel.ts";
import { migrate } from "@tillbox/store-server/kernel/migrate.ts";
import {
  addLine,
  closeTab,
  moveLine,
  openTab,
  tabFeature,
  tabMigrations,
} from "@tillbox/store-server/kernel/testing/tab-feature.ts";
import { waiter } from "@tillbox/store-server/kernel/testing/tab-store.ts";
import type { Answer, Command, Decision } from "@tillbox/store-server/kernel/types.ts";

export type KernelTap = {
  key: string;
  verb: "open" | "add" | "move" | "close";
  id: string;
  /** Tab that a line is moved to. */
  to?: string;
  lineId?: string;
  price?: number;
};
/** `n` numbers the question; `error` says that there is no answer to it. */
export type KernelAnswer = { n: number; answer?: Answer; error?: string };
type Ask = { n: number; tap: KernelTap };
type Settings = { sabotage: string; acks: number | null };

const say = (answer: KernelAnswer): void => {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
};

/** The box names a line that came without an id, as the HTTP door does. */
const orderOf = (tap: KernelTap): [Command<never>, unknown] => {
  const line = { id: tap.lineId ?? newId(), price: tap.price ?? 0 };
  const table: Record<KernelTap["verb"], [unknown, unknown]> = {
    open: [openTab, { id: tap.id, guest: `Guest ${(tap.price ?? 0) % 7}` }],
    add: [addLine, { id: tap.id, line }],
    move: [moveLine, { from: tap.id, to: tap.to, lineId: tap.lineId }],
    close: [closeTab, { id: tap.id }],
  };
  return table[tap.verb] as [Command<never>, unknown];
};

/** Sabotage: says that it is done as soon as the answer is known, before the commit. */
const answeringEarly = (command: Command<never>, n: number): Command<never> => ({
  ...command,
  decide: (input, context) => {
    const decision = command.decide(input, context);
    const early: Decision["answer"] = (reads) => {
      const { answer: of } = decision;
      const state = typeof of === "function" ? undefined : reads.get(tabFeature.entities[0] as never, of.id);
      const body = typeof of === "function" ? of(reads) : JSON.stringify(state);
      say({ n, answer: { ok: true, body, version: 0, replay: false } });
      return body;
    };
    return { ...decision, answer: early };
  },
});

const answerOne = async (kernel: Kernel, { n, tap }: Ask, { sabotage, acks }: Settings): Promise<void> => {
  const [command, input] = orderOf(tap);
  if (sabotage === "forgetful")
    void kernel.operate(() =>
      kernel.db.prepare("DELETE FROM answers WHERE command = ?").run(answerKey(waiter, tap.key)),
    );
  try {
    const answer = await kernel.execute({
      command: sabotage === "early" ? answeringEarly(command, n) : command,
      input: input as never,
      commandId: tap.key,
      fingerprint: JSON.stringify(tap),
      actor: waiter,
    });
    if (acks !== null) writeSync(acks, `${JSON.stringify({ key: tap.key, answer })}\n`);
    say({ n, answer });
  } catch (error) {
    say({ n, error: error instanceof Refusal ? error.code : String(error) });
  }
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    synchronous: { type: "string", default: "FULL" },
    checkpoint: { type: "string" },
    thread: { type: "boolean", default: false },
    acks: { type: "string" },
    sabotage: { type: "string", default: "" },
  },
});
const db = openDatabase(positionals[0] ?? "", {
  synchronous: values.synchronous === "NORMAL" ? "NORMAL" : "FULL",
});
const pages = values.checkpoint === undefined ? {} : { pages: Number(values.checkpoint) };
if (pages.pages !== undefined && !values.thread) db.pragma(`wal_autocheckpoint = ${pages.pages}`);
migrate(db, tabMigrations(), () => undefined);
const kernel = openKernel(db, [tabFeature], { report: (message, error) => console.error(message, error) });
const checkpoints = values.thread ? keepWalShort(kernel, { ...pages, every: 1 }) : null;
const settings: Settings = {
  sabotage: values.sabotage,
  acks: values.acks === undefined ? null : openSync(values.acks, "a"),
};
const asked = createInterface({ input: process.stdin });
asked.on("line", (line) => void answerOne(kernel, JSON.parse(line) as Ask, settings));
asked.on("close", () => void Promise.resolve(checkpoints?.stop()).then(kernel.close));
process.stdout.write("ready kernel\n");
