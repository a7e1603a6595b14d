/** Drives the whole box over HTTP, as tablets do: orders, sends and payments, each with its idempotency key. */
import { join } from "node:path";
import { newId } from "@tillbox/shared/id.ts";
import { features } from "@tillbox/store-server/features.ts";
import { answerKey } from "@tillbox/store-server/kernel/answers.ts";
import { migrationsFolder, readMigrations } from "@tillbox/store-server/kernel/migrate.ts";
import type { Database } from "better-sqlite3";
import { type Box, type Driver, NoAnswerError, type Receipt, type Tap, type Writer } from "./driver.ts";
import { startTalker } from "./process-lines.ts";
import type { Random } from "./random.ts";

export type HttpTap = Tap & {
  method: "POST" | "PUT" | "DELETE";
  path: string;
  body: Record<string, unknown>;
};
export type HttpBox = Box<HttpTap> & {
  /** An answer that no ledger needs. */
  ask(method: string, path: string, body?: Record<string, unknown>): Promise<Record<string, unknown>>;
  setupCode: string;
};

const root = join(import.meta.dirname, "../..");
const owner = { name: "Owner", username: "owner", password: "crash-proof-owner", pin: "4711" };

/** Who is signed in; outlives the box, as a tablet does. */
type Session = { token: string; userId: string; items: string[] };

type Problem = { code?: string; detail?: string };

/** Answers that say nothing about the tap's fate: sent again later. */
const passing = new Set([401, 429, 503]);

const post = async (url: string, token: string, tap: HttpTap): Promise<Receipt> => {
  const headers = {
    authorization: `Bearer ${token}`,
    "content-type": "application/json",
    "idempotency-key": tap.key,
  };
  const answer = await fetch(url + tap.path, { method: tap.method, headers, body: JSON.stringify(tap.body) })
    .then(async (response) => ({ status: response.status, text: await response.text() }))
    .catch((error: unknown) => {
      throw new NoAnswerError(String(error));
    });
  if (passing.has(answer.status)) throw new NoAnswerError(`status ${answer.status}`);
  if (answer.status >= 500) throw new Error(`the box failed on ${JSON.stringify(tap)}: ${answer.text}`);
  if (answer.status < 300)
    return { accepted: true, body: answer.text === "" ? null : answer.text, code: null };
  return { accepted: false, body: null, code: (JSON.parse(answer.text) as Problem).code ?? "none" };
};

const environmentOf = (folder: string, more: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  PATH: process.env["PATH"],
  NODE_ENV: "production",
  DATA_DIR: folder,
  HOST: "127.0.0.1",
  PORT: "0",
  HTTPS_PORT: "off",
  RATE_LIMIT_MAX: "0",
  LOG_LEVEL: "error",
  ...more,
});

const startBox = (folder: string, session: Session, more: NodeJS.ProcessEnv) => {
  const ready = Promise.withResolvers<HttpBox>();
  let setupCode = "";
  const heard = (line: string): void => {
    setupCode = /with the code ([A-Z0-9-]+)/.exec(line)?.[1] ?? setupCode;
    const url = /^ready (http:\S+)/.exec(line)?.[1];
    if (url !== undefined) ready.resolve(boxAt(url));
  };
  const talker = startTalker({
    command: [process.execPath, join(root, "store-server/main.ts"), "serve"],
    environment: environmentOf(folder, more),
    heard,
  });
  const boxAt = (url: string): HttpBox => ({
    setupCode,
    kill: talker.kill,
    submit: (tap) => post(url, session.token, tap),
    ask: async (method, path, body) => {
      const headers = { authorization: `Bearer ${session.token}`, "content-type": "application/json" };
      const sent = body ? { body: JSON.stringify(body) } : {};
      const response = await fetch(url + path, { method, headers, ...sent });
      const text = await response.text();
      if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
      return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
    },
  });
  const giveUp = async (): Promise<void> => {
    const { code } = await talker.ended;
    ready.reject(new Error(`the box ended with code ${code} before it was ready: ${talker.complaints()}`));
  };
  void giveUp();
  ready.promise.catch(() => undefined);
  return { ready: ready.promise, abandon: talker.kill };
};

