/** The command line of the box. `serve` prints one line `ready http://HOST:PORT` when it serves. */

import { BackupError } from "./backup/copy-check.ts";
import { helpLines, typed, unknownCommand } from "./command-line.ts";
import { readConfig, supersededWarnings } from "./config.ts";
import { StartupError } from "./kernel/database.ts";
import { type Maintenance, maintenance } from "./maintenance.ts";
import { openStore } from "./store.ts";

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const serve = async (): Promise<void> => {
  const config = readConfig(process.env);
  for (const warning of supersededWarnings(process.env)) console.warn(`warning: ${warning}`);
  const store = await openStore(config, { announceLocally: true });
  if (config.demo)
    say("This is a demo store: everybody knows its PINs and passwords. Never take real money with it.");
  const { setup } = store.people;
  const [setupCode, obstacle] = [setup.code(), setup.obstacle()];
  if (obstacle !== null) console.warn(`warning: ${obstacle}`);
  else if (setupCode !== null)
    say(`This box is empty. Set it up at ${store.url}/setup/ with the code ${setupCode}.`);
  const tls = store.tls.state();
  if (tls.state === "problem") console.warn(`warning: TLS is not served. ${tls.reason}`);
  say(`ready ${store.url}`);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    store.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
};

const maintain =
  (work: Maintenance): Command =>
  async (parameters) => {
    const result = await work(readConfig(process.env), parameters);
    for (const line of result.lines) say(line);
    process.exitCode = result.ok ? 0 : 1;
  };

const help = async (): Promise<void> => {
  for (const line of helpLines()) say(line);
};

type Command = (parameters: readonly string[]) => Promise<void>;
const commands: Readonly<Record<string, Command>> = {
  serve,
  help,
  ...Object.fromEntries(Object.entries(maintenance).map(([name, work]) => [name, maintain(work)])),
};

const fail = (error: unknown): never => {
  if (error instanceof StartupError || error instanceof BackupError) console.error(error.message);
  else console.error(error);
  return process.exit(1);
};

// Whatever is written here may hold hashes, names and sales: for the owner of the process only.
process.umask(0o077);

const { name, parameters } = typed(process.argv.slice(2));
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (command) command(parameters).catch(fail);
else {
  console.error(unknownCommand(name, Object.keys(commands)));
  process.exitCode = 2;
}
