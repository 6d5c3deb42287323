#ifndef MAIL_RELAY_SMTP_TALK_H
#define MAIL_RELAY_SMTP_TALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <curl/curl.h>

/*
 * What is said about letters over one connection, after libcurl opened it,
 * made it safe and logged in.  MAIL, RCPT and DATA go out together when the
 * server announced PIPELINING (RFC 2920), else one by one.
 */
#define TALK_REPLY_SIZE	512	/* RFC 5321 4.5.3.1.5 */
#define TALK_LINE_SIZE	2048	/* not all have read it */
#define TALK_INPUT_SIZE	4096
#define TALK_OUTPUT_SIZE 32768

/* What a reply is to, in the order in which they come. */
enum talk_step {
	TALK_RSET,	/* of what was left of the letter before */
	TALK_MAIL,	/* from here on it is about this letter */
	TALK_RCPT,
	TALK_DATA,
	TALK_LETTER,	/* the final dot: now it may have been taken */
	TALK__MAX
};

enum talk_end {
	TALK_OK,	/* every reply came, and each where it belongs */
	TALK_HUNG_UP,
	TALK_TOO_SLOW,
	TALK_OUT_OF_STEP	/* a reply to nothing, or what is none */
};

struct talk_letter {
	const char	*sender;
	const char	*recipient;
	const char	*message;	/* in lines that end in CRLF; NULL:
					 * no further than RCPT */
	size_t		 length;
};

/* A line without its ending: '>' what we say, '<' what the server says. */
typedef void (*talk_listener)(char who, const char *line, size_t length,
		    void *arg);

struct talk {
	/* Set by the owner of the connection, all else 0. */
	CURL		*handle;
	curl_socket_t	 fd;
	bool		 pipelining;	/* the server announced it */
	bool		 size;		/* and that it wants to know this */
	talk_listener	 listener;	/* or NULL */
	void		*listener_arg;

	/* What became of the last letter. */
	enum talk_end	 end;		/* not OK: close the connection */
	bool		 answered;	/* something was said about it */
	enum talk_step	 step;		/* of the reply that decided, or the
					 * last that was waited for, */
	int		 code;		/* and its code; 0: none did */
	char		 reply[TALK_REPLY_SIZE];	/* and its last line */

	int64_t		 deadline;
	bool		 unfinished;	/* RSET comes first */
	size_t		 from;		/* of input, not yet read */
	size_t		 to;
	size_t		 ready;		/* of output */
	int		 said;		/* the code of the last reply, */
	char		 line[TALK_LINE_SIZE];	/* and its last line */
	char		 input[TALK_INPUT_SIZE];
	char		 output[TALK_OUTPUT_SIZE];
};

/* Milliseconds of a clock that only goes forward. */
int64_t		 talk_clock(void);

/*
 * A letter to one recipient, by the deadline.  It was taken when the end is
 * OK and a 250 to TALK_LETTER decided.
 */
void		 talk_letter(struct talk *, const struct talk_letter *,
		    int64_t deadline);

/* QUIT, if the connection can still be used, and a short wait for its 221. */
void		 talk_quit(struct talk *);

#endif
