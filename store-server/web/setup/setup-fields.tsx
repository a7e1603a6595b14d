import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import type { FieldName, Fields } from "./fields.ts";

type Props = {
  fields: Fields;
  errors: Partial<Record<FieldName, string>>;
  onChange(fields: Fields): void;
};

const named = (type: "currency" | "region" | "language", code: string): string =>
  new Intl.DisplayNames("en", { type }).of(code) ?? code;

const currencies = Intl.supportedValuesOf("currency").map((code) => ({
  value: code,
  label: `${named("currency", code)} (${code})`,
}));
const timeZones = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])].map((zone) => ({
  value: zone,
  label: zone.replaceAll("_", " "),
}));
const commonLocales = ["en", "en-GB", "en-US", "de", "fr", "it", "es", "pt", "nl", "pl", "tr", "ar"];
const locales = (current: string) =>
  [...new Set([current, ...commonLocales])].map((code) => ({
    value: code,
    label: `${named("language", code)} (${code})`,
  }));

/** What the whole store goes by. */
export function StoreFields({ fields, errors, onChange }: Props) {
  const set = (name: FieldName) => (value: string) => onChange({ ...fields, [name]: value });
  return (
    <>
      <TextField
        label="Set-up code"
        placeholder="ABCD-EFGH"
        maxLength={20}
        value={fields.code}
        error={errors.code}
        onInput={set("code")}
      />
      <TextField
        label="Name of the store"
        maxLength={120}
        value={fields.businessName}
        error={errors.businessName}
        onInput={set("businessName")}
      />
      <div class="setup-two">
        <Select label="Currency" options={currencies} value={fields.currency} onSelect={set("currency")} />
        <Select
          label="Language"
          options={locales(fields.locale)}
          value={fields.locale}
          onSelect={set("locale")}
        />
      </div>
      <Select label="Time zone" options={timeZones} value={fields.timeZone} onSelect={set("timeZone")} />
    </>
  );
}

/** The first person, who may do everything. */
export function OwnerFields({ fields, errors, onChange }: Props) {
  const set = (name: FieldName) => (value: string) => onChange({ ...fields, [name]: value });
  return (
    <>
      <TextField
        label="Your name"
        autocomplete="name"
        maxLength={120}
        value={fields.name}
        error={errors.name}
        onInput={set("name")}
      />
      <div class="setup-two">
        <TextField
          label="Username"
          autocomplete="username"
          maxLength={64}
          value={fields.username}
          error={errors.username}
          onInput={set("username")}
        />
        <TextField
          label="Password"
          type="password"
          autocomplete="new-password"
          maxLength={200}
          value={fields.password}
          error={errors.password}
          onInput={set("password")}
        />
      </div>
      <TextField
        label="PIN"
        type="password"
        inputMode="numeric"
        maxLength={8}
        hint="For the tills: four to eight digits"
        value={fields.pin}
        error={errors.pin}
        onInput={set("pin")}
      />
    </>
  );
}
