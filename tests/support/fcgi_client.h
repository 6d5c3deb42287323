#ifndef TESTS_SUPPORT_FCGI_CLIENT_H
#define TESTS_SUPPORT_FCGI_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The web server's side of FastCGI, by hand, so that a test can also stop in
 * the middle of a request.  Lengths are of the data; padding is none.
 */
enum fcgi_type {
	FCGI_TYPE_BEGIN = 1,
	FCGI_TYPE_END = 3,
	FCGI_TYPE_PARAMS = 4,
	FCGI_TYPE_STDIN = 5,
	FCGI_TYPE_STDOUT = 6
};

struct fcgi_answer {
	char	*text;		/* headers and body, a NUL behind; malloc'd */
	size_t	 length;
	size_t	 room;		/* of text, the NUL not counted */
	int	 code;		/* of the Status line; 0 without one */
	char	*body;		/* into text, behind the empty line, or NULL */
	size_t	 body_length;
	bool	 ended;		/* the record that ends a request was there */
	bool	 broken;	/* a record of no known version was there */
};

/* A connection to the socket at path, or -1; waits until it is there. */
int	fcgi_connect(const char *path);

/* Pieces of a request, for those who want to leave one out. */
bool	fcgi_send_begin(int fd);
bool	fcgi_send_record(int fd, enum fcgi_type, const void *, size_t length);

/* All parameters, NAME=value with NULL behind the last, and their end. */
bool	fcgi_send_parameters(int fd, const char *const *parameters);

/* Read until the connection ends; false when it ends in half a record. */
bool	fcgi_read(int fd, struct fcgi_answer *);

/*
 * One whole request on its own connection.  The body may be NULL when
 * body_length is 0.  False when there was no connection.
 */
bool	fcgi_exchange(const char *path, const char *const *parameters,
	    const void *body, size_t body_length, struct fcgi_answer *);
void	fcgi_answer_free(struct fcgi_answer *);

/* The value of a header in the answer, malloc'd, or NULL. */
char	*fcgi_answer_header(const struct fcgi_answer *, const char *name);

#endif
