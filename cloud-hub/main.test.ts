import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asSuperuser, newTestDatabase, openTestHub } from "./testing.ts";
import { getJson, postJson } from "./testing-client.ts";
import { type HubProcess, readyUrl, spawnHub } from "./testing-process.ts";

let base: string;
const started: HubProcess[] = [];

beforeAll(async () => {
  // Nobody but this user may look in here: a folder like /root.
  base = await mkdtemp(join(tmpdir(), "tillbox-main-hub-"));
  await chmod(base, 0o700);
});
afterAll(async () => {
  for (const hub of started) hub.child.kill("SIGKILL");
  await Promise.all(started.map((hub) => hub.ended));
  await rm(base, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
});

const start = (env: Record<string, string>, args?: string[]): HubProcess => {
  const hub = spawnHub(env, args);
  started.push(hub);
  return hub;
};
/** A hub that does not start: the one sentence it says. */
const failure = async (env: Record<string, string>, args?: string[]): Promise<string> => {
  const hub = start(env, args);
  expect(await hub.ended).toBe(1);
  const lines = hub
    .said()
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("{"));
  expect(lines).toHaveLength(1);
  return String(lines[0]);
};
const stop = async (hub: HubProcess, signal: NodeJS.Signals): Promise<void> => {
  hub.child.kill(signal);
  expect(await hub.ended).toBe(0);
};
const postmasterPid = async (dataDir: string): Promise<number> =>
  Number.parseInt(await readFile(join(dataDir, "postgres", "postmaster.pid"), "utf8"), 10);

describe("a hub without DATABASE_URL", () => {
  const dataDir = () => join(base, "own");

  it("makes its own Postgres in a folder that only its user can enter, and keeps its secrets", async () => {
    const hub = start({ DATA_DIR: dataDir(), DEMO: "1" });
    const url = await readyUrl(hub);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ status: "ok" });
    for (const name of ["jwt-secret", "postgres-password"]) {
      expect((await stat(join(dataDir(), name))).mode & 0o777).toBe(0o600);
    }
    expect(await failure({ DATA_DIR: dataDir(), DEMO: "1" })).toMatch(
      /^Another hub is using .*: stop it first/,
    );
    expect((await fetch(`${url}/health`)).status).toBe(200);
    await stop(hub, "SIGINT");
    await expect(postmasterPid(dataDir())).rejects.toThrow(/ENOENT/);
  });

  it("keeps its data over a second start, and a token of before", async () => {
    const credentials = { username: "chain", password: "demo-chain" };
    const first = start({ DATA_DIR: dataDir(), DEMO: "1" });
    const firstUrl = await readyUrl(first);
    const token = String((await postJson(`${firstUrl}/api/auth/login`, credentials)).body["accessToken"]);
    await stop(first, "SIGTERM");
    const second = start({ DATA_DIR: dataDir(), DEMO: "1" });
    expect((await getJson(`${await readyUrl(second)}/api/stores`, token)).status).toBe(200);
    await stop(second, "SIGTERM");
  });

  it("starts over a stale postmaster.pid whose number is a stranger's now", async () => {
    await writeFile(
      join(dataDir(), "postgres", "postmaster.pid"),
      `${process.pid}\n/elsewhere\n1\n5432\n\n\n1 1\n`,
    );
    const hub = start({ DATA_DIR: dataDir(), DEMO: "1" });
    await readyUrl(hub);
    expect(await postmasterPid(dataDir())).not.toBe(process.pid);
    await stop(hub, "SIGTERM");
  });

  it("ends with a sentence when its Postgres is killed, and recovers at the next start", async () => {
    const hub = start({ DATA_DIR: dataDir(), DEMO: "1" });
    await readyUrl(hub);
    process.kill(await postmasterPid(dataDir()), "SIGKILL");
    expect(await hub.ended).toBe(1);
    expect(hub.said()).toContain("start the hub again");
    const again = start({ DATA_DIR: dataDir(), DEMO: "1" });
    await readyUrl(again);
    await stop(again, "SIGTERM");
  });

  it("refuses data of another Postgres version", async () => {
    const folder = join(base, "old", "postgres");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "PG_VERSION"), "12\n");
    expect(await failure({ DATA_DIR: join(base, "old") })).toMatch(/was made by Postgres 12, .* pg_dump/);
  });
});

describe("a hub that cannot start says what to do, in one sentence", () => {
  let env: Record<string, string>;
  let url: string;
  beforeAll(async () => {
    env = { DATABASE_URL: await newTestDatabase(), DATA_DIR: base };
    url = await readyUrl(start(env));
  });

  it("when its port is taken", async () => {
    const { port } = new URL(url);
    const sentence = await failure({ ...env, PORT: port });
    expect(sentence).toBe(`Port ${port} is taken: stop what uses it, or set PORT to another.`);
  });

  it("when a demo is asked of a database for real use", async () => {
    expect(await failure({ ...env, DEMO: "1" })).toMatch(/^This database is for real use/);
  });

  it("when a newer hub has migrated the database", async () => {
    const insert = "INSERT INTO schema_migrations VALUES (999, 'newer')";
    await asSuperuser(String(env["DATABASE_URL"]), (client) => client.query(insert));
    expect(await failure(env)).toMatch(
      /^The database has schema 999, this hub knows \d+: start the newer hub/,
    );
  });

  it("when nobody answers at DATABASE_URL", async () => {
    const sentence = await failure({ ...env, DATABASE_URL: "postgres://hub:secret@127.0.0.1:1/tillbox" });
    expect(sentence).toBe(
      "The database at 127.0.0.1:1/tillbox cannot be used (ECONNREFUSED): start it, or correct DATABASE_URL.",
    );
  });

  it("when its folder cannot be written, or a setting is wrong", async () => {
    const file = join(base, "a-file");
    await writeFile(file, "");
    expect(await failure({ DATA_DIR: join(file, "data") })).toMatch(/cannot be written/);
    expect(await failure({ PORT: "many" })).toMatch(/^PORT is "many"/);
  });
});

describe("several hubs", () => {
  it("may start at once on one new database", async () => {
    const env = { DATABASE_URL: await newTestDatabase(), DATA_DIR: base, DEMO: "1" };
    const hubs = [start(env), start(env)];
    const urls = await Promise.all(hubs.map(readyUrl));
    const credentials = { username: "chain", password: "demo-chain" };
    const answers = await Promise.all(urls.map((url) => postJson(`${url}/api/auth/login`, credentials)));
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    await Promise.all(hubs.map((hub) => stop(hub, "SIGTERM")));
  });
});

describe("the command line", () => {
  it("adds an organisation whose owner can sign in, and checks its roll-ups", async () => {
    const databaseUrl = await newTestDatabase();
    const env = { DATABASE_URL: databaseUrl, DATA_DIR: base };
    const adding = start(env, ["add-organisation", "Harbour Cafés", "chain.owner"]);
    let printed = "";
    adding.child.stdout?.on("data", (chunk: Buffer) => (printed += chunk.toString("utf8")));
    expect(await adding.ended).toBe(0);
    const password = / password (\S+)/.exec(printed)?.[1];
    const hub = await openTestHub({ databaseUrl, demo: false });
    const signedIn = await postJson(`${hub.url}/api/auth/login`, { username: "chain.owner", password });
    expect(signedIn).toMatchObject({ status: 200, body: { user: { role: "owner" } } });
    await hub.close();
    expect(await start(env, ["rebuild", "chain.owner", "--check"]).ended).toBe(0);
    expect(await failure(env, ["add-organisation", "Twice", "chain.owner"])).toMatch(/is taken/);
  });
});
