/** The command line of the box. `serve` prints one line `ready http://HOST:PORT` when it serves. */
import { readConfig, supersededWarnings } from "./config.ts";
import { StartupError } from "./kernel/database.ts";
import { openStore } from "./store.ts";

const say = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const serve = async (): Promise<void> => {
  const config = readConfig(process.env);
  for (const warning of supersededWarnings(process.env)) console.warn(`warning: ${warning}`);
  const store = await openStore(config);
  if (config.demo)
    say("This is a demo store: everybody knows its PINs and passwords. Never take real money with it.");
  const setupCode = store.people.setup.code();
  if (setupCode !== null)
    say(`This box is empty. Set it up at ${store.url}/setup/ with the code ${setupCode}.`);
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

const commands: Readonly<Record<string, () => Promise<void>>> = { serve };

const fail = (error: unknown): never => {
  if (error instanceof StartupError) console.error(error.message);
  else console.error(error);
  return process.exit(1);
};

const [name = "serve"] = process.argv.slice(2);
const command = commands[name];
if (command) command().catch(fail);
else {
  console.error(`There is no command ${name}. There are: ${Object.keys(commands).join(", ")}.`);
  process.exitCode = 2;
}
