import { X509Certificate } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer as createPlainServer } from "node:net";
import type { Duplex } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { afterEach, expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { quietLog, until } from "../live/toy-live.ts";
import { openSecrets } from "../secrets.ts";
import { openSecureServer } from "../server.ts";
import type { Interfaces } from "./reached.ts";
import { startTls, type TlsOptions } from "./tls.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const day_ms = 86_400_000;
const at = (address: string): Interfaces =>
  ({ eth0: [{ address, family: "IPv4", internal: false }] }) as unknown as Interfaces;
const sockets = new WebSocketServer({ noServer: true });
sockets.on("connection", (socket) => socket.on("message", (text) => socket.send(`heard ${String(text)}`)));
const handlers = {
  fetch: () => new Response("hello"),
  handleRequest: () => false,
  handleUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    sockets.handleUpgrade(request, socket, head, (ws) => sockets.emit("connection", ws, request));
    return true;
  },
};

const start = async (options: Partial<TlsOptions> = {}) => {
  const log = quietLog();
  const tls = startTls({
    port: 0,
    host: "127.0.0.1",
    storeId: "0190aaaa-bbbb-7ccc-8ddd-eeeeffff0001",
    name: "tillbox-eeeeffff0001.local",
    vault: openSecrets(null),
    log,
    interfaces: () => ({}),
    look_ms: 3_600_000,
    ...options,
  });
  opened.push(tls.stop);
  await tls.serve((pair) => openSecureServer(handlers, pair));
  return { ...tls, log };
};
type Started = Awaited<ReturnType<typeof start>>;

const name = "tillbox-eeeeffff0001.local";
const connectTo = (tls: Started, ca = tls.authority() ?? ""): Promise<TLSSocket> =>
  new Promise((resolve, reject) => {
    const socket = connect(
      { host: "127.0.0.1", port: tls.state().port ?? 0, servername: name, ca, ALPNProtocols: ["http/1.1"] },
      () => resolve(socket),
    );
    socket.once("error", reject);
    opened.push(() => socket.destroy());
  });
const shownBy = (socket: TLSSocket): string =>
  socket.getPeerCertificate().fingerprint256.replaceAll(":", "").toLowerCase();
/** One request on a connection that stays open. */
const ask = (socket: TLSSocket): Promise<string> =>
  new Promise((resolve) => {
    socket.once("data", (bytes) => resolve(String(bytes)));
    socket.write(`GET / HTTP/1.1\r\nHost: ${name}\r\n\r\n`);
  });

it("changes the certificate under open connections when the address changes; whoever pinned the authority notices nothing", async () => {
  let interfaces = at("192.168.1.5");
  let changes = 0;
  const tls = await start({
    host: "0.0.0.0",
    interfaces: () => interfaces,
    onChange: () => {
      changes += 1;
    },
  });
  const pinned = tls.authority() ?? "";
  const before = await connectTo(tls, pinned);
  const socket = new WebSocket(`wss://127.0.0.1:${tls.state().port}/`, { ca: pinned });
  opened.push(() => socket.terminate());
  await new Promise((done) => socket.once("open", done));
  expect(tls.state().certificate?.addresses).toContain("192.168.1.5");
  expect(shownBy(before)).toBe(tls.announced()?.fingerprint);

  interfaces = at("192.168.1.77");
  await tls.refresh();
  const after = await connectTo(tls, pinned);
  expect(shownBy(after)).toBe(tls.announced()?.fingerprint);
  expect(shownBy(after)).not.toBe(shownBy(before));
  expect(new X509Certificate(after.getPeerCertificate().raw).checkIP("192.168.1.77")).toBeDefined();
  expect(tls.authority()).toBe(pinned);
  expect(await ask(before)).toContain("hello");
  expect(await ask(after)).toContain("hello");
  const echo = new Promise((resolve) => socket.once("message", (text) => resolve(String(text))));
  socket.send("still here");
  expect(await echo).toBe("heard still here");
  expect(changes).toBe(2);
  expect(after.alpnProtocol).toBe("http/1.1");
});

it("says in the log by which fingerprint its authority is known, beside that of the certificate", async () => {
  const logged: object[] = [];
  const log = { ...quietLog(), info: (details: object) => void logged.push(details) };
  const tls = await start({ log });
  const { fingerprint, authority } = tls.announced() ?? {};
  expect(authority).toMatch(/^[0-9a-f]{64}$/);
  expect(logged).toEqual([expect.objectContaining({ fingerprint, authority })]);
});

