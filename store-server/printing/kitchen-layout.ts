/** The cook's paper, read at arm's length: where it goes and when in a black bar, then by course how many of what, how, and with which allergens. */
import type { KitchenTicket } from "@tillbox/shared/contract/printer.ts";
import { displayWidth, longestWord } from "./display-width.ts";
import { columns, feed, type PrintElement, rule, type Scale, text } from "./elements.ts";
import { clockText, quantityText } from "./formats.ts";
import { fittingScale, type LayoutContext, pair } from "./layout-parts.ts";
import { guestWords, orderTypeWords, tableWords } from "./words.ts";

type TicketLine = KitchenTicket["lines"][number];

export function kitchenTicket(ticket: KitchenTicket, context: LayoutContext): PrintElement[] {
  const voids = ticket.lines.filter((line) => line.change === "void");
  const cooks = ticket.lines.filter((line) => line.change !== "void");
  const size = lineSize(cooks, context);
  return [
    ...head(ticket, context),
    ...orderNotes(ticket, context),
    ...voids.flatMap((line) => voidLine(line, context)),
    ...courses(cooks).flatMap(([course, lines]) => [
      ...courseTitle(course, context),
      ...lines.flatMap((line) => cookLine(line, size, context)),
    ]),
  ];
}

/** The table, or for what is carried away the order's number, as large as the paper allows. */
function head(ticket: KitchenTicket, context: LayoutContext): PrintElement[] {
  const { paper, settings } = context;
  const table = settings.printTable === false ? null : tableWords(ticket.tableName);
  const type = orderTypeWords[ticket.orderType];
  const place = table ?? `${type} ${ticket.orderNumber}`;
  const wide = fittingScale(place, paper.columns, 3, 2);
  const tall = wide === 1 ? 2 : wide;
  const at = settings.printTime === false ? "" : clockText(ticket.at, ticket.timeZone);
  const second = table === null ? ticket.customerName : `Order ${ticket.orderNumber}`;
  const facts = [
    table === null ? null : type,
    ticket.guests === null ? null : guestWords(ticket.guests),
    table === null ? null : ticket.customerName,
    ticket.stationName,
  ];
  return [
    text(place, { inverse: true, fill: true, bold: true, align: "center", wide, tall }),
    feed(8),
    ...largePair(second ?? "", at, paper.columns),
    ...pair(facts.filter((fact) => fact !== null).join(" · "), ticket.waiter, paper),
    feed(6),
    rule("heavy"),
  ];
}

function largePair(left: string, right: string, room: number): PrintElement[] {
  if (left === "" && right === "") return [];
  const wide = fittingScale(`${left}  ${right}`, room, 2);
  const first = { text: left, bold: true, wide };
  const second = {
    text: right,
    columns: displayWidth(right) * wide,
    align: "right" as const,
    bold: true,
    wide,
  };
  return [columns(right === "" ? [first] : [first, second], { tall: 2 })];
}

function orderNotes(ticket: KitchenTicket, context: LayoutContext): PrintElement[] {
  if (!ticket.notes || context.settings.printSpecialInstructions === false) return [];
  return [text(ticket.notes, { bold: true, tall: 2 }), feed(4), rule()];
}

/** Lines by course in ascending order; those without one come first. */
function courses(lines: readonly TicketLine[]): [number | null, TicketLine[]][] {
  const byCourse = new Map<number | null, TicketLine[]>();
  for (const line of lines) {
    const known = byCourse.get(line.course);
    if (known) known.push(line);
    else byCourse.set(line.course, [line]);
  }
  return [...byCourse].sort(([a], [b]) => (a ?? 0) - (b ?? 0));
}

function courseTitle(course: number | null, context: LayoutContext): PrintElement[] {
  if (course === null) return [];
  const title = ` Course ${course} `;
  const side = Math.floor((context.paper.columns - displayWidth(title)) / 2);
  const line = "─".repeat(side) + title + "─".repeat(side);
  return [feed(8), text(line, { align: "center", bold: true }), feed(2)];
}

type LineSize = { quantityColumns: number; nameWide: Scale };

/** One size for all lines of a ticket: double where no word would break and no name takes more than two lines. */
function lineSize(lines: readonly TicketLine[], context: LayoutContext): LineSize {
  const quantityColumns = Math.max(1, ...lines.map((line) => displayWidth(quantity(line)))) * 2 + 1;
  const room = Math.floor((context.paper.columns - quantityColumns) / 2);
  const fits = lines.every((line) => longestWord(line.name) <= room && displayWidth(line.name) <= room * 1.7);
  return { quantityColumns, nameWide: fits ? 2 : 1 };
}

const quantity = (line: TicketLine): string =>
  `${line.change === "more" ? "+" : ""}${quantityText(line.quantity, "en")}`;

function cookLine(line: TicketLine, size: LineSize, context: LayoutContext): PrintElement[] {
  const indent = size.quantityColumns;
  const notes = context.settings.printSpecialInstructions === false ? null : line.notes;
  return [
    feed(6),
    columns(
      [
        { text: quantity(line), columns: indent, bold: true, wide: 2 },
        { text: line.name, bold: true, wide: size.nameWide },
      ],
      { tall: 2 },
    ),
    ...(line.seat === null ? [] : [text(`Seat ${line.seat}`, { indent })]),
    ...line.modifiers.map((modifier) => text(modifier, { indent, tall: 2 })),
    ...(notes ? [text(notes, { indent, tall: 2, underline: true })] : []),
    ...(line.allergens.length === 0
      ? []
      : [feed(4), text(`ALLERGENS ${line.allergens.join(", ")}`, { indent, inverse: true, bold: true })]),
    feed(6),
  ];
}

function voidLine(line: TicketLine, context: LayoutContext): PrintElement[] {
  const lost = `VOID ${quantityText(line.quantity, "en")} ${line.name}`;
  const wide = fittingScale(lost, context.paper.columns, 2, 2);
  const details = [line.seat === null ? "" : `Seat ${line.seat}`, ...line.modifiers, line.notes ?? ""];
  return [
    feed(6),
    text(lost, { inverse: true, fill: true, bold: true, wide, tall: 2 }),
    feed(4),
    ...details.filter((detail) => detail !== "").map((detail) => text(detail, { indent: 2 })),
    feed(6),
  ];
}
