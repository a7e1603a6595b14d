/**
 * A hub for tests, on a real port, that keeps to the protocol and verifies every byte, and misbehaves as it is told: what a network, a
 * proxy, a crash or a slow disk can do to one request.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { zstdDecompress } from "node:zlib";
import { genesisHash } from "@tillbox/shared/protocol/journal.ts";
import {
  BatchHeader,
  batchContentType,
  EnrolInput,
  enrolmentSecretHeader,
  OpenEpochInput,
} from "@tillbox/shared/protocol/replication.ts";

/** What happens to one request to `/batches`. */
export type Fault =
  | "none"
  | "drop before storing"
  | "drop after storing"
  | "answer late"
  | "fault before storing"
  | "fault after storing"
  | "busy"
  | "nonsense"
  | "twice"
  | "spoiled"
  | "acknowledge nothing";

type Entry = { seq: number; epoch: number; bytes: string; hash: string };
type Answer = { status: number; body: unknown; headers?: Record<string, string> };

export type ToyHub = {
  url: string;
  /** The journal as it is held: seq ascending, without a gap. */
  entries: Entry[];
  /** Asked before each request to `/batches`. */
  fault(): Fault;
  /** Every request: its path, and the fault that it met. */
  seen: { path: string; fault: Fault; fromSeq?: number; count?: number; epoch?: number }[];
  epoch: number;
  openedEpoch: number;
  /** Tokens that are good. */
  tokens: Set<string>;
  codes: Set<string>;
  /** What boxes brought with a code that was good, in order. */
  secrets: string[];
  /** More entries than this are too many (413). */
  maxEntries: number;
  /** Goes away, and comes back at the same address. */
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
};

const unpack = promisify(zstdDecompress);
const late_ms = 400;

const chain = (previous: string, bytes: string): string =>
  createHash("sha256").update(Buffer.from(previous, "hex")).update(bytes, "utf8").digest("hex");

const problem = (status: number, detail: string, current?: object): Answer => ({
  status,
  body: { type: "about:blank", title: "no", status, detail, ...(current ? { current } : {}) },
});

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
};

type Held = Pick<ToyHub, "entries" | "epoch" | "openedEpoch" | "maxEntries">;
const ackedOf = (hub: Held): number => hub.entries.at(-1)?.seq ?? 0;
const hashAt = (hub: Held, seq: number): string | undefined =>
  seq === 0 ? genesisHash : hub.entries[seq - 1]?.hash;

const store = (hub: Held, header: BatchHeader, lines: readonly string[]): Answer => {
  const ackedSeq = ackedOf(hub);
  if (lines.length > hub.maxEntries) return problem(413, "The batch has too many entries.");
  if (header.epoch < hub.epoch) return problem(409, "The epoch is closed.", { epoch: hub.epoch });
  if (header.epoch > hub.openedEpoch)
    return problem(409, "The epoch is not open.", { epoch: hub.epoch, ackedSeq });
  if (header.fromSeq > ackedSeq + 1) return problem(409, "There is a gap.", { epoch: hub.epoch, ackedSeq });
  let hash = header.prevHash;
  for (const [index, bytes] of lines.entries()) {
    const seq = header.fromSeq + index;
    if (index === 0 && hashAt(hub, seq - 1) !== hash) return problem(422, "The chain does not join.");
    hash = chain(hash, bytes);
    const held = hub.entries[seq - 1];
    if (held && held.hash !== hash) return problem(422, `Entry ${seq} is another one here.`);
    const entry = JSON.parse(bytes) as { seq: number; epoch: number };
    if (entry.seq !== seq || entry.epoch !== header.epoch)
      return problem(422, `Entry ${seq} has a wrong header.`);
    if (!held) hub.entries.push({ seq, epoch: header.epoch, bytes, hash });
  }
  if (hash !== header.headHash) return problem(422, "The chain does not close.");
  hub.epoch = Math.max(hub.epoch, header.epoch);
  return { status: 200, body: { ackedSeq: ackedOf(hub), epoch: hub.epoch } };
};

