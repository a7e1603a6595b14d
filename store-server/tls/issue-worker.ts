/** The thread in which certificates are made; what the encoder takes goes with it. */
import { parentPort, workerData } from "node:worker_threads";
import { makeAuthority, makeLeaf } from "./certificate.ts";
import type { IssueRequest } from "./issue.ts";

const { authority, label, authorityValidity, leaf } = workerData as IssueRequest;
const pair = authority ?? makeAuthority(label, authorityValidity);
parentPort?.postMessage({ authority: pair, leaf: makeLeaf(pair, leaf) });
