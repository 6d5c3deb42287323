#ifndef CORE_NETWORK_H
#define CORE_NETWORK_H

struct arena;

/*
 * An address without what its owner can change freely, "192.0.2.1" or
 * "2001:db8::/64": of IPv6 the first half, which is a household's or an
 * office's.  Everything that is counted by where it comes from is counted by
 * this; nginx.conf makes the same of an address.  What is no address stays
 * as it is.  The result is the address itself or in the arena.
 */
const char	*network_of(const char *address, struct arena *);

#endif
