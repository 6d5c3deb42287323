#include <ctype.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/log.h"
#include "db/event/settings.h"
#include "db/installation.h"
#include "export/scratch.h"
#include "tool/tool.h"

#define ARENA_LIMIT	((size_t)32 << 20)
#define WORDS_MAX	2
#define INSTALLED	"/etc/orientatie/orientatie.conf"

enum opens {
	OPENS_NOTHING,		/* and reads the configuration if it is there */
	OPENS_NEW,		/* a database that may not exist yet */
	OPENS_WRITE,
	OPENS_READ
};

static const struct verb {
	const char	*words[WORDS_MAX];
	const char	*arguments;
	const char	*help;
	int		 min;		/* arguments behind the words */
	int		 max;
	enum opens	 opens;
	verb_run	 run;
} verbs[] = {
	{ { "init" }, "", "creates or migrates the database, and makes the "
	    "secret of a new one",
	    0, 0, OPENS_NEW, tool_init },
	{ { "demo" }, "", "puts the demo event into an empty database",
	    0, 0, OPENS_WRITE, tool_demo },
	{ { "user", "add" }, "NAME --role organisator|deur|inzage",
	    "adds an account; the password from standard input, or made and "
	    "printed", 3, 3, OPENS_WRITE, tool_user_add },
	{ { "user", "list" }, "", "prints the accounts, a line each: name, "
	    "role, open or gesloten, second factor, last seen",
	    0, 0, OPENS_READ, tool_user_list },
	{ { "user", "reset" }, "NAME", "makes and prints a new password "
	    "and takes the second factor off; its sessions end", 1, 1,
	    OPENS_WRITE, tool_user_reset },
	{ { "gemeenten", "import" }, "FILE [--dry-run]",
	    "loads or updates municipalities from a CSV file; or only prints "
	    "what that would change",
	    1, 2, OPENS_WRITE, tool_gemeenten_import },
	{ { "gemeenten", "adressen" }, "FILE [--dry-run]", "takes over "
	    "addresses for invitations from a file with two columns, code or "
	    "name, and address; prints what became of each row; or only what "
	    "would", 1, 2, OPENS_WRITE, tool_gemeenten_addresses },
	{ { "brieven" }, "FILE", "writes a CSV file to merge letters on paper "
	    "from: each municipality that has not answered, with the code and "
	    "the link of its invitation", 1, 1, OPENS_READ, tool_letters },
	{ { "event", "show" }, "", "prints the event's settings",
	    0, 0, OPENS_READ, tool_event_show },
	{ { "event", "set" }, "KEY VALUE [KEY VALUE]...", "changes settings "
	    "of the event, all or none; people hear once",
	    2, 2 * EVENT_SETTINGS, OPENS_WRITE, tool_event_set },
	{ { "event", "cancel" }, "[TEXT]", "calls the event off and tells "
	    "everybody, with a sentence of yours", 0, 1, OPENS_WRITE,
	    tool_event_cancel },
	{ { "event", "restore" }, "[TEXT]", "has it go on after all, and "
	    "tells everybody", 0, 1, OPENS_WRITE, tool_event_restore },
	{ { "event", "remind" }, "", "sends everybody who comes a reminder",
	    0, 0, OPENS_WRITE, tool_event_remind },
	{ { "erase" }, "--participant N|--registration N|--event N --reason "
	    "TEXT", "erases what is held about a person, a delegation or "
	    "everybody of an event; there is no way back",
	    4, 4, OPENS_WRITE, tool_erase },
	{ { "avg", "register" }, "", "prints the register of processing: what "
	    "is kept of whom, for what, where and until when",
	    0, 0, OPENS_READ, tool_avg_register },
	{ { "incident" }, "--van T --tot T [--account NAME]", "prints whose "
	    "data accounts saw or took: moment, account, what, registration, "
	    "participant (0: not of one), which list",
	    4, 6, OPENS_READ, tool_incident },
	{ { "export", "csv" }, "FILE", "writes the attendees to a CSV file",
	    1, 1, OPENS_READ, tool_export_csv },
	{ { "export", "xlsx" }, "FILE", "writes the attendees and the "
	    "municipalities to an Excel file",
	    1, 1, OPENS_READ, tool_export_xlsx },
	{ { "mail", "list" }, "", "prints the outbox, a line for each mail: "
	    "id, state, recipient, next try, last answer",
	    0, 0, OPENS_READ, tool_mail_list },
	{ { "mail", "retry" }, "ID", "makes a mail due now",
	    1, 1, OPENS_WRITE, tool_mail_retry },
	{ { "mail", "bounced" }, "", "prints the addresses from which mail "
	    "came back: address, when, why",
	    0, 0, OPENS_READ, tool_mail_bounced },
	{ { "mail", "forget" }, "ADDRESS", "takes an address off that list",
	    1, 1, OPENS_WRITE, tool_mail_forget },
	{ { "mail", "show" }, "ID [--message]", "prints one mail: state, "
	    "dates, tries, the server's answer, headers; or the message as "
	    "it goes", 1, 2, OPENS_READ, tool_mail_show },
	{ { "mail", "cancel" }, "ID", "takes a mail that waits or failed out "
	    "of the queue", 1, 1, OPENS_WRITE, tool_mail_cancel },
	{ { "mail", "test" }, "ADDRESS", "sends one mail through the "
	    "configured route and prints the conversation, secrets masked",
	    1, 1, OPENS_READ, tool_mail_test },
	{ { "backup" }, "FILE [--to KEY] | --daily", "copies database, secret "
	    "and configuration into one file while all goes on; sealed to a "
	    "public key; or as backup_dir and its settings say, and removes "
	    "the old ones", 1, 3, OPENS_READ, tool_backup },
	{ { "verify" }, "FILE [--key FILE]", "restores a backup into a "
	    "temporary place, checks all of it, and prints what it holds",
	    1, 3, OPENS_NOTHING, tool_verify },
	{ { "restore" }, "FILE [--key FILE]", "puts a backup in the place of "
	    "this installation, which must not run, and keeps what was there "
	    "beside it", 1, 3, OPENS_NOTHING, tool_restore },
	{ { "key" }, "FILE", "makes a pair of keys for sealed backups: the "
	    "private one into FILE, for verify and restore, the public one, "
	    "for backup --to, is printed", 1, 1, OPENS_NOTHING, tool_key },
	{ { "doctor" }, "[--domain]", "checks configuration, database, copies, "
	    "site, mailer, clock, disk, mail queue, route and bounces; or what "
	    "others see of the domain: SPF, DMARC, alignment, AAAA, TLS, HSTS, "
	    "security.txt", 0, 1, OPENS_READ, tool_doctor },
};

