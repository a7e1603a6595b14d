/** The proof of `rebuild --check` for tests: the journal of a store, replayed into a fresh schema, gives its business tables. */
import { features } from "../features.ts";
import { openDatabase } from "../kernel/database.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { migrate } from "../kernel/migrate.ts";
import { businessTables, compareTables, type Difference, replay } from "../kernel/rebuild.ts";
import { migrations } from "../testing.ts";

/** Rows that differ between the live tables and those that the journal gives; none for an honest store. */
export const rebuiltDifferences = (kernel: Kernel): Difference[] => {
  const fresh = openDatabase(":memory:");
  try {
    migrate(fresh, migrations, () => undefined);
    replay(kernel.db, fresh, features, { storeId: kernel.storeId, epoch: kernel.epoch });
    return compareTables(kernel.db, fresh, businessTables(features));
  } finally {
    fresh.close();
  }
};
