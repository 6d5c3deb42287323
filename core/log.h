#ifndef CORE_LOG_H
#define CORE_LOG_H

/*
 * One line to standard error, with the <N> prefix that systemd's journal
 * reads as the level (sd-daemon(3)).  The function that detects a fault logs
 * it, once.  At most 1000 bytes, UTF-8; what is longer is cut.  No personal
 * data, no tokens: identifiers only.  Control characters are replaced, so
 * that no value can forge a line.  Safe from every thread.
 */
enum log_level {
	LOG_ERROR,
	LOG_WARNING,
	LOG_INFO,
	LOG__MAX
};

void	log_line(enum log_level, const char *format, ...)
	    __attribute__((format(printf, 2, 3)));

/*
 * The word in front of every line: the program's name.  Called by main.
 * NULL: lines are for a person at a terminal, "orientatie: " in front and no
 * level.
 */
void	log_open(const char *program);

/*
 * What this thread works on: the web server's id of the request, which stands
 * in its log too, so that lines of one request are found together.  NULL, and
 * all that is not 1 to 32 hexadecimal digits: nothing.
 */
void	log_request(const char *id);

#endif
