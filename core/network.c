#include <arpa/inet.h>
#include <string.h>

#include "core/arena.h"
#include "core/network.h"

#define HALF	8	/* bytes */

const char *
network_of(const char *address, struct arena *arena)
{
	struct in6_addr six;
	char text[INET6_ADDRSTRLEN];

	if (inet_pton(AF_INET6, address, &six) != 1)
		return address;
	if (IN6_IS_ADDR_V4MAPPED(&six))
		return inet_ntop(AF_INET, &six.s6_addr[12], text,
		    sizeof(text)) == NULL ? address :
		    arena_string(arena, text);
	memset(&six.s6_addr[HALF], 0, sizeof(six) - HALF);
	return inet_ntop(AF_INET6, &six, text, sizeof(text)) == NULL ?
	    address : arena_printf(arena, "%s/64", text);
}
