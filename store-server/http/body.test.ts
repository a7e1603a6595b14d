/** Over real sockets: what a client may do to the box with a body. */

import type { Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { createAdaptorServer } from "@hono/node-server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HttpStore, openHttpStore } from "../testing/http-store.ts";
import { serverOptions } from "./app.ts";
import { maxBody_bytes } from "./body.ts";

const listen = (
  store: HttpStore,
  options: object = serverOptions,
): Promise<{ server: Server; port: number }> => {
  const server = createAdaptorServer({ fetch: store.app.fetch, serverOptions: options }) as Server;
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve({ server, port: (server.address() as AddressInfo).port }));
  });
};
/** Sends raw bytes; resolves with everything that came back once the box closed or answered. */
const exchange = (port: number, chunks: readonly (string | Buffer)[]): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    const done = (): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.on("data", (data) => {
      answer += data.toString("latin1");
      const head = answer.indexOf("\r\n\r\n");
      const length = /content-length: (\d+)/i.exec(answer)?.[1];
      if (head !== -1 && length !== undefined && answer.length >= head + 4 + Number(length)) done();
    });
    socket.on("error", done);
    socket.on("close", done);
    for (const chunk of chunks) socket.write(chunk);
  });
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
const post = (headers: string): string =>
  `POST /api/auth/refresh HTTP/1.1\r\nHost: box\r\nContent-Type: application/json\r\n${headers}\r\n\r\n`;
const chunk = (bytes: number): string => `${bytes.toString(16)}\r\n${" ".repeat(bytes)}\r\n`;

describe("a body over a socket", () => {
  let store: HttpStore;
  let server: Server;
  let port: number;
  beforeAll(async () => {
    store = openHttpStore();
    ({ server, port } = await listen(store));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    store.close();
  });

  test("that says it is too large is refused before it is sent", async () => {
    const answer = await exchange(port, [post(`Content-Length: ${maxBody_bytes + 1}`)]);
    expect(statusOf(answer)).toBe(413);
    expect(answer).toContain('"code":"too_large"');
  });

  test("that is too large in chunks without saying so is refused as well", async () => {
    const parts = Array.from({ length: 20 }, () => chunk(64 * 1024));
    const answer = await exchange(port, [post("Transfer-Encoding: chunked"), ...parts]);
    expect(statusOf(answer)).toBe(413);
  });

  test("of exactly the limit is read", async () => {
    const text = `{"refreshToken":"x"}`.padEnd(maxBody_bytes, " ");
    const answer = await exchange(port, [post(`Content-Length: ${maxBody_bytes}`), text]);
    expect(statusOf(answer)).toBe(401);
  });

  test("in chunks is read like any other", async () => {
    const text = `{"refreshToken":"x"}`;
    const answer = await exchange(port, [
      post("Transfer-Encoding: chunked"),
      `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`,
    ]);
    expect(statusOf(answer)).toBe(401);
  });

  test("that comes byte by byte holds nobody else up", async () => {
    const slow = connect(port, "127.0.0.1");
    slow.on("error", () => undefined);
    slow.write(post("Content-Length: 100"));
    slow.write("{");
    const text = `{"refreshToken":"x"}`;
    expect(statusOf(await exchange(port, [post(`Content-Length: ${text.length}`), text]))).toBe(401);
    slow.destroy();
  });

  test("that never ends is cut off", async () => {
    const strict = await listen(store, {
      ...serverOptions,
      requestTimeout: 150,
      headersTimeout: 100,
      connectionsCheckingInterval: 50,
    });
    const answer = await exchange(strict.port, [post("Content-Length: 100"), "{"]);
    expect(statusOf(answer)).toBe(408);
    strict.server.closeAllConnections();
    strict.server.close();
  });

  test("that breaks off leaves the box as it was", async () => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    await new Promise<void>((resolve) => {
      socket.write(post("Content-Length: 100"), () => resolve());
    });
    socket.resetAndDestroy();
    const text = `{"refreshToken":"x"}`;
    expect(statusOf(await exchange(port, [post(`Content-Length: ${text.length}`), text]))).toBe(401);
  });
});

describe("what a body says", () => {
  let store: HttpStore;
  beforeAll(() => {
    store = openHttpStore();
  });
  afterAll(() => store.close());
  const login = (body: string, headers: Record<string, string> = {}) =>
    store.send("POST", "/api/auth/login", body, { headers });

  test("is refused with 400 when it is no JSON", async () => {
    for (const body of ["{", "nope", '{"a":}', "\u0000"]) {
      const answer = await login(body);
      expect([answer.status, answer.json.code]).toEqual([400, "invalid"]);
    }
  });
  test("is refused with 415 in another media type, before it is read", async () => {
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/json; charset=latin1",
      "multipart/form-data",
    ]) {
      const answer = await login("{}", { "content-type": type });
      expect([answer.status, answer.json.code]).toEqual([415, "unsupported"]);
    }
    expect((await login("{}", { "content-encoding": "gzip" })).status).toBe(415);
    for (const type of ["application/json;charset=UTF-8", "application/vnd.api+json", "Application/JSON"])
      expect((await login("{}", { "content-type": type })).status).toBe(422);
  });
  test("is refused with 422 when it holds what could not travel on, or is no object", async () => {
    for (const body of [
      '{"pin":"\\u0000"}',
      '{"pin":"\\ud800"}',
      `${"[".repeat(40)}${"]".repeat(40)}`,
      "[]",
      "null",
      "5",
    ]) {
      const answer = await login(body);
      expect([answer.status, answer.json.code]).toEqual([422, "invalid"]);
    }
  });
  test("names every field that is wrong", async () => {
    const answer = await login('{"username":5,"password":[],"more":1}');
    expect(answer.status).toBe(422);
    expect(answer.json.errors).toMatchObject([
      { path: "username" },
      { path: "password" },
      { path: "more", message: "is not a known field" },
    ]);
  });
  test("may be absent, which is an empty object", async () => {
    const answer = await store.send("POST", "/api/auth/refresh");
    expect([answer.status, answer.json.errors]).toEqual([
      422,
      [{ path: "refreshToken", message: "is missing" }],
    ]);
  });
});
