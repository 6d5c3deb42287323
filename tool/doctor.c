#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timex.h>

#include "core/arena.h"
#include "core/clock.h"
#include "core/text.h"
#include "db/event/event.h"
#include "db/installation.h"
#include "db/mail/outbox.h"
#include "db/registration/invariants.h"
#include "mail/bounce/mailbox.h"
#include "mail/compose/envelope.h"
#include "mail/relay/relay.h"
#include "tool/domain.h"
#include "tool/site_check.h"
#include "tool/tool.h"

#define DAY			86400
#define FAILED_DAYS		3	/* an older one has been seen */
#define BACKUP_HOURS		26
#define VERIFIED_DAYS		35
#define CERTIFICATE_DAYS	14
#define MAILER_SECONDS		300
#define SECURITY_DAYS_MIN	30	/* time enough to renew it */
#define SECURITY_DAYS_MAX	366

/* A check says in a few words what it found; OK is well. */
typedef enum status (*check)(struct tool *, char *found, size_t size);

static enum status
check_database(struct tool *tool, char *found, size_t size)
{
	const char *words;
	enum status status = db_check(tool->db, tool->arena, &words);

	if (status != STATUS_OK)
		return status;
	if (strcmp(words, "ok") == 0) {
		snprintf(found, size, "ok");
		return STATUS_OK;
	}
	snprintf(found, size, "damaged, stop all programs and restore the "
	    "last backup that verify accepts: %s", words);
	return STATUS_FAIL;
}

static enum status
check_references(struct tool *tool, char *found, size_t size)
{
	size_t broken = 0;
	enum status status = db_count_orphans(tool->db, &broken);

	snprintf(found, size, broken == 0 ? "ok" :
	    "rows refer to rows that are not there");
	return status == STATUS_OK && broken > 0 ? STATUS_FAIL : status;
}

static enum status
beat(struct db *db, void *arg, struct arena *arena)
{
	(void)arg;
	(void)arena;
	return installation_beat(db, clock_now());
}

static enum status
check_write(struct tool *tool, char *found, size_t size)
{
	enum status status;
	struct db *db;

	status = db_open(tool->config->database, DB_WRITE, &db);
	if (status == STATUS_OK) {
		status = db_write(db, beat, NULL, tool->arena);
		db_close(db);
	}
	snprintf(found, size, status == STATUS_OK ? "ok" :
	    "the database cannot be written now");
	return status;
}

static enum status
check_disk(struct tool *tool, char *found, size_t size)
{
	enum status status = db_has_room(tool->db);

	snprintf(found, size, status == STATUS_OK ? "ok" : "nearly full");
	return status;
}

static enum status
check_event(struct tool *tool, char *found, size_t size)
{
	struct event event;
	enum status status;

	status = event_visible(tool->db, tool->arena, &event);
	snprintf(found, size, status == STATUS_OK ? "ok" :
	    "there is no event");
	return status;
}

static enum status
check_queue(struct tool *tool, char *found, size_t size)
{
	int64_t age, failed;
	enum status status;

	status = outbox_health(tool->db, clock_now(), &age, &failed);
	if (status == STATUS_OK)
		status = outbox_failed_since(tool->db, clock_now() -
		    FAILED_DAYS * DAY, &failed);
	if (status != STATUS_OK)
		return status;
	snprintf(found, size, "oldest waiting mail %lld s, %lld failed in "
	    "%d days", (long long)age, (long long)failed, FAILED_DAYS);
	return age > (int64_t)tool->config->mail_alarm_minutes * 60 ||
	    failed > 0 ? STATUS_FAIL : STATUS_OK;
}

static enum status
check_alarm(struct tool *tool, char *found, size_t size)
{
	enum status status;
	struct alarm alarm;

	status = alarm_get(tool->db, tool->arena, &alarm);
	if (status == STATUS_OK) {
		snprintf(found, size, "since %s nothing goes out: %s",
		    clock_stamp(alarm.sinds, tool->arena), alarm.antwoord);
		return STATUS_FAIL;
	}
	snprintf(found, size, "none");
	return status == STATUS_NOTFOUND ? STATUS_OK : status;
}

