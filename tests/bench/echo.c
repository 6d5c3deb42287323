/*
 * The floor of a benchmark: what libfcgi itself can do on this machine.  It
 * reads the whole body and answers a 303 as large as ours, and that is all.
 *
 *	echo SOCKET THREADS
 */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include <fcgiapp.h>

#define BACKLOG		1024
#define THREADS_MAX	1024

static void *
echo_main(void *arg)
{
	const int *listener = arg;
	FCGX_Request request;
	char piece[8192];

	FCGX_InitRequest(&request, *listener, 0);
	while (FCGX_Accept_r(&request) == 0) {
		while (FCGX_GetStr(piece, sizeof(piece), request.in) ==
		    (int)sizeof(piece))
			continue;
		FCGX_PutS("Status: 303 See Other\r\n"
		    "Location: /aanmelding/0123456789abcdef0123456789abcdef"
		    "\r\nContent-Length: 0\r\n\r\n", request.out);
		FCGX_Finish_r(&request);
	}
	return NULL;
}

int
main(int argc, char **argv)
{
	int listener, threads = argc == 3 ? atoi(argv[2]) : 0;
	pthread_t thread;

	if (threads < 1 || threads > THREADS_MAX) {
		fprintf(stderr, "usage: echo SOCKET THREADS\n");
		return 2;
	}
	if (FCGX_Init() != 0 ||
	    (listener = FCGX_OpenSocket(argv[1], BACKLOG)) < 0)
		return 1;
	/* main is the first of them. */
	for (int i = 1; i < threads; i++)
		if (pthread_create(&thread, NULL, echo_main, &listener) != 0)
			return 1;
	echo_main(&listener);
	return 1;
}
