/** Runs the programs of a check one after the other and says which failed. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";

export const root = join(import.meta.dirname, "..");
export type Step = { name: string; command: string; args: string[] };

/** Runs one step with its output shown; true when it ended with 0. */
export const runStep = (step: Step): boolean => {
  const { status } = spawnSync(step.command, step.args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    env: process.env,
  });
  if (status !== 0) console.error(`FAILED: ${step.name}`);
  return status === 0;
};

/** A tool of the dependencies, by the name of its command. */
export const tool = (name: string, ...args: string[]): Step => ({
  name: [name, ...args].join(" "),
  command: join(root, "node_modules", ".bin", name),
  args,
});

/** Runs all, also after a failure, and ends the process with 1 if any failed. */
export const runAll = (steps: readonly Step[]): void => {
  const failed = steps.filter((step) => !runStep(step));
  process.exitCode = failed.length > 0 ? 1 : 0;
};
