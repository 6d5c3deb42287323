#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "acts/account.h"
#include "core/clock.h"
#include "tool/tool.h"

#define BEHEERDER	"beheerder"	/* who acts, in the audit log */

struct user_verb {
	struct act_context	 act;
	const char		*naam;
	const char		*hash;
	enum role		 role;
};

static struct act_context
act_of(const struct tool *tool)
{
	return (struct act_context){
		.secret = &tool->secret, .now = clock_now(),
		.random = random_bytes,
		.who = BEHEERDER,
	};
}

static enum status
add(struct db *db, void *arg, struct arena *arena)
{
	const struct user_verb *action = arg;

	return act_account_add(db, &action->act, action->naam, action->hash,
	    action->role, arena);
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

enum outcome
tool_user_add(struct tool *tool, int argc, char **argv)
{
	char password[PASSWORD_MAX + 2] = "";
	struct user_verb action = { .act = act_of(tool), .naam = argv[0] };
	enum status status;
	const char *name;
	bool made;

	(void)argc;
	if (strcmp(argv[1], "--role") != 0 ||
	    role_read(argv[2], &action.role) != STATUS_OK) {
		tool_fail("user add: --role organisator, deur or inzage");
		return OUTCOME_USAGE;
	}
	if (account_naam(argv[0], tool->arena, &name) != STATUS_OK ||
	    strcmp(name, argv[0]) != 0)
		return tool_fail("user add: not a name of 1 to %d characters",
		    ACCOUNT_NAAM_MAX);
	if ((made = !read_password(password)))
		password_make(&tool->secret, password);
	if (strlen(password) < PASSWORD_MIN ||
	    strlen(password) > PASSWORD_MAX) {
		explicit_bzero(password, sizeof(password));
		return tool_fail("a password has %d to %d characters",
		    PASSWORD_MIN, PASSWORD_MAX);
	}
	status = password_hash(tool->config, password, tool->arena,
	    &action.hash);
	if (status == STATUS_OK)
		status = db_write(tool->db, add, &action, tool->arena);
	if (status == STATUS_OK && made)
		printf("%s\n", password);
	explicit_bzero(password, sizeof(password));
	if (status == STATUS_FULL)
		return tool_fail("%s: there is such an account already",
		    argv[0]);
	return tool_outcome(status, argv[0]);
}

enum outcome
tool_user_list(struct tool *tool, int argc, char **argv)
{
	struct account *accounts;
	enum status status;
	size_t count;

	(void)argc;
	(void)argv;
	status = account_list(tool->db, tool->arena, &accounts, &count);
	if (status != STATUS_OK)
		return tool_outcome(status, "user list");
	for (size_t i = 0; i < count; i++)
		printf("%s\t%s\t%s\t%s\t%s\n", accounts[i].naam,
		    role_word(accounts[i].rol),
		    accounts[i].dicht ? "gesloten" : "open",
		    accounts[i].totp ? "tweede stap" : "-",
		    accounts[i].gezien == 0 ? "-" :
		    clock_local(accounts[i].gezien, tool->arena));
	return OUTCOME_OK;
}

/* A way back in, whatever was lost.  INVALID: it was closed, on purpose. */
static enum status
reset(struct db *db, void *arg, struct arena *arena)
{
	const struct user_verb *action = arg;
	struct account account;
	enum status status;

	status = account_by_name(db, action->naam, arena, &account);
	if (status == STATUS_OK && account.dicht)
		return STATUS_INVALID;
	if (status == STATUS_OK)
		status = act_account_totp_remove(db, &action->act, account.id,
		    arena);
	if (status == STATUS_OK)
		status = act_account_reset(db, &action->act, account.id,
		    action->hash, arena);
	return status;
}

enum outcome
tool_user_reset(struct tool *tool, int argc, char **argv)
{
	struct user_verb action = { .act = act_of(tool), .naam = argv[0] };
	char password[TOKEN_LENGTH + 1];
	enum status status;

	(void)argc;
	password_make(&tool->secret, password);
	status = password_hash(tool->config, password, tool->arena,
	    &action.hash);
	if (status == STATUS_OK)
		status = db_write(tool->db, reset, &action, tool->arena);
	if (status == STATUS_NOTFOUND)
		return tool_fail("%s: there is no such account", argv[0]);
	if (status == STATUS_INVALID)
		return tool_fail("%s: this account is closed", argv[0]);
	if (status == STATUS_OK)
		printf("%s\n", password);
	explicit_bzero(password, sizeof(password));
	return tool_outcome(status, argv[0]);
}
