/** Loaded into a box that has to fail the load: it loses a megabyte of memory every 200 ms. */
const lost: Buffer[] = [];
setInterval(() => lost.push(Buffer.alloc(1024 * 1024, 1)), 200).unref();
