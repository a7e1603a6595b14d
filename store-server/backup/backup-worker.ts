/** The thread in which a backup is made. */
import { parentPort, workerData } from "node:worker_threads";
import { makeBackup } from "./backup.ts";

const { dataFile, folder } = workerData as { dataFile: string; folder: string };
try {
  parentPort?.postMessage({ backup: await makeBackup(dataFile, folder) });
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
}
