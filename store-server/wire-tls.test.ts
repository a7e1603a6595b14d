/** TLS on the LAN as a device meets it: real sockets, the authority from /ca.crt pinned, and nobody else's. */
import { createHash, X509Certificate } from "node:crypto";
import { get } from "node:https";
import { connect, type SecureVersion, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { ask as askBySocket, clients, heard as heardBySocket } from "./live/socket-io/toy-clients.ts";
import { openWireBox, type Said, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let facts: Said;
let authority = "";
let port = 0;
beforeAll(async () => {
  box = await openWireBox({ DEMO: "1", HTTPS_PORT: "0" });
  facts = await box.ask("GET", "/api/connect");
  port = Number(facts.at("httpsPort"));
  authority = (await box.ask("GET", "/ca.crt")).text;
});
afterAll(() => box.close());

type Answer = { status: number; headers: Record<string, unknown>; text: string };
const fetchSecure = (path: string, { host = "127.0.0.1", ca = authority } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port, path, ca, servername: host, headers: { host } };
    const request = get(host === "127.0.0.1" ? { ...options, servername: "" } : options, (response) => {
      let text = "";
      response.on("data", (bytes) => {
        text += String(bytes);
      });
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
      );
    });
    request.on("error", reject);
  });
const handshake = (minVersion: SecureVersion, maxVersion: SecureVersion): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const options = {
      host: "127.0.0.1",
      port,
      ca: authority,
      minVersion,
      maxVersion,
      ciphers: "ALL@SECLEVEL=0",
    };
    const socket: TLSSocket = connect(options, () => {
      resolve(socket.getProtocol());
      socket.destroy();
    });
    socket.on("error", reject);
  });

test("the same box answers by TLS, at its address and at its name, to whoever trusts its authority", async () => {
  for (const host of ["127.0.0.1", facts.word("name"), "localhost"]) {
    const health = await fetchSecure("/health", { host });
    expect(health.status).toBe(200);
    expect(JSON.parse(health.text)).toMatchObject({
      demo: true,
      checks: { tls: { state: "serving", port } },
    });
  }
});

test("nobody else's authority and no other name is accepted", async () => {
  const other = await openWireBox({ DEMO: "1", HTTPS_PORT: "0" });
  try {
    const stranger = (await other.ask("GET", "/ca.crt")).text;
    await expect(fetchSecure("/health", { ca: stranger })).rejects.toThrow(/self-signed certificate/);
    await expect(fetchSecure("/health", { host: "another-till.local" })).rejects.toThrow(/altnames/);
  } finally {
    await other.close();
  }
});

test("a device pairs, a person signs in, and an order is heard of over an encrypted WebSocket", async () => {
  const device = await box.pair("tls-tablet", "tablet", { canTakeOrders: true });
  const socket = new WebSocket(`wss://127.0.0.1:${port}/sync`, { ca: authority });
  const heard: { event: string; data: Record<string, unknown> }[] = [];
  const until = async (event: string) => {
    for (let waited = 0; waited < 200; waited++) {
      const frame = heard.find((each) => each.event === event);
      if (frame) return frame.data;
      await new Promise((done) => setTimeout(done, 25));
    }
    throw new Error(`no ${event}`);
  };
  socket.on("message", (text) => heard.push(JSON.parse(String(text))));
  await new Promise((done, failed) => socket.once("open", done).once("error", failed));
  const { deviceId, deviceToken: token } = device;
  const capabilities = { canTakeOrders: true };
  socket.send(
    JSON.stringify({
      event: "device:register",
      data: { deviceId, deviceType: "tablet", capabilities, token },
    }),
  );
  expect(await until("device:registered")).toMatchObject({ deviceId });
  const items = (
    await box.ask("GET", "/api/menu-items", undefined, { token: await box.signIn("waiter") })
  ).list();
  const order = { type: "takeaway", items: [{ menuItemId: String(items[0]?.id), quantity: 1 }] };
  const made = await box.ask("POST", "/api/orders", order, {
    token: await box.signIn("waiter"),
    headers: { "idempotency-key": "tls-order" },
  });
  expect(made.status).toBe(201);
  expect(await until("order:update")).toMatchObject({ id: made.word("id") });
  socket.terminate();
});

test("the stock Socket.IO clients come in by TLS too, by polling and by WebSocket, if they trust the authority", async () => {
  const device = await box.pair("tls-socket-io", "tablet", { canTakeOrders: true });
  const { deviceId, deviceToken: token } = device;
  const url = `https://127.0.0.1:${port}/sync`;
  // The old client opens Node's own WebSocket, which takes no authority; by polling it takes one.
  const ways = [
    [clients.current, "websocket"],
    [clients.current, "polling"],
    [clients.old, "polling"],
  ] as const;
  for (const [connectTo, way] of ways) {
    const options = { ca: authority, transports: [way], forceNew: true, reconnection: false };
    const socket = connectTo(url, options);
    const me = { deviceId, deviceType: "tablet", capabilities: { canTakeOrders: true }, token };
    expect(await askBySocket(socket, "device:register", me)).toMatchObject({ deviceId });
    socket.close();
  }
  const stranger = clients.current(url, { transports: ["polling"], forceNew: true, reconnection: false });
  await heardBySocket(stranger, "connect_error");
  stranger.close();
});

test("old versions of TLS are refused, 1.2 and 1.3 are taken", async () => {
  expect(await handshake("TLSv1.2", "TLSv1.2")).toBe("TLSv1.2");
  expect(await handshake("TLSv1.3", "TLSv1.3")).toBe("TLSv1.3");
  await expect(handshake("TLSv1", "TLSv1.1")).rejects.toThrow(/protocol version|unsupported protocol/);
});

test("plain HTTP keeps working: no redirect, and nothing that makes a browser refuse it later", async () => {
  for (const path of ["/health", "/api/connect", "/docs"]) {
    expect((await box.ask("GET", path)).status).toBe(200);
    expect((await fetchSecure(path)).headers).not.toHaveProperty("strict-transport-security");
  }
});

test("what a new device is told agrees with what it finds", async () => {
  const certificate = new X509Certificate(authority);
  const print = createHash("sha256").update(certificate.raw).digest("hex");
  expect(facts.at("authority.fingerprint")).toBe(print);
  const shown = await new Promise<string>((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, ca: authority }, () => {
      resolve(socket.getPeerCertificate().fingerprint256.replaceAll(":", "").toLowerCase());
      socket.destroy();
    });
  });
  expect(facts.at("certificate.fingerprint")).toBe(shown);
  expect(facts.at("httpPort")).toBe(Number(new URL(box.url).port));
  const profile = await box.ask("GET", "/ca.mobileconfig");
  expect(profile.headers.get("content-type")).toBe("application/x-apple-aspen-config");
  expect(profile.text).toContain(certificate.raw.toString("base64"));
});

test("a box with TLS switched off says so, and has no authority to give", async () => {
  const off = await openWireBox({ DEMO: "1", HTTPS_PORT: "off" });
  try {
    expect((await off.ask("GET", "/api/connect")).at("")).toMatchObject({
      httpsPort: null,
      authority: null,
      reason: "TLS is switched off by HTTPS_PORT=off.",
    });
    expect((await off.ask("GET", "/ca.crt")).status).toBe(404);
    expect((await off.ask("GET", "/health")).at("checks.tls.status")).toBe("ok");
  } finally {
    await off.close();
  }
});
