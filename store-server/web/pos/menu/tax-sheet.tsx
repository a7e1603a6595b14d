import type { TaxClass } from "@tillbox/shared/contract/menu.ts";
import { type OrderType, orderTypes } from "@tillbox/shared/contract/order-words.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { PercentField, TextField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import { useState } from "preact/hooks";
import { orderTypeWords } from "./menu-words.ts";
import { RecordSheet, useRecord } from "./record-sheet.tsx";
import { draftOf, errorsOf, fieldsOf, newRate, type RateDraft, type TaxDraft } from "./tax-draft.ts";

type RatesProps = {
  rates: readonly RateDraft[];
  /** Of which type of order, in words; null: of all others. */
  of: string | null;
  errorOf(field: string): string | undefined;
  onChange(rates: readonly RateDraft[]): void;
};

function Rates({ rates, of, errorOf, onChange }: RatesProps) {
  const suffix = of === null ? "" : `, ${of}`;
  const change = (id: string, fields: Partial<RateDraft>): void =>
    onChange(rates.map((rate) => (rate.id === id ? { ...rate, ...fields } : rate)));
  return (
    <div class="pos-menu-rates">
      {rates.map(({ id, name, ppm }, index) => (
        <div key={id} class="pos-option-fields">
          <TextField
            label={`Tax ${index + 1}${suffix}`}
            placeholder="VAT"
            maxLength={120}
            value={name}
            error={errorOf(`${id} name`)}
            onInput={(text) => change(id, { name: text })}
          />
          <PercentField
            label={`Rate of tax ${index + 1}${suffix}`}
            quietLabel
            value={ppm}
            error={errorOf(`${id} rate`)}
            onInput={(rate) => change(id, { ppm: rate })}
          />
          <IconButton
            icon="trash"
            kind="danger"
            label={`Take tax ${index + 1}${suffix} out`}
            onClick={() => onChange(rates.filter((rate) => rate.id !== id))}
          />
        </div>
      ))}
      {rates.length === 0 && <p class="pos-menu-hint">No tax.</p>}
      <Button icon="plus" disabled={rates.length >= 6} onClick={() => onChange([...rates, newRate()])}>
        {`Add a tax${suffix}`}
      </Button>
    </div>
  );
}

type OwnProps = { draft: TaxDraft; set(draft: TaxDraft): void; errorOf(field: string): string | undefined };

/** Takeaway is taxed otherwise in many countries. */
function OwnRates({ draft, set, errorOf }: OwnProps) {
  const put = (type: OrderType, rates: readonly RateDraft[] | undefined): void => {
    const { [type]: _before, ...others } = draft.own;
    set({ ...draft, own: rates === undefined ? others : { ...others, [type]: rates } });
  };
  return (
    <section class="pos-menu-rates">
      <SectionLabel>Other rates by type of order</SectionLabel>
      {orderTypes.map((type) => {
        const rates = draft.own[type];
        return (
          <div key={type}>
            <Toggle
              label={orderTypeWords[type]}
              hint={rates === undefined ? "Taxed as above" : "Taxed by rates of its own"}
              on={rates !== undefined}
              onChange={(on) => put(type, on ? [newRate()] : undefined)}
            />
            {rates !== undefined && (
              <Rates
                rates={rates}
                of={orderTypeWords[type].toLocaleLowerCase()}
                errorOf={errorOf}
                onChange={(next) => put(type, next)}
              />
            )}
          </div>
        );
      })}
    </section>
  );
}

/** One tax class: its rates, whether they are in the price, and where others hold. */
export function TaxSheet({ tax, onClose }: { tax: TaxClass | null; onClose(): void }) {
  const [id] = useState(newId);
  const [draft, set] = useState(() => draftOf(tax));
  const path = "/api/tax-classes";
  const record = useRecord({ path, id: tax?.id ?? null, newId: id, errors: errorsOf(draft), onClose });
  return (
    <RecordSheet
      title={tax?.name ?? "New tax class"}
      subtitle="Checks that are open keep the taxes they were ordered with."
      known={tax ? { path: `${path}/${tax.id}`, what: tax.name } : null}
      record={record}
      isPlaced={(field) => field === "name"}
      onSave={() => record.send(fieldsOf(draft))}
      onClose={onClose}
    >
      <TextField
        label="Name"
        placeholder="Food"
        maxLength={120}
        value={draft.name}
        error={record.errorOf("name")}
        onInput={(name) => set({ ...draft, name })}
      />
      <SegmentedControl
        label="Prices and tax"
        wide
        segments={[
          { id: "in", label: "In the price" },
          { id: "top", label: "On top of it" },
        ]}
        value={draft.inclusive ? "in" : "top"}
        onSelect={(where) => set({ ...draft, inclusive: where === "in" })}
      />
      <Rates
        rates={draft.rates}
        of={null}
        errorOf={record.errorOf}
        onChange={(rates) => set({ ...draft, rates })}
      />
      <OwnRates draft={draft} set={set} errorOf={record.errorOf} />
    </RecordSheet>
  );
}
