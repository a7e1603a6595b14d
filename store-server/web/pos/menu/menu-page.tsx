import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SearchField } from "@tillbox/shared/ui/field.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Tabs } from "@tillbox/shared/ui/tabs.tsx";
import { useState } from "preact/hooks";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import { CategoriesPanel } from "./categories-panel.tsx";
import { DraftsPanel } from "./drafts-panel.tsx";
import { ImportPanel } from "./import-panel.tsx";
import { ItemEditor } from "./item-editor.tsx";
import { ItemList } from "./item-list.tsx";
import { TaxesPanel } from "./taxes-panel.tsx";
import { TimesPanel } from "./times-panel.tsx";

type Section = "items" | "categories" | "times" | "taxes" | "drafts" | "file";

/** The menu for whoever looks after it: what is sold at what price, what is left, and the menu of next week. */
export function MenuPage() {
  const { session } = usePos().client;
  const [section, setSection] = useState<Section>("items");
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<MenuItem | "new" | null>(null);
  const mayEdit = session.may("menu.manage");
  const tabs = [
    { id: "items", label: "Items" },
    ...(mayEdit
      ? [
          { id: "categories", label: "Categories" },
          { id: "times", label: "Times and prices" },
          { id: "taxes", label: "Taxes" },
          { id: "drafts", label: "Drafts" },
          { id: "file", label: "Import and export" },
        ]
      : []),
  ];
  return (
    <div class="pos-menu-page">
      <PageHeader
        title="Menu"
        search={
          section === "items" ? (
            <SearchField label="Name, SKU or barcode" value={search} onInput={setSearch} />
          ) : undefined
        }
        end={
          <>
            {mayEdit && section === "items" && (
              <Button kind="primary" icon="plus" onClick={() => setOpen("new")}>
                New item
              </Button>
            )}
            <Connection />
          </>
        }
      />
      <Tabs
        label="Parts of the menu"
        tabs={tabs}
        value={section}
        onSelect={(id) => setSection(id as Section)}
      >
        {section === "items" && <ItemList search={search} onOpen={setOpen} />}
        {section === "categories" && <CategoriesPanel />}
        {section === "times" && <TimesPanel />}
        {section === "taxes" && <TaxesPanel />}
        {section === "drafts" && <DraftsPanel />}
        {section === "file" && <ImportPanel />}
      </Tabs>
      {open !== null && (
        <ItemEditor
          key={open === "new" ? "new" : open.id}
          item={open === "new" ? null : open}
          mayEdit={mayEdit}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
