/**
 * The failing disk proof. While 16 people write, the disk fills up, then breaks, then takes bytes but cannot sync them. Whoever taps then
 * must be told that it did not work; afterwards everything goes on, the same taps with the same keys succeed, and the books hold. In the
 * end the box is killed while the disk still fails.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { preloadEnvironment } from "../preload/preload.ts";
import { checkBooks, type Findings } from "./books.ts";
import { type Box, NoAnswerError, type Receipt, type Writer } from "./driver.ts";
import type { KernelTap } from "./kernel-box.ts";
import { kernelDriver, startKernelBox } from "./kernel-driver.ts";
import type { Random } from "./random.ts";

export const diskFaults = ["full", "broken", "unsynced"] as const;

export type FaultResult = {
  acknowledged: number;
  /** Taps that were refused while the disk failed. */
  refused: number;
  /** Taps that were told they had worked while it failed, or that they had not while it was well. */
  wrong: string[];
  findings: Findings;
};

type Person = { writer: Writer<KernelTap>; pending: KernelTap | null };
type Scene = { people: Person[]; ledger: Map<string, Receipt>; result: FaultResult };

const tap = async ({ ledger, result }: Scene, box: Box<KernelTap>, person: Person, well: boolean) => {
  const sent = person.pending ?? person.writer.next();
  person.pending = sent;
  try {
    const receipt = await box.submit(sent);
    ledger.set(sent.key, receipt);
    person.pending = null;
    if (!well) result.wrong.push(`${sent.key} was answered while the disk failed`);
  } catch (error) {
    if (!(error instanceof NoAnswerError)) throw error;
    result.refused += 1;
    if (well) result.wrong.push(`${sent.key} was refused while the disk was well: ${error.message}`);
  }
};

const everybodyTaps = async (
  scene: Scene,
  box: Box<KernelTap>,
  times: number,
  well: boolean,
): Promise<void> => {
  const each = async (person: Person): Promise<void> => {
    for (let time = 0; time < times; time += 1) await tap(scene, box, person, well);
  };
  await Promise.all(scene.people.map(each));
};

export const proveDiskFaults = async (random: Random, rounds: number): Promise<FaultResult> => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-faults-"));
  const data = join(folder, "data");
  const file = join(data, "box.db");
  const failing = join(folder, "failing");
  mkdirSync(data);
  const driver = kernelDriver();
  const findings: Findings = { lost: [], doubled: [], changed: [], broken: [] };
  const people = Array.from({ length: 16 }, (_, index) => ({
    writer: driver.writer(index, random),
    pending: null,
  }));
  const scene: Scene = {
    people,
    ledger: new Map(),
    result: { acknowledged: 0, refused: 0, wrong: [], findings },
  };
  const environment = preloadEnvironment("fail-disk", { FAIL_FOLDER: data, FAIL_SWITCH: failing });
  // The disk fails under the thread of checkpoints as well.
  let box = await startKernelBox(file, { environment, arguments: ["--thread", "--checkpoint", "20"] }).ready;
  try {
    for (const fault of Array.from({ length: rounds }, () => diskFaults).flat()) {
      await everybodyTaps(scene, box, 6, true);
      writeFileSync(failing, fault);
      await everybodyTaps(scene, box, 3, false);
      rmSync(failing);
    }
    await everybodyTaps(scene, box, 6, true);
    writeFileSync(failing, "unsynced");
    await everybodyTaps(scene, box, 1, false);
    await box.kill();
    box = await startKernelBox(file).ready;
    await everybodyTaps(scene, box, 6, true);
    const { result, ledger } = scene;
    return { ...result, acknowledged: ledger.size, findings: checkBooks(driver, file, ledger) };
  } finally {
    await box.kill();
    rmSync(folder, { recursive: true, force: true });
  }
};
