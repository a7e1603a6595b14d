/** The command line of the hub. Every failure to start is one sentence that says what to do, and exit code 1. */
import { randomBytes } from "node:crypto";
import { Name } from "@tillbox/shared/contract/common.ts";
import { Username } from "@tillbox/shared/contract/staff.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { type HubConfig, readConfig } from "./config.ts";
import type { Database } from "./database.ts";
import { openHub, openStorage } from "./hub.ts";
import { createLog } from "./log.ts";
import { addOrganisation, organisationOf } from "./organisations.ts";
import { rebuildSales } from "./rebuild.ts";
import { StartError } from "./start-error.ts";
import { storeIds } from "./stores.ts";

const usage = `Usage: npm run hub -- <command>
  serve                               start the hub (settings come from the environment, see docs/hub.md)
  add-organisation <name> <username>  an organisation and its owner; prints the owner's password once
  rebuild <username> [--check]        make the sales roll-ups of this user's organisation again from the journals;
                                      --check only compares
  help                                this list`;

const serve = async (config: HubConfig): Promise<void> => {
  const hub = await openHub(config);
  let closing: Promise<void> | undefined;
  const stop = (): void => {
    closing ??= hub.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  void hub.lost.then(() => {
    if (closing) return;
    console.error("The built-in Postgres ended by itself: start the hub again, it recovers by itself.");
    process.exit(1);
  });
  console.log(`ready ${hub.url}`);
};

/** Runs `work` on the database without serving. */
const withStorage = async <T>(
  config: HubConfig,
  work: (storage: Awaited<ReturnType<typeof openStorage>>) => Promise<T>,
): Promise<T> => {
  const storage = await openStorage(config, createLog(config.logLevel));
  try {
    return await work(storage);
  } finally {
    await storage.close();
  }
};

const add = async (config: HubConfig, [name, username]: string[]): Promise<void> => {
  const organisation = Name.safeParse(name);
  const user = Username.safeParse(username);
  if (!organisation.success || !user.success) throw new StartError(usage);
  const password = randomBytes(12).toString("base64url");
  await withStorage(config, ({ database }) =>
    addOrganisation(
      database,
      { name: organisation.data },
      { name: user.data, username: user.data, password, role: "owner" },
    ),
  );
  console.log(`${organisation.data}: sign in as ${user.data} with the password ${password}`);
};

const rebuild = async (config: HubConfig, args: string[]): Promise<void> => {
  const check = args.includes("--check");
  const username = args.find((arg) => !arg.startsWith("--"));
  if (username === undefined) throw new StartError(usage);
  const wrong = await withStorage(config, ({ database }) => rebuildAll(database, username, check));
  if (wrong > 0) throw new StartError(`${wrong} stores differ from their journals: see above.`);
};

const rebuildAll = async (database: Database, username: string, check: boolean): Promise<number> => {
  const orgId = await organisationOf(database, username);
  if (orgId === null) throw new StartError(`There is no user ${username}: name one of the organisation.`);
  let wrong = 0;
  for (const storeId of await storeIds(database, orgId)) {
    const { entries, differences, brokenAt } = await rebuildSales(database, { orgId, storeId }, !check);
    console.log(
      `${storeId}: ${entries} entries, ${differences.length} differences, ${brokenAt.length} broken`,
    );
    for (const line of [...brokenAt.slice(0, 5), ...differences.slice(0, 20)]) console.log(`  ${line}`);
    if (brokenAt.length > 0 || (check && differences.length > 0)) wrong += 1;
  }
  return wrong;
};

const commands: Record<string, (config: HubConfig, args: string[]) => Promise<void>> = {
  serve,
  "add-organisation": add,
  rebuild,
  help: async () => console.log(usage),
};

const run = async ([name = "serve", ...args]: string[]): Promise<void> => {
  const command = commands[name];
  if (command === undefined) throw new StartError(usage);
  await command(readConfig(process.env), args);
};

run(process.argv.slice(2)).catch((error: unknown) => {
  const known = error instanceof StartError || error instanceof Refusal;
  console.error(known ? error.message : error);
  process.exit(1);
});