/* RFC 9116: a security.txt that has expired is worse than none. */
static enum status
check_security(struct tool *tool, char *found, size_t size)
{
	const char *day = tool->config->security_expires;
	int64_t expires, left;

	if (clock_parse(arena_printf(tool->arena, "%sT00:00", day),
	    &expires) != STATUS_OK) {
		snprintf(found, size, "security_expires is not a day such as "
		    "2027-05-01");
		return STATUS_FAIL;
	}
	left = (expires - clock_now()) / DAY;
	snprintf(found, size, "expires in %lld days", (long long)left);
	return left < SECURITY_DAYS_MIN || left > SECURITY_DAYS_MAX ?
	    STATUS_FAIL : STATUS_OK;
}

/* The public pages, and through them the desk's program. */
static enum status
check_site(struct tool *tool, char *found, size_t size)
{
	static struct site_answer answer;
	static const char *const paths[] = { "/health", "/beheer/inloggen" };
	const char *base = tool->config->base_url;
	char words[SITE_WORDS];

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (site_get(base, paths[i], &answer, words) != STATUS_OK) {
			snprintf(found, size, "%s%s: %s", base, paths[i],
			    words);
			return STATUS_FAIL;
		}
		if (answer.code != 200) {
			snprintf(found, size, "%s%s answers %ld", base,
			    paths[i], answer.code);
			return STATUS_FAIL;
		}
	}
	if (answer.certificate_until == 0) {
		snprintf(found, size, "answers");
		return STATUS_OK;
	}
	snprintf(found, size, "answers; the certificate ends in %lld days",
	    (long long)(answer.certificate_until - clock_now()) / DAY);
	return answer.certificate_until - clock_now() <
	    CERTIFICATE_DAYS * DAY ? STATUS_FAIL : STATUS_OK;
}

static enum status
check_mailer(struct tool *tool, char *found, size_t size)
{
	int64_t seen = 0, ago;
	enum status status = installation_mailer_seen(tool->db, &seen);

	if (status != STATUS_OK)
		return status;
	ago = clock_now() - seen;
	snprintf(found, size, seen == 0 ? "never seen" : "seen %lld s ago",
	    (long long)ago);
	return ago > MAILER_SECONDS ? STATUS_FAIL : STATUS_OK;
}

/* What was written later than now: then or now the clock is wrong. */
static enum status
check_clock(struct tool *tool, char *found, size_t size)
{
	struct timex kept = { .modes = 0 };
	int64_t moment = 0;
	enum status status = invariants_moment(tool->db, &moment);

	if (status != STATUS_OK)
		return status;
	if (moment > clock_now() + 60) {
		snprintf(found, size, "runs %lld s behind what was written",
		    (long long)(moment - clock_now()));
		return STATUS_FAIL;
	}
	snprintf(found, size, adjtimex(&kept) == TIME_ERROR ?
	    "goes on; no time server keeps it" : "kept by a time server");
	return STATUS_OK;
}

static int
is_backup(const struct dirent *entry)
{
	return strstr(entry->d_name, ".backup") != NULL;
}

/* When the newest was made; 0: none. */
static int64_t
newest_backup(const char *dir, struct arena *arena)
{
	struct dirent **names;
	int count = scandir(dir, &names, is_backup, alphasort);
	int64_t newest = 0;
	struct stat st;

	for (int i = 0; i < count; i++) {
		if (stat(arena_printf(arena, "%s/%s", dir,
		    names[i]->d_name), &st) == 0 &&
		    (int64_t)st.st_mtime > newest)
			newest = (int64_t)st.st_mtime;
		free(names[i]);
	}
	if (count >= 0)
		free(names);
	return newest;
}

static enum status
check_backup(struct tool *tool, char *found, size_t size)
{
	const char *dir = tool->config->backup_dir;
	int64_t newest, hours;

	if (text_empty(dir)) {
		snprintf(found, size, "backup_dir is not set");
		return STATUS_OK;
	}
	newest = newest_backup(dir, tool->arena);
	hours = (clock_now() - newest) / 3600;
	snprintf(found, size, newest == 0 ? "none in %s" :
	    "the newest in %s is of %lld hours ago", dir, (long long)hours);
	return hours > BACKUP_HOURS ? STATUS_FAIL : STATUS_OK;
}

