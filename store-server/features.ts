/** The table of contents of the store: adding an entity adds one line here. */
import { accountIntents } from "./features/account/intents.ts";
import { accountRoutes } from "./features/account/routes.ts";
import { accountInvoices, accountProjections, accounts } from "./features/account/rows.ts";
import { customerIntents } from "./features/customer/intents.ts";
import { customerRoutes } from "./features/customer/routes.ts";
import { customerProjection, customers } from "./features/customer/rows.ts";
import { dayRoutes } from "./features/day/routes.ts";
import { dayProjection, dayReports, dayTables } from "./features/day/rows.ts";
import { devices } from "./features/device/rows.ts";
import { drawerIntents } from "./features/drawer/intents.ts";
import { drawerRoutes } from "./features/drawer/routes.ts";
import { drawers } from "./features/drawer/rows.ts";
import { floorIntents } from "./features/floor/intents.ts";
import { floorRoutes } from "./features/floor/routes.ts";
import { areas, tables } from "./features/floor/rows.ts";
import { giftCardIntents } from "./features/gift-card/intents.ts";
import { giftCardRoutes } from "./features/gift-card/routes.ts";
import { giftCardProjection, giftCards } from "./features/gift-card/rows.ts";
import { keeping } from "./features/inbox/commands.ts";
import { inboxIntents } from "./features/inbox/intents.ts";
import { inboxRoutes } from "./features/inbox/routes.ts";
import { inbox } from "./features/inbox/rows.ts";
import { invoiceRoutes } from "./features/invoice/routes.ts";
import { invoiceProjection, invoices } from "./features/invoice/rows.ts";
import { ledgerTables } from "./features/ledger/rows.ts";
import { loyaltyIntents } from "./features/loyalty/intents.ts";
import { loyaltyRoutes } from "./features/loyalty/routes.ts";
import { loyaltyPrograms, pointsProjection } from "./features/loyalty/rows.ts";
import { codeProjection } from "./features/menu/codes/rows.ts";
import { menuDrafts } from "./features/menu/drafts/rows.ts";
import { menuIntents } from "./features/menu/intents.ts";
import { menuRoutes } from "./features/menu/routes.ts";
import { categories, dayparts, menuItems, priceRules, stocks, taxClasses } from "./features/menu/rows.ts";
import { orderIntents } from "./features/order/intents.ts";
import { keepingCash, lateCashIntents } from "./features/order/late-cash/intents.ts";
import { lateCashRoutes } from "./features/order/late-cash/routes.ts";
import { rewardRoutes } from "./features/order/rewards/routes.ts";
import { orderRoutes } from "./features/order/routes.ts";
import { orderProjection, orders } from "./features/order/rows.ts";
import { seatingIntents } from "./features/order/seating/intents.ts";
import { seatingRoutes } from "./features/order/seating/routes.ts";
import { cashReaction, dayReaction, drawerReaction } from "./features/printer/cash/jobs.ts";
import { printIntents } from "./features/printer/intents.ts";
import { companyInvoiceReaction, printReaction } from "./features/printer/jobs.ts";
import { accountReaction, giftCardReaction, invoiceReaction } from "./features/printer/ledger/jobs.ts";
import { type LinkOptions, receiptLinkRoutes } from "./features/printer/links/routes.ts";
import { refundReaction } from "./features/printer/refunds/jobs.ts";
import { printerRoutes, type ScanForPrinters } from "./features/printer/routes.ts";
import { printers, stations } from "./features/printer/rows.ts";
import { refundRoutes } from "./features/refund/routes.ts";
import { refundProjection, refunds } from "./features/refund/rows.ts";
import { exceptionsProjection, refusedCashProjection } from "./features/report/exceptions/rows.ts";
import { reportRoutes } from "./features/report/routes.ts";
import { refundsProjection, reportTables, salesProjection } from "./features/report/rows.ts";
import { reservationIntents } from "./features/reservation/intents.ts";
import { reservationRoutes } from "./features/reservation/routes.ts";
import { reservations, turnsProjection, waitlist } from "./features/reservation/rows.ts";
import { roleRoutes } from "./features/role/routes.ts";
import { roles } from "./features/role/rows.ts";
import { settingsRoutes } from "./features/settings/routes.ts";
import { settings } from "./features/settings/rows.ts";
import { users, whoIs } from "./features/staff/rows.ts";
import { timeEntryIntents } from "./features/time-entry/intents.ts";
import { timeEntryRoutes } from "./features/time-entry/routes.ts";
import { timeEntries } from "./features/time-entry/rows.ts";
import { tipRoutes } from "./features/tip/routes.ts";
import { tipProjection, tipTables } from "./features/tip/rows.ts";
import type { Route } from "./http/route.ts";
import type { Feature } from "./kernel/types.ts";

