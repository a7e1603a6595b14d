import type { ProblemCode } from "@tillbox/shared/contract/common.ts";
import { listOf } from "@tillbox/shared/contract/common.ts";
import { RoleId, SetupInput, SignedIn, User, UserChange, UserInput } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import { notFound, Refusal } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import type { BackOff } from "../../http/back-off.ts";
import { action, type Route, type RouteRequest, read, write } from "../../http/route.ts";
import { type PageRequest, readPage } from "../../kernel/keyset.ts";
import type { Actor, Answer, ColumnValue, StoredRefusal } from "../../kernel/types.ts";
import {
  type ChangeUser,
  changeUser,
  deactivateUser,
  type PlainSecrets,
  type RegisterUser,
  registerUser,
  type SecretRows,
} from "./commands.ts";
import { users } from "./rows.ts";
import type { Setup } from "./setup/commands.ts";
import { isPinTaken, type UserState } from "./staff.ts";

const tag = "People";

export type StaffRouteOptions = {
  /** Hashes what is given, in its turn. */
  hashSecrets(plain: PlainSecrets): Promise<SecretRows>;
  setup: Setup;
  backOff: BackOff;
  /** Signs the new owner in. */
  begin(userId: string, address: string): Promise<z.infer<typeof SignedIn>>;
};

export const staffRoutes = (options: StaffRouteOptions): Route[] => [
  ...readRoutes,
  ...writeRoutes(options),
  ...openRoutes(options),
];

const byName = {
  select: "SELECT id, name, state FROM users",
  order: ["name", "id"],
  direction: "ASC",
} as const;
type UserQuery = PageRequest & { role?: string | undefined; active?: "true" | "false" | undefined };
const UserQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(200).optional(),
  role: RoleId.optional(),
  active: z.enum(["true", "false"]).optional(),
});

const filters = ({ role, active }: UserQuery): { sql: string; values: ColumnValue[] }[] => [
  ...(role === undefined ? [] : [{ sql: "role = ?", values: [role] }]),
  ...(active === undefined ? [] : [{ sql: "active = ?", values: [active === "true" ? 1 : 0] }]),
];

const readRoutes: Route[] = [
  read<UserQuery>({
    path: "/users",
    tag,
    permission: "staff.read",
    summary: "People, by name",
    query: UserQuery,
    answers: listOf(User),
    run: ({ kernel, query }) => {
      const page = readPage(kernel.db, byName, filters(query), query);
      const views = page.items.map((row) => users.view(JSON.parse(String(row.state)) as UserState, kernel));
      return { json: `{"items":[${views.join(",")}],"nextCursor":${JSON.stringify(page.nextCursor)}}` };
    },
  }),
  read({
    path: "/users/:id",
    tag,
    permission: "staff.read",
    summary: "One person",
    answers: User,
    run: ({ kernel, params }) => {
      const state = kernel.get(users, params.id ?? "");
      if (!state) throw notFound("person", params.id ?? "");
      return { json: users.view(state, kernel), version: state.version };
    },
  }),
];

type UserBody = z.infer<typeof UserInput>;
const newUser = (body: UserBody, secrets: SecretRows): RegisterUser => ({
  id: body.id ?? newId(),
  name: body.name,
  role: body.role,
  username: body.username ?? null,
  secrets,
});

/** Hashing is worth an attack, so nobody gets it who may not manage people; the command decides the rest. */
const mayManage = (actor: Actor): void => {
  if (actor.permissions.has("staff.manage")) return;
  throw new Refusal("forbidden", "This needs the permission staff.manage. Ask a manager.", {
    permission: "staff.manage",
  });
};

/** Whoever manages people could find out everybody's PIN by giving somebody one after the other: a taken one is a wrong guess. */
const guessKeys = ({ userId, deviceId }: Actor) => [{ key: `pin given ${userId ?? deviceId ?? ""}` }];
const mayGive = (backOff: BackOff, actor: Actor, pin: unknown): void => {
  mayManage(actor);
  if (typeof pin === "string") backOff.check(guessKeys(actor));
};
const countTaken =
  (backOff: BackOff) =>
  async (refusal: StoredRefusal, { actor }: { actor: Actor }): Promise<void> => {
    if (isPinTaken(refusal)) await backOff.failed(guessKeys(actor));
  };

const writeRoutes = ({ hashSecrets, backOff }: StaffRouteOptions): Route[] => [
  write<UserBody, RegisterUser>({
    method: "post",
    path: "/users",
    tag,
    status: 201,
    summary: "Add a person",
    body: UserInput,
    answers: User,
    refused: countTaken(backOff),
    prepare: async ({ actor, body }) => {
      mayGive(backOff, actor, body.pin);
      return { command: registerUser, input: newUser(body, await hashSecrets(body)) };
    },
  }),
  write<z.infer<typeof UserChange>, ChangeUser>({
    method: "put",
    path: "/users/:id",
    tag,
    status: 200,
    summary: "Change the named fields of a person; null takes a PIN, username or password away",
    body: UserChange,
    answers: User,
    refused: countTaken(backOff),
    prepare: async ({ actor, body, params }) => {
      mayGive(backOff, actor, body.pin);
      const { password, pin, ...given } = body;
      const fields = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
      // A username that goes takes its password with it.
      const cleared = body.username === null && password === undefined ? null : password;
      const secrets = await hashSecrets({ password: cleared, pin });
      return { command: changeUser, input: { id: params.id ?? "", fields, secrets } };
    },
  }),
  write<unknown, { id: string }>({
    method: "delete",
    path: "/users/:id",
    tag,
    status: 204,
    summary: "Somebody leaves: their credentials go, their name stays in the books",
    answers: null,
    prepare: ({ params }) => ({ command: deactivateUser, input: { id: params.id ?? "" } }),
  }),
];

type Open<B> = RouteRequest<B, unknown>;

/** Runs a command of a route that stores no answers for its clients. */
const settled = (answer: Answer): string => {
  if (answer.ok) return answer.body ?? "{}";
  const { code, message, details } = answer.refusal;
  throw new Refusal(code as ProblemCode, message, details);
};

const openRoutes = ({ hashSecrets, setup, backOff, begin }: StaffRouteOptions): Route[] => [
  action<UserBody, unknown>({
    method: "post",
    path: "/auth/register",
    tag: "Sign-in",
    status: 201,
    permission: "staff.manage",
    summary: "Add a person who can sign in",
    body: UserInput,
    answers: User,
    run: async ({ kernel, actor, body, deviceAt }: Open<UserBody>) => {
      mayGive(backOff, actor, body.pin);
      const input = newUser(body, await hashSecrets(body));
      const request = { command: registerUser, input, commandId: newId(), fingerprint: "", actor, deviceAt };
      const answer = await kernel.execute(request);
      if (!answer.ok) await countTaken(backOff)(answer.refusal, { actor });
      return { json: settled(answer) };
    },
  }),
  action<z.infer<typeof SetupInput>, unknown>({
    method: "post",
    path: "/setup",
    tag: "Setup",
    status: 201,
    permission: null,
    access: "public",
    summary: "Make an empty box a store, once, with the code that it printed at its start",
    body: SetupInput,
    answers: SignedIn,
    run: async ({ body, address }: Open<z.infer<typeof SetupInput>>) =>
      begin(await setup.run(body, address), address),
  }),
];
