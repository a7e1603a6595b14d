/** Addresses of the network, as a socket tells them. */

/** An IPv4 address without its IPv6 wrapping. */
export const plainAddress = (address: string): string =>
  address.startsWith("::ffff:") ? address.slice(7) : address;

/** This machine itself. */
export const isLoopback = (address: string): boolean => {
  const plain = plainAddress(address);
  return plain === "::1" || plain.startsWith("127.");
};