it("makes no new certificate for an address that went away and came back", async () => {
  let interfaces = at("192.168.1.5");
  const tls = await start({ host: "0.0.0.0", interfaces: () => interfaces });
  const first = tls.announced()?.fingerprint;
  interfaces = {};
  await tls.refresh();
  interfaces = at("192.168.1.5");
  await tls.refresh();
  expect(tls.announced()?.fingerprint).toBe(first);
});

it("renews its certificate long before it ends, and keeps it and the authority over a restart until then", async () => {
  const vault = openSecrets(null);
  let now = Date.now();
  const first = await start({ vault, wall: () => now });
  const shown = first.announced();
  await first.stop();
  const second = await start({ vault, wall: () => now });
  expect(second.announced()).toEqual({ ...shown, port: expect.any(Number) });
  now += 340 * day_ms;
  await second.refresh();
  expect(second.announced()?.fingerprint).not.toBe(shown?.fingerprint);
  expect(second.announced()?.authority).toBe(shown?.authority);
  expect(Date.parse(second.state().certificate?.validUntil ?? "")).toBeGreaterThan(now + 300 * day_ms);
});

it("serves though the clock says 1970, and shows another certificate once the clock is right", async () => {
  let now = 5000;
  const tls = await start({ wall: () => now });
  const blind = await connectTo(tls);
  expect(await ask(blind)).toContain("hello");
  now = Date.now();
  await tls.refresh();
  const sighted = await connectTo(tls);
  expect(shownBy(sighted)).not.toBe(shownBy(blind));
  const { validFrom = "", validUntil = "" } = tls.state().certificate ?? {};
  expect((Date.parse(validUntil) - Date.parse(validFrom)) / day_ms).toBeLessThanOrEqual(397);
});

it("makes a new authority only where the kept one cannot be read, and says nothing of keys", async () => {
  const vault = openSecrets(null);
  const first = await start({ vault });
  await first.stop();
  vault.write("tls-certificate", "{");
  const second = await start({ vault });
  expect(second.authority()).toBe(first.authority());
  await second.stop();
  vault.write("tls-authority", '{"cert":"nonsense"}');
  const third = await start({ vault });
  expect(third.state().state).toBe("serving");
  expect(third.authority()).not.toBe(first.authority());
  expect(JSON.stringify([third.check(), third.announced()])).not.toMatch(/PRIVATE|BEGIN/);
});

it("says that its port is taken and which to choose, and serves by itself once it is free", async () => {
  const squatter = createPlainServer();
  await new Promise<void>((done) => squatter.listen(0, "127.0.0.1", done));
  const { port } = squatter.address() as { port: number };
  const tls = await start({ port, look_ms: 30 });
  expect(tls.check()).toMatchObject({
    status: "degraded",
    state: "problem",
    reason: `Port ${port} is taken by another program. Stop it, or choose another with HTTPS_PORT=${port + 1}.`,
  });
  expect(tls.announced()).toBeUndefined();
  await new Promise((done) => squatter.close(done));
  await until(() => tls.state().state === "serving");
  expect(await ask(await connectTo(tls))).toContain("hello");
  expect(tls.check().status).toBe("ok");
  expect(tls.log.said.filter((text) => text.includes("tries again"))).toHaveLength(1);
});

it("is off, has no authority and is well, where HTTPS_PORT says so", async () => {
  const vault = openSecrets(null);
  const tls = await start({ port: null, vault });
  expect(tls.check()).toEqual({
    status: "ok",
    state: "off",
    port: null,
    authority: null,
    certificate: null,
    reason: "TLS is switched off by HTTPS_PORT=off.",
  });
  expect([tls.authority(), vault.read("tls-authority")]).toEqual([null, null]);
});

it("serves no authority that it could not keep, says why, and goes on with a certificate that it could not keep", async () => {
  const vault = openSecrets(null);
  const isFull = { authority: true, leaf: true };
  const full: TlsOptions["vault"] = {
    read: vault.read,
    write: (name, value) => {
      if (name === "tls-authority" ? isFull.authority : isFull.leaf) throw new Error("ENOSPC");
      vault.write(name, value);
    },
  };
  const tls = await start({ vault: full });
  expect(tls.state()).toMatchObject({
    state: "problem",
    authority: null,
    reason: "The certificate could not be made (ENOSPC). It is tried again in a minute.",
  });
  isFull.authority = false;
  const later = await start({ vault: full });
  expect(later.state().state).toBe("serving");
  expect(await ask(await connectTo(later))).toContain("hello");
  expect(vault.read("tls-certificate")).toBeNull();
});
