/**
 * `fetch` over a link. The request may be lost, or arrive twice; its answer may be lost after everything was done. Whoever waits learns
 * nothing until its own limit, unless the connection was refused or reset, which is told at once.
 */
import type { Random } from "../crash/random.ts";
import type { Link } from "./air.ts";
import type { Life, Time } from "./time.ts";

export type Ask = { method: string; path: string; headers: Record<string, string>; body: string | null };
export type Said = { status: number; headers: Record<string, string>; body: string };
/** Serves one request and calls back, once or never. False when nobody listens. */
export type Serve = (ask: Ask, answer: (said: Said) => void) => boolean;

export type FetchParts = {
  time: Time;
  random: Random;
  link: Link;
  life: Life;
  serve: Serve;
  /** Called when whoever asked has the answer. */
  heard?(ask: Ask, said: Said): void;
};

const textOf = (body: unknown): string | null => {
  if (body === undefined || body === null) return null;
  return typeof body === "string" ? body : Buffer.from(body as Uint8Array).toString("utf8");
};

const askOf = (input: unknown, init: RequestInit): Ask => ({
  method: init.method ?? "GET",
  path: String(input).replace(/^http:\/\/[^/]+/, ""),
  headers: Object.fromEntries(new Headers(init.headers)),
  body: textOf(init.body),
});

const nullBody = new Set([204, 304]);
const responseOf = ({ status, headers, body }: Said): Response =>
  new Response(nullBody.has(status) ? null : body, { status, headers });

const unreachable = (): Error => new TypeError("fetch failed");

export const openFetch = ({
  time,
  random,
  link,
  life,
  serve,
  heard,
}: FetchParts): typeof globalThis.fetch => {
  const call = (ask: Ask, signal: AbortSignal | null): Promise<Response> =>
    new Promise((resolve, reject) => {
      const settle = (work: () => void, delay_ms = 0): void => time.after(delay_ms, life, work);
      let isWaiting = true;
      const over = (): void => {
        isWaiting = false;
        // A joined signal that is listened to is kept for ever, with the whole world that listens.
        signal?.removeEventListener("abort", abort);
      };
      const fail = (reason: Error): void => {
        over();
        reject(reason);
      };
      const hear = (said: Said): void => {
        if (isWaiting) heard?.(ask, said);
        over();
        resolve(responseOf(said));
      };
      const abort = (): void => fail(signal?.reason as Error);
      signal?.addEventListener("abort", abort);
      const arrived = (): void => {
        const isServed = serve(ask, (said) => {
          link.carry(() => settle(() => hear(said)));
        });
        if (!isServed) settle(() => fail(unreachable()), link.delay_ms());
      };
      // Without the network some systems say so at once, others let it wait.
      if (!link.carry(arrived) && random.chance(0.5)) settle(() => fail(unreachable()), 1);
    });
  return (input, init = {}) => {
    const signal = init.signal ?? null;
    if (signal?.aborted) return Promise.reject(signal.reason as Error);
    return call(askOf(input, init), signal);
  };
};
