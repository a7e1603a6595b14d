/**
 * Hubs for tests: real ones, on a real Postgres that one test process shares and that ends with it, each hub with a fresh
 * database of its own and a random port. A test that stands outside (the box's) talks to it over HTTP only.
 */
import { randomBytes } from "node:crypto";
import { chmod, chown, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import type { HubConfig } from "./config.ts";
import { demoCode, demoUser } from "./demo.ts";
import { chooseAccount } from "./embedded/account.ts";
import { runnableBinaries } from "./embedded/binaries.ts";
import { type Cluster, openCluster } from "./embedded/cluster.ts";
import { type Hub, openHub } from "./hub.ts";

export type TestHub = Hub & {
  config: HubConfig;
  /** The hub's database as its superuser, whom row level security does not bind. */
  databaseUrl: string;
  /** Signs the demo user in; the access token. */
  signIn(): Promise<string>;
  /** The code with which any number of stores enrol. */
  enrolmentCode: string;
};

/** A test does not need its data to survive a power cut. */
export const fastSettings = ["fsync=off", "full_page_writes=off", "synchronous_commit=off"];

/** A Postgres in a temporary folder, which goes away with it, whether this process closes it, ends or is killed. */
export const openTestCluster = async (settings: string[] = fastSettings): Promise<Cluster> => {
  const dataDir = await mkdtemp(join(tmpdir(), "tillbox-test-hub-"));
  const account = await chooseAccount(dataDir);
  // The account itself must be able to delete the folder.
  if (account.dropsRoot) await chown(dataDir, account.uid, account.gid);
  await chmod(dataDir, 0o700);
  const binaries = await runnableBinaries(account, dataDir);
  const password = randomBytes(16).toString("hex");
  return openCluster({ dataDir, account, binaries, password, settings, removeAtEnd: dataDir });
};

let shared: Promise<Cluster> | undefined;
let databases = 0;

/** A fresh database on the Postgres that this process shares; its address as superuser. */
export const newTestDatabase = async (cluster?: Cluster): Promise<string> => {
  shared ??= cluster ? undefined : openTestCluster();
  const server = cluster ?? (await shared);
  if (server === undefined) throw new Error("no server");
  databases += 1;
  const name = `test_${process.pid}_${databases}`;
  await asSuperuser(server.url("postgres"), (client) => client.query(`CREATE DATABASE ${name}`));
  return server.url(name);
};

/** Runs `work` as the database's superuser, past the hub and its row level security. */
export const asSuperuser = async <T>(url: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

/** A hub that serves on a random port: a demo unless told otherwise. Close it; the shared Postgres ends by itself. */
export const openTestHub = async (options: Partial<HubConfig> = {}): Promise<TestHub> => {
  const databaseUrl = options.databaseUrl ?? (await newTestDatabase());
  const config: HubConfig = {
    host: "127.0.0.1",
    port: 0,
    databaseReadUrl: null,
    jwtSecret: randomBytes(32).toString("base64url"),
    dataDir: tmpdir(),
    demo: true,
    logLevel: "silent",
    corsOrigins: [],
    metricsToken: null,
    maxLoginAttempts: 5,
    trustProxy: false,
    ...options,
    databaseUrl,
  };
  const hub = await openHub(config);
  const signIn = async (): Promise<string> => {
    const response = await fetch(`${hub.url}/api/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username: demoUser.username, password: demoUser.password }),
    });
    const { accessToken } = (await response.json()) as { accessToken?: string };
    if (accessToken === undefined) throw new Error(`sign-in was answered with ${response.status}`);
    return accessToken;
  };
  return { ...hub, config, databaseUrl, signIn, enrolmentCode: demoCode };
};
