#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/status.h"

struct arena;

/*
 * Time is int64_t seconds since 1970, UTC, everywhere inside; only these
 * functions know Europe/Amsterdam, where the events are.  The rule of its
 * summer time stands in clock.c (directive 2000/84/EC), so that no database
 * of zones need be installed.  After clock_open all of them may be called
 * from every thread.  Texts are Dutch, UTF-8 and in the arena.
 */

/* Before there are threads: the zone for all of the process. */
void		 clock_open(void);

int64_t		 clock_now(void);

/*
 * Whether it was set back since the call before this one, seen by the seconds
 * that the machine is up.  What is between the two is kept in *ahead, which is
 * 0 before the first.  Steps of less than a minute are a network's corrections.
 */
bool		 clock_was_set_back(int64_t *ahead, int64_t now, int64_t up);

/*
 * "2027-01-12T10:00" as a clock in Amsterdam shows it.  INVALID for another
 * form, a date that does not exist or the hour that the spring change skips.
 */
enum status	 clock_parse(const char *, int64_t *);

/* 2027-01-12, the day that it is in Amsterdam; "" beyond the year 9999. */
#define CLOCK_DAY_SIZE	sizeof("2027-01-12")
void		 clock_day(int64_t, char day[CLOCK_DAY_SIZE]);

/*
 * The same time on the clock so many days later, over a change of the clock
 * too; and how many days the second lies behind the first.
 */
int64_t		 clock_later(int64_t, int days);
int		 clock_days(int64_t from, int64_t to);

/* The midnight in Amsterdam that a day begins with, so many days later. */
int64_t		 clock_midnight(int64_t, int days);

/* One moment, as each comment shows it. */
const char	*clock_local(int64_t, struct arena *);	/* 2027-01-12T10:00 */
const char	*clock_stamp(int64_t, struct arena *);	/* 2027-01-12 10:00 */
const char	*clock_brief(int64_t, struct arena *);	/* 12 jan 2027, 10.00 */
const char	*clock_time(int64_t, struct arena *);	/* 10.00 */
/* dinsdag 12 januari 2027 */
const char	*clock_date(int64_t, struct arena *);
/* dinsdag 12 januari 2027 om 10.00 uur */
const char	*clock_moment(int64_t, struct arena *);

/*
 * "dinsdag 12 januari 2027, 10.00–15.00 uur"; over midnight both dates.  The
 * hours alone: "10.00–15.00 uur".
 */
const char	*clock_span(int64_t begin, int64_t end, struct arena *);
const char	*clock_hours(int64_t begin, int64_t end, struct arena *);

#endif
