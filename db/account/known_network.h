#ifndef DB_ACCOUNT_KNOWN_NETWORK_H
#define DB_ACCOUNT_KNOWN_NETWORK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"

struct db;
struct secret;

/*
 * From where an account came in before, so that its owner is let try on while
 * somebody elsewhere guesses at it.  A place is a hash of a network, keyed
 * with the installation's secret and made for one account: the database tells
 * nobody where people are, nor that two were at the same place.
 */
#define NETWORKS_MAX	8
#define NETWORK_KEPT	(90 * 24 * 3600)	/* seconds */

bool		 network_is_known(struct db *, const struct secret *,
		    int64_t account, const char *network, int64_t now);

/* In a write transaction; the oldest beyond NETWORKS_MAX go. */
enum status	 network_add(struct db *, const struct secret *,
		    int64_t account, const char *network, int64_t now);
/* Forget those not seen for NETWORK_KEPT. */
enum status	 network_sweep(struct db *, int64_t now);
enum status	 network_forget(struct db *, int64_t account);

#endif
