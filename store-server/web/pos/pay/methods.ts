import type { PaymentMethod } from "@tillbox/shared/contract/order-words.ts";
import type { IconName } from "@tillbox/shared/ui/icon-nodes.ts";

export type Method = {
  id: PaymentMethod;
  label: string;
  icon: IconName;
  /** False: the box has no gateway or ledger for it; it is shown, so that nobody looks for it, and cannot be taken. */
  isSetUp: boolean;
};

/** In the order of the screen. `external` is a card terminal that stands beside the till and knows nothing of it. */
export const methods: readonly Method[] = [
  { id: "cash", label: "Cash", icon: "cash", isSetUp: true },
  { id: "external", label: "Terminal", icon: "card", isSetUp: true },
  { id: "wallet", label: "Wallet", icon: "wallet", isSetUp: false },
  { id: "gift_card", label: "Gift card", icon: "gift", isSetUp: true },
  { id: "house_account", label: "Account", icon: "house-account", isSetUp: true },
];

const card: Method = { id: "card", label: "Card", icon: "card", isSetUp: false };

export const methodOf = (id: PaymentMethod): Method => methods.find((method) => method.id === id) ?? card;