static enum status
check_verified(struct tool *tool, char *found, size_t size)
{
	const char *path = arena_printf(tool->arena, "%s.verified",
	    tool->config->database);
	int64_t days;
	struct stat st;

	if (stat(path, &st) == -1) {
		snprintf(found, size, "no backup was ever verified");
		return text_empty(tool->config->backup_dir) ? STATUS_OK :
		    STATUS_FAIL;
	}
	days = (clock_now() - (int64_t)st.st_mtime) / DAY;
	snprintf(found, size, "a backup was verified %lld days ago",
	    (long long)days);
	return days > VERIFIED_DAYS ? STATUS_FAIL : STATUS_OK;
}

/*
 * A letter's way as far as RCPT, with the sender that a letter has.  Postfix
 * says only there what it has against us.  To somebody who was written to:
 * an address of our own says nothing about letters to others.
 */
static enum smtp_result
try_recipient(struct tool *tool, struct smtp *smtp, char *found, size_t size)
{
	const char *recipient = tool->config->mail_from;
	enum smtp_result result;
	char answer[200];

	if (outbox_last_recipient(tool->db, tool->arena, &recipient) ==
	    STATUS_FAIL)
		return SMTP_UNREACHABLE;
	result = smtp_check(smtp, envelope_sender(tool->config, &tool->secret,
	    clock_now(), 0, tool->arena), recipient, answer, sizeof(answer));
	if (result == SMTP_SENT)
		snprintf(found, size, "%s", answer);
	else
		snprintf(found, size, "at %s: %s", smtp_command_word(smtp),
		    answer);
	return result;
}

/* What is about the one recipient only says that the relay works. */
static enum status
check_relay(struct tool *tool, char *found, size_t size)
{
	enum smtp_result result = SMTP_MISCONFIGURED;
	struct relay *relay;
	struct smtp *smtp;

	snprintf(found, size, "the settings cannot be right");
	if (relay_new(tool->config, &relay) != STATUS_OK)
		return STATUS_FAIL;
	if (relay_connect(relay, &smtp) == STATUS_OK) {
		result = try_recipient(tool, smtp, found, size);
		smtp_free(smtp);
	}
	relay_free(relay);
	return result == SMTP_SENT || result == SMTP_TEMPORARY ||
	    result == SMTP_PERMANENT ? STATUS_OK : STATUS_FAIL;
}

/* That it can be read is enough; the message stays new. */
static enum status
leave(const void *message, size_t length, void *arg)
{
	(void)message;
	(void)length;
	(void)arg;
	return STATUS_NOTFOUND;
}

static enum status
check_bounces(struct tool *tool, char *found, size_t size)
{
	struct mailbox *mailbox;
	enum status status;

	status = mailbox_open(tool->config, NULL, &mailbox);
	if (status == STATUS_OK && mailbox == NULL) {
		snprintf(found, size, "not configured");
		return STATUS_OK;
	}
	if (status == STATUS_OK) {
		status = mailbox_visit(mailbox, leave, NULL);
		mailbox_free(mailbox);
	}
	if (status == STATUS_NOTFOUND)
		status = STATUS_OK;
	snprintf(found, size, status == STATUS_OK ? "can be read" :
	    "cannot be read");
	return status;
}

/* What stands behind the last @ of an address, or the host of a URL. */
static const char *
domain_of(const char *address)
{
	const char *at = strrchr(address, '@');

	return at == NULL ? "" : at + 1;
}

static const char *
host_of(const char *url, struct arena *arena)
{
	const char *host = strstr(url, "://");

	host = host == NULL ? url : host + 3;
	return arena_copy(arena, host, strcspn(host, ":/"));
}

static enum status
check_spf(struct tool *tool, char *found, size_t size)
{
	const char *words = "";
	enum status status = domain_spf(&domain_system,
	    domain_of(tool->config->mail_from), host_of(
	    tool->config->smtp_url, tool->arena), tool->arena, &words);

	snprintf(found, size, "%s", words);
	return status;
}

static enum status
check_dmarc(struct tool *tool, char *found, size_t size)
{
	const char *words = "";
	enum status status = domain_dmarc(&domain_system,
	    domain_of(tool->config->mail_from), tool->arena, &words);

	snprintf(found, size, "%s", words);
	return status;
}

static enum status
check_alignment(struct tool *tool, char *found, size_t size)
{
	const char *from = domain_of(tool->config->mail_from);
	const char *bounces = domain_of(tool->config->bounce_address);

	if (*bounces == '\0')
		bounces = from;
	snprintf(found, size, "from %s, bounces to %s", from, bounces);
	return domain_aligned(from, bounces) ? STATUS_OK : STATUS_FAIL;
}

