/**
 * What devices may say to the box on a database, and of what: the intents of its features, its entities by their names on the wire,
 * and the inbox for what could not be done. A command that carries out another one (a change that is tried again) finds it here.
 */
import type { Database } from "better-sqlite3";
import type { Entity, Feature, Inbox, Intent, WhoIs } from "./types.ts";

export type Vocabulary = {
  intent(entityType: string, action: string): Intent | undefined;
  /** By its name on the wire. */
  entity(entityType: string): Entity | undefined;
  inbox: Inbox | undefined;
  whoIs: WhoIs;
};

const nobody: WhoIs = () => null;
const nothing: Vocabulary = {
  intent: () => undefined,
  entity: () => undefined,
  inbox: undefined,
  whoIs: nobody,
};
const vocabularies = new WeakMap<Database, Vocabulary>();

export const wireNameOf = (entity: Entity): string => entity.wireName ?? entity.name;

/** Of the features that a kernel was opened with. */
export const openVocabulary = (db: Database, features: readonly Feature[]): void => {
  const intents = new Map(
    features
      .flatMap((feature) => feature.intents ?? [])
      .map((intent) => [`${intent.entityType} ${intent.action}`, intent]),
  );
  const entities = new Map(
    features.flatMap((feature) => feature.entities).map((entity) => [wireNameOf(entity), entity]),
  );
  vocabularies.set(db, {
    intent: (entityType, action) => intents.get(`${entityType} ${action}`),
    entity: (entityType) => entities.get(entityType),
    inbox: features.find(({ inbox }) => inbox)?.inbox,
    whoIs: features.find(({ whoIs }) => whoIs)?.whoIs ?? nobody,
  });
};

export const vocabularyOf = (db: Database): Vocabulary => vocabularies.get(db) ?? nothing;
