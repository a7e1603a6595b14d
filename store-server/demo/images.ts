import { demoImages } from "./pictures.ts";

export type Image = { type: "image/svg+xml"; body: string };

/** The picture behind `/images/:name`, or nothing. A name holds the hash of its bytes, so an answer may be cached for ever. */
export const find = (name: string): Image | undefined => {
  const body = demoImages().get(`/images/${name}`);
  return body === undefined ? undefined : { type: "image/svg+xml", body };
};
