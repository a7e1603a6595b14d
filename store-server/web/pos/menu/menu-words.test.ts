import { expect, test } from "vitest";
import { classlessText, daypartText, daysText, taxText } from "./menu-words.ts";

test("days in a row are said as a row, others one by one", () => {
  expect(daysText(["mon", "tue", "wed", "thu", "fri"])).toBe("Mon to Fri");
  expect(daysText(["sun", "sat"])).toBe("Sat, Sun");
  expect(daysText(["mon", "wed", "fri"])).toBe("Mon, Wed, Fri");
  expect(daysText(["sun", "mon", "tue", "wed", "thu", "fri", "sat"])).toBe("every day");
});

test("a time says when it goes over midnight, and when it is the whole day", () => {
  expect(daypartText({ days: ["fri"], from: "22:00", to: "02:00" })).toBe(
    "Fri, 22:00 – 02:00 on the day after",
  );
  expect(daypartText({ days: ["fri"], from: "00:00", to: "00:00" })).toBe("Fri, the whole day");
});

test("a tax class is said with the types of order that are taxed otherwise", () => {
  const rates = [{ name: "VAT", rate: "0.19" }];
  expect(
    taxText({
      inclusive: true,
      rates,
      byOrderType: { takeaway: [{ name: "VAT", rate: "0.07" }], kiosk: [] },
    }),
  ).toBe("19 % in the price; Takeaway 7 %; Kiosk no tax");
  expect(taxText({ inclusive: false, rates: [...rates, { name: "City", rate: "0.0125" }] })).toBe(
    "19 % + 1.25 % on top",
  );
});

test("an item without a tax class has the store's own rate, and is free of tax only where that is nothing", () => {
  expect(classlessText("0.08", false)).toBe("8 % on top");
  expect(classlessText("0.19", true)).toBe("19 % in the price");
  expect(classlessText("0", true)).toBe("no tax");
});
