import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { openWriter, type Writer, type WriterOptions } from "./writer.ts";

let db: Database;
let lost: unknown[];
let commits: number[];
beforeEach(() => {
  db = openDatabase(":memory:");
  db.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT UNIQUE)");
  lost = [];
  commits = [];
});
afterEach(() => {
  db.close();
});

const open = (options: Partial<WriterOptions> = {}): Writer =>
  openWriter(db, {
    mark: () => () => undefined,
    lost: (cause) => lost.push(cause),
    committed: (units) => commits.push(units),
    ...options,
  });
const note = (text: string) => (): number =>
  db.prepare("INSERT INTO notes (text) VALUES (?)").run(text).changes;
const notes = (): string[] => db.prepare<[], string>("SELECT text FROM notes ORDER BY id").pluck().all();
const sqliteError = (code: string): Error => Object.assign(new Error(code), { code });

test("units that wait at the same moment share one transaction", async () => {
  const writer = open();
  await Promise.all([writer.run(note("a")), writer.run(note("b")), writer.run(note("c"))]);
  expect(commits).toEqual([3]);
});

/** The event loop by hand: `step` is one turn of it. */
const countedTurns = () => {
  let next: (() => void)[] = [];
  const step = (): void => {
    const now = next;
    next = [];
    for (const work of now) work();
  };
  return { later: (work: () => void) => void next.push(work), step, waiting: () => next.length };
};

test("a lone unit waits for one more reading of the sockets and for nothing else", async () => {
  const turns = countedTurns();
  const writer = open({ later: turns.later });
  const unit = writer.run(note("a"));
  turns.step();
  expect(commits).toEqual([]);
  turns.step();
  expect(commits).toEqual([1]);
  expect(turns.waiting()).toBe(0);
  await expect(unit).resolves.toBe(1);
});

test("units that keep coming share a commit and do not put it off", async () => {
  const turns = countedTurns();
  const writer = open({ later: turns.later });
  const units: Promise<number>[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    units.push(writer.run(note(`unit ${turn}`)));
    turns.step();
  }
  expect(commits).toEqual([2, 2, 2]);
  await Promise.all(units);
});

test("what a full batch leaves over goes in the very next turn", async () => {
  const turns = countedTurns();
  const writer = open({ later: turns.later, maxBatch: 2 });
  const units = ["a", "b", "c", "d", "e"].map((text) => writer.run(note(text)));
  turns.step();
  turns.step();
  turns.step();
  turns.step();
  expect(commits).toEqual([2, 2, 1]);
  expect(turns.waiting()).toBe(0);
  await Promise.all(units);
});

/** Two guests on sockets; the second asks while the first is being read, as everybody does who gets an answer of the last commit. */
const hearBoth = async (heard: (guest: number) => void): Promise<void> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const clients: Socket[] = [];
  const both = new Promise<void>((done) => {
    let count = 0;
    server.on("connection", (socket) => {
      socket.on("data", (bytes: Buffer) => {
        const guest = bytes[0] ?? 0;
        heard(guest);
        if (guest === 0) clients[1]?.write(Buffer.from([1]));
        if (++count === 2) done();
      });
    });
  });
  for (let guest = 0; guest < 2; guest += 1) {
    const client = connect(port, "127.0.0.1");
    clients.push(client);
    await once(client, "connect");
  }
  clients[0]?.write(Buffer.from([0]));
  await both;
  for (const client of clients) client.destroy();
  server.close();
};

test("who asks while another is being read shares its commit", async () => {
  const writer = open();
  const units: Promise<number>[] = [];
  await hearBoth((guest) => units.push(writer.run(note(`guest ${guest}`))));
  await Promise.all(units);
  expect(commits).toEqual([2]);
});

test("with one reading of the sockets that guest would come too late", async () => {
  let isOver = false;
  const cameTooLate: boolean[] = [];
  await hearBoth(() => {
    cameTooLate.push(isOver);
    setImmediate(() => {
      isOver = true;
    });
  });
  expect(cameTooLate).toEqual([false, true]);
});

test("a batch is bounded, and what is over goes into the next", async () => {
  const writer = open({ maxBatch: 2 });
  await Promise.all(["a", "b", "c", "d", "e"].map((text) => writer.run(note(text))));
  expect(commits).toEqual([2, 2, 1]);
  expect(notes()).toEqual(["a", "b", "c", "d", "e"]);
});

