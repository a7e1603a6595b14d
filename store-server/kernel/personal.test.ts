import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { openDatabase } from "./database.ts";
import { type Kernel, openKernel } from "./kernel.ts";
import { migrate, migrationsFolder, readMigrations } from "./migrate.ts";
import { erasePerson, isSealed, seal, sealMaybe, unseal, unsealJson } from "./personal.ts";
import { temporaryFolder } from "./testing/tab-store.ts";

const folder = temporaryFolder();
const open: Kernel[] = [];
afterEach(() => {
  for (const kernel of open.splice(0)) kernel.close();
  folder.clean();
});

const openBox = (secret: string | null = "secret", reports: string[] = []): Kernel => {
  const db = openDatabase(folder.file);
  migrate(db, readMigrations(migrationsFolder), () => undefined);
  const kernel = openKernel(db, [], {
    ...(secret === null ? {} : { personalSecret: secret }),
    report: (message) => reports.push(message),
  });
  open.push(kernel);
  return kernel;
};
const reopen = (secret: string, reports: string[] = []): Kernel => {
  open.pop()?.close();
  return openBox(secret, reports);
};
const wrappedOf = ({ db }: Kernel, person: string): Buffer =>
  db.prepare<[string], Buffer>("SELECT wrapped FROM personal_keys WHERE person = ?").pluck().get(person) ??
  Buffer.alloc(0);
const filesHold = (bytes: Buffer | string): boolean =>
  ["", "-wal"].some((rest) => readFileSync(`${folder.file}${rest}`).includes(bytes));

describe("a sealed text", () => {
  it("is opened for whoever asks, after a restart too, and stands nowhere in the files", async () => {
    const kernel = openBox();
    const text = await kernel.operate(() => seal(kernel.db, "customer-1", 'Gäst 1, 7 "Quay" St'));
    await kernel.operate(() => kernel.db.prepare("INSERT INTO meta VALUES ('told', ?)").run(text));
    expect(isSealed(text)).toBe(true);
    expect(unseal(kernel.db, text)).toBe('Gäst 1, 7 "Quay" St');
    expect(filesHold("Gäst")).toBe(false);
    expect(filesHold(text)).toBe(true);
    expect(unseal(reopen("secret").db, text)).toBe('Gäst 1, 7 "Quay" St');
  });
  it("differs each time, and belongs to its person only", async () => {
    const { db, operate } = openBox();
    const [one, other, their] = await operate(() => [
      seal(db, "a", "Guest 1"),
      seal(db, "a", "Guest 1"),
      seal(db, "b", "Guest 2"),
    ]);
    expect(one).not.toBe(other);
    expect(unseal(db, one?.replace(":a:", ":b:") ?? "")).toBeNull();
    expect(unseal(db, `${their?.slice(0, -2)}AA`)).toBeNull();
    expect(unseal(db, "sealed:v1:a:AAAA")).toBeNull();
  });
  it("leaves what was never sealed as it is", () => {
    const { db } = openBox();
    expect(unseal(db, "Guest 12")).toBe("Guest 12");
    expect(sealMaybe(db, "a", null)).toBeNull();
    expect(sealMaybe(db, "a", undefined)).toBeUndefined();
  });
  it("is opened inside of JSON, and null where its person was erased", async () => {
    const { db, operate } = openBox();
    const [one, other] = await operate(() => [seal(db, "a", 'Guest "Q"\n'), seal(db, "b", "Guest 2")]);
    const json = JSON.stringify({ name: one, list: [other, "plain"], note: `about ${one}` });
    await operate(() => erasePerson(db, "b"));
    expect(JSON.parse(unsealJson(db, json))).toEqual({
      name: 'Guest "Q"\n',
      list: [null, "plain"],
      note: `about ${one}`,
    });
  });
});

describe("a key", () => {
  it("that a rollback took back opens nothing", async () => {
    const { db, operate } = openBox();
    let lost = "";
    const failing = operate(() => {
      lost = seal(db, "a", "Guest 1");
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(unseal(db, lost)).toBeNull();
    const kept = await operate(() => seal(db, "a", "Guest 1"));
    expect([unseal(db, kept), unseal(db, lost)]).toEqual(["Guest 1", null]);
  });
  it("is gone from file and write-ahead log once its person was erased", async () => {
    const kernel = openBox();
    const { db, operate } = kernel;
    const text = await operate(() => seal(db, "a", "Guest 1"));
    const wrapped = wrappedOf(kernel, "a");
    expect(filesHold(wrapped)).toBe(true);
    expect(await operate(() => erasePerson(db, "a"))).toBe(true);
    expect(filesHold(wrapped)).toBe(false);
    expect(unseal(db, text)).toBeNull();
    expect(await operate(() => erasePerson(db, "a"))).toBe(false);
  });
  it("leaves the write-ahead log as soon as no reader is in the way", async () => {
    const kernel = openBox();
    const { db, operate } = kernel;
    await operate(() => seal(db, "a", "Guest 1"));
    const wrapped = wrappedOf(kernel, "a");
    const reader = openDatabase(folder.file);
    reader.exec("BEGIN; SELECT * FROM personal_keys");
    reader.prepare("SELECT * FROM personal_keys").all();
    const begun_ms = performance.now();
    await operate(() => erasePerson(db, "a"));
    // Otherwise it would have waited for the reader for two seconds.
    expect(performance.now() - begun_ms).toBeLessThan(1900);
    expect(filesHold(wrapped)).toBe(true);
    reader.exec("COMMIT");
    reader.close();
    await operate(() => undefined);
    expect(filesHold(wrapped)).toBe(false);
  });
  it("made after an erasure opens nothing from before", async () => {
    const { db, operate } = openBox();
    const before = await operate(() => seal(db, "a", "Guest 1"));
    await operate(() => erasePerson(db, "a"));
    const after = await operate(() => seal(db, "a", "Somebody"));
    expect([unseal(db, before), unseal(db, after)]).toEqual([null, "Somebody"]);
  });
  it("cannot be used without the box's own secret; people are told, and the right one opens all again", async () => {
    const kernel = openBox();
    const text = await kernel.operate(() => seal(kernel.db, "a", "Guest 1"));
    const reports: string[] = [];
    expect(unseal(reopen("another", reports).db, text)).toBeNull();
    expect(reports).toEqual([expect.stringContaining("another secrets file")]);
    expect(unseal(reopen("secret", reports).db, text)).toBe("Guest 1");
    expect(reports).toHaveLength(1);
  });
});
