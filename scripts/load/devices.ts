/** Tablets as they come to a demo box: paired over HTTP, a waiter signed in where they work, on the live socket with their token. */
import { WebSocket } from "ws";

export type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>;
export type Device = { id: string; token: string };
export type Tablet = {
  device: Device;
  /** Asks the box as this device, and as the waiter on it where one is signed in. */
  call: Call;
  accessToken: string | null;
  /** seq that its live frames have completed. */
  position: number;
};

type Answer = Record<string, unknown>;

/** A way to ask the box with these headers. Throws on every answer that is no success. */
export const callWith =
  (url: string, headers: Record<string, string>): Call =>
  async (method, path, body) => {
    const answer = await fetch(url + path, {
      method,
      headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === "" ? null : JSON.parse(text)) as never;
  };

export const capabilities = { canTakeOrders: true };
const managersPin = "2222";
/** A person can be signed in on a few devices only. */
const tabletsEach = 10;
const pinOf = (waiter: number): string => String(6100 + 7 * waiter);

/** Pairs a tablet with the code of a demo store; somebody signs in on it where there is a PIN. */
const pairTablet = async (url: string, id: string, pin: string | null): Promise<Tablet> => {
  const paired = await callWith(url, {})<Answer>("POST", "/sync/register-device", {
    deviceId: id,
    deviceType: "tablet",
    name: `Tablet ${id}`,
    pairingCode: "000000",
    capabilities,
  });
  const device = { id, token: String(paired.deviceToken) };
  const headers = { "x-device-id": id, "x-device-token": device.token };
  const alone = { device, call: callWith(url, headers), accessToken: null, position: 0 };
  if (pin === null) return alone;
  const signedIn = await alone.call<Answer>("POST", "/api/auth/login", { pin });
  const accessToken = String(signedIn.accessToken);
  return {
    ...alone,
    accessToken,
    call: callWith(url, { ...headers, authorization: `Bearer ${accessToken}` }),
  };
};

/** As many waiters as the tablets need. */
const hireWaiters = async (url: string, staffed: number): Promise<void> => {
  if (staffed === 0) return;
  const { call } = await pairTablet(url, "the-office", managersPin);
  for (let waiter = 0; waiter * tabletsEach < staffed; waiter += 1)
    await call("POST", "/api/users", { name: `Waiter ${waiter + 1}`, role: "waiter", pin: pinOf(waiter) });
};

export const registrationOf = ({ device, accessToken }: Tablet) => ({
  deviceId: device.id,
  deviceType: "tablet",
  capabilities,
  token: device.token,
  ...(accessToken === null ? {} : { accessToken }),
});

/** Resolves when the tablet is registered; `heard` gets every frame after that. */
export const openLive = (url: string, tablet: Tablet, heard: (text: string) => void): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/sync`, { perMessageDeflate: false });
    socket.once("error", reject);
    socket.once("close", (code) => reject(new Error(`${tablet.device.id} was closed with ${code}`)));
    socket.once("open", () =>
      socket.send(JSON.stringify({ event: "device:register", data: registrationOf(tablet) })),
    );
    socket.on("message", (message: Buffer) => {
      const text = message.toString();
      if (text.startsWith('{"event":"device:registered"')) resolve(socket);
      else heard(text);
    });
  });

/** A few at a time, so that what prepares a run is no load test of its own. */
export const inGroups = async <T, R>(
  all: readonly T[],
  size: number,
  work: (one: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += size)
    results.push(...(await Promise.all(all.slice(from, from + size).map(work))));
  return results;
};

/** Tablets in their order; the first `staffed` of them have a waiter. */
export const pairTablets = async (
  url: string,
  count: number,
  staffed: number,
  name = "load",
): Promise<Tablet[]> => {
  await hireWaiters(url, staffed);
  return inGroups(
    Array.from({ length: count }, (_, index) => index),
    20,
    (index) =>
      pairTablet(url, `${name}-${index}`, index < staffed ? pinOf(Math.floor(index / tabletsEach)) : null),
  );
};

export const everyPage = async <T>(call: Call, path: string): Promise<T[]> => {
  const all: T[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const after: string = cursor === "" ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { items: T[]; nextCursor: string | null } = await call("GET", `${path}?limit=500${after}`);
    all.push(...page.items);
    cursor = page.nextCursor;
  }
  return all;
};