test("a promise settles only after the commit", async () => {
  const writer = open();
  let inTransaction: boolean | undefined;
  const settled = writer.run(note("a")).finally(() => {
    inTransaction = db.inTransaction;
  });
  await settled;
  expect(inTransaction).toBe(false);
  expect(commits).toEqual([1]);
});

test("a unit that fails is undone alone", async () => {
  const undone: string[] = [];
  const writer = open({ mark: () => () => undone.push("forgot") });
  const results = await Promise.allSettled([
    writer.run(note("a")),
    writer.run(() => {
      note("half")();
      throw new Error("no");
    }),
    writer.run(note("a")),
    writer.run(note("b")),
  ]);
  expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "rejected", "fulfilled"]);
  expect(notes()).toEqual(["a", "b"]);
  expect(undone).toHaveLength(2);
});

test("a full queue refuses at once, and takes work again when it has emptied", async () => {
  const writer = open({ maxQueue: 2 });
  const waiting = [writer.run(note("a")), writer.run(note("b"))];
  await expect(writer.run(note("c"))).rejects.toMatchObject({
    code: "unavailable",
    details: { retryAfter_s: 1 },
  });
  await Promise.all(waiting);
  await writer.run(note("d"));
  expect(notes()).toEqual(["a", "b", "d"]);
});

test("what waits behind a lost transaction is refused with it, and what comes after is done", async () => {
  const writer = open({ maxBatch: 1 });
  const results = await Promise.allSettled([
    writer.run(() => {
      throw sqliteError("SQLITE_FULL");
    }),
    writer.run(note("builds on it")),
    writer.run(note("and on that")),
  ]);
  for (const result of results)
    expect(result).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
  expect([notes(), commits, lost.length, writer.waiting()]).toEqual([[], [], 1, 0]);
  await writer.run(note("later"));
  expect(notes()).toEqual(["later"]);
});

test.each(["SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_READONLY"])(
  "%s in one unit refuses every unit of the transaction, and nothing stays",
  async (code) => {
    const writer = open();
    const results = await Promise.allSettled([
      writer.run(note("a")),
      writer.run(() => {
        throw sqliteError(code);
      }),
      writer.run(note("b")),
    ]);
    for (const result of results)
      expect(result).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
    expect([notes(), commits, lost.length]).toEqual([[], [], 1]);
    await writer.run(note("later"));
    expect(notes()).toEqual(["later"]);
  },
);

test("a commit that fails refuses all, and the writer goes on", async () => {
  db.exec("CREATE TABLE parts (note INTEGER REFERENCES notes (id) DEFERRABLE INITIALLY DEFERRED)");
  const writer = open();
  const orphan = writer.run(() => db.exec("INSERT INTO parts VALUES (99)"));
  const innocent = writer.run(note("a"));
  await expect(orphan).rejects.toMatchObject({ code: "unavailable" });
  await expect(innocent).rejects.toMatchObject({ code: "unavailable" });
  expect([notes(), db.inTransaction, lost.length]).toEqual([[], false, 1]);
  await writer.run(note("later"));
  expect(notes()).toEqual(["later"]);
});

test("a transaction that SQLite gave up by itself is refused as a whole", async () => {
  const writer = open();
  const results = await Promise.allSettled([
    writer.run(note("a")),
    writer.run(() => db.exec("INSERT OR ROLLBACK INTO notes (text) VALUES ('a')")),
    writer.run(note("b")),
  ]);
  expect(results.every((result) => result.status === "rejected")).toBe(true);
  expect([notes(), lost.length]).toEqual([[], 1]);
});

test("work that returns a promise is refused, because it would go on outside of the transaction", async () => {
  const writer = open();
  const work = writer.run(async () => {
    note("a")();
    await Promise.resolve();
    throw new Error("nobody listens");
  });
  await expect(work).rejects.toThrow(/must be synchronous/);
  expect(notes()).toEqual([]);
});

test("memory that cannot be read again ends the process, after everybody was refused", async () => {
  const broken = new Error("the disk is gone");
  const writer = open({
    lost: () => {
      throw broken;
    },
  });
  const unit = writer.run(() => {
    throw sqliteError("SQLITE_IOERR");
  });
  expect(() => writer.flush()).toThrow(broken);
  await expect(unit).rejects.toBeInstanceOf(Refusal);
});

test("closing commits what waits, and refuses what comes after", async () => {
  const writer = open();
  const waiting = writer.run(note("a"));
  writer.close();
  await expect(waiting).resolves.toBe(1);
  await expect(writer.run(note("b"))).rejects.toMatchObject({ code: "unavailable" });
  expect(notes()).toEqual(["a"]);
});
