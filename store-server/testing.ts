/** A whole kernel with all features on a database of its own, for tests. */
import { join } from "node:path";
import type { Role } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import { allPermissions, permissionsOf } from "@tillbox/shared/permissions.ts";
import { features } from "./features.ts";
import { openDatabase } from "./kernel/database.ts";
import { type Kernel, type KernelOptions, openKernel } from "./kernel/kernel.ts";
import { migrate, readMigrations } from "./kernel/migrate.ts";
import { unsealJson } from "./kernel/personal.ts";
import type { Actor, Answer, Command, Feature } from "./kernel/types.ts";

export const migrations = readMigrations(join(import.meta.dirname, "kernel", "migrations"));

export const actorOf = (role: Role, userId: string = role): Actor => ({
  userId,
  name: role,
  role,
  deviceId: "device-1",
  permissions: new Set(permissionsOf[role]),
});
export const systemActor: Actor = {
  userId: null,
  name: "system",
  role: "system",
  deviceId: null,
  permissions: new Set(allPermissions),
};

export type TestStore = {
  kernel: Kernel;
  /** Executes with a fresh command id; `as` is a role or an actor. */
  submit<I>(command: Command<I>, input: I, as?: Role | Actor, commandId?: string): Promise<Answer>;
  /** The parsed answer; throws when it was refused. */
  done<I>(command: Command<I>, input: I, as?: Role | Actor): Promise<never>;
  /** The refusal's code; throws when it was done. */
  refused<I>(command: Command<I>, input: I, as?: Role | Actor): Promise<string>;
};

/** `features`: instead of the store's own, for a control that is tampered with. */
type TestOptions = KernelOptions & { features?: readonly Feature[] };

export const openTestKernel = (
  path = ":memory:",
  { features: own = features, ...options }: TestOptions = {},
): Kernel => {
  const db = openDatabase(path);
  migrate(db, migrations, () => undefined);
  return openKernel(db, own, options);
};

export const openTestStore = (options: TestOptions & { path?: string } = {}): TestStore => {
  const kernel = openTestKernel(options.path, options);
  const submit: TestStore["submit"] = (command, input, as = "owner", commandId = newId()) =>
    kernel.execute({
      command,
      input,
      commandId,
      fingerprint: JSON.stringify(input),
      actor: typeof as === "string" ? actorOf(as) : as,
    });
  return {
    kernel,
    submit,
    done: async (command, input, as) => {
      const answer = await submit(command, input, as);
      if (!answer.ok) throw new Error(`${command.name} was refused: ${answer.refusal.message}`);
      return JSON.parse(unsealJson(kernel.db, answer.body ?? "null")) as never;
    },
    refused: async (command, input, as) => {
      const answer = await submit(command, input, as);
      if (answer.ok) throw new Error(`${command.name} was done, not refused`);
      return answer.refusal.code;
    },
  };
};
