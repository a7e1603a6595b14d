/** Enrolling a store with a hub: a code, once, for a token. */
import { randomBytes } from "node:crypto";
import { invalid, Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { forkOf } from "./batch.ts";
import type { HubClient, Reply } from "./hub-client.ts";
import type { Link, Secrets, StoreFacts } from "./types.ts";

/** The address without a slash at its end. Throws `Refusal` `invalid`. */
export const hubUrlOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw invalid("hubUrl", "must be an address like https://hub.example.com");
  if (url.username !== "" || url.search !== "" || url.hash !== "")
    throw invalid("hubUrl", "must hold neither a user, nor a query, nor a fragment");
  return `${url.origin}${url.pathname}`.replace(/\/+$/, "");
};

type Enrolment = Extract<Awaited<ReturnType<HubClient["enrol"]>>, { kind: "ok" }>["value"];

const refusalOf = (reply: Exclude<Reply<Enrolment>, { kind: "ok" }>): Refusal => {
  if (reply.kind === "conflict") return new Refusal("conflict", reply.message);
  if (reply.kind !== "away")
    return new Refusal("invalid", `The hub refuses the code: ${reply.message}`, {
      errors: [{ path: "code", message: reply.message }],
    });
  const retryAfter_s = Math.ceil((reply.retryAfter_ms ?? 5000) / 1000);
  return new Refusal("unavailable", reply.message, { retryAfter_s });
};

const secretName = "enrolment";
/** Kept before it is sent for the first time: when the answer is lost, only this box may use its code again. */
const enrolmentSecret = (secrets: Secrets): string => {
  const known = secrets.read(secretName);
  if (known !== null) return known;
  const made = randomBytes(32).toString("base64url");
  secrets.write(secretName, made);
  return made;
};

/** Throws `Refusal`: `invalid` for the code, `conflict` when another box took over, `unavailable` when the hub is away. */
export const enrolStore = async (
  kernel: Kernel,
  client: HubClient,
  { hubUrl, code }: { hubUrl: string; code: string },
  { secrets, facts }: { secrets: Secrets; facts: StoreFacts },
): Promise<Link> => {
  const { epoch, storeId } = kernel;
  const input = { code, storeId, ...facts };
  const fork = epoch > 1 ? forkOf(kernel.db, epoch, kernel.headSeq()) : {};
  const secret = enrolmentSecret(secrets);
  let reply = await client.enrol(hubUrl, { ...input, epoch, ...fork }, secret);
  // The hub does not hold the entry before the fork yet: go on where it is; the new epoch is opened on the way.
  if (reply.kind === "conflict" && reply.epoch !== undefined && reply.epoch < epoch)
    reply = await client.enrol(hubUrl, { ...input, epoch: reply.epoch }, secret);
  if (reply.kind !== "ok") throw refusalOf(reply);
  return { hubUrl, token: reply.value.token, organisation: reply.value.organisation };
};
