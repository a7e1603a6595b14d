import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { useRef, useState } from "preact/hooks";
import { saveTable } from "../../common/save-file.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { importTable } from "./menu-intents.ts";

type Result = {
  created: number;
  changed: number;
  unchanged: number;
  problems: { path: string; message: string }[];
};
type Chosen = { name: string; content: string; result: Result };

/** "rows.7.price" is row 7, price. */
const placeOf = (path: string): string => {
  const [, row, ...rest] = path.split(".");
  return row === undefined ? path : [`Row ${row}`, ...rest].join(", ");
};

function Outcome({ chosen }: { chosen: Chosen }) {
  const { created, changed, unchanged, problems } = chosen.result;
  return (
    <>
      <p class="pos-menu-outcome">
        <b>{chosen.name}</b> {`${created} new, ${changed} changed, ${unchanged} as they are.`}
      </p>
      {problems.length > 0 && (
        <>
          <Banner tone="bad">
            {`${problems.length} ${problems.length === 1 ? "mistake" : "mistakes"}. Nothing was written; correct the file and choose it again.`}
          </Banner>
          <ul class="pos-menu-problems">
            {problems.slice(0, 100).map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                <b>{placeOf(path)}</b> {message}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

function Export() {
  const { client, notices } = usePos();
  const [isBusy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    try {
      saveTable("menu.csv", await client.api.get<string>("/api/menu/export?format=csv"));
    } catch {
      notices.warn("The menu could not be read. Try again when the box is connected.");
    }
    setBusy(false);
  };
  return (
    <Card title="Export">
      <div class="pos-menu-file">
        <p>All items as a table for a spreadsheet. Change what you like, and bring it back below.</p>
        <Button size="l" icon="download" busy={isBusy} onClick={() => void save()}>
          Save as a table
        </Button>
      </div>
    </Card>
  );
}

function useImport() {
  const { notices } = usePos();
  const submit = useSubmit();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const choose = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const content = await file.text();
    setChosen(null);
    await submit.ask<Result>(importTable(content, true), (result) =>
      setChosen({ name: file.name, content, result }),
    );
  };
  const bring = (content: string): void =>
    void submit.ask<Result>(importTable(content, false), ({ created, changed }) => {
      setChosen(null);
      notices.say(`Imported: ${created} new, ${changed} changed`, { icon: "check" });
    });
  return { ...submit, chosen, choose, bring };
}

function Import() {
  const { chosen, choose, bring, isBusy, problem } = useImport();
  const input = useRef<HTMLInputElement>(null);
  const isGood = chosen !== null && chosen.result.problems.length === 0;
  return (
    <Card title="Import">
      <div class="pos-menu-file">
        <p>
          The file is tried first, and nothing is written while there is a mistake in it. Nothing is removed
          by it.
        </p>
        <input
          ref={input}
          type="file"
          accept=".csv,text/csv"
          class="visually-hidden"
          tabIndex={-1}
          aria-label="Table of the menu"
          onChange={(event) => {
            void choose(event.currentTarget.files?.[0]);
            event.currentTarget.value = "";
          }}
        />
        {chosen && <Outcome chosen={chosen} />}
        <Refused problem={problem} />
        <div class="pos-menu-draft-actions">
          <Button size="l" busy={isBusy && chosen === null} onClick={() => input.current?.click()}>
            Choose a table
          </Button>
          {isGood && (
            <Button size="l" kind="primary" icon="check" busy={isBusy} onClick={() => bring(chosen.content)}>
              Import it
            </Button>
          )}
        </div>
      </div>
    </Card>
  );
}

/** The whole menu as a file, out and in. */
export function ImportPanel() {
  return (
    <div class="pos-menu-groups">
      <Export />
      <Import />
    </div>
  );
}
