/** What an order is made of, and the data of its events. Types only; the folds stand in `order.ts`. */
import type { BillTaxClass } from "@tillbox/shared/bill.ts";
import type { FinalisedSale, SplitInput } from "@tillbox/shared/contract/order.ts";
import type {
  LineStatus,
  OrderStatus,
  OrderType,
  PaymentMethod,
  PaymentStatus,
} from "@tillbox/shared/contract/order-words.ts";
import type { Tender } from "@tillbox/shared/contract/tender.ts";
import type { ServiceWaiver, TaxExemption } from "@tillbox/shared/contract/terms.ts";
import type { TakenLine } from "@tillbox/shared/refund.ts";
import type { RefundTender } from "@tillbox/shared/refund-tender.ts";
import type { BaseState } from "../../kernel/types.ts";
import type { DelayEvents } from "./delay.ts";
import type { CourseEvents } from "./held.ts";
import type { MoveEvents } from "./moved.ts";

export type LineModifier = {
  optionId: string;
  groupName: string;
  name: string;
  price: number;
  /** For one of the line; of an option inside another one, for all of that one. */
  quantity: number;
  /** The option that it is inside of, which stands before it. */
  parentOptionId?: string;
};
/** What makes a line a part of a combo. All its parts carry the same, but for the part's own. */
export type LineCombo = {
  id: string;
  menuItemId: string;
  name: string;
  partName: string;
  /** The combo's price with surcharges, minor units. */
  unitPrice: number;
  /** What the part costs alone, without options: its weight in the allocation. */
  singlePrice: number;
};
export type Line = {
  id: string;
  menuItemId: string | null;
  categoryId: string | null;
  name: string;
  variantId: string | null;
  variantName: string | null;
  /** Minor units, options included; pinned when it was ordered. Of a part of a combo only what it adds to the combo. */
  unitPrice: number;
  combo?: LineCombo;
  /** The time price that held when it was ordered. */
  priceRule?: { id: string; name: string };
  quantityMilli: number;
  /** What the kitchen was told. */
  sentMilli: number;
  modifiers: LineModifier[];
  notes: string | null;
  seat: number | null;
  course: number | null;
  stations: string[];
  allergens: string[];
  taxClass: BillTaxClass;
  status: LineStatus;
  sentAt: string | null;
  readyAt: string | null;
  /** When it was ordered, box time; absent on lines of the first version. */
  orderedAt?: string;
  /** Kept back from the kitchen until it is fired; its course may be held besides. */
  held?: true;
  /** What the kitchen was shown as held and is not to cook yet. */
  heldMilli?: number;
  /** It was seen as held before it was to be cooked. */
  fired?: true;
  /** Where the kitchen believed it to be, when it went elsewhere after it was sent. */
  movedFrom?: MovedFrom;
};
/** The check and table that something came from. */
export type MovedFrom = { orderId: string; number: number; tableId: string | null; at: string };
export type OrderLink = { id: string; number: number };
export type RewardUse = { rewardId: string; name: string; customerId: string; points: number };
export type Discount = {
  id: string;
  scope: "order" | "item";
  itemId: string | null;
  kind: "percent" | "amount";
  /** ppm or minor units */
  value: number;
  reason: string;
  by: string | null;
  /** Given away by the house; reported apart from discounts. */
  comp?: true;
  /** What it cost in points, when it is a reward. */
  reward?: RewardUse;
};
export type OrderPayment = {
  id: string;
  method: PaymentMethod;
  status: PaymentStatus;
  amount: number;
  tip: number;
  rounding: number;
  tendered: number | null;
  change: number;
  reference: string | null;
  split: SplitInput | null;
  businessDay: string;
  takenBy: string | null;
  /** The drawer session that took it; missing in payments from before there were any. */
  drawerId?: string | null;
  at: string;
};
/** A tip that came after its payment. `earnedBy` is whose it is: who served. */
export type LaterTip = {
  id: string;
  paymentId: string;
  amount: number;
  businessDay: string;
  by: string | null;
  at: string;
  earnedBy: string;
};
/** What a refund used up of the order. Amounts are positive; a tender pays out amount + tip + rounding. */
export type RefundOfOrder = {
  id: string;
  number: string;
  reason: string;
  businessDay: string;
  by: string | null;
  at: string;
  total: number;
  tip: number;
  /** `restocked`: it is back on the shelf. */
  lines: (TakenLine & { amount: number; restocked?: boolean })[];
  tenders: RefundTender[];
};
/** Settings that hold for this order, pinned when it was opened. */
export type OrderPolicy = {
  currency: string;
  taxRounding: "group" | "line";
  service: { ratePpm: number; taxClass: BillTaxClass | null } | null;
};
export type OrderState = BaseState & {
  number: number;
  type: OrderType;
  status: OrderStatus;
  tableId: string | null;
  guests: number | null;
  /** Missing in orders from before there were customers. */
  customerId?: string | null;
  /** Sealed, like the note, since guests' words are. */
  customerName: string | null;
  notes: string | null;
  openedBy: string | null;
  businessDay: string;
  policy: OrderPolicy;
  lines: Line[];
  discounts: Discount[];
  payments: OrderPayment[];
  /** Missing where nothing was refunded. */
  refunds?: RefundOfOrder[];
  /** Missing, like the waiver, where nobody ever set it. */
  taxExemption?: TaxExemption | null;
  serviceWaiver?: ServiceWaiver | null;
  /** Missing where no tip came after its payment. */
  tips?: LaterTip[];
  sentAt: string | null;
  readyAt: string | null;
  /** When the check was last shown to the guest before payment. */
  proformaAt: string | null;
  paidAt: string | null;
  closedAt: string | null;
  receiptNumber: string | null;
  /** Courses that are held as a whole; absent while there are none. */
  heldCourses?: number[];
  /** Something waits for the kitchen too long; absent while nothing does. */
  delay?: DelayEvents["OrderDelayed"];
  splitFrom?: OrderLink;
  splitInto?: OrderLink[];
  mergedInto?: OrderLink;
  mergedFrom?: OrderLink[];
};

