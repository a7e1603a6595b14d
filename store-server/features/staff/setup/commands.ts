/**
 * An empty box becomes a store once: business settings and the owner in one command. Who does it proves by a code, printed at the
 * start, that they stand before this box. The code lives in memory only; a restart prints another.
 */
import { randomInt, timingSafeEqual } from "node:crypto";
import type { ProblemCode } from "@tillbox/shared/contract/common.ts";
import type { SetupInput } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import { conflict, invalid, Refusal } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import type { BackOff } from "../../../http/back-off.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { oneAtATime } from "../../../kernel/one-at-a-time.ts";
import type { Command } from "../../../kernel/types.ts";
import { settingChanged } from "../../settings/rows.ts";
import { type PlainSecrets, registerUser, type SecretRows } from "../commands.ts";
import { hasPeople, systemActor } from "../rows.ts";

export type Setup = {
  /** The code to print; null once the box is a store. */
  code(): string | null;
  /** Why this folder does not become a store, for a person; null where it may. */
  obstacle(): string | null;
  /** Makes the box a store; answers the owner's id. Rejects with `conflict` when it is one, `unauthorized` for a wrong code. */
  run(input: SetupInput, address: string): Promise<string>;
};
export type SetupOptions = {
  demo: boolean;
  backOff: BackOff;
  hashSecrets(plain: PlainSecrets): Promise<SecretRows>;
};

type SetupStore = { ownerId: string; input: SetupInput; secrets: SecretRows; demo: boolean };

const alreadyDone = (): Refusal => conflict("This box was set up already. Sign in instead.");

/** What a demo leaves behind is in the books for ever: its orders, its drawers, a gift card whose code everybody knows. */
const demoFolder =
  "This folder holds the books of a demo. A real store needs a folder of its own: stop the box, set DATA_DIR to an empty one, start it again.";
const wasDemo = (db: Database): boolean => hasPeople(db, true) && !hasPeople(db, false);

export const setupStore: Command<SetupStore> = {
  name: "store.setup",
  permission: "staff.manage-owner",
  decide: ({ ownerId, input, secrets, demo }, context) => {
    if (hasPeople(context.reads.db, demo)) throw alreadyDone();
    if (wasDemo(context.reads.db)) throw conflict(demoFolder);
    const { name, username } = input.owner;
    const owner = { id: ownerId, name, role: "owner", username, secrets } as const;
    const registered = registerUser.decide(owner, context);
    return { ...registered, events: [...settingEvents(input), ...registered.events] };
  },
};

const settingEvents = (input: SetupInput) => [
  settingChanged("store.name", input.businessName),
  settingChanged("currency.code", input.currency),
  settingChanged("currency.symbol", symbolOf(input)),
  settingChanged("store.time_zone", input.timeZone),
  settingChanged("store.locale", input.locale),
];

const symbolOf = ({ currency, locale }: SetupInput): string => {
  const parts = new Intl.NumberFormat(locale, { style: "currency", currency }).formatToParts(0);
  return parts.find((part) => part.type === "currency")?.value ?? currency;
};

const checkPlace = ({ currency, timeZone, locale }: SetupInput): void => {
  if (!Intl.supportedValuesOf("currency").includes(currency))
    throw invalid("currency", "is no currency of ISO 4217");
  if (!accepts(() => new Intl.DateTimeFormat("en", { timeZone })))
    throw invalid("timeZone", "is no time zone of the IANA database");
  if (!accepts(() => Intl.getCanonicalLocales(locale)) || locale === "")
    throw invalid("locale", "is no BCP 47 locale");
};
const accepts = (make: () => unknown): boolean => {
  try {
    make();
    return true;
  } catch {
    return false;
  }
};

/** Letters and digits that nobody mixes up, read aloud or on a bad screen. */
const alphabet = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const newCode = (): string => {
  const letters = Array.from({ length: 8 }, () => alphabet.charAt(randomInt(alphabet.length)));
  return `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`;
};
const spoken = (code: string): string => code.toUpperCase().replace(/[^A-Z0-9]/g, "");
const isSame = (given: string, code: string): boolean => {
  const [left, right] = [Buffer.from(spoken(given)), Buffer.from(spoken(code))];
  return left.length === right.length && timingSafeEqual(left, right);
};

const maxTries = 100;

export const openSetup = (kernel: Kernel, { backOff, hashSecrets, demo }: SetupOptions): Setup => {
  const code = newCode();
  const isDone = (): boolean => hasPeople(kernel.db, demo);
  const obstacle = (): string | null => (!isDone() && wasDemo(kernel.db) ? demoFolder : null);
  const inTurn = oneAtATime(maxTries);
  const run: Setup["run"] = async (input, address) => {
    if (isDone()) throw alreadyDone();
    const keys = [{ key: `setup ${address}` }, { key: "setup", factor: 10 }];
    backOff.check(keys);
    if (!isSame(input.code, code)) {
      await backOff.failed(keys);
      throw new Refusal("unauthorized", "This is not the set-up code. The box prints it when it starts.");
    }
    checkPlace(input);
    const { password, pin } = input.owner;
    const secrets = await hashSecrets({ password, pin });
    const ownerId = newId();
    const answer = await kernel.execute({
      command: setupStore,
      input: { ownerId, input, secrets, demo },
      commandId: newId(),
      fingerprint: "",
      actor: systemActor,
    });
    if (answer.ok) return ownerId;
    const { code: refused, message, details } = answer.refusal;
    throw new Refusal(refused as ProblemCode, message, details);
  };
  return {
    code: () => (isDone() ? null : code),
    obstacle,
    run: (input, address) => inTurn(() => run(input, address)),
  };
};
