/**
 * A real box for the browser tests of the kitchen screen: its own process on a free port with a fresh folder, set up with a small menu, two
 * stations and three tables. Orders come by the API, as from another tablet.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { LineInput, Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";

const root = join(import.meta.dirname, "../../..");

export type TestBox = {
  url: string;
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /** Sends dishes to the kitchen; a new table check unless told otherwise. */
  send(items: LineInput[], more?: object): Promise<Order>;
  order(id: string): Promise<Order>;
  pairingCode(): Promise<string>;
  close(): Promise<void>;
};

/** The screens as they are now. */
export const buildScreens = (): void => {
  const { status, stderr } = spawnSync(process.execPath, [join(root, "scripts/build-web.ts"), "--if-stale"], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the screens could not be built: ${stderr}`);
};

const start = async (dataDir: string): Promise<{ child: ChildProcess; url: string; code: string }> => {
  const env = { ...process.env, DATA_DIR: dataDir, HOST: "127.0.0.1", PORT: "0", HTTPS_PORT: "0", DEMO: "0" };
  const child = spawn(process.execPath, [join(root, "store-server/main.ts"), "serve"], {
    env: { ...env, RATE_LIMIT_MAX: "0", LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let code = "";
  for await (const line of createInterface({ input: child.stdout })) {
    code = /code (\S+-\S+?)\.?$/.exec(line)?.[1] ?? code;
    const url = /^ready (\S+)$/.exec(line)?.[1];
    if (url) return { child, url, code };
  }
  throw new Error("the box ended before it was ready");
};

const openCall = (url: string) => {
  let token = "";
  return {
    call: async <T>(method: string, path: string, body?: unknown): Promise<T> => {
      const response = await fetch(url + path, {
        method,
        headers: {
          "idempotency-key": newId(),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...(token === "" ? {} : { authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
      return (text === "" ? undefined : JSON.parse(text)) as T;
    },
    use: (accessToken: string): void => {
      token = accessToken;
    },
  };
};

const wish = {
  id: "wishes",
  name: "Wishes",
  min: 0,
  max: 3,
  options: [{ id: "no-nuts", name: "no nuts", price: 0 }],
};
const menu = [
  { id: "soup", name: "Tomato soup", stations: ["kitchen"] },
  {
    id: "burrata",
    name: "Burrata & peach",
    stations: ["kitchen"],
    modifierGroups: [wish],
    allergens: ["milk", "nuts"],
  },
  { id: "bread", name: "Focaccia", stations: ["kitchen"] },
  { id: "spritz", name: "Spritz", stations: ["bar"] },
];

const fill = async (call: TestBox["call"]): Promise<void> => {
  await call("POST", "/api/stations", { id: "kitchen", name: "Hot kitchen", sort: 1 });
  await call("POST", "/api/stations", { id: "bar", name: "Bar", sort: 2 });
  await call("POST", "/api/areas", { id: "dining", name: "Dining room" });
  for (const name of ["7", "12", "Bar 2"])
    await call("POST", "/api/tables", {
      id: `table-${name.replace(" ", "")}`,
      name,
      areaId: "dining",
      seats: 4,
    });
  await call("POST", "/api/categories", { id: "food", name: "Food" });
  for (const item of menu) await call("POST", "/api/menu-items", { ...item, categoryId: "food", price: 900 });
};

const setUp = {
  businessName: "Trattoria Altstadt",
  currency: "USD",
  timeZone: "Europe/Berlin",
  locale: "en",
};
const owner = { name: "Owner", username: "owner", password: "a-long-password", pin: "1212" };

export const openTestBox = async (): Promise<TestBox> => {
  const dataDir = await mkdtemp(join(tmpdir(), "tillbox-kitchen-"));
  const { child, url, code } = await start(dataDir);
  const { call, use } = openCall(url);
  const { accessToken } = await call<{ accessToken: string }>("POST", "/api/setup", {
    ...setUp,
    code,
    owner,
  });
  use(accessToken);
  await fill(call);
  return {
    url,
    call,
    send: (items, more = {}) =>
      call("POST", "/api/orders", {
        type: "dine-in",
        tableId: "table-7",
        newCheck: true,
        send: true,
        items,
        ...more,
      }),
    order: (id) => call("GET", `/api/orders/${id}`),
    pairingCode: async () => (await call<{ code: string }>("POST", "/api/devices/pairing-codes", {})).code,
    close: async () => {
      if (child.exitCode === null) {
        const ended = once(child, "exit");
        child.kill("SIGTERM");
        await ended;
      }
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
