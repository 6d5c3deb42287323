#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "core/log.h"

#define ID	"0123456789abcdef0123456789abcdef"

/* What one line looks like with this id. */
static void
line_with(const char *id, char *line, size_t size)
{
	int before = dup(STDERR_FILENO);
	int fd = memfd_create("log", MFD_CLOEXEC);
	ssize_t length;

	assert_true(before != -1 && fd != -1);
	assert_int_equal(dup2(fd, STDERR_FILENO), STDERR_FILENO);
	log_open("toets");
	log_request(id);
	log_line(LOG_WARNING, "een\ntwee");
	log_request(NULL);
	log_open(NULL);
	dup2(before, STDERR_FILENO);
	close(before);
	length = pread(fd, line, size - 1, 0);
	assert_true(length >= 0);
	line[length] = '\0';
	close(fd);
}

static void
test_line_carries_the_id_of_its_request(void **state)
{
	char line[100];

	(void)state;
	line_with(ID, line, sizeof(line));
	assert_string_equal(line, "<4>toets: [" ID "] een?twee\n");
	line_with(NULL, line, sizeof(line));
	assert_string_equal(line, "<4>toets: een?twee\n");
}

/* nginx makes it; what else comes there is not repeated. */
static void
test_what_is_no_id_is_left_out(void **state)
{
	static const char *const others[] = { "", ID "0", "x", "ab] een" };
	char line[100];

	(void)state;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		line_with(others[i], line, sizeof(line));
		assert_string_equal(line, "<4>toets: een?twee\n");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line_carries_the_id_of_its_request),
		cmocka_unit_test(test_what_is_no_id_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