export const features: readonly Feature[] = [
  { name: "settings", entities: [settings] },
  { name: "role", entities: [roles.entity] },
  { name: "staff", entities: [users], whoIs },
  { name: "time-entry", entities: [timeEntries], intents: timeEntryIntents },
  { name: "device", entities: [devices] },
  {
    name: "menu",
    // What is left is a part of the item on the wire, and comes before it: the item's own name belongs to the item.
    entities: [
      stocks,
      categories.entity,
      menuItems.entity,
      taxClasses.entity,
      dayparts.entity,
      priceRules.entity,
      menuDrafts.entity,
    ],
    projections: [codeProjection],
    tables: ["menu_codes"],
    intents: menuIntents,
  },
  { name: "floor", entities: [areas.entity, tables.entity], intents: floorIntents },
  {
    name: "customer",
    entities: [customers],
    projections: [customerProjection],
    tables: ["customer_figures"],
    intents: customerIntents,
  },
  {
    name: "loyalty",
    entities: [loyaltyPrograms.entity],
    projections: [pointsProjection],
    tables: ["points_ledger"],
    intents: loyaltyIntents,
  },
  {
    name: "printer",
    entities: [printers.entity, stations.entity],
    reactions: [
      printReaction,
      cashReaction,
      drawerReaction,
      dayReaction,
      refundReaction,
      giftCardReaction,
      accountReaction,
      invoiceReaction,
      companyInvoiceReaction,
    ],
    intents: printIntents,
  },
  {
    name: "order",
    entities: [orders],
    projections: [orderProjection],
    tables: ["table_occupancy"],
    intents: orderIntents,
  },
  {
    name: "account",
    entities: [accounts, accountInvoices],
    projections: accountProjections,
    intents: keepingCash(accountIntents),
  },
  {
    name: "reservation",
    entities: [reservations, waitlist],
    projections: [turnsProjection],
    tables: ["table_turns"],
    intents: [...reservationIntents, ...seatingIntents],
  },
  {
    name: "gift-card",
    entities: [giftCards],
    projections: [giftCardProjection],
    tables: ledgerTables,
    intents: keepingCash(giftCardIntents),
  },
  { name: "drawer", entities: [drawers], intents: drawerIntents },
  { name: "day", entities: [dayReports], projections: [dayProjection], tables: dayTables },
  { name: "invoice", entities: [invoices], projections: [invoiceProjection] },
  { name: "refund", entities: [refunds], projections: [refundProjection] },
  { name: "inbox", entities: [inbox], intents: [...inboxIntents, ...lateCashIntents], inbox: keeping },
  { name: "tip", entities: [], projections: [tipProjection], tables: tipTables },
  {
    name: "report",
    entities: [],
    projections: [salesProjection, refundsProjection, exceptionsProjection, refusedCashProjection],
    tables: reportTables,
  },
];

/** What the environment switches, and what only the machinery knows. */
export type RouteOptions = {
  /** The analytics endpoints (ENABLE_ANALYTICS). */
  analytics: boolean;
  /** False for a host that a print job may never go to. */
  mayPrintTo(host: string): boolean;
  /** Looks for printers on the store's own network. */
  scanForPrinters?: ScanForPrinters;
  /** How receipts are shown to whoever has their link. */
  receiptLinks: LinkOptions;
  /** Key of the box from which the codes of gift cards are made. */
  giftCardKey: string;
};

/** Where there is no network to look at: for the document, and for tests. */
const nothingSearched: ScanForPrinters = () =>
  Promise.resolve({
    items: [],
    searched: [],
    notSearched: ["network", "usb", "serial", "bluetooth"],
    networks: [],
  });

export const routesOfFeatures = ({
  analytics,
  mayPrintTo,
  scanForPrinters = nothingSearched,
  giftCardKey,
  receiptLinks,
}: RouteOptions): Route[] =>
  [
    ...settingsRoutes,
    ...roleRoutes,
    ...timeEntryRoutes,
    ...menuRoutes,
    ...customerRoutes,
    ...loyaltyRoutes,
    ...rewardRoutes,
    ...floorRoutes,
    ...printerRoutes(mayPrintTo, scanForPrinters),
    ...orderRoutes,
    ...reservationRoutes,
    ...seatingRoutes,
    ...drawerRoutes,
    ...refundRoutes,
    ...invoiceRoutes,
    ...receiptLinkRoutes(receiptLinks),
    ...accountRoutes,
    ...giftCardRoutes(giftCardKey),
    ...dayRoutes,
    ...inboxRoutes,
    ...lateCashRoutes,
    ...reportRoutes,
    ...tipRoutes,
  ].filter(({ path }) => analytics || !path.startsWith("/analytics/"));

/** All of them, for the documents. */
export const featureRoutes: readonly Route[] = routesOfFeatures({
  analytics: true,
  mayPrintTo: () => true,
  giftCardKey: "",
  receiptLinks: { key: "", render: () => "" },
});