static enum status
check_aaaa(struct tool *tool, char *found, size_t size)
{
	const char *host = host_of(tool->config->base_url, tool->arena);
	struct records records;
	enum status status = domain_system.addresses(host, tool->arena,
	    &records);

	for (size_t i = 0; status == STATUS_OK && i < records.count; i++)
		if (strchr(records.text[i], ':') != NULL) {
			snprintf(found, size, "%s", records.text[i]);
			return STATUS_OK;
		}
	snprintf(found, size, status == STATUS_BUSY ?
	    "%s cannot be asked now" : "%s has no IPv6 address", host);
	return status == STATUS_BUSY ? STATUS_BUSY : STATUS_FAIL;
}

static enum status
check_tls(struct tool *tool, char *found, size_t size)
{
	static struct site_answer answer;
	char words[SITE_WORDS] = "no https in base_url";
	const char *base = tool->config->base_url;

	if (strncmp(base, "https:", 6) != 0 ||
	    site_get(base, "/", &answer, words) != STATUS_OK) {
		snprintf(found, size, "%s", words);
		return STATUS_FAIL;
	}
	snprintf(found, size, answer.hsts ? "with HSTS" : "without HSTS");
	return answer.hsts ? STATUS_OK : STATUS_FAIL;
}

static enum status
check_security_page(struct tool *tool, char *found, size_t size)
{
	static struct site_answer answer;
	char words[SITE_WORDS];

	if (site_get(tool->config->base_url, "/.well-known/security.txt",
	    &answer, words) != STATUS_OK) {
		snprintf(found, size, "%s", words);
		return STATUS_FAIL;
	}
	snprintf(found, size, "answers %ld", answer.code);
	return answer.code == 200 && strstr(answer.body, "Contact:") != NULL &&
	    strstr(answer.body, "Expires:") != NULL ? STATUS_OK : STATUS_FAIL;
}

struct named_check {
	const char	*name;
	check		 run;
};

/* --domain: what others see of it, by the system's resolver. */
static const struct named_check domain_checks[] = {
	{ "SPF", check_spf },
	{ "DMARC", check_dmarc },
	{ "alignment", check_alignment },
	{ "AAAA", check_aaaa },
	{ "TLS", check_tls },
	{ "security.txt", check_security_page },
};

static const struct named_check checks[] = {
	{ "database", check_database },
	{ "references", check_references },
	{ "writing", check_write },
	{ "disk", check_disk },
	{ "clock", check_clock },
	{ "backup", check_backup },
	{ "restore", check_verified },
	{ "site", check_site },
	{ "mailer", check_mailer },
	{ "event", check_event },
	{ "security.txt", check_security },
	{ "mail queue", check_queue },
	{ "mail alarm", check_alarm },
	{ "mail route", check_relay },
	{ "bounce mailbox", check_bounces },
};

/* One line; what cannot be said now is not well either. */
static bool
run_check(struct tool *tool, const struct named_check *one)
{
	char found[SITE_WORDS + 100] = "";
	enum status status = one->run(tool, found, sizeof(found));

	for (char *next = found; *next != '\0'; next++)
		if ((unsigned char)*next < ' ')
			*next = ' ';
	printf("%s\t%s\t%s\n", status == STATUS_OK ? "ok" :
	    status == STATUS_BUSY ? "UNKNOWN" : "WRONG", one->name, found);
	return status == STATUS_OK;
}

/* The configuration was read before this began. */
enum outcome
tool_doctor(struct tool *tool, int argc, char **argv)
{
	bool domain = argc == 1 && strcmp(argv[0], "--domain") == 0;
	const struct named_check *all = domain ? domain_checks : checks;
	size_t count = domain ? sizeof(domain_checks) / sizeof(checks[0]) :
	    sizeof(checks) / sizeof(checks[0]);
	bool well = true;

	if (argc == 1 && !domain) {
		tool_fail("doctor takes nothing but --domain");
		return OUTCOME_USAGE;
	}
	smtp_library_open();
	printf("ok\tconfiguration\n");
	for (size_t i = 0; i < count; i++)
		well = run_check(tool, &all[i]) && well;
	smtp_library_close();
	return well ? OUTCOME_OK : tool_fail("doctor: not all is well");
}
