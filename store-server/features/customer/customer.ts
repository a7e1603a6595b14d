/**
 * A customer: their state, and how each event changes it. Pure. Whatever says who they are is a sealed text here; the deciders get
 * words and a way to seal them, and compare what is given with what is known by opening that.
 */
import type { CustomerChange, CustomerInput } from "@tillbox/shared/contract/customer.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../kernel/types.ts";
import { foldPoints, type PointsMoved, type PointsState, pointsKindOf, pointsMoved } from "./points.ts";

type Address = NonNullable<CustomerInput["address"]>;
type Company = NonNullable<CustomerInput["company"]>;
type TaxExemption = NonNullable<CustomerInput["taxExemption"]>;
export type Profile = {
  name: string | null;
  phone: string | null;
  email: string | null;
  birthday: string | null;
  address: Address | null;
  company: Company | null;
  taxExemption: TaxExemption | null;
  notes: string | null;
};
export type Consent = { marketing: boolean; source: string; at: string };
export type CustomerState = BaseState &
  Profile &
  PointsState & { tags: string[]; consent: Consent | null; erasedAt: string | null };

export type CustomerEvents = {
  CustomerCreated: { profile: Profile; tags: string[]; consent: Omit<Consent, "at"> | null };
  CustomerChanged: { profile: Partial<Profile>; tags?: string[] };
  ConsentChanged: { consent: Omit<Consent, "at"> | null };
  PersonErased: { reason: string | null };
  CustomerRemoved: Record<string, never>;
};

/** How words become sealed texts, and back. */
export type Seals = { seal(text: string): string; open(text: string): string | null };

const nobody: Profile = {
  name: null,
  phone: null,
  email: null,
  birthday: null,
  address: null,
  company: null,
  taxExemption: null,
  notes: null,
};
export const profileFields = Object.keys(nobody) as (keyof Profile)[];
/** No person can be told by the day on which a certificate ends, and tills have to ask for it. */
const plain = new Set(["validUntil"]);

/** Every text of a value through `change`, but for those that tell nobody. */
const mapTexts = (value: unknown, change: (text: string) => string | null): unknown => {
  if (typeof value === "string") return change(value);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, plain.has(key) ? part : mapTexts(part, change)]),
  );
};

export const customerEvent = <T extends keyof CustomerEvents>(
  id: string,
  type: T,
  data: CustomerEvents[T],
): EventDraft => ({ entity: "customer", id, type, data: { ...data } });

export const evolve = (
  customer: CustomerState | undefined,
  event: StoredEvent,
): CustomerState | undefined => {
  const next = fold(customer, event);
  return next && { ...next, version: event.seq, updatedAt: event.at };
};

const fold = (customer: CustomerState | undefined, { id, type, at, data }: StoredEvent) => {
  if (type === "CustomerCreated") {
    const { profile, tags, consent } = data as CustomerEvents["CustomerCreated"];
    const base = { id, version: 0, createdAt: at, updatedAt: at };
    return { ...base, ...nobody, ...profile, tags, consent: consent && { ...consent, at }, erasedAt: null };
  }
  if (!customer) throw new Error(`a customer cannot begin with ${type}`);
  if (type === "CustomerRemoved") return undefined;
  if (type === "PersonErased") return { ...customer, ...nobody, tags: [], consent: null, erasedAt: at };
  const moved = pointsKindOf(type);
  if (moved) return foldPoints(customer, moved, data as unknown as PointsMoved, at);
  if (type === "ConsentChanged") {
    const { consent } = data as CustomerEvents["ConsentChanged"];
    return { ...customer, consent: consent && { ...consent, at } };
  }
  if (type !== "CustomerChanged") throw new Error(`a customer cannot fold ${type}`);
  const { profile, tags } = data as CustomerEvents["CustomerChanged"];
  return { ...customer, ...profile, ...(tags === undefined ? {} : { tags }) };
};

type Words = Omit<CustomerChange, "commandId">;

/** What was given of the person, sealed. */
const sealedWords = (given: Words, { seal }: Seals): Partial<Profile> =>
  Object.fromEntries(
    profileFields.flatMap((field) =>
      given[field] === undefined ? [] : [[field, mapTexts(given[field] ?? null, seal)]],
    ),
  );

export const decideCreate = (id: string, given: Words, seals: Seals): EventDraft[] => [
  customerEvent(id, "CustomerCreated", {
    profile: { ...nobody, ...sealedWords(given, seals) },
    tags: [...new Set(given.tags ?? [])],
    consent: given.consent ?? null,
  }),
];

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export const decideChange = (customer: CustomerState, given: Words, seals: Seals): EventDraft[] => {
  checkKnown(customer);
  const news = Object.fromEntries(
    profileFields
      .filter(
        (field) => given[field] !== undefined && !same(given[field], mapTexts(customer[field], seals.open)),
      )
      .map((field) => [field, given[field]]),
  ) as Words;
  const profile = sealedWords(news, seals);
  const tags = given.tags === undefined ? undefined : [...new Set(given.tags ?? [])];
  const retagged = tags !== undefined && !same(tags, customer.tags);
  const changed = Object.keys(profile).length > 0 || retagged;
  return [
    ...(changed
      ? [customerEvent(customer.id, "CustomerChanged", { profile, ...(retagged ? { tags } : {}) })]
      : []),
    ...decideConsent(customer, given.consent),
  ];
};

/** Agreeing again in the same way changes nothing: what counts is since when it holds. */
const decideConsent = (customer: CustomerState, consent: Words["consent"]): EventDraft[] => {
  if (consent === undefined) return [];
  const { at: _at, ...known } = customer.consent ?? { at: "", marketing: null, source: null };
  if (same(consent ?? { marketing: null, source: null }, known)) return [];
  return [customerEvent(customer.id, "ConsentChanged", { consent })];
};

export const decideErase = (customer: CustomerState, reason: string | null): EventDraft[] => {
  checkKnown(customer);
  const points = customer.points ?? 0;
  const forfeited = pointsMoved(customer.id, "forfeited", { key: "forfeited", points: -points });
  return [...(points === 0 ? [] : [forfeited]), customerEvent(customer.id, "PersonErased", { reason })];
};

export const checkKnown = (customer: CustomerState): void => {
  if (customer.erasedAt !== null)
    throw conflict("This person was erased. Add them anew if they come back.", { id: customer.id });
};

export const decideRemove = (customer: CustomerState, hasHistory: boolean): EventDraft[] => {
  if (hasHistory)
    throw conflict(
      "This customer has orders, bookings, cards or an account. Erase the person instead; the rest stays.",
      {
        id: customer.id,
      },
    );
  return [customerEvent(customer.id, "CustomerRemoved", {})];
};

export const unknownCustomer = (id: string) => notFound("customer", id);