#define NVERBS	(sizeof(verbs) / sizeof(verbs[0]))

static void
print_verb(const struct verb *verb)
{
	const char *second = verb->words[1] == NULL ? "" : verb->words[1];

	printf("orientatie --config FILE %s%s%s%s%s\n\t%s\n",
	    verb->words[0], *second == '\0' ? "" : " ", second,
	    verb->arguments[0] == '\0' ? "" : " ", verb->arguments,
	    verb->help);
}

/* How many words of the verb stand in front, 0 when it is another one. */
static int
match(const struct verb *verb, int argc, char **argv)
{
	int words = verb->words[1] == NULL ? 1 : 2;

	for (int i = 0; i < words; i++)
		if (i >= argc || strcmp(argv[i], verb->words[i]) != 0)
			return 0;
	return words;
}

/*
 * Root becomes who owns the place of the database: what it makes there, such
 * as a log, must be the programs' to write.
 */
static enum status
become_owner(const struct config *config, struct arena *arena)
{
	struct stat st;

	if (geteuid() != 0 ||
	    stat(scratch_dir(config->database, arena), &st) == -1 ||
	    st.st_uid == 0)
		return STATUS_OK;
	if (setgroups(0, NULL) == 0 && setgid(st.st_gid) == 0 &&
	    setuid(st.st_uid) == 0)
		return STATUS_OK;
	tool_fail("cannot become the owner of the database");
	return STATUS_FAIL;
}

static enum status
open_for(const struct verb *verb, struct tool *tool)
{
	if (verb->opens == OPENS_NOTHING)
		return STATUS_OK;
	if (verb->opens == OPENS_NEW)
		return installation_make(tool->config, tool->arena,
		    &tool->secret, &tool->db);
	return installation_open(tool->config, verb->opens == OPENS_READ ?
	    DB_READ : DB_WRITE, &tool->secret, &tool->db);
}

