import { Worker } from "node:worker_threads";
import type { LeafOrder, Pair, Validity } from "./types.ts";

export type IssueRequest = {
  /** Null: make one. */
  authority: Pair | null;
  label: string;
  authorityValidity: Validity;
  leaf: LeafOrder;
};
export type Issued = { authority: Pair; leaf: Pair };

const limit_ms = 30_000;

/** Makes a certificate, and first its authority where there is none. Rejects when the thread fails or takes half a minute. */
export const issue = (request: IssueRequest): Promise<Issued> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./issue-worker.ts", import.meta.url), { workerData: request });
    const timer = setTimeout(() => {
      reject(new Error("The certificate was not made within half a minute."));
      void worker.terminate();
    }, limit_ms);
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`The certificate's thread ended with code ${code}.`));
    });
  });
