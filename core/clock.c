#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/arena.h"
#include "core/clock.h"

/* As a rule, not a name, so that no time zone database need be installed. */
#define AMSTERDAM	"CET-1CEST,M3.5.0,M10.5.0/3"

#define STEP_BACK	60	/* seconds that are no correction */

static const char *const days[] = {
	"zondag", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag",
	"zaterdag",
};

static const char *const months[] = {
	"januari", "februari", "maart", "april", "mei", "juni", "juli",
	"augustus", "september", "oktober", "november", "december",
};

void
clock_open(void)
{
	setenv("TZ", AMSTERDAM, 1);
	tzset();
}

int64_t
clock_now(void)
{
	return (int64_t)time(NULL);
}

bool
clock_was_set_back(int64_t *ahead, int64_t now, int64_t up)
{
	int64_t before = *ahead;

	*ahead = now - up;
	return before != 0 && *ahead <= before - STEP_BACK;
}

static struct tm
local(int64_t when)
{
	time_t seconds = (time_t)when;
	struct tm tm;

	localtime_r(&seconds, &tm);
	return tm;
}

enum status
clock_parse(const char *text, int64_t *when)
{
	static const char form[] = "0000-00-00T00:00";
	struct tm tm = { .tm_isdst = -1 }, back;
	time_t seconds;

	for (size_t i = 0; i < sizeof(form); i++)
		if (form[i] == '0' ? !isdigit((unsigned char)text[i]) :
		    text[i] != form[i])
			return STATUS_INVALID;
	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d",
	    &tm.tm_year, &tm.tm_mon, &tm.tm_mday, &tm.tm_hour,
	    &tm.tm_min) != 5)
		return STATUS_INVALID;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	back = tm;
	seconds = mktime(&back);
	/* mktime moves what does not exist; we refuse it. */
	if (back.tm_mon != tm.tm_mon || back.tm_mday != tm.tm_mday ||
	    back.tm_hour != tm.tm_hour || back.tm_min != tm.tm_min)
		return STATUS_INVALID;
	*when = (int64_t)seconds;
	return STATUS_OK;
}

void
clock_day(int64_t when, char day[CLOCK_DAY_SIZE])
{
	struct tm tm = local(when);

	if (strftime(day, CLOCK_DAY_SIZE, "%Y-%m-%d", &tm) == 0)
		day[0] = '\0';
}

int64_t
clock_midnight(int64_t when, int later)
{
	struct tm tm = local(when);

	tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
	tm.tm_mday += later;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm);
}

int64_t
clock_later(int64_t when, int by)
{
	struct tm tm = local(when);

	tm.tm_mday += by;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm);
}

/* Noon of the day, where no change of the clock reaches. */
static int64_t
noon(int64_t when)
{
	struct tm tm = local(when);

	tm.tm_hour = 12;
	tm.tm_min = tm.tm_sec = 0;
	tm.tm_isdst = -1;
	return (int64_t)mktime(&tm);
}

int
clock_days(int64_t from, int64_t to)
{
	int64_t seconds = noon(to) - noon(from), half = 43200;

	return (int)((seconds < 0 ? seconds - half : seconds + half) / 86400);
}

static const char *
numeric(int64_t when, char between, struct arena *arena)
{
	struct tm tm = local(when);

	return arena_printf(arena, "%04d-%02d-%02d%c%02d:%02d",
	    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, between, tm.tm_hour,
	    tm.tm_min);
}

const char *
clock_local(int64_t when, struct arena *arena)
{
	return numeric(when, 'T', arena);
}

const char *
clock_stamp(int64_t when, struct arena *arena)
{
	return numeric(when, ' ', arena);
}

const char *
clock_brief(int64_t when, struct arena *arena)
{
	static const char *const brief[] = {
		"jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep",
		"okt", "nov", "dec",
	};
	struct tm tm = local(when);

	return arena_printf(arena, "%d %s %d, %s", tm.tm_mday,
	    brief[tm.tm_mon], tm.tm_year + 1900, clock_time(when, arena));
}

const char *
clock_date(int64_t when, struct arena *arena)
{
	struct tm tm = local(when);

	return arena_printf(arena, "%s %d %s %d", days[tm.tm_wday], tm.tm_mday,
	    months[tm.tm_mon], tm.tm_year + 1900);
}

const char *
clock_time(int64_t when, struct arena *arena)
{
	struct tm tm = local(when);

	return arena_printf(arena, "%d.%02d", tm.tm_hour, tm.tm_min);
}

const char *
clock_moment(int64_t when, struct arena *arena)
{
	return arena_printf(arena, "%s om %s uur", clock_date(when, arena),
	    clock_time(when, arena));
}

const char *
clock_hours(int64_t begin, int64_t end, struct arena *arena)
{
	return arena_printf(arena, "%s–%s uur", clock_time(begin, arena),
	    clock_time(end, arena));
}

const char *
clock_span(int64_t begin, int64_t end, struct arena *arena)
{
	struct tm first = local(begin), last = local(end);

	if (first.tm_yday == last.tm_yday && first.tm_year == last.tm_year)
		return arena_printf(arena, "%s, %s", clock_date(begin, arena),
		    clock_hours(begin, end, arena));
	return arena_printf(arena, "%s tot %s", clock_moment(begin, arena),
	    clock_moment(end, arena));
}