/** Sets an empty box up: an owner, two tax classes, a few things to sell, a kitchen with a printer on the screen. */
const setUp = async (box: HttpBox, session: Session): Promise<void> => {
  await box.ask("POST", "/api/setup", {
    code: box.setupCode,
    businessName: "Crash Proof",
    currency: "EUR",
    timeZone: "Europe/Berlin",
    locale: "de-DE",
    owner,
  });
  const { username, password } = owner;
  const signedIn = await box.ask("POST", "/api/auth/login", { username, password });
  session.token = String(signedIn["accessToken"]);
  session.userId = String((signedIn["user"] as { id: string }).id);
  await box.ask("POST", "/api/stations", { id: "kitchen", name: "Kitchen" });
  for (const role of ["kitchen", "receipt"])
    await box.ask("POST", "/api/printers", {
      name: role,
      transport: { type: "screen" },
      role,
      stations: role === "kitchen" ? ["kitchen"] : [],
      width: 80,
    });
  const rates = [{ name: "VAT", rate: "0.19" }];
  await box.ask("POST", "/api/tax-classes", { id: "full", name: "Full", inclusive: true, rates });
  await box.ask("POST", "/api/categories", { id: "food", name: "Food" });
  session.items = ["soup", "bread", "tea"];
  for (const [index, id] of session.items.entries())
    await box.ask("POST", "/api/menu-items", {
      id,
      name: id,
      categoryId: "food",
      price: 333 + 111 * index,
      taxClassId: "full",
      stations: ["kitchen"],
    });
};

/** A waiter: opens an order, adds to it, sends it, takes cash or a card of the terminal with a tip; now and then tries to pay twice. */
const orderWriter = (index: number, random: Random, session: Session): Writer<HttpTap> => {
  const life = random.between(0, 0xffffff).toString(36);
  let count = 0;
  let order: string | null = null;
  let plan: (() => HttpTap)[] = [];
  const tap = (path: string, body: HttpTap["body"], method: HttpTap["method"] = "POST"): HttpTap => {
    count += 1;
    return { key: `w${index}-${life}-${count}`, method, path, body };
  };
  const lines = () =>
    Array.from({ length: random.between(1, 3) }, () => ({
      menuItemId: random.pick(session.items),
      quantity: random.between(1, 4),
    }));
  const open = (): HttpTap => {
    const own = random.chance(0.5) ? { id: newId() } : {};
    return tap("/api/orders", { ...own, type: "takeaway", items: lines(), send: random.chance(0.3) });
  };
  const pay = (): HttpTap => {
    const isCash = random.chance(0.6);
    const payment = isCash ? { method: "cash", tendered: 1_000_000 } : { method: "external", tip: 150 };
    return tap(`/api/orders/${order}/payments`, payment);
  };
  const visit = () => [
    ...Array.from(
      { length: random.between(0, 2) },
      () => () => tap(`/api/orders/${order}/items`, { items: lines() }),
    ),
    () => tap(`/api/orders/${order}/send`, {}),
    ...(random.chance(0.15) ? [() => tap(`/api/orders/${order}`, { reason: "crash" }, "DELETE")] : []),
    pay,
    ...(random.chance(0.3) ? [pay] : []),
  ];
  return {
    next: () => (order === null ? open() : (plan.shift() ?? open)()),
    acknowledged: (done, receipt) => {
      if (done.path === "/api/orders") {
        order = receipt.body === null ? null : (JSON.parse(receipt.body) as { id: string }).id;
        plan = order === null ? [] : visit();
      } else if (plan.length === 0) order = null;
    },
  };
};

type OrderRow = {
  id: string;
  state: string;
};
type OrderState = {
  receiptNumber: string | null;
  lines: { id: string }[];
  payments: { id: string; status: string; amount: number }[];
};

/** Paid once, each line once, receipts without a gap. */
const orderRules = (db: Database): string[] => {
  const found: string[] = [];
  const receipts: number[] = [];
  for (const { id, state } of db.prepare<[], OrderRow>("SELECT id, state FROM orders").iterate()) {
    const order = JSON.parse(state) as OrderState;
    const captured = order.payments.filter(({ status }) => status === "captured");
    if (captured.length > 1) found.push(`order ${id} was paid ${captured.length} times`);
    if (captured.length === 1 && order.receiptNumber === null)
      found.push(`order ${id} is paid without a receipt`);
    if (new Set(order.lines.map((line) => line.id)).size < order.lines.length)
      found.push(`order ${id} has a line twice`);
    if (order.receiptNumber !== null) receipts.push(Number(order.receiptNumber.split("-")[1]));
  }
  receipts.sort((left, right) => left - right);
  const gap = receipts.findIndex((number, index) => number !== index + 1);
  return gap === -1 ? found : [...found, `receipt ${gap + 1} is missing or doubled`];
};

/** `environment` is laid over that of a box alone. */
export const boxDriver = (environment: NodeJS.ProcessEnv = {}): Driver<HttpTap> => {
  const session: Session = { token: "", userId: "", items: [] };
  return {
    name: "box",
    features,
    migrations: readMigrations(migrationsFolder),
    dataFile: (folder) => join(folder, "box.db"),
    start: (folder) => startBox(folder, session, environment),
    prepare: (box) => setUp(box as HttpBox, session),
    writer: (index, random) => orderWriter(index, random, session),
    answerKey: (key) => answerKey({ userId: session.userId, deviceId: null }, key),
    rules: orderRules,
  };
};
