/* The import table of the house (docs/architecture.md). An arrow that is not allowed here fails CI. */
const feature = "^store-server/features/([^/]+)/";
const machinery = "http|live|sync|printing|pictures|discovery|tls|replication|observe|backup";

module.exports = {
  forbidden: [
    {
      name: "no-circles",
      severity: "error",
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    { name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "shared-is-the-ground",
      severity: "error",
      comment: "a test in a real browser starts it as all others do",
      from: { path: "^shared/", pathNot: "\\.browser\\.test\\.ts$" },
      to: { path: "^(store-server|cloud-hub|scripts)/" },
    },
    {
      name: "shared-is-pure",
      severity: "error",
      comment: "no Node in shared",
      from: { path: "^shared/", pathNot: "\\.test\\.ts$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "shared-does-not-know-the-browser",
      severity: "error",
      from: { path: "^shared/", pathNot: "^shared/ui/" },
      to: { path: "^shared/ui/" },
    },
    {
      name: "box-and-hub-never-meet",
      severity: "error",
      from: { path: "^store-server/" },
      to: { path: "^cloud-hub/" },
    },
    {
      name: "hub-and-box-never-meet",
      severity: "error",
      from: { path: "^cloud-hub/" },
      to: { path: "^store-server/" },
    },
    {
      name: "kernel-knows-no-feature",
      severity: "error",
      from: { path: "^store-server/kernel/", pathNot: "\\.test\\.ts$" },
      to: { path: "^store-server/(?!kernel/)" },
    },
    {
      name: "deciders-are-pure",
      severity: "error",
      comment: "features/x/x.ts and its pure companions import shared and types of the kernel",
      from: {
        path: feature,
        pathNot: "(/rows|/routes|/commands|/intents|/jobs|/queue|/pages|-routes|/index|\\.test)\\.ts$",
      },
      to: {
        path: "^(store-server/(?!kernel/|features/$1/)|node_modules/(?!zod|@tillbox))",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "deciders-know-no-node",
      severity: "error",
      from: {
        path: feature,
        pathNot: "(/rows|/routes|/commands|/intents|/jobs|/queue|/pages|-routes|/index|\\.test)\\.ts$",
      },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "deciders-take-only-kernel-types",
      severity: "error",
      from: {
        path: feature,
        pathNot: "(/rows|/routes|/commands|/intents|/jobs|/queue|/pages|-routes|/index|\\.test)\\.ts$",
      },
      to: { path: "^store-server/kernel/", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "feature-to-feature-by-rows-only",
      severity: "error",
      from: { path: feature, pathNot: "\\.test\\.ts$" },
      to: {
        path: "^store-server/features/([^/]+)/",
        pathNot: "^store-server/features/($1/|[^/]+/rows\\.ts$)",
      },
    },
    {
      name: "features-see-kernel-and-http-types",
      severity: "error",
      from: { path: feature, pathNot: "\\.test\\.ts$" },
      to: { path: `^store-server/(?!features/|kernel/|http/)` },
    },
    {
      name: "machinery-sees-kernel-and-shared",
      severity: "error",
      from: {
        path: `^store-server/(${machinery})/`,
        pathNot: "(\\.test|\\.bench|/toy-[a-z]+|/routes|-clients)\\.ts$",
      },
      to: { path: "^store-server/(?!kernel/|$1/)" },
    },
    {
      name: "machinery-routes-see-the-route-table",
      severity: "error",
      from: { path: `^store-server/(${machinery})/routes\\.ts$` },
      to: { path: "^store-server/(?!kernel/|$1/|http/route\\.ts$)" },
    },
    {
      name: "web-is-a-client",
      severity: "error",
      from: { path: "^store-server/web/" },
      to: { path: "^store-server/(?!web/|features/[^/]+/[^/]+\\.ts$)" },
    },
    {
      name: "web-takes-pure-features",
      severity: "error",
      from: { path: "^store-server/web/" },
      to: { path: "^store-server/features/[^/]+/(rows|routes|commands|index)\\.ts$" },
    },
    {
      name: "web-takes-words-not-schemas",
      severity: "error",
      comment:
        "a page comes without the schema library (store-server/web/lean-pages.ts): types, or words that stand apart",
      from: { path: "^store-server/web/", pathNot: "\\.test\\.ts$|/testing" },
      to: { path: "^shared/contract/", pathNot: "-words\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "what-web-takes-takes-words-not-schemas",
      severity: "error",
      from: { path: "^shared/[^/]+\\.ts$", pathNot: "(^shared/problem|\\.test)\\.ts$" },
      to: { path: "^shared/contract/", pathNot: "-words\\.ts$", dependencyTypesNot: ["type-only"] },
    },
    {
      name: "hub-web-is-a-client",
      severity: "error",
      from: { path: "^cloud-hub/web/" },
      to: { path: "^cloud-hub/(?!web/)" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|coverage)/" },
    parser: "swc",
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".js", ".json"],
    },
  },
};