export type OrderOpened = Partial<Pick<OrderState, "taxExemption" | "serviceWaiver">> &
  Pick<
    OrderState,
    | "number"
    | "type"
    | "tableId"
    | "guests"
    | "customerId"
    | "customerName"
    | "notes"
    | "businessDay"
    | "policy"
    | "lines"
  > & {
    /** The waiter, when it is not whoever opened it. */
    openedBy?: string | null;
    splitFrom?: OrderLink;
  };
export type OrderEvents = {
  OrderOpened: OrderOpened;
  DetailsChanged: Partial<Pick<OrderState, "guests" | "customerId" | "customerName" | "notes">>;
  GuestErased: Record<string, never>;
  LinesAdded: { lines: Line[] };
  LineChanged: {
    lineId: string;
    quantityMilli?: number;
    notes?: string | null;
    seat?: number | null;
    course?: number | null;
    modifiers?: LineModifier[];
    unitPrice?: number;
  };
  LineVoided: { lineId: string; reason: string | null };
  LinesSent: { lines: { lineId: string; quantityMilli: number }[] };
  LinesMoved: { lineIds: string[]; status: LineStatus };
  StatusChanged: { from: OrderStatus; to: OrderStatus; reason: string | null };
  DiscountGiven: { discount: Discount };
  DiscountChanged: { discount: Discount };
  DiscountRemoved: { discountId: string };
  OrderTransferred: { fromTableId: string | null; toTableId: string | null; toUserId: string | null };
  ProformaPrinted: Record<string, never>;
  PaymentCaptured: { payment: OrderPayment };
  /** Its outcome comes later; nothing is paid by it yet. */
  PaymentAttempted: { payment: OrderPayment };
  PaymentUnknown: { paymentId: string };
  PaymentFailed: { paymentId: string; reason: string };
  PaymentSettled: { paymentId: string; businessDay: string; reference: string | null; tender: Tender };
  PaymentVoided: { paymentId: string; reason: string; by: string | null; tender: Tender };
  /** `afterwards`: the sale was finalised before, so reports add the tip on its own day. */
  TipAdded: {
    tip: LaterTip;
    afterwards: boolean;
    hour: number;
    currency: string;
    method: PaymentMethod;
    tender: Tender;
  };
  TermsChanged: {
    taxExemption?: TaxExemption | null;
    serviceWaiver?: ServiceWaiver | null;
    type?: OrderType;
    policy?: OrderPolicy;
    lines?: { lineId: string; taxClass: BillTaxClass }[];
  };
  OrderFinalised: FinalisedSale;
  OrderRefunded: { refund: RefundOfOrder };
  CoursesHeld: CourseEvents["CoursesHeld"];
  CoursesFired: CourseEvents["CoursesFired"];
  HeldShown: CourseEvents["HeldShown"];
  LinesGiven: MoveEvents["LinesGiven"];
  LinesReceived: MoveEvents["LinesReceived"];
  OrderMerged: MoveEvents["OrderMerged"];
  OrderDelayed: DelayEvents["OrderDelayed"];
};
export type OrderEventType = keyof OrderEvents;
