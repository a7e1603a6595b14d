/** The thread in which a picture is converted. */
import { parentPort, workerData } from "node:worker_threads";
import { convert } from "./convert.ts";
import { Unreadable } from "./pixels.ts";

try {
  parentPort?.postMessage({ converted: convert(Buffer.from(workerData as Uint8Array)) });
} catch (error) {
  if (!(error instanceof Unreadable)) throw error;
  parentPort?.postMessage({ unreadable: error.message });
}
