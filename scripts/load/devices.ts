/** Devices as they come to a demo box: paired over HTTP, on the live socket with their token, some with a waiter signed in. */
import { WebSocket } from "ws";

export type Device = { id: string; token: string };
export type Call = <T>(method: string, path: string, body?: unknown, key?: string) => Promise<T>;

type Answer = Record<string, unknown>;

/** A way to ask the box with these headers. Throws on every answer that is no success. */
export const callWith =
  (url: string, headers: Record<string, string>): Call =>
  async (method, path, body, key) => {
    const answer = await fetch(url + path, {
      method,
      headers: {
        ...headers,
        ...(key === undefined ? {} : { "idempotency-key": key }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
    return (text === "" ? null : JSON.parse(text)) as never;
  };

const capabilities = { canTakeOrders: true };

/** Pairs a tablet with the code of a demo store. */
export const pairTablet = async (url: string, index: number): Promise<Device> => {
  const id = `load-${index}`;
  const { deviceToken } = await callWith(url, {})<Answer>("POST", "/sync/register-device", {
    deviceId: id,
    deviceType: "tablet",
    name: `Tablet ${index}`,
    pairingCode: "000000",
    capabilities,
  });
  return { id, token: String(deviceToken) };
};

/** Signs the waiter in on a device; what is returned acts as that person there. */
export const signInWaiter = async (url: string, device: Device): Promise<Call> => {
  const headers = { "x-device-id": device.id, "x-device-token": device.token };
  const { accessToken } = await callWith(url, headers)<Answer>("POST", "/api/auth/login", { pin: "3333" });
  return callWith(url, { ...headers, authorization: `Bearer ${String(accessToken)}` });
};

/** Resolves when the tablet is registered; `heard` gets every frame after that. */
export const openLiveTablet = (
  url: string,
  device: Device,
  heard: (text: string) => void,
): Promise<WebSocket> =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace("http", "ws")}/sync`);
    const isRegistered = (text: string): boolean => text.startsWith('{"event":"device:registered"');
    socket.once("error", reject);
    socket.once("close", (code) => reject(new Error(`${device.id} was closed with ${code}`)));
    socket.once("open", () => {
      const data = { deviceId: device.id, deviceType: "tablet", capabilities, token: device.token };
      socket.send(JSON.stringify({ event: "device:register", data }));
    });
    socket.on("message", (message: Buffer) => {
      const text = message.toString();
      if (isRegistered(text)) resolve(socket);
      else heard(text);
    });
  });
