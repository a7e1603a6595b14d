/** What a crash proof needs to know of the box that it kills; the rest is the same for a bare kernel and for the whole box. */

import type { Migration } from "@tillbox/store-server/kernel/migrate.ts";
import type { Feature } from "@tillbox/store-server/kernel/types.ts";
import type { Database } from "better-sqlite3";
import type { Random } from "./random.ts";

/** One tap of a person: its key is made once, and kept through every retry. */
export type Tap = { key: string };

/** What the box acknowledged. */
export type Receipt = {
  accepted: boolean;
  /** The bytes of the answer, as they were sent; null where it has no body. */
  body: string | null;
  /** Of a refusal. */
  code: string | null;
};

/** The box is gone, or has no room: the tap's outcome is not known, and it is to be sent again with its key. */
export class NoAnswerError extends Error {
  constructor(reason: string) {
    super(`no answer: ${reason}`);
    this.name = "NoAnswerError";
  }
}

export type Box<T extends Tap> = {
  /** Rejects with `NoAnswerError`. */
  submit(tap: T): Promise<Receipt>;
  /** `kill -9`; resolves when the process is gone and all that it had said was heard. */
  kill(): Promise<void>;
};

/** A person at a tablet: asks for the next tap when the one before was acknowledged. */
export type Writer<T extends Tap> = {
  next(): T;
  acknowledged(tap: T, receipt: Receipt): void;
};

export type Driver<T extends Tap> = {
  name: string;
  features: readonly Feature[];
  migrations: readonly Migration[];
  dataFile(folder: string): string;
  /** Resolves when the box is ready. `abandon` kills one that is still starting. */
  start(folder: string): { ready: Promise<Box<T>>; abandon(): Promise<void> };
  /** Once for each fresh folder, before the writers come. */
  prepare(box: Box<T>): Promise<void>;
  writer(index: number, random: Random): Writer<T>;
  /** The name under which the box keeps the answer to a key. */
  answerKey(key: string): string;
  /** Sentences about what the trade's own rules find wrong: an order paid twice, a line twice on a tab. */
  rules(db: Database): string[];
};
