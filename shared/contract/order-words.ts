/** The fixed words of an order, apart from its schemas so that every contract can use them. */
export const orderTypes = ["dine-in", "takeaway", "delivery", "kiosk"] as const;
export type OrderType = (typeof orderTypes)[number];

export const orderStatuses = [
  "pending",
  "confirmed",
  "preparing",
  "ready",
  "served",
  "completed",
  "cancelled",
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export const lineStatuses = ["pending", "sent", "preparing", "ready", "served", "voided"] as const;
export type LineStatus = (typeof lineStatuses)[number];

export const paymentMethods = ["cash", "card", "wallet", "gift_card", "house_account", "external"] as const;
export type PaymentMethod = (typeof paymentMethods)[number];

export const paymentStatuses = ["pending", "unknown", "captured", "failed", "voided", "refunded"] as const;
export type PaymentStatus = (typeof paymentStatuses)[number];
