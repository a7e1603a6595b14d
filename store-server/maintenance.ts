/** The commands that look after the data of a box. Each says what it did, a line each, and whether it went well. */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { listBackups, makeBackup } from "./backup/backup.ts";
import { optimizeDatabase } from "./backup/optimize.ts";
import { restoreBackup } from "./backup/restore.ts";
import type { Config } from "./config.ts";
import { seedDemo } from "./demo/seed.ts";
import { features } from "./features.ts";
import { createLog } from "./http/log.ts";
import { claimWriter } from "./kernel/claim.ts";
import { openDatabase, openReadOnly, StartupError } from "./kernel/database.ts";
import { openKernel } from "./kernel/kernel.ts";
import { migrateSafely, migrationsFolder, readMigrations } from "./kernel/migrate.ts";
import { opensPersonal } from "./kernel/personal.ts";
import { linkToHub } from "./machinery.ts";
import { type CommandResult, rebuildCheck, rebuildRepair, verifyCommand } from "./rebuild-command.ts";
import { openSecrets, secretsFile } from "./secrets.ts";
import { databaseFile } from "./store.ts";

const backupFolder = (config: Config): string => join(config.dataDir, "backups");
const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

/** The database of this box; there has to be one. */
const existing = (config: Config): string => {
  const file = databaseFile(config);
  if (!existsSync(file))
    throw new StartupError(
      `There is no box in ${config.dataDir}. ${besides(config) ?? "Point DATA_DIR to its folder, or start the box once."}`,
    );
  return file;
};

/** `npm start` keeps box and hub in folders below its DATA_DIR. */
const besides = (config: Config): string | null => {
  const below = { dataDir: join(config.dataDir, "box") };
  return existsSync(databaseFile(below))
    ? `\`npm start\` made one in ${below.dataDir}: set DATA_DIR to that.`
    : null;
};

const backup = async (config: Config): Promise<CommandResult> => {
  const made = await makeBackup(existing(config), backupFolder(config));
  return {
    ok: true,
    lines: [
      `Backed up ${made.entries} entries to ${made.file} (${megabytes(made.bytes)}). It was read back and is whole.`,
      `Keep a copy of ${secretsFile(config.dataDir)} too, apart from the backups: it is in none of them, and without it a restored box reads no names of guests and knows no PINs.`,
    ],
  };
};

const restore = async (config: Config, [given]: readonly string[]): Promise<CommandResult> => {
  const newest = given === undefined ? listBackups(backupFolder(config))[0] : resolve(given);
  if (newest === undefined)
    throw new StartupError("There is no backup to restore. Name one: npm run db:restore -- FILE.");
  const restored = await restoreBackup({ backup: newest, dataFile: databaseFile(config) });
  const aside = restored.setAside === null ? [] : [`What was there before is kept as ${restored.setAside}.`];
  return {
    ok: true,
    lines: [
      `Restored ${restored.entries} entries from ${newest}; epoch ${restored.epoch} begins.`,
      ...aside,
      ...sealedWords(config),
    ],
  };
};

/** Said before the box starts, because what it seals from then on belongs to the secrets that it finds. */
const sealedWords = (config: Config): string[] => {
  const db = openReadOnly(databaseFile(config));
  try {
    if (opensPersonal(db, openSecrets(config.dataDir).read("personal"))) return [];
  } finally {
    db.close();
  }
  const file = secretsFile(config.dataDir);
  return [
    `Names and contacts of guests in it belong to the secrets file of the box that made the backup, and ${file} is not that one. Put it there before you start the box; without it all else is whole, but nobody reads the names.`,
  ];
};

const rebuild = (config: Config, flags: readonly string[]): CommandResult | Promise<CommandResult> =>
  flags.includes("--check")
    ? rebuildCheck(existing(config), features)
    : rebuildRepair(existing(config), features);

const optimize = (config: Config): CommandResult => {
  const { bytesBefore, bytesAfter } = optimizeDatabase(existing(config));
  return {
    ok: true,
    lines: [`Optimised: ${megabytes(bytesBefore)} before, ${megabytes(bytesAfter)} after.`],
  };
};

const migrateData = async (config: Config): Promise<CommandResult> => {
  const file = databaseFile(config);
  const db = openDatabase(file);
  const release = claimWriter(file);
  try {
    const known = readMigrations(migrationsFolder);
    const applied = await migrateSafely(db, known, (from) =>
      db.backup(join(config.dataDir, `before-schema-${from}-${Date.now()}.db`)),
    );
    return {
      ok: true,
      lines: [
        applied === 0
          ? `The schema is up to date (${known.length}).`
          : `Applied ${applied} migrations; the schema is now ${known.length}.`,
      ],
    };
  } finally {
    db.close();
    release();
  }
};

const enrolUsage = "Say which hub and give its code: npm run tillbox -- enroll HUB_URL CODE";

/** Connects a stopped box to its hub; a running one takes `PUT /api/replication`. */
const enroll = async (config: Config, [hubUrl, code]: readonly string[]): Promise<CommandResult> => {
  if (hubUrl === undefined || code === undefined) throw new StartupError(enrolUsage);
  const kernel = openKernel(openDatabase(existing(config)), features);
  const log = createLog({ level: "silent" });
  const replication = linkToHub(
    kernel,
    { ...config, hubUrl: null, hubEnrollCode: null },
    openSecrets(config.dataDir),
    log,
  );
  try {
    await replication.enrol({ hubUrl, code });
    return {
      ok: true,
      lines: [`This store now belongs to the hub at ${hubUrl}. Start the box: it sends what the hub lacks.`],
    };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, lines: [error.message] };
    throw error;
  } finally {
    await replication.stop();
    kernel.close();
  }
};

export type Maintenance = (
  config: Config,
  parameters: readonly string[],
) => CommandResult | Promise<CommandResult>;
export const maintenance: Readonly<Record<string, Maintenance>> = {
  backup,
  restore,
  rebuild,
  optimize,
  migrate: migrateData,
  enroll,
  seed: (config, parameters) => seedDemo(config, databaseFile(config), parameters),
  verify: (config) => verifyCommand(existing(config)),
};