const openEpoch = (hub: ToyHub, text: string): Answer => {
  const { epoch, fromSeq, prevHash } = OpenEpochInput.parse(JSON.parse(text));
  const ackedSeq = ackedOf(hub);
  if (epoch < hub.epoch) return problem(409, "Another box took over.", { epoch: hub.epoch });
  if (epoch > hub.epoch) {
    const from = fromSeq ?? ackedSeq + 1;
    if (prevHash !== undefined && hashAt(hub, from - 1) !== prevHash)
      return problem(409, "The entry before is missing.", { epoch: hub.epoch, ackedSeq });
    hub.entries.length = from - 1;
    hub.epoch = epoch;
    hub.openedEpoch = epoch;
  }
  return { status: 200, body: { ackedSeq: ackedOf(hub), epoch: hub.epoch } };
};

const enrol = (hub: ToyHub, text: string, secret: string): Answer => {
  const { code, epoch } = EnrolInput.parse(JSON.parse(text));
  if (!hub.codes.has(code)) return problem(422, "The code is not known.");
  if (epoch < hub.epoch) return problem(409, "Another box took over.", { epoch: hub.epoch });
  hub.openedEpoch = Math.max(hub.openedEpoch, epoch);
  hub.secrets.push(secret);
  const token = `token-${hub.tokens.size + 1}`;
  hub.tokens.add(token);
  return { status: 200, body: { token, organisation: "chain", ackedSeq: ackedOf(hub), epoch: hub.epoch } };
};

const takeBatch = async (
  hub: ToyHub,
  request: IncomingMessage,
  body: Buffer,
  fault: Fault,
): Promise<Answer> => {
  if (request.headers["content-type"] !== batchContentType) return problem(415, "Send a batch.");
  const [first = "", ...lines] = (await unpack(body)).toString("utf8").split("\n");
  const header = BatchHeader.parse(JSON.parse(first));
  const { fromSeq, count, epoch } = header;
  hub.seen.push({ path: request.url ?? "", fault, fromSeq, count, epoch });
  if (fault === "fault before storing") return problem(500, "Something broke.");
  if (fault === "busy") return { ...problem(503, "Come again."), headers: { "retry-after": "0.01" } };
  if (fault === "spoiled") return problem(422, "The body is not zstd.");
  if (fault === "acknowledge nothing")
    return { status: 200, body: { ackedSeq: fromSeq - 1, epoch: hub.epoch } };
  const answer = store(hub, header, lines);
  if (fault === "twice") return store(hub, header, lines);
  if (fault === "fault after storing") return problem(502, "The proxy lost it.");
  if (fault === "nonsense") return { status: 200, body: "<html>Welcome to the Wi-Fi</html>" };
  return answer;
};

const respond = async (hub: ToyHub, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const isBatch = request.url?.endsWith("/batches") ?? false;
  const fault = isBatch ? hub.fault() : "none";
  if (fault === "drop before storing") {
    hub.seen.push({ path: request.url ?? "", fault });
    request.socket.destroy();
    return;
  }
  const body = await readBody(request);
  const answer = await answerTo(hub, request, body, fault);
  if (fault === "drop after storing") return void request.socket.destroy();
  if (fault === "answer late") await new Promise((done) => setTimeout(done, late_ms));
  response.writeHead(answer.status, { "content-type": "application/json", ...answer.headers });
  response.end(JSON.stringify(answer.body));
};

const answerTo = async (
  hub: ToyHub,
  request: IncomingMessage,
  body: Buffer,
  fault: Fault,
): Promise<Answer> => {
  const path = request.url ?? "";
  if (path === "/api/replication/enrol") {
    hub.seen.push({ path, fault });
    return enrol(hub, body.toString(), String(request.headers[enrolmentSecretHeader]));
  }
  const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
  if (!hub.tokens.has(token)) return problem(401, "This token is not valid.");
  if (path === "/api/replication/batches") return takeBatch(hub, request, body, fault);
  hub.seen.push({ path, fault });
  return path === "/api/replication/epochs"
    ? openEpoch(hub, body.toString())
    : problem(404, "There is nothing here.");
};

export const openToyHub = async (): Promise<ToyHub> => {
  const server = createServer((request, response) => {
    respond(hub, request, response).catch(() => request.socket.destroy());
  });
  const listen = async (port: number): Promise<void> => {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const close = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, "close");
    server.close();
    server.closeAllConnections();
    await closed;
  };
  const hub: ToyHub = {
    url: `http://127.0.0.1:${port}`,
    entries: [],
    fault: () => "none",
    seen: [],
    epoch: 1,
    openedEpoch: 1,
    tokens: new Set(),
    codes: new Set(["CODE-1"]),
    secrets: [],
    maxEntries: 1000,
    pause: close,
    resume: () => listen(port),
    close,
  };
  return hub;
};
