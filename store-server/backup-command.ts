/** `backup`, `restore` and `optimize` of the command line. A backup may be made beside a box at work; the others need it stopped. */
import { makeBackup } from "./backup/backup.ts";
import { BackupError } from "./backup/copy-check.ts";
import { optimizeDatabase } from "./backup/optimize.ts";
import { restoreBackup } from "./backup/restore.ts";
import { openReadOnly, StartupError } from "./kernel/database.ts";
import type { CommandResult } from "./rebuild-command.ts";

/** Failures that a person can act on become the command's words; all else is thrown. */
const told = async (work: () => Promise<string[]>): Promise<CommandResult> => {
  try {
    return { ok: true, lines: await work() };
  } catch (error) {
    if (error instanceof BackupError || error instanceof StartupError)
      return { ok: false, lines: [error.message] };
    throw error;
  }
};

export const backupCommand = (dataFile: string, folder: string): Promise<CommandResult> =>
  told(async () => {
    openReadOnly(dataFile).close();
    const { file, bytes, entries, headHash } = await makeBackup(dataFile, folder);
    return [`${file} (${megabytes(bytes)}), ${entries} entries, head ${headHash}.`];
  });

export const restoreCommand = (backup: string, dataFile: string): Promise<CommandResult> =>
  told(async () => {
    const { entries, epoch, setAside } = await restoreBackup({ backup, dataFile });
    return [
      `Restored ${entries} entries; a new epoch, ${epoch}, begins.`,
      ...(setAside === null ? [] : [`What was there before is kept as ${setAside}.`]),
    ];
  });

export const optimizeCommand = (dataFile: string): Promise<CommandResult> =>
  told(() => {
    openReadOnly(dataFile).close();
    const { bytesBefore, bytesAfter } = optimizeDatabase(dataFile);
    return Promise.resolve([`Done: ${megabytes(bytesBefore)} before, ${megabytes(bytesAfter)} after.`]);
  });

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
