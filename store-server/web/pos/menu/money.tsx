import { MoneyField } from "@tillbox/shared/ui/field.tsx";
import { usePos } from "../pos.ts";

type Props = {
  label: string;
  value: number | null;
  error?: string | undefined;
  hint?: string;
  quietLabel?: boolean;
  onInput(value: number | null): void;
};

/** An amount in the store's own currency. */
export function Money(props: Props) {
  const { store } = usePos().client;
  return (
    <MoneyField
      {...props}
      currency={store.setting("currency.code", "USD")}
      sign={store.setting("currency.symbol", "$")}
    />
  );
}
