/**
 * Fills an empty data folder with the demo store, through the same commands as everybody. Every command has a fixed id and the
 * same fingerprint for ever, so that a crash in the middle is completed at the next start and a filled store stays as people
 * have changed it since: what was done once is answered, not done again. A store that was set up in any other way is left alone.
 */

import { openAccount } from "../features/account/commands.ts";
import { createCustomer } from "../features/customer/commands.ts";
import { areas, tables } from "../features/floor/rows.ts";
import { issueGiftCard } from "../features/gift-card/commands.ts";
import { loyaltyPrograms } from "../features/loyalty/rows.ts";
import { priceRules } from "../features/menu/price-rules/rows.ts";
import { categories, menuItems } from "../features/menu/rows.ts";
import { dayparts } from "../features/menu/times/rows.ts";
import { printers, stations } from "../features/printer/rows.ts";
import { changeSetting } from "../features/settings/rows.ts";
import { definitions, type SettingKey } from "../features/settings/settings.ts";
import { type PlainSecrets, registerUser, type SecretRows } from "../features/staff/commands.ts";
import { systemActor, users } from "../features/staff/rows.ts";
import { answerKey, readAnswer } from "../kernel/answers.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { RecordFeature } from "../kernel/record.ts";
import type { Command } from "../kernel/types.ts";
import { demoAreas, demoTables } from "./floor.ts";
import { demoCategories, demoItems } from "./menu.ts";
import { demoAccount, demoCombos, demoDayparts, demoGiftCard, demoPriceRules } from "./offers.ts";
import { type DemoPerson, demoPeople } from "./people.ts";
import { demoPrinters, demoStations } from "./printers.ts";
import { demoProgram, demoRegulars } from "./regulars.ts";

export type FillOptions = {
  /** Hashes a person's password and PIN, outside of the writer's queue. */
  hashSecrets(plain: PlainSecrets): Promise<SecretRows>;
  /** IANA name; the machine's own unless told, UTC where that cannot be used. */
  timeZone?: string;
};

type Setting = { key: SettingKey; value: unknown };
/** Given before and after everything else: they say whether a filling was begun, and whether it came to its end. */
const first: Setting = { key: "store.name", value: "Trattoria Basilico" };
const last: Setting = {
  key: "receipt.footer",
  value: "Thank you, and see you soon.\nThis is a demo store.",
};

const settingsBetween = (timeZone: string): Setting[] => [
  { key: "store.time_zone", value: timeZone },
  { key: "store.locale", value: "en-US" },
  { key: "currency.code", value: "USD" },
  { key: "currency.symbol", value: "$" },
  { key: "tax.rate", value: "0.08" },
  { key: "tax.inclusive", value: false },
  { key: "service.rate", value: "0" },
  { key: "receipt.header", value: "Pizza, pasta & bar" },
];

const fingerprint = "demo";
const commandIdOf = (kind: string, id: string): string => `demo:${kind}:${id}`;
const settingId = ({ key }: Setting): string => commandIdOf("setting", key);

const wasDone = (kernel: Kernel, commandId: string): boolean =>
  readAnswer(kernel.db, answerKey(systemActor, commandId), fingerprint) !== undefined;

const usableZone = (timeZone: string | undefined): string =>
  timeZone !== undefined && definitions["store.time_zone"].schema.safeParse(timeZone).success
    ? timeZone
    : "UTC";

const run = async <I>(kernel: Kernel, command: Command<I>, input: I, commandId: string): Promise<void> => {
  const answer = await kernel.execute({ command, input, commandId, fingerprint, actor: systemActor });
  if (!answer.ok)
    throw new Error(`The demo store cannot be filled: ${commandId} was refused: ${answer.refusal.message}`);
};

const change = (kernel: Kernel, setting: Setting): Promise<void> =>
  run(kernel, changeSetting, setting, settingId(setting));

const createAll = <F extends Record<string, unknown>>(
  kernel: Kernel,
  record: RecordFeature<F>,
  things: readonly (Partial<F> & { id: string })[],
): Promise<void>[] =>
  things.map(({ id, ...fields }) =>
    run(
      kernel,
      record.create,
      { id, fields: fields as unknown as Partial<F> },
      commandIdOf(record.options.name, id),
    ),
  );

const register = async (
  kernel: Kernel,
  { id, name, role, username, password, pin }: DemoPerson,
  { hashSecrets }: FillOptions,
): Promise<void> => {
  if (kernel.get(users, id)) return;
  const secrets = await hashSecrets({ password, pin });
  await run(kernel, registerUser, { id, name, role, username, secrets }, commandIdOf("user", id));
};

/**
 * True when it filled the store, or completed a filling that had been cut off; false when there was nothing to do. Throws when a
 * command is refused, which only a broken demo menu can cause.
 */
export const fillDemoStore = async (kernel: Kernel, options: FillOptions): Promise<boolean> => {
  if (wasDone(kernel, settingId(last))) return false;
  if (kernel.headSeq() > 0 && !wasDone(kernel, settingId(first))) return false;
  const timeZone = usableZone(options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
  await change(kernel, first);
  await Promise.all([
    ...settingsBetween(timeZone).map((setting) => change(kernel, setting)),
    ...createAll(kernel, stations, demoStations),
    ...createAll(kernel, categories, demoCategories),
    ...createAll(kernel, printers, demoPrinters),
    ...createAll(kernel, areas, demoAreas),
    ...createAll(kernel, tables, demoTables),
    ...createAll(kernel, menuItems, [...demoItems(), ...demoCombos]),
    ...createAll(kernel, dayparts, demoDayparts),
    ...createAll(kernel, priceRules, demoPriceRules),
    ...demoPeople.map((person) => register(kernel, person, options)),
    ...demoRegulars.map((input) => run(kernel, createCustomer, input, commandIdOf("customer", input.id))),
  ]);
  await Promise.all([
    ...createAll(kernel, loyaltyPrograms, [demoProgram]),
    run(kernel, issueGiftCard, demoGiftCard, commandIdOf("gift-card", demoGiftCard.id)),
    run(kernel, openAccount, demoAccount, commandIdOf("account", demoAccount.id)),
  ]);
  await change(kernel, last);
  return true;
};
