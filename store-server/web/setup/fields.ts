/** What an empty box has to be told, and what is missing or wrong with it. Pure. */
import type { SetupInput } from "@tillbox/shared/contract/staff.ts";

export type Fields = {
  code: string;
  businessName: string;
  currency: string;
  timeZone: string;
  locale: string;
  name: string;
  username: string;
  password: string;
  pin: string;
};
export type FieldName = keyof Fields;

export const steps: readonly (readonly FieldName[])[] = [
  ["code", "businessName", "currency", "timeZone", "locale"],
  ["name", "username", "password", "pin"],
];

const rules: Readonly<Record<FieldName, (value: string) => string | null>> = {
  code: (value) => (value.replaceAll(/[^A-Za-z0-9]/g, "").length === 8 ? null : "Eight letters and digits"),
  businessName: (value) => (value.trim() === "" ? "Say what the store is called" : null),
  currency: (value) => (/^[A-Z]{3}$/.test(value) ? null : "Choose a currency"),
  timeZone: (value) => (value === "" ? "Choose where the store is" : null),
  locale: (value) => (value === "" ? "Choose a language" : null),
  name: (value) => (value.trim() === "" ? "Say who you are" : null),
  username: (value) => (/^[A-Za-z0-9._@-]{2,64}$/.test(value) ? null : "2 to 64 letters, digits or . _ @ -"),
  password: (value) => (value.length >= 8 ? null : "At least eight characters"),
  pin: (value) => (/^\d{4,8}$/.test(value) ? null : "Four to eight digits"),
};

/** Field → what to do about it; empty when the step is complete. */
export const missingIn = (fields: Fields, step: number): Partial<Record<FieldName, string>> =>
  Object.fromEntries(
    (steps[step] ?? []).flatMap((name) => {
      const problem = rules[name](fields[name]);
      return problem === null ? [] : [[name, problem]];
    }),
  );

export const inputOf = (fields: Fields): SetupInput => ({
  code: fields.code.trim(),
  businessName: fields.businessName.trim(),
  currency: fields.currency,
  timeZone: fields.timeZone,
  locale: fields.locale,
  owner: {
    name: fields.name.trim(),
    username: fields.username,
    password: fields.password,
    pin: fields.pin,
  },
});

/** The step that a field named by the box ("owner.pin") stands in. */
export const stepOf = (path: string): number => {
  const name = path.replace(/^owner\./, "");
  const at = steps.findIndex((names) => names.some((known) => known === name));
  return Math.max(0, at);
};

/** The browser's language as a language tag; one that calls itself after a machine ("en-US@posix") is no tag. */
export const localeOf = (language: string): string => {
  try {
    return Intl.getCanonicalLocales(language.replace(/[@.].*$/, "").replaceAll("_", "-"))[0] ?? "en";
  } catch {
    return "en";
  }
};
