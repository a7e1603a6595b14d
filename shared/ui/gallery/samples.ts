import type { RailItem } from "../rail.tsx";
import type { FloorTable, TableState } from "../table-shape.tsx";
import type { TicketProps } from "../ticket.tsx";

type Place = [
  name: string,
  x: number,
  y: number,
  width: number,
  height: number,
  shape: "round" | "rect",
  seats: number,
];

const places: readonly [...Place, TableState, string?][] = [
  ["1", 60, 56, 92, 92, "round", 2, "free"],
  ["2", 190, 56, 92, 92, "round", 2, "seated", "12 m · $34"],
  ["3", 320, 56, 92, 92, "round", 2, "free"],
  ["4", 470, 50, 150, 104, "rect", 4, "ordered", "26 m · $88"],
  ["5", 660, 50, 150, 104, "rect", 4, "printed", "1 h 12 · $146"],
  ["6", 60, 214, 110, 110, "round", 4, "free"],
  ["7", 220, 214, 110, 110, "round", 4, "late", "52 m · $61"],
  ["8", 380, 214, 110, 110, "round", 4, "reserved", "20:15 · 4 p"],
  ["12", 540, 208, 270, 118, "rect", 8, "ordered", "38 m · $173"],
  ["14", 60, 392, 200, 104, "rect", 6, "seated", "4 m"],
  ["15", 300, 392, 200, 104, "rect", 6, "free"],
  ["16", 540, 392, 120, 104, "rect", 2, "cleaning"],
  ["17", 690, 392, 120, 104, "rect", 2, "free"],
];

export const floorTables: readonly FloorTable[] = places.map(
  ([name, x, y, width, height, shape, seats, state, detail]) => {
    const table: FloorTable = { id: `t${name}`, name, x, y, width, height, shape, seats, state };
    const held = name === "14" ? { heldBy: "Waiter 5 is here" } : {};
    return { ...table, ...(detail ? { detail } : {}), ...held };
  },
);

type TicketSample = Omit<TicketProps, "onBump">;

export const tickets: readonly TicketSample[] = [
  {
    title: "T7",
    subtitle: "Mains",
    elapsed: "22:10",
    age: "late",
    keyHint: "1",
    lines: [
      { id: "a", quantity: "1", name: "Branzino", modifiers: ["no butter"] },
      { id: "b", quantity: "2", name: "Risotto" },
      { id: "c", quantity: "1", name: "Ribeye 300 g", modifiers: ["well done"], allergies: ["sesame"] },
    ],
  },
  {
    title: "T4",
    subtitle: "Starters",
    elapsed: "11:42",
    age: "attention",
    keyHint: "2",
    lines: [
      { id: "a", quantity: "2", name: "Burrata & peach", modifiers: ["1 × no nuts"], done: true },
      { id: "b", quantity: "1", name: "Bruschetta" },
      { id: "c", quantity: "1", name: "Tomato soup", modifiers: ["extra bread"], mark: "new" },
    ],
  },
  {
    title: "T12",
    subtitle: "Starters",
    elapsed: "08:55",
    age: "fine",
    keyHint: "3",
    lines: [
      { id: "a", quantity: "2", name: "Burrata & peach", modifiers: ["1 × no nuts"] },
      { id: "b", quantity: "1", name: "Bruschetta", mark: "void" },
    ],
  },
  {
    title: "#81",
    subtitle: "Takeaway",
    elapsed: "04:20",
    age: "fine",
    keyHint: "4",
    lines: [
      { id: "a", quantity: "1", name: "Margherita" },
      { id: "b", quantity: "1", name: "Diavola", modifiers: ["extra hot"], note: "cut into eight" },
    ],
  },
  {
    title: "T2",
    subtitle: "Mains",
    elapsed: "02:05",
    age: "new",
    keyHint: "5",
    allergies: ["gluten"],
    server: "Waiter 3",
    lines: [{ id: "a", quantity: "2", name: "Gnocchi" }],
  },
  {
    title: "T14",
    subtitle: "Starters",
    elapsed: "00:18",
    age: "new",
    keyHint: "6",
    busy: true,
    lines: [
      { id: "a", quantity: "1", name: "Vorspeisenplatte für zwei mit eingelegtem Gemüse" },
      { id: "b", quantity: "4", name: "Focaccia" },
    ],
  },
];

export const railItems: readonly RailItem[] = [
  { id: "floor", label: "Floor", icon: "floor" },
  { id: "orders", label: "Orders", icon: "orders", count: 2 },
  { id: "tabs", label: "Tabs", icon: "tabs" },
  { id: "bookings", label: "Bookings", icon: "bookings" },
  { id: "drawer", label: "Drawer", icon: "cash" },
];

export const menuTiles = [
  { name: "Burrata & peach", price: "14.50", count: 2 },
  { name: "Beef carpaccio", price: "16.00" },
  { name: "Tomato soup", price: "8.50", left: 3 },
  { name: "Bruschetta", price: "9.00", count: 1 },
  { name: "Vitello tonnato", price: "15.50" },
  { name: "Grilled octopus", price: "18.00", soldOut: true },
  { name: "Caprese", price: "12.00" },
  { name: "Mussels", price: "14.00" },
  { name: "Arancini (4)", price: "11.00" },
  { name: "Green salad", price: "7.50" },
  { name: "Antipasti for two", price: "24.00" },
  { name: "Focaccia", price: "5.00" },
] as const;

export const categories = [
  ["Favourites", "#d9a441"],
  ["Starters", "#c8402b"],
  ["Pizza", "#b36b00"],
  ["Pasta", "#a9772b"],
  ["Mains", "#7a3f73"],
  ["Sides", "#4c7a3a"],
  ["Desserts", "#b0527a"],
  ["Coffee", "#6b4a2f"],
  ["Wine", "#7d2639"],
  ["Soft drinks", "#22618f"],
] as const;

export const hours = Array.from({ length: 17 }, (_, index) => `${String(index + 7).padStart(2, "0")}:00`);
const net = [200, 300, 500, 900, 2200, 4100, 3800, 1800, 900, 700, 1500, 3600, 5800, 6600];
export const salesToday: readonly (number | null)[] = hours.map((_, index) => net[index] ?? null);
export const salesBefore = [
  200, 400, 500, 800, 2000, 3600, 4000, 2100, 800, 600, 1200, 3300, 5000, 6000, 4700, 2000, 500,
];

export interface StoreRow {
  name: string;
  netMinor: number;
  changePpm: number;
  completeTo: string;
  behind: boolean;
  share: number;
}

export const storeRows: readonly StoreRow[] = [
  {
    name: "Altstadt",
    netMinor: 1_248_000,
    changePpm: 80_000,
    completeTo: "complete to 19:58",
    behind: false,
    share: 0.62,
  },
  {
    name: "Harbour",
    netMinor: 991_200,
    changePpm: 30_000,
    completeTo: "complete to 19:58",
    behind: false,
    share: 0.5,
  },
  {
    name: "Station",
    netMinor: 720_400,
    changePpm: -40_000,
    completeTo: "complete to 17:31, offline 2 h 27",
    behind: true,
    share: 0.36,
  },
  {
    name: "University",
    netMinor: 566_000,
    changePpm: 120_000,
    completeTo: "complete to 19:57",
    behind: false,
    share: 0.28,
  },
  {
    name: "Market Hall",
    netMinor: 411_800,
    changePpm: 10_000,
    completeTo: "complete to 19:58",
    behind: false,
    share: 0.21,
  },
];
