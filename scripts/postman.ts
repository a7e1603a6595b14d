/** Writes docs/tillbox.postman.json from the route tables of the box. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { readConfig } from "../store-server/config.ts";
import { featureRoutes, features } from "../store-server/features.ts";
import { createMetrics } from "../store-server/http/metrics.ts";
import { openApiDocument } from "../store-server/http/openapi.ts";
import { postmanCollection } from "../store-server/http/postman.ts";
import { openDatabase } from "../store-server/kernel/database.ts";
import { openKernel } from "../store-server/kernel/kernel.ts";
import { migrate, migrationsFolder, readMigrations } from "../store-server/kernel/migrate.ts";
import { openPeople } from "../store-server/people.ts";
import { openSecrets } from "../store-server/secrets.ts";

const db = openDatabase(":memory:");
migrate(db, readMigrations(migrationsFolder), () => undefined);
const kernel = openKernel(db, features);
const people = openPeople(kernel, readConfig({}), openSecrets(null), createMetrics());
const collection = postmanCollection(openApiDocument([...people.routes, ...featureRoutes]));
const file = join(import.meta.dirname, "..", "docs", "tillbox.postman.json");
writeFileSync(file, `${JSON.stringify(collection, null, 2)}\n`);
kernel.close();
console.log(`${file} written`);
