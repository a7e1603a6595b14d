/** `db:seed`: a demo store, with days of trade before today when they are asked for. For an empty data folder. */
import { catchUp } from "../catch-up.ts";
import type { Config } from "../config.ts";
import { prepareSecrets } from "../features/staff/commands.ts";
import { features } from "../features.ts";
import { createSecretHasher } from "../http/secret-hash.ts";
import { openDatabase, StartupError } from "../kernel/database.ts";
import { openKernel } from "../kernel/kernel.ts";
import { migrateSafely, migrationsFolder, readMigrations } from "../kernel/migrate.ts";
import type { CommandResult } from "../rebuild-command.ts";
import { openSecrets } from "../secrets.ts";
import { fillDemoStore } from "./fill.ts";
import { historyStart, manualClock, seedHistory } from "./history.ts";

const maxDays = 400;

const daysOf = (parameters: readonly string[]): number => {
  const at = parameters.indexOf("--history");
  const days = at < 0 ? 0 : Number(parameters[at + 1]);
  if (!Number.isInteger(days) || days < 0 || days > maxDays)
    throw new StartupError(`--history takes a number of days from 0 to ${maxDays}.`);
  return days;
};

export const seedDemo = async (
  config: Config,
  file: string,
  parameters: readonly string[],
): Promise<CommandResult> => {
  const days = daysOf(parameters);
  const timeZone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const db = openDatabase(file);
  const migrations = readMigrations(migrationsFolder);
  await migrateSafely(db, migrations, (from) => db.backup(`${file}.before-schema-${from}`));
  catchUp(db, features, migrations);
  const clock = manualClock(days === 0 ? Date.now() : historyStart(days, timeZone));
  const secrets = openSecrets(config.dataDir);
  const kernel = openKernel(db, features, { wall: clock.now, personalSecret: secrets.keep("personal") });
  try {
    const hasher = createSecretHasher();
    const pinKey = new TextEncoder().encode(secrets.keep("pin"));
    const filled = await fillDemoStore(kernel, {
      timeZone,
      hashSecrets: (plain) => prepareSecrets(plain, { hasher, pinKey, demo: true }),
    });
    const lines = [filled ? "The demo store was filled." : "This store was filled before."];
    if (days === 0) return { ok: true, lines };
    const history = await seedHistory(kernel, days, clock);
    return {
      ok: true,
      lines: [...lines, `${history.orders} orders on ${days} days, ${history.cancelled} of them cancelled.`],
    };
  } finally {
    kernel.close();
  }
};
