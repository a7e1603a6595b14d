/**
 * The thread that brings the WAL into the database file. The box writes on meanwhile; a few rounds follow each other, so that one of them
 * ends with nothing left and the next commit begins the WAL anew instead of lengthening it.
 */
import { parentPort, workerData } from "node:worker_threads";
import type { WalState } from "./checkpoint.ts";
import { openForCheckpoints } from "./database.ts";

const mostRounds = 4;
const { file } = workerData as { file: string };
const db = openForCheckpoints(file);
const bringIn = db.prepare<[], WalState>("PRAGMA wal_checkpoint(PASSIVE)");

const isAllIn = (): boolean => {
  const state = bringIn.get();
  return state !== undefined && state.log === state.checkpointed;
};

const work = (): void => {
  let rounds = 0;
  while (rounds < mostRounds && !isAllIn()) rounds += 1;
};

parentPort?.on("message", (message: "work" | "stop") => {
  if (message === "work") {
    work();
    parentPort?.postMessage("done");
    return;
  }
  db.close();
  parentPort?.close();
});
