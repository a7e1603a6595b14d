/** Drives a bare kernel (`kernel-box.ts`): what is proven here is the kernel and nothing else. */
import { join } from "node:path";
import { answerKey } from "@tillbox/store-server/kernel/answers.ts";
import { tabFeature, tabMigrations } from "@tillbox/store-server/kernel/testing/tab-feature.ts";
import { waiter } from "@tillbox/store-server/kernel/testing/tab-store.ts";
import type { Answer } from "@tillbox/store-server/kernel/types.ts";
import type { Database } from "better-sqlite3";
import { type Box, type Driver, NoAnswerError, type Receipt, type Writer } from "./driver.ts";
import type { KernelAnswer, KernelTap } from "./kernel-box.ts";
import { startTalker, type Talker } from "./process-lines.ts";
import type { Random } from "./random.ts";

export type KernelBoxOptions = {
  /** Arguments of `kernel-box.ts`: `--sabotage early`, `--synchronous NORMAL` … */
  arguments?: string[];
  environment?: NodeJS.ProcessEnv;
};
export type KernelBox = Box<KernelTap> & {
  /** Lets it close its database and end. */
  stop(): Promise<void>;
};

const receiptOf = (answer: Answer): Receipt =>
  answer.ok
    ? { accepted: true, body: answer.body, code: null }
    : { accepted: false, body: null, code: answer.refusal.code };

/** Starts a kernel on a file. */
export const startKernelBox = (dataFile: string, options: KernelBoxOptions = {}) => {
  const waiting = new Map<number, { resolve(receipt: Receipt): void; reject(error: Error): void }>();
  const ready = Promise.withResolvers<KernelBox>();
  let asked = 0;
  const heard = (line: string): void => {
    if (line === "ready kernel") return ready.resolve(box);
    const { n, answer, error } = JSON.parse(line) as KernelAnswer;
    if (answer) waiting.get(n)?.resolve(receiptOf(answer));
    else waiting.get(n)?.reject(new NoAnswerError(error ?? "none"));
    waiting.delete(n);
  };
  const script = join(import.meta.dirname, "kernel-box.ts");
  const command = [process.execPath, script, dataFile, ...(options.arguments ?? [])];
  const talker: Talker = startTalker({ command, heard, environment: options.environment ?? process.env });
  const giveUp = async (): Promise<void> => {
    await talker.ended;
    for (const { reject } of waiting.values()) reject(new NoAnswerError("the box is gone"));
    waiting.clear();
    ready.reject(new Error(`the kernel box did not start: ${talker.complaints()}`));
  };
  void giveUp();
  ready.promise.catch(() => undefined);
  const box: KernelBox = {
    submit: (tap) =>
      new Promise((resolve, reject) => {
        asked += 1;
        waiting.set(asked, { resolve, reject });
        talker.say(JSON.stringify({ n: asked, tap }));
      }),
    kill: talker.kill,
    stop: async () => {
      talker.hush();
      await talker.ended;
    },
  };
  return { ready: ready.promise, abandon: talker.kill };
};

/** A waiter: opens a tab, adds to it and to the tables that all share, moves a line, closes it; now and then mistakenly. */
export const tabWriter = (index: number, random: Random): Writer<KernelTap> => {
  const life = random.between(0, 0xffffff).toString(36);
  let count = 0;
  let plan: KernelTap[] = [];
  const tap = (verb: KernelTap["verb"], id: string, more: Partial<KernelTap> = {}): KernelTap => {
    count += 1;
    return { key: `w${index}-${life}-${count}`, verb, id, ...more };
  };
  const visit = (): KernelTap[] => {
    const id = `tab-${index}-${life}-${count}`;
    const price = random.between(1, 2000);
    const shared = `shared-${random.between(1, 3)}`;
    const lineId = `${id}-line`;
    return [
      tap("open", id, { price }),
      ...Array.from({ length: random.between(0, 3) }, () => tap("add", id, { price })),
      tap("open", shared, { price }),
      tap("add", shared, { price }),
      tap("add", id, { price, lineId }),
      tap("move", id, { to: shared, lineId }),
      tap("close", id),
      tap("add", id, { price }),
    ];
  };
  return {
    next: () => {
      if (plan.length === 0) plan = visit();
      return plan.shift() ?? tap("close", "none");
    },
    acknowledged: () => undefined,
  };
};

const lineRules = (db: Database): string[] => {
  const doubled = db
    .prepare<[], string>(
      "SELECT json_extract(line.value, '$.id') AS line_id FROM tabs, json_each(tabs.state, '$.lines') AS line GROUP BY line_id HAVING COUNT(*) > 1",
    )
    .pluck()
    .all();
  const numbers = db
    .prepare<[], { closed: number; last: number | null; distinct: number }>(
      "SELECT COUNT(*) AS closed, MAX(number) AS last, COUNT(DISTINCT number) AS 'distinct' FROM (SELECT json_extract(state, '$.number') AS number FROM tabs) WHERE number IS NOT NULL",
    )
    .get();
  const gapless = numbers && numbers.closed === (numbers.last ?? 0) && numbers.closed === numbers.distinct;
  return [
    ...doubled.map((id) => `line ${id} is there twice`),
    ...(gapless ? [] : [`the numbers have gaps or doubles: ${JSON.stringify(numbers)}`]),
  ];
};

export const kernelDriver = (options: KernelBoxOptions = {}): Driver<KernelTap> => ({
  name: "kernel",
  features: [tabFeature],
  migrations: tabMigrations(),
  dataFile: (folder) => join(folder, "box.db"),
  start: (folder) => startKernelBox(join(folder, "box.db"), options),
  prepare: () => Promise.resolve(),
  writer: tabWriter,
  answerKey: (key) => answerKey(waiter, key),
  rules: lineRules,
});
