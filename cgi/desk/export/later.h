#ifndef CGI_DESK_EXPORT_LATER_H
#define CGI_DESK_EXPORT_LATER_H

#include "cgi/desk/export/download.h"
#include "export/xlsx.h"

/*
 * A workbook that takes longer than a second is made beside the request that
 * asked for it, by a thread with a connection of its own.  Who asked sees how
 * far it is and fetches it, as often as wanted; nobody else can.  Ten minutes
 * later, and when the program ends, the file is gone: it has no name.  That it
 * leaves is written down each time it does, as of every download.
 */
#define LATER_SECONDS	600

#define LATER_COLUMNS_SIZE	4001	/* names of columns, and the NUL */

/* So many people take about a second (docs/scale.md); tests set another. */
extern int64_t	later_from;

/* What is to be made; all of it lives in the arena, which goes with it. */
struct later_order {
	struct arena	*arena;
	int64_t		 account;
	int64_t		 total;		/* people */
	struct xlsx_progress *progress;
	struct download	 download;	/* said and type are static */
	download_make	 make;		/* with an app of its own */
	void		*arg;
};

/*
 * Begin with it; the arena is taken over whatever comes of it.  What the same
 * account had asked for is given up.  BUSY: too many are kept.
 */
enum status	 later_begin(const struct app *, const struct later_order *,
		    int64_t *id);

struct later {
	int64_t		 people;	/* of the total */
	int64_t		 total;
	bool		 made;		/* or failed */
	enum status	 status;	/* then */
	int64_t		 size;
	int64_t		 until;		/* it can be fetched */
};

/* id 0: what was asked for last.  NOTFOUND: there is none, or it is another's. */
enum status	 later_look(int64_t id, int64_t account, struct later *);

/* The number of what the account asked for last; 0: there is none. */
int64_t		 later_of(int64_t account);

/* The file that was made, opened anew, and what is written down of it. */
enum status	 later_open(int64_t id, int64_t account, struct arena *,
		    struct download *, FILE **, int64_t *size);

/* All of it is over: returns when no thread is left. */
void		 later_end(void);

#endif
