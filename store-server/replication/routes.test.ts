import { describe, expect, test, vi } from "vitest";
import type { ActionRoute } from "../http/route.ts";
import { actorOf } from "../testing.ts";
import type { Enrol, Replication } from "./replicator.ts";
import { replicationRoutes } from "./routes.ts";

const body: Enrol = { hubUrl: "https://hub.example.com", code: "ABC" };
const setUp = (isEnrolled: boolean) => {
  const enrol = vi.fn<Replication["enrol"]>();
  const routes = replicationRoutes({
    status: vi.fn<Replication["status"]>(),
    enrol,
    enrolled: () => isEnrolled,
  });
  const put = routes.find(({ kind }) => kind === "action") as unknown as ActionRoute<Enrol>;
  const as = (role: "owner" | "manager") => put.run({ body, actor: actorOf(role) } as never);
  return { enrol, as };
};

describe("enrolling with a hub", () => {
  test("a manager enrols a store that has none", () => {
    const { enrol, as } = setUp(false);
    as("manager");
    expect(enrol).toHaveBeenCalledWith(body);
  });

  test("a store that has one is moved by its owner only, and a manager is told so", () => {
    const { enrol, as } = setUp(true);
    expect(() => as("manager")).toThrow(
      expect.objectContaining({
        code: "forbidden",
        details: expect.objectContaining({ permission: "hub.manage" }) as unknown,
      }),
    );
    expect(enrol).not.toHaveBeenCalled();
    as("owner");
    expect(enrol).toHaveBeenCalledWith(body);
  });
});
