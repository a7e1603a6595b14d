/** The cook's paper, read at arm's length: where it goes and when in a black bar, then by course how many of what, how, and with which allergens. */
import type { KitchenTicket } from "@tillbox/shared/contract/printer.ts";
import { displayWidth, longestWord } from "./display-width.ts";
import { columns, feed, type PrintElement, rule, type Scale, text } from "./elements.ts";
import { clockText, quantityText } from "./formats.ts";
import { fittingScale, type LayoutContext, pair } from "./layout-parts.ts";
import { guestWords, orderTypeWords, tableWords } from "./words.ts";

type TicketLine = KitchenTicket["lines"][number];

export function kitchenTicket(ticket: KitchenTicket, context: LayoutContext): PrintElement[] {
  const of = (...changes: TicketLine["change"][]): TicketLine[] =>
    ticket.lines.filter((line) => changes.includes(line.change));
  return [
    ...head(ticket, context),
    ...orderNotes(ticket, context),
    ...movedNote(ticket, of("moved"), context),
    ...of("void").flatMap((line) => voidLine(line, context)),
    ...of("changed").flatMap((line) => changedLine(line, context)),
    ...cookedCourses(of("new", "more", "fire"), context),
    ...heldCourses(of("held"), context),
  ];
}

function cookedCourses(lines: readonly TicketLine[], context: LayoutContext): PrintElement[] {
  const size = lineSize(lines, context);
  return courses(lines).flatMap(([course, ofCourse]) => [
    ...(ofCourse.some((line) => line.change === "fire")
      ? [bar(course === null ? "FIRE" : `FIRE course ${course}`, context)]
      : courseTitle(course, context)),
    ...ofCourse.flatMap((line) => cookLine(line, size, context)),
  ]);
}

/** What is to come: small enough that nobody cooks it by mistake. */
function heldCourses(lines: readonly TicketLine[], context: LayoutContext): PrintElement[] {
  const size: LineSize = { ...lineSize(lines, context), nameWide: 1 };
  return courses(lines).flatMap(([course, ofCourse]) => [
    feed(8),
    text(course === null ? "HOLD: do not cook yet" : `HOLD course ${course}: do not cook yet`, {
      bold: true,
      align: "center",
    }),
    rule(),
    ...ofCourse.flatMap((line) => cookLine(line, size, context)),
  ]);
}

/** Where it goes now, and what of it is on its way. Nothing of it is cooked again. */
function movedNote(
  ticket: KitchenTicket,
  lines: readonly TicketLine[],
  context: LayoutContext,
): PrintElement[] {
  if (lines.length === 0 || !ticket.movedFrom) return [];
  const { tableName, orderNumber } = ticket.movedFrom;
  const from = tableWords(tableName) ?? `Order ${orderNumber}`;
  const to = tableWords(ticket.tableName) ?? `Order ${ticket.orderNumber}`;
  return [
    feed(6),
    bar(`MOVED ${from} > ${to}`, context),
    feed(4),
    text("Known already. Do not cook again:"),
    ...lines.map((line) =>
      text(`${quantityText(line.quantity, "en")} ${line.name}`, { indent: 2, bold: true }),
    ),
    feed(6),
  ];
}

function changedLine(line: TicketLine, context: LayoutContext): PrintElement[] {
  const words = `CHANGED ${quantityText(line.quantity, "en")} ${line.name}`;
  const details = [...line.modifiers, line.notes ?? "No note any more"];
  return [
    feed(6),
    bar(words, context),
    feed(4),
    ...(line.seat === null ? [] : [text(`Seat ${line.seat}`, { indent: 2 })]),
    ...details.map((detail) => text(detail, { indent: 2, tall: 2, underline: true })),
    feed(6),
  ];
}

const bar = (words: string, { paper }: LayoutContext): PrintElement =>
  text(words, {
    inverse: true,
    fill: true,
    bold: true,
    wide: fittingScale(words, paper.columns, 2, 2),
    tall: 2,
  });

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
  const details = [line.seat === null ? "" : `Seat ${line.seat}`, ...line.modifiers, line.notes ?? ""];
  return [
    feed(6),
    bar(lost, context),
    feed(4),
    ...details.filter((detail) => detail !== "").map((detail) => text(detail, { indent: 2 })),
    feed(6),
  ];
}
