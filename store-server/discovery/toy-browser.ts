/** A hand-written mDNS client for tests: asks a question in bytes and reads the answers from bytes (RFC 1035), without any library. */
import { createSocket, type Socket } from "node:dgram";

export type Answer = { name: string; type: number; ttl: number; value: unknown };
export type Browser = {
  port: number;
  /** Every record that arrived. */
  answers: Answer[];
  ask(name: string, type: number): void;
  /** Announces a record of its own, as a rival would. */
  announceService(name: string, port: number, target: string): void;
  close(): void;
};

export const types = { A: 1, PTR: 12, TXT: 16, SRV: 33, ANY: 255 } as const;
const group = "224.0.0.251";

const encodeName = (name: string): Buffer => {
  const labels = name.split(".").map((label) => {
    const bytes = Buffer.from(label);
    return Buffer.concat([Buffer.from([bytes.length]), bytes]);
  });
  return Buffer.concat([...labels, Buffer.from([0])]);
};

const question = (name: string, type: number): Buffer => {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(1, 4);
  const tail = Buffer.alloc(4);
  tail.writeUInt16BE(type, 0);
  tail.writeUInt16BE(1, 2);
  return Buffer.concat([head, encodeName(name), tail]);
};

const serviceAnswer = (name: string, port: number, target: string): Buffer => {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0x8400, 2);
  head.writeUInt16BE(1, 6);
  const host = encodeName(target);
  const fixed = Buffer.alloc(16);
  fixed.writeUInt16BE(types.SRV, 0);
  fixed.writeUInt16BE(1, 2);
  fixed.writeUInt32BE(120, 4);
  fixed.writeUInt16BE(6 + host.length, 8);
  fixed.writeUInt16BE(port, 14);
  return Buffer.concat([head, encodeName(name), fixed, host]);
};

/** A name and where it ends; pointers are followed (RFC 1035, 4.1.4). */
const readName = (bytes: Buffer, start: number): { name: string; end: number } => {
  const labels: string[] = [];
  let end = -1;
  let at = start;
  for (let hops = 0; hops < 100; hops++) {
    const length = bytes.readUInt8(at);
    if (length === 0) return { name: labels.join("."), end: end === -1 ? at + 1 : end };
    if (length >= 0xc0) {
      if (end === -1) end = at + 2;
      at = bytes.readUInt16BE(at) & 0x3fff;
    } else {
      labels.push(bytes.toString("utf8", at + 1, at + 1 + length));
      at += 1 + length;
    }
  }
  throw new Error("a name that never ends");
};

const readTexts = (bytes: Buffer, start: number, end: number): Record<string, string> => {
  const texts: Record<string, string> = {};
  for (let at = start; at < end; at += 1 + bytes.readUInt8(at)) {
    const text = bytes.toString("utf8", at + 1, at + 1 + bytes.readUInt8(at));
    const equals = text.indexOf("=");
    texts[text.slice(0, equals)] = text.slice(equals + 1);
  }
  return texts;
};

const readValue = (bytes: Buffer, type: number, start: number, length: number): unknown => {
  if (type === types.A) return [...bytes.subarray(start, start + 4)].join(".");
  if (type === types.PTR) return readName(bytes, start).name;
  if (type === types.TXT) return readTexts(bytes, start, start + length);
  if (type !== types.SRV) return null;
  return { port: bytes.readUInt16BE(start + 4), target: readName(bytes, start + 6).name };
};

const readAnswers = (bytes: Buffer): Answer[] => {
  if ((bytes.readUInt16BE(2) & 0x8000) === 0) return [];
  const counts = [4, 6, 8, 10].map((offset) => bytes.readUInt16BE(offset));
  const [questions = 0, ...records] = counts;
  let at = 12;
  for (let count = 0; count < questions; count++) at = readName(bytes, at).end + 4;
  return Array.from({ length: records.reduce((sum, count) => sum + count, 0) }, () => {
    const { name, end } = readName(bytes, at);
    const [type, ttl, length] = [
      bytes.readUInt16BE(end),
      bytes.readUInt32BE(end + 4),
      bytes.readUInt16BE(end + 8),
    ];
    at = end + 10 + length;
    return { name, type, ttl, value: readValue(bytes, type, end + 10, length) };
  });
};

const bind = (socket: Socket, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.bind(port, "0.0.0.0", () => resolve());
  });

/** Joins the group on `address`; rejects where the machine has no multicast. `port` 0 takes a free one. */
export const openBrowser = async (address: string, port = 0): Promise<Browser> => {
  const socket = createSocket({ type: "udp4", reuseAddr: true });
  await bind(socket, port);
  const chosen = socket.address().port;
  const answers: Answer[] = [];
  socket.on("message", (bytes) => {
    try {
      answers.push(...readAnswers(bytes));
    } catch {
      // Nonsense that a test sent for the box to read.
    }
  });
  socket.addMembership(group, address);
  socket.setMulticastInterface(address);
  const send = (bytes: Buffer): void => socket.send(bytes, chosen, group);
  return {
    port: chosen,
    answers,
    ask: (name, type) => send(question(name, type)),
    announceService: (name, own, target) => send(serviceAnswer(name, own, target)),
    close: () => socket.close(),
  };
};
