import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "../../../testing/wire-box.ts";
import { parseCsv, writeCsv } from "../csv.ts";

let box: WireBox;
let manager: Way;
beforeAll(async () => {
  box = await openWireBox();
  manager = { token: await box.signIn("manager") };
});
afterAll(() => box.close());

const ask = (method: string, path: string, body?: unknown): Promise<Said> =>
  box.ask(method, path, body, manager);
const csv = (content: string, dryRun = false) =>
  ask("POST", "/api/menu/import", { format: "csv", content, dryRun });
const table = async () => (await ask("GET", "/api/menu/export?format=csv")).text;
const document = async () => (await ask("GET", "/api/menu/export")).at("") as Record<string, object[]>;
const find = async (sku: string) =>
  (await ask("GET", `/api/menu-items?sku=${sku}`)).at("items.0") as Record<string, unknown>;
const counts = (said: Said) => [said.at("created"), said.at("changed"), said.at("unchanged")];

describe("a table", () => {
  it("is read as it was written, whatever stands in it", () => {
    const cell = fc.oneof(
      fc.constantFrom("=1+1", "a,b", 'say "hi"', "two\nlines", "-5", "'x", ""),
      fc.string(),
    );
    const rows = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 });
    const found = fc.check(
      fc.property(rows, (cells) => {
        const head = ["a", "b", "c"];
        const kept = cells.filter((row) => row.some((each) => each.trim() !== ""));
        const read = parseCsv(writeCsv([head, ...kept])).slice(1);
        const plain = read.map((row) =>
          row.cells.map((each) => (each.startsWith("'") ? each.slice(1) : each)),
        );
        expect(plain).toEqual(kept.map((row) => row.map((each) => each)));
      }),
    );
    expect(found.counterexample, `seed ${found.seed}`).toBeNull();
  });
  it("of a spreadsheet has semicolons, a mark at the beginning, and lines that are counted", () => {
    expect(parseCsv('\uFEFFname;price\r\n"Soup\nof day";"8,50"\r\n\r\nTea;2')).toEqual([
      { line: 1, cells: ["name", "price"] },
      { line: 2, cells: ["Soup\nof day", "8,50"] },
      { line: 5, cells: ["Tea", "2"] },
    ]);
  });
});

describe("the menu that was exported", () => {
  it("changes nothing when it is imported again, as a table and as a document", async () => {
    const text = await table();
    const rows = parseCsv(text).length - 1;
    expect(rows).toBeGreaterThan(50);
    const again = await csv(text);
    expect([again.status, ...counts(again)]).toEqual([200, 0, 0, rows]);
    const content = await document();
    const whole = await ask("POST", "/api/menu/import", { format: "json", content });
    expect([whole.status, ...counts(whole).slice(0, 2)]).toEqual([200, 0, 0]);
    expect(await table()).toBe(text);
  });
  it("makes an empty store's menu the same, parts and ids included", async () => {
    const other = await openWireBox({});
    const setup = {
      code: other.setupCode,
      businessName: "Second",
      currency: "USD",
      timeZone: "UTC",
      locale: "en",
      owner: { name: "Owner", username: "owner", password: "a-long-password", pin: "9876" },
    };
    const token = (await other.ask("POST", "/api/setup", setup)).word("accessToken");
    const login = async () =>
      (await other.ask("POST", "/api/auth/login", { username: "owner", password: "a-long-password" })).word(
        "accessToken",
      );
    const owner = { token: token === "undefined" ? await login() : token };
    const content = await document();
    const done = await other.ask("POST", "/api/menu/import", { format: "json", content }, owner);
    expect([done.status, done.at("problems")]).toEqual([200, []]);
    const copy = await other.ask("GET", "/api/menu/export", undefined, owner);
    expect(copy.at("")).toEqual(content);
    await other.close();
  });
});

