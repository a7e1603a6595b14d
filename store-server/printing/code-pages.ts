/**
 * The character tables of ESC/POS printers: which byte prints which letter, and the number by which `ESC t` selects a table.
 * Numbers: Epson, ESC/POS command reference, "ESC t". The upper half of each table (0x80 to 0xFF) is written out; U+FFFD marks
 * a byte without a letter.
 */

export const codePageNames = [
  "PC437",
  "PC858",
  "PC850",
  "WPC1252",
  "PC852",
  "PC866",
  "PC737",
  "PC857",
  "PC775",
] as const;
export type CodePageName = (typeof codePageNames)[number];

export type CodePage = { name: CodePageName; number: number; byteOf: ReadonlyMap<string, number> };

const upperHalves: Record<CodePageName, readonly [number: number, letters: string]> = {
  PC437: [
    0,
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0",
  ],
  PC858: [
    19,
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
  ],
  PC850: [
    2,
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0",
  ],
  WPC1252: [
    16,
    "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ\u00a0¡¢£¤¥¦§¨©ª«¬\u00ad®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ",
  ],
  PC852: [
    18,
    "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0",
  ],
  PC866: [
    17,
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u00a0",
  ],
  PC737: [
    14,
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ωάέήϊίόύϋώΆΈΉΊΌΎΏ±≥≤ΪΫ÷≈°∙·√ⁿ²■\u00a0",
  ],
  PC857: [
    13,
    "ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\ufffdÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\ufffd×ÚÛÙìÿ¯´\u00ad±\ufffd¾¶§÷¸°¨·¹³²■\u00a0",
  ],
  PC775: [
    33,
    "ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐└┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀ÓßŌŃõÕµńĶķĻļņĒŅ’\u00ad±“¾¶§÷„°∙·¹³²■\u00a0",
  ],
};

/** Romanian's comma letters, which PC852 carries under the cedilla's code points: the same ink. */
const sameInk: ReadonlyMap<string, string> = new Map([
  ["Ș", "Ş"],
  ["ș", "ş"],
  ["Ț", "Ţ"],
  ["ț", "ţ"],
]);

function readTable(name: CodePageName): CodePage {
  const [number, letters] = upperHalves[name];
  const byteOf = new Map<string, number>();
  for (let byte = 0x20; byte < 0x7f; byte += 1) byteOf.set(String.fromCharCode(byte), byte);
  [...letters].forEach((letter, index) => {
    if (letter !== "\ufffd" && !byteOf.has(letter)) byteOf.set(letter, 0x80 + index);
  });
  for (const [letter, twin] of sameInk) {
    const byte = byteOf.get(twin);
    if (byte !== undefined) byteOf.set(letter, byte);
  }
  return { name, number, byteOf };
}

const pages: readonly CodePage[] = codePageNames.map(readTable);

/** The page by its name, in any case and with or without "CP"/"PC" forms like "cp850". Undefined for an unknown name. */
export function findCodePage(name: string): CodePage | undefined {
  const wanted = name.toUpperCase().replace(/[^A-Z0-9]/g, "");
  const digits = wanted.replace(/\D/g, "");
  return pages.find((page) => page.name === wanted || page.name.replace(/\D/g, "") === digits);
}

/** All pages, the preferred one first. An unknown name prefers nothing. */
export function pagesByPreference(preferred: string | null): readonly CodePage[] {
  const first = preferred === null ? undefined : findCodePage(preferred);
  return first ? [first, ...pages.filter((page) => page !== first)] : pages;
}

/** A stretch of text that one page can print, or `page: null` for letters that no page has. */
export type PageRun = { page: CodePage | null; text: string };

/**
 * Cuts a text into runs, each within one page, with few changes of the page: `current` is kept as long as it serves, and a
 * page that serves the whole text wins over one that serves only its beginning. `units` are graphemes.
 */
export function splitByPage(
  units: readonly string[],
  order: readonly CodePage[],
  current: CodePage | null,
): PageRun[] {
  const runs: PageRun[] = [];
  let page = current;
  let start = 0;
  while (start < units.length) {
    const candidates = page === null ? order : [page, ...order];
    const { best, count } = longestRun(units, start, candidates);
    if (best === null) {
      pushRun(runs, null, units[start] ?? "");
      start += 1;
    } else {
      pushRun(runs, best, units.slice(start, start + count).join(""));
      page = best;
      start += count;
    }
  }
  return runs;
}

function longestRun(
  units: readonly string[],
  start: number,
  candidates: readonly CodePage[],
): { best: CodePage | null; count: number } {
  let best: CodePage | null = null;
  let count = 0;
  for (const page of candidates) {
    let end = start;
    while (end < units.length && page.byteOf.has(units[end] ?? "")) end += 1;
    if (end - start > count) {
      best = page;
      count = end - start;
    }
  }
  return { best, count };
}

function pushRun(runs: PageRun[], page: CodePage | null, text: string): void {
  const last = runs.at(-1);
  if (last && last.page === page) last.text += text;
  else runs.push({ page, text });
}
