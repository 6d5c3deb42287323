#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/arena.h"
#include "core/colour.h"

#define STEPS		100
#define ON_DARK		6.0	/* more than is needed: thin text glows */

static const struct colour white = { 0xff, 0xff, 0xff };
static const struct colour black = { 0, 0, 0 };
static const struct colour light_wash = { 0xf3, 0xf6, 0xf8 };
static const struct colour dark_wash = { 0x1b, 0x24, 0x2d };

enum status
colour_read(const char *text, struct colour *colour)
{
	unsigned red, green, blue;

	if (strlen(text) != 7 || text[0] != '#')
		return STATUS_INVALID;
	for (const char *at = text + 1; *at != '\0'; at++)
		if (!isxdigit((unsigned char)*at))
			return STATUS_INVALID;
	if (sscanf(text, "#%2x%2x%2x", &red, &green, &blue) != 3)
		return STATUS_INVALID;
	*colour = (struct colour){ (int)red, (int)green, (int)blue };
	return STATUS_OK;
}

const char *
colour_write(struct colour colour, struct arena *arena)
{
	return arena_printf(arena, "#%02x%02x%02x", (unsigned)colour.red,
	    (unsigned)colour.green, (unsigned)colour.blue);
}

static double
linear(int channel)
{
	double part = channel / 255.0;

	return part <= 0.04045 ? part / 12.92 :
	    pow((part + 0.055) / 1.055, 2.4);
}

static double
luminance(struct colour colour)
{
	return 0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) +
	    0.0722 * linear(colour.blue);
}

double
colour_contrast(struct colour one, struct colour other)
{
	double a = luminance(one), b = luminance(other);

	return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

double
colour_on_light(struct colour colour)
{
	return fmin(colour_contrast(colour, white),
	    colour_contrast(colour, light_wash));
}

static int
between(int from, int to, int step)
{
	return from + (to - from) * step / STEPS;
}

static struct colour
mix(struct colour from, struct colour to, int step)
{
	return (struct colour){ between(from.red, to.red, step),
		between(from.green, to.green, step),
		between(from.blue, to.blue, step) };
}

struct colour
colour_for_light(struct colour colour)
{
	int step = 0;

	while (step < STEPS &&
	    colour_on_light(mix(colour, black, step)) < COLOUR_CONTRAST)
		step++;
	return mix(colour, black, step);
}

struct colour
colour_for_dark(struct colour colour)
{
	int step = 0;

	while (step < STEPS && colour_contrast(mix(colour, white, step),
	    dark_wash) < ON_DARK)
		step++;
	return mix(colour, white, step);
}