describe("an import", () => {
  it("refuses a station that there is not, by row, and a picture that can be none", async () => {
    const head = "sku,name,category,price,stations,image";
    const wrong = await csv(
      `${head}\nS-1,Toast,Drinks,1.00,kitchen|grill-9,\nS-2,Jam,Drinks,1.00,,http://x/y.jpg\n`,
    );
    expect(wrong.list("errors").map(({ path }) => path)).toEqual(["rows.2.stations.1", "rows.3.image"]);
    const elsewhere = await csv(
      `${head}\nS-3,Bun,Drinks,1.00,kitchen,/pictures/of-another-store.jpg\n`,
      true,
    );
    expect(elsewhere.list("problems")).toEqual([]);
  });

  it("adds and changes by SKU, makes the categories of a path, and does it once", async () => {
    const content =
      "sku,name,category,price,allergens,diets\nT-1,Green tea,Drinks > Tea,3.50,,vegan\nT-2,Chai,Drinks > Tea,4,milk|nuts,\n";
    expect(counts(await csv(content))).toEqual([4, 0, 0]);
    expect(await find("T-2")).toMatchObject({ name: "Chai", price: 400, allergens: ["milk", "nuts"] });
    expect(counts(await csv(content))).toEqual([0, 0, 2]);
    expect(counts(await csv("sku,price\nT-1,3.75\nT-2,4.00\n"))).toEqual([0, 1, 1]);
    expect(await find("T-1")).toMatchObject({ name: "Green tea", price: 375, diets: ["vegan"] });
    expect(counts(await csv("name,category,price\nGreen tea,Drinks > Tea,3.80\n"))).toEqual([0, 1, 0]);
  });
  it("tells row and field of every mistake, and writes nothing of the rest", async () => {
    const content =
      "sku,name,category,price,unit,allergens,tax_class,variants\nN-1,Good,Drinks,1.00,each,,,\nN-2,,Drinks,1.00,each,,,\nN-3,Bad,Drinks,1.005,stone,stones,No class,{\nT-1,Green tea,Drinks > Tea,-1,each,,,\n";
    const dry = await csv(content, true);
    expect(dry.status).toBe(200);
    const paths = dry.list("problems").map(({ path }) => path);
    expect(paths).toEqual([
      "rows.4.price",
      "rows.4.tax_class",
      "rows.4.variants",
      "rows.5.price",
      "rows.3.name",
      "rows.4.unit",
      "rows.4.allergens.0",
    ]);
    const real = await csv(content);
    expect([real.status, real.at("code")]).toEqual([422, "invalid"]);
    expect(real.list("errors").map(({ path }) => path)).toEqual(paths);
    expect(await find("N-1")).toBeUndefined();
  });
  it("that is only tried writes nothing", async () => {
    const dry = await csv("sku,name,category,price\nD-1,Dry,Nowhere,1\n", true);
    expect([...counts(dry), dry.at("dryRun")]).toEqual([2, 0, 0, true]);
    expect(await find("D-1")).toBeUndefined();
    const names = (await ask("GET", "/api/categories?limit=500")).list().map(({ name }) => name);
    expect(names).not.toContain("Nowhere");
  });
  it("refuses what is no menu: an unknown column, an empty file, two rows with one code", async () => {
    expect((await csv("sku,colour\n1,red\n")).at("errors.0")).toMatchObject({ path: "rows.1.colour" });
    expect((await csv("")).at("errors.0.path")).toBe("content");
    const twice = await csv("barcode,sku,name,category,price\n77,,A,Drinks,1\n77,,B,Drinks,1\n");
    expect(twice.at("errors.0")).toMatchObject({
      path: "rows.3.barcode",
      message: "A has this code already",
    });
    expect((await ask("POST", "/api/menu/import", { format: "json", content: { format: "x" } })).status).toBe(
      422,
    );
  });
  it("is for managers", async () => {
    const waiter = { token: await box.signIn("waiter") };
    const body = { format: "csv", content: "sku,price\nT-1,0\n" };
    expect((await box.ask("POST", "/api/menu/import", body, waiter)).status).toBe(403);
  });
});
