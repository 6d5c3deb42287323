#ifndef MAIL_RELAY_RELAY_H
#define MAIL_RELAY_RELAY_H

#include "core/config.h"
#include "mail/relay/smtp.h"

/*
 * The configured way to the relay: its address, how far it is trusted, and
 * how we log in.  All connections of a process share one route.
 */
struct relay;

/* FAIL: the settings cannot be right; the log says why. */
enum status	 relay_new(const struct config *, struct relay **);

/* After its connections. */
void		 relay_free(struct relay *);

/* A connection along it, for one thread; smtp_free it. */
enum status	 relay_connect(const struct relay *, struct smtp **);

#endif