static enum outcome
run_verb(const struct verb *verb, const char *config, int argc, char **argv)
{
	struct tool tool = { .config_path = config };
	enum outcome outcome = OUTCOME_FAILED;

	clock_open();
	token_open();
	if ((verb->opens != OPENS_NOTHING ||
	    (config != NULL && access(config, F_OK) == 0)) &&
	    config_load(config, &tool.config) != STATUS_OK)
		return OUTCOME_FAILED;
	tool.arena = arena_new(ARENA_LIMIT);
	if ((tool.config == NULL ||
	    become_owner(tool.config, tool.arena) == STATUS_OK) &&
	    open_for(verb, &tool) == STATUS_OK)
		outcome = verb->run(&tool, argc, argv);
	if (tool.db != NULL && verb->opens != OPENS_READ)
		db_checkpoint(tool.db);
	db_close(tool.db);
	arena_free(tool.arena);
	config_free(tool.config);
	return outcome;
}

static enum outcome
wrong_use(const char *message)
{
	tool_fail("%s; try orientatie --help", message);
	return OUTCOME_USAGE;
}

/* --word that the verb does not know, or NULL; a text of its own may begin so. */
static const char *
strange_option(const struct verb *verb, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		const char *word = argv[i], *known;
		size_t length = strlen(word);

		if (strncmp(word, "--", 2) != 0 || length !=
		    2 + strspn(word + 2, "abcdefghijklmnopqrstuvwxyz-"))
			continue;
		known = strstr(verb->arguments, word);
		if (known == NULL || known[length] == '-' ||
		    islower((unsigned char)known[length]))
			return word;
	}
	return NULL;
}

/* argv is what stands behind the verb's words. */
static enum outcome
use_verb(const struct verb *verb, const char *config, int argc, char **argv)
{
	const char *second = verb->words[1] == NULL ? "" : verb->words[1];
	const char *strange = strange_option(verb, argc, argv);

	if (strange == NULL && argc >= verb->min && argc <= verb->max) {
		if (config != NULL || verb->run == tool_key ||
		    verb->run == tool_verify)
			return run_verb(verb, config, argc, argv);
		return wrong_use("--config FILE is missing");
	}
	tool_fail("%s%s; it is: %s%s%s%s%s",
	    strange == NULL ? "wrong number of arguments" : "unknown option ",
	    strange == NULL ? "" : strange, verb->words[0],
	    *second == '\0' ? "" : " ", second,
	    verb->arguments[0] == '\0' ? "" : " ", verb->arguments);
	return OUTCOME_USAGE;
}

static enum outcome
dispatch(const char *config, int argc, char **argv)
{
	bool help = false;

	for (int i = 0; i < argc; i++)
		help = help || strcmp(argv[i], "--help") == 0;
	for (size_t i = 0; i < NVERBS; i++) {
		int words = match(&verbs[i], argc, argv);

		if (words == 0)
			continue;
		if (help) {
			print_verb(&verbs[i]);
			return OUTCOME_OK;
		}
		return use_verb(&verbs[i], config, argc - words,
		    argv + words);
	}
	if (help) {
		for (size_t i = 0; i < NVERBS; i++)
			print_verb(&verbs[i]);
		return OUTCOME_OK;
	}
	if (argc == 1 && strcmp(argv[0], "--version") == 0) {
		puts("orientatie " VERSION);
		return OUTCOME_OK;
	}
	return wrong_use(argc == 0 ? "no verb given" :
	    strcmp(argv[0], "--config") == 0 ? "--config names no FILE" :
	    "no such verb");
}

int
main(int argc, char **argv)
{
	const char *config = NULL;
	int kept = 0;

	/* --config FILE may stand anywhere among the words of the verb. */
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--config") == 0 && i + 1 < argc)
			config = argv[++i];
		else
			argv[kept++] = argv[i];
	}
	/* Database, secret and exports are nobody else's to read. */
	umask(077);
	if (config == NULL && access(INSTALLED, F_OK) == 0)
		config = INSTALLED;
	log_open(NULL);
	return (int)dispatch(config, kept, argv);
}
