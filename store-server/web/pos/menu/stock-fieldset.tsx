import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import { useState } from "preact/hooks";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { changeItem, countItem } from "./menu-intents.ts";

/** "12", or "1.375" of what is weighed; undefined for anything else. */
const parseStock = (text: string, unit: MenuItem["unit"]): number | undefined => {
  const plain = text.trim().replace(",", ".");
  const pattern = unit === "each" ? /^\d{1,6}$/ : /^\d{1,6}(\.\d{1,3})?$/;
  return pattern.test(plain) ? Number(plain) : undefined;
};

/** Off and on again, and how many are left. Takes effect at once, whatever else is edited. */
export function StockFieldset({ item }: { item: MenuItem }) {
  const { run, isBusy, problem } = useSubmit();
  const [text, setText] = useState("");
  const [variantId, setVariantId] = useState<string | null>(null);
  const variant = item.variants.find(({ id }) => id === variantId);
  const left = variant ? (variant.stock ?? null) : item.stock;
  const counted = parseStock(text, item.unit);
  const isOff = !item.available && item.stock !== 0;
  const unit = item.unit === "each" ? "" : ` ${item.unit}`;
  const count = (stock: number | null): void =>
    void run(countItem(item, { stock, ...(variant ? { variantId: variant.id } : {}) }), () => setText(""));
  return (
    <Card title="On sale">
      <div class="pos-menu-stock">
        <Toggle
          label={isOff ? "Off the menu" : "On the menu"}
          hint={
            item.stock === 0 ? "Nothing is left; it is back when there is more" : "Every device knows at once"
          }
          on={!isOff}
          busy={isBusy}
          onChange={(available) => void run(changeItem(item, { available }), () => undefined)}
        />
        {item.variants.length > 0 && (
          <Select
            label="Count of"
            value={variant?.id ?? ""}
            options={[
              { value: "", label: "All sizes together" },
              ...item.variants.map(({ id, name }) => ({ value: id, label: name })),
            ]}
            onSelect={(id) => setVariantId(id === "" ? null : id)}
          />
        )}
        <div class="pos-menu-count">
          <TextField
            label={left === null ? "Nobody counts it" : `${left}${unit} left`}
            placeholder={item.unit === "each" ? "How many there are" : `How many ${item.unit} there are`}
            inputMode="decimal"
            value={text}
            onInput={setText}
            error={text !== "" && counted === undefined ? "Enter a figure" : undefined}
          />
          <Button
            disabled={counted === undefined}
            busy={isBusy}
            onClick={() => counted !== undefined && count(counted)}
          >
            Count
          </Button>
          {left !== null && (
            <Button kind="quiet" disabled={isBusy} onClick={() => count(null)}>
              Stop counting
            </Button>
          )}
        </div>
        <Refused problem={problem} />
      </div>
    </Card>
  );
}
