#ifndef MAIL_RELAY_RELAY_H
#define MAIL_RELAY_RELAY_H

#include "core/config.h"
#include "mail/relay/smtp.h"

/*
 * The configured way to the relay: its address, how far it is trusted, and
 * how we log in.  All connections of a process share one route.
 */
struct route;

/* FAIL: the settings cannot be right; the log says why. */
enum status	 route_new(const struct config *, struct route **);

/* After its connections. */
void		 route_free(struct route *);

/* A connection along it, for one thread; smtp_free it. */
enum status	 route_connect(const struct route *, struct smtp **);

#endif
