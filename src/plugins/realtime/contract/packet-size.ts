/** Positions in one packet of a socket. In a file of its own, so that clients need nothing else of this. */
export const MOST_IN_PACKET = 500;
