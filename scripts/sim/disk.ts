/**
 * What a device keeps when its power is cut: what was written whole. A transaction takes a while, and then happens at once; one that
 * waited when the power was cut never was. All pages of the device share it.
 */
import type { Database, Db, SentEntry, Writing } from "@tillbox/store-server/web/client/database.ts";
import type { KeyValue } from "@tillbox/store-server/web/client/session.ts";
import type { KeptEntry } from "@tillbox/store-server/web/client/tap.ts";
import type { Random } from "../crash/random.ts";
import { noStores, readerOf, storeIn, type Undo } from "./rows.ts";
import type { Life, Time } from "./time.ts";

export type Disk = {
  readonly local: KeyValue;
  open(life: Life): Database;
  outbox(): KeptEntry[];
  sent(): SentEntry[];
  forgetOutbox(): void;
};

export const memory = (): KeyValue => {
  const kept = new Map<string, string>();
  return {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
};

export const openDisk = (time: Time, random: Random): Disk => {
  const stores = noStores();
  const counter = { last: 0 };
  let freeAt = 0;
  const inTurn = <T>(life: Life, work: () => Promise<T>): Promise<T> => {
    freeAt = Math.max(freeAt, time.now()) + random.between(1, 30);
    return new Promise((done) => {
      time.after(freeAt - time.now(), life, () => done(work()));
    });
  };
  const whole = async (work: (tx: Writing) => void | Promise<void>): Promise<void> => {
    const undo: Undo = [];
    const objectStore = (name: keyof typeof stores) => storeIn(name, stores, counter, undo);
    try {
      await work({ objectStore } as unknown as Writing);
    } catch (error) {
      for (const takeBack of undo.toReversed()) takeBack();
      throw error;
    }
  };
  const valuesOf = <T>(name: keyof typeof stores): T[] =>
    [...stores[name].values()].map(({ value }) => value as T);
  return {
    local: memory(),
    open: (life) => ({
      read: (work) => inTurn(life, () => work(readerOf(stores) as unknown as Db)),
      write: (_stores, work) => inTurn(life, () => whole(work)),
    }),
    outbox: () => valuesOf("outbox"),
    sent: () => valuesOf("sent"),
    forgetOutbox: () => stores.outbox.clear(),
  };
};
