#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "db/account.h"
#include "db/audit.h"
#include "db/clock.h"
#include "db/text.h"
#include "tool/tool.h"

#define NAME_MAX_LENGTH	64

struct adding {
	const char	*naam;
	const char	*hash;
	enum role	 role;
};

static enum status
add(struct db *db, void *arg, struct arena *arena)
{
	const struct adding *adding = arg;
	int64_t now = clock_now();
	enum status status;

	(void)arena;
	status = account_add(db, adding->naam, adding->hash, adding->role,
	    now);
	if (status == STATUS_OK)
		status = audit_add(db, &(struct audit){
			.wie = "beheerder", .wat = "account gemaakt",
			.toelichting = adding->naam,
		}, now);
	return status;
}

/* The first line of standard input, when somebody sends one. */
static bool
read_password(char password[PASSWORD_MAX + 2])
{
	if (isatty(STDIN_FILENO) ||
	    fgets(password, PASSWORD_MAX + 2, stdin) == NULL)
		return false;
	password[strcspn(password, "\r\n")] = '\0';
	return password[0] != '\0';
}

static void
make_password(const struct secret *secret, char password[PASSWORD_MAX + 2])
{
	unsigned char nonce[NONCE_SIZE];

	random_bytes(nonce, sizeof(nonce));
	token_derive(secret, "wachtwoord", nonce, sizeof(nonce), password);
}

static enum outcome
save(struct tool *tool, struct adding *adding, const char *password)
{
	enum status status;

	if (strlen(password) < PASSWORD_MIN || strlen(password) > PASSWORD_MAX)
		return tool_fail("a password has %d to %d characters",
		    PASSWORD_MIN, PASSWORD_MAX);
	status = password_hash(password, tool->arena, &adding->hash);
	if (status == STATUS_OK)
		status = db_write(tool->db, add, adding, tool->arena);
	if (status == STATUS_FULL)
		return tool_fail("%s: there is such an account already",
		    adding->naam);
	return tool_outcome(status, adding->naam);
}

enum outcome
tool_user_add(struct tool *tool, int argc, char **argv)
{
	char password[PASSWORD_MAX + 2] = "";
	struct adding adding = { .naam = argv[0] };
	enum outcome outcome;
	const char *name;
	size_t length;
	bool made;

	(void)argc;
	if (strcmp(argv[1], "--role") != 0 ||
	    role_read(argv[2], &adding.role) != STATUS_OK) {
		tool_fail("user add: --role organisator, deur or inzage");
		return OUTCOME_USAGE;
	}
	if (text_clean(argv[0], TEXT_LINE, NAME_MAX_LENGTH, tool->arena, &name,
	    &length) != STATUS_OK || strcmp(name, argv[0]) != 0 ||
	    name[0] == '\0')
		return tool_fail("user add: not a name of 1 to %d characters",
		    NAME_MAX_LENGTH);
	if ((made = !read_password(password)))
		make_password(&tool->secret, password);
	outcome = save(tool, &adding, password);
	if (outcome == OUTCOME_OK && made)
		printf("%s\n", password);
	explicit_bzero(password, sizeof(password));
	return outcome;
}
