/**
 * `npm run audit:security`: known vulnerabilities of the dependencies, their licences, exact versions, and a lockfile without addresses. What
 * cannot be asked (a registry that answers no audits) is said, and fails the command only with `--strict`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./steps.ts";

const allowed =
  /^(MIT|MIT-0|ISC|BSD-2-Clause|BSD-3-Clause|0BSD|Apache-2\.0|BlueOak-1\.0\.0|CC0-1\.0|CC-BY-4\.0|Unlicense|OFL-1\.1|Python-2\.0|PostgreSQL|MPL-2\.0|WTFPL|Zlib)$/;
type Locked = { version?: string; link?: boolean; resolved?: string; dev?: boolean };
type Finding = { check: string; problems: string[] };

const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")) as {
  packages: Record<string, Locked>;
};
const installed = Object.keys(lock.packages).filter(
  (path) =>
    path.startsWith("node_modules/") &&
    !lock.packages[path]?.link &&
    existsSync(join(root, path, "package.json")),
);

/** Packages of old tests' clients that name their licence in the readme only; read there. */
const readByHand: Readonly<Record<string, string>> = {
  "node_modules/component-bind": "MIT",
  "node_modules/component-inherit": "MIT",
  "node_modules/indexof": "MIT",
};
const licenceOf = (path: string): string => {
  const { license, licenses } = JSON.parse(readFileSync(join(root, path, "package.json"), "utf8")) as {
    license?: string | { type: string };
    licenses?: { type: string }[];
  };
  if (typeof license === "string") return license;
  return license?.type ?? licenses?.map((each) => each.type).join(" OR ") ?? readByHand[path] ?? "none";
};
const isAllowed = (expression: string): boolean =>
  expression
    .replace(/[()]/g, "")
    .split(/ or /i)
    .some((choice) => choice.split(/ and /i).every((name) => allowed.test(name.trim())));

const licences = (): Finding => ({
  check: `licences of ${installed.length} packages`,
  problems: installed
    .map((path) => ({ path, licence: licenceOf(path) }))
    .filter(({ licence }) => !isAllowed(licence))
    .map(({ path, licence }) => `${path}: ${licence}`),
});

const addresses = (): Finding => ({
  check: "no download address in the lockfile",
  problems: Object.entries(lock.packages)
    .filter(([, { resolved }]) => /^https?:/.test(resolved ?? ""))
    .map(([path]) => path),
});

const manifests = [
  "package.json",
  "shared/package.json",
  "store-server/package.json",
  "cloud-hub/package.json",
];
const exactVersions = (): Finding => ({
  check: "exact versions",
  problems: manifests.flatMap((file) => {
    const manifest = JSON.parse(readFileSync(join(root, file), "utf8")) as Record<
      string,
      Record<string, string> | undefined
    >;
    const all = ["dependencies", "devDependencies", "optionalDependencies"].flatMap((kind) =>
      Object.entries(manifest[kind] ?? {}),
    );
    return all
      .filter(([, version]) => !/^(npm:[\w./@-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
      .map(([name, version]) => `${file}: ${name} ${version}`);
  }),
});

const noInstallScripts = (): Finding => ({
  check: "install scripts are switched off",
  problems: /^ignore-scripts=true$/m.test(readFileSync(join(root, ".npmrc"), "utf8"))
    ? []
    : [".npmrc lets install scripts run"],
});

/** Null when the registry answers no audits. */
const vulnerabilities = (): Finding | null => {
  const { stdout } = spawnSync("npm", ["audit", "--json"], { cwd: root, encoding: "utf8" });
  try {
    const report = JSON.parse(stdout) as { vulnerabilities?: Record<string, { severity: string }> };
    if (!report.vulnerabilities) return null;
    return {
      check: "known vulnerabilities",
      problems: Object.entries(report.vulnerabilities).map(([name, { severity }]) => `${name}: ${severity}`),
    };
  } catch {
    return null;
  }
};

const audit = vulnerabilities();
const findings = [licences(), addresses(), exactVersions(), noInstallScripts(), ...(audit ? [audit] : [])];
for (const { check, problems } of findings) {
  console.log(`${problems.length === 0 ? "ok    " : "FAILED"} ${check}`);
  for (const problem of problems) console.log(`         ${problem}`);
}
if (!audit)
  console.log("unknown known vulnerabilities: the registry answered no audit; ask again where it does");
const failed =
  findings.some(({ problems }) => problems.length > 0) ||
  (audit === null && process.argv.includes("--strict"));
process.exitCode = failed ? 1 : 0;
