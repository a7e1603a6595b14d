import type { Customer, CustomerChange, CustomerInput } from "@tillbox/shared/contract/customer.ts";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import type { ApiProblem } from "../../client/problem.ts";

export type Draft = {
  name: string;
  phone: string;
  email: string;
  birthday: string;
  notes: string;
  street: string;
  postalCode: string;
  city: string;
  company: string;
  vatId: string;
  certificate: string;
  marketing: boolean;
};

export const emptyDraft: Draft = {
  name: "",
  phone: "",
  email: "",
  birthday: "",
  notes: "",
  street: "",
  postalCode: "",
  city: "",
  company: "",
  vatId: "",
  certificate: "",
  marketing: false,
};

export const draftOf = (customer: Customer): Draft => ({
  name: customer.name ?? "",
  phone: customer.phone ?? "",
  email: customer.email ?? "",
  birthday: customer.birthday ?? "",
  notes: customer.notes ?? "",
  street: customer.address?.street ?? "",
  postalCode: customer.address?.postalCode ?? "",
  city: customer.address?.city ?? "",
  company: customer.company?.name ?? "",
  vatId: customer.company?.vatId ?? "",
  certificate: customer.taxExemption?.certificate ?? "",
  marketing: customer.consent?.marketing ?? false,
});

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** All fields as the box takes them; the box keeps only what differs. Parts that no field shows stay as they are. */
export const changeOf = (draft: Draft, known?: Customer): CustomerChange => {
  const { street, postalCode, city, company, vatId, certificate, marketing } = draft;
  const place = { street: orNull(street), postalCode: orNull(postalCode), city: orNull(city) };
  const { extra = null, country = null } = known?.address ?? {};
  const hasPlace = [...Object.values(place), extra, country].some((part) => part !== null);
  const exempt = orNull(certificate);
  const agreed = known?.consent?.marketing ?? false;
  return {
    name: draft.name.trim(),
    phone: orNull(draft.phone),
    email: orNull(draft.email),
    birthday: orNull(draft.birthday),
    notes: orNull(draft.notes),
    address: hasPlace ? { ...place, extra, country } : null,
    company: orNull(company) === null ? null : { name: company.trim(), vatId: orNull(vatId) },
    taxExemption:
      exempt === null ? null : { certificate: exempt, validUntil: known?.taxExemption?.validUntil ?? null },
    ...(marketing === agreed ? {} : { consent: { marketing, source: "asked at the till" } }),
  };
};

/** The same for a new customer: what is empty is left out. */
export const inputOf = (draft: Draft, id: string): CustomerInput & { id: string } => {
  const given = Object.entries(changeOf(draft)).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(given), id, name: draft.name.trim() };
};

type Props = {
  draft: Draft;
  set(draft: Draft): void;
  problem: ApiProblem | null;
  /** Only what is asked for at the table. */
  isShort?: boolean;
};

export const fieldErrors = (problem: ApiProblem | null): ReadonlyMap<string, string> =>
  new Map((problem?.details.errors ?? []).map(({ path, message }) => [path, message]));

type FieldName = Exclude<keyof Draft, "marketing">;

/** Whoever the store wants to know again. Nothing but the name has to be given. */
export function CustomerForm({ draft, set, problem, isShort = false }: Props) {
  const errors = fieldErrors(problem);
  const field = (name: FieldName, path: string = name) => ({
    value: draft[name],
    onInput: (value: string) => set({ ...draft, [name]: value }),
    error: errors.get(path),
  });
  return (
    <div class="pos-customer-form">
      <TextField label="Name" maxLength={120} {...field("name")} />
      <TextField label="Telephone" type="tel" inputMode="tel" maxLength={40} {...field("phone")} />
      {!isShort && (
        <>
          <TextField label="Mail" type="email" inputMode="email" maxLength={200} {...field("email")} />
          <TextField label="Birthday" placeholder="1990-04-30" maxLength={10} {...field("birthday")} />
        </>
      )}
      <div class="pos-customer-all">
        <TextField
          label="Note"
          rows={2}
          maxLength={1000}
          placeholder="No nuts. Likes the table by the window."
          {...field("notes")}
        />
      </div>
      {!isShort && <Papers field={field} />}
      <div class="pos-customer-all">
        <Toggle
          label="May get news and offers"
          hint="Only when they said so. The day is kept with it."
          on={draft.marketing}
          onChange={(marketing) => set({ ...draft, marketing })}
        />
      </div>
    </div>
  );
}

type FieldOf = (
  name: FieldName,
  path?: string,
) => { value: string; onInput(value: string): void; error: string | undefined };

/** What an invoice or a delivery needs. */
function Papers({ field }: { field: FieldOf }) {
  return (
    <div class="pos-customer-all">
      <OptionGroup label="Address">
        <div class="pos-customer-form pos-wide">
          <div class="pos-customer-all">
            <TextField label="Street" maxLength={120} {...field("street", "address.street")} />
          </div>
          <TextField label="Postal code" maxLength={120} {...field("postalCode", "address.postalCode")} />
          <TextField label="Town" maxLength={120} {...field("city", "address.city")} />
        </div>
      </OptionGroup>
      <OptionGroup label="For invoices">
        <div class="pos-customer-form pos-wide">
          <TextField label="Company" maxLength={120} {...field("company", "company.name")} />
          <TextField label="VAT number" maxLength={120} {...field("vatId", "company.vatId")} />
          <div class="pos-customer-all">
            <TextField
              label="Tax exemption certificate"
              maxLength={120}
              {...field("certificate", "taxExemption.certificate")}
            />
          </div>
        </div>
      </OptionGroup>
    </div>
  );
}
