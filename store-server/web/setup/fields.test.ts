import { expect, it } from "vitest";
import { localeOf } from "./fields.ts";

it("takes the language of any browser, also of one without a locale", () => {
  expect(["de-AT", "en-US@posix", "pt_BR.UTF-8", "c", "", "ar"].map(localeOf)).toEqual([
    "de-AT",
    "en-US",
    "pt-BR",
    "en",
    "en",
    "ar",
  ]);
});
