#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "core/text.h"
#include "mail/bounce/imap.h"
#include "mail/bounce/mailbox.h"
#include "mail/relay/credential.h"
#include "mail/relay/oauth.h"

#define TIMEOUT_DEFAULT	60L
#define FOLDER_MAX	200

struct mailbox {
	struct mailbox_options	 options;	/* with the strings below */
	struct imap_folder	 folder;
	const char		*maildir;	/* NULL: it is on a server */
	char			*url;
	char			*user;
	char			*password;
	char			*ca_file;
	char			*server;
	struct oauth		*oauth;		/* when mailbox_open made it */
};

/* A connection within this machine: nobody else can listen or answer. */
static bool
is_here(const char *host)
{
	static const char *const names[] = {
		"localhost", "127.0.0.1", "[::1]",
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (strncmp(host, names[i], strlen(names[i])) == 0 &&
		    strchr(":/", host[strlen(names[i])]) != NULL)
			return true;
	return false;
}

/* maildir:/path or imap://host:port/folder; false: it is neither. */
static bool
take_url(struct mailbox *mailbox, const char *url)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-.:[]";
	bool tls = strncmp(url, "imaps://", 8) == 0;
	const char *host = url + (tls ? 8 : 7), *name;

	if (strncmp(url, "maildir:/", 9) == 0) {
		mailbox->maildir = url + 8;
		return true;
	}
	if (!tls && strncmp(url, "imap://", 7) != 0)
		return false;
	name = host + strspn(host, allowed);
	if (name == host || (*name != '/' && *name != '\0') ||
	    strlen(name) > FOLDER_MAX)
		return false;
	for (const char *c = name; *c != '\0'; c++)
		if (*c < ' ' || *c >= 0x7f)
			return false;
	if (asprintf(&mailbox->server, "%.*s", (int)(name - url), url) < 0)
		abort();
	mailbox->folder = (struct imap_folder){
		.server = mailbox->server,
		.name = strlen(name) < 2 ? "INBOX" : name + 1,
		.plain = !tls && is_here(host),
	};
	return true;
}

struct mailbox *
mailbox_new(const struct mailbox_options *options)
{
	struct mailbox *mailbox = calloc(1, sizeof(*mailbox));
	const char *wrong = NULL;

	if (mailbox == NULL)
		abort();
	mailbox->options = *options;
	mailbox->options.url = mailbox->url = text_copy(options->url);
	mailbox->options.user = mailbox->user = text_copy(options->user);
	mailbox->options.password = mailbox->password =
	    text_copy(options->password);
	mailbox->options.ca_file = mailbox->ca_file =
	    text_copy(options->ca_file);
	if (options->timeout == 0)
		mailbox->options.timeout = TIMEOUT_DEFAULT;
	if (!take_url(mailbox, mailbox->url))
		wrong = "the url is not maildir:/path or imaps://host/folder";
	else if ((options->user == NULL) != (options->password == NULL &&
	    options->oauth == NULL))
		wrong = "user and password go together";
	else if (mailbox->maildir == NULL && options->user == NULL)
		wrong = "a server wants a user and a password";
	if (wrong == NULL)
		return mailbox;
	log_line(LOG_ERROR, "bounce mailbox: %s", wrong);
	mailbox_free(mailbox);
	return NULL;
}

void
mailbox_free(struct mailbox *mailbox)
{
	if (mailbox == NULL)
		return;
	if (mailbox->password != NULL)
		explicit_bzero(mailbox->password, strlen(mailbox->password));
	oauth_free(mailbox->oauth);
	free(mailbox->password);
	free(mailbox->url);
	free(mailbox->user);
	free(mailbox->ca_file);
	free(mailbox->server);
	free(mailbox);
}

enum status
mailbox_open(const struct config *config, bool (*stop)(void),
    struct mailbox **mailbox)
{
	char password[CREDENTIAL_SIZE] = "";
	struct oauth *oauth = NULL;
	struct mailbox *made;

	if (text_empty(config->bounce_mailbox)) {
		*mailbox = NULL;
		return STATUS_OK;
	}
	if (oauth_or_password(config, "bounce", config->bounce_auth,
	    config->bounce_password_file, password, &oauth) != STATUS_OK)
		return STATUS_FAIL;
	made = mailbox_new(&(struct mailbox_options){
		.url = config->bounce_mailbox,
		.user = text_or_none(config->bounce_user),
		.password = text_or_none(password), .oauth = oauth,
		.ca_file = text_or_none(config->bounce_ca_file),
		.stop = stop,
	});
	explicit_bzero(password, sizeof(password));
	if (made == NULL) {
		oauth_free(oauth);
		return STATUS_FAIL;
	}
	made->oauth = oauth;
	*mailbox = made;
	return STATUS_OK;
}

/* OK with length SIZE_MAX: not a file, or it is gone. */
static enum status
read_file(int dir, const char *name, char *bytes, size_t *length)
{
	size_t total = 0;
	struct stat stat;
	ssize_t got = 0;
	int fd;

	*length = SIZE_MAX;
	fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd == -1 && (errno == ENOENT || errno == ELOOP))
		return STATUS_OK;
	if (fd == -1 || fstat(fd, &stat) == -1) {
		log_line(LOG_ERROR, "bounce mailbox: cannot read a message:"
		    " %s", strerror(errno));
		if (fd != -1)
			close(fd);
		return STATUS_FAIL;
	}
	while (S_ISREG(stat.st_mode) && total < MAILBOX_BYTES && (got =
	    read(fd, bytes + total, MAILBOX_BYTES - total)) > 0)
		total += (size_t)got;
	close(fd);
	if (got == -1)
		return STATUS_FAIL;
	if (S_ISREG(stat.st_mode))
		*length = total;
	return STATUS_OK;
}

/* From new/ to cur/ with the flag S, and never over another one. */
static enum status
take_file(int new, int cur, const char *name, char *bytes,
    mailbox_handler handler, void *arg)
{
	char seen[NAME_MAX + 8];
	enum status status;
	size_t length;

	status = read_file(new, name, bytes, &length);
	if (status != STATUS_OK || length == SIZE_MAX)
		return status;
	status = handler(bytes, length, arg);
	if (status != STATUS_OK)
		return status == STATUS_BUSY ? STATUS_OK : status;
	snprintf(seen, sizeof(seen), "%.*s:2,S", (int)strcspn(name, ":"),
	    name);
	if (renameat2(new, name, cur, seen, RENAME_NOREPLACE) == 0)
		return STATUS_OK;
	log_line(LOG_ERROR, "bounce mailbox: cannot move a message to cur:"
	    " %s", strerror(errno));
	return STATUS_FAIL;
}

static enum status
take_files(const struct mailbox *mailbox, DIR *new, int cur,
    mailbox_handler handler, void *arg)
{
	char *bytes = malloc(MAILBOX_BYTES);
	enum status status = STATUS_OK;
	struct dirent *entry;
	int taken = 0;

	if (bytes == NULL)
		return STATUS_FAIL;
	while (status == STATUS_OK && taken < MAILBOX_VISIT &&
	    (entry = readdir(new)) != NULL) {
		if (entry->d_name[0] == '.')
			continue;
		if (mailbox->options.stop != NULL && mailbox->options.stop())
			break;
		taken++;
		status = take_file(dirfd(new), cur, entry->d_name, bytes,
		    handler, arg);
	}
	free(bytes);
	return status;
}

static enum status
visit_maildir(const struct mailbox *mailbox, mailbox_handler handler,
    void *arg)
{
	int root = open(mailbox->maildir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int new = openat(root, "new", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int cur = openat(root, "cur", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *dir = new == -1 || cur == -1 ? NULL : fdopendir(new);
	enum status status = STATUS_FAIL;

	if (dir == NULL)
		log_line(LOG_ERROR, "bounce mailbox: %s is no Maildir",
		    mailbox->maildir);
	else if (faccessat(new, ".", W_OK, AT_EACCESS) == -1 ||
	    faccessat(cur, ".", W_OK, AT_EACCESS) == -1)
		log_line(LOG_ERROR, "bounce mailbox: %s cannot be written",
		    mailbox->maildir);
	else
		status = take_files(mailbox, dir, cur, handler, arg);
	if (dir != NULL)
		closedir(dir);
	else if (new != -1)
		close(new);
	if (cur != -1)
		close(cur);
	if (root != -1)
		close(root);
	return status;
}

enum status
mailbox_visit(struct mailbox *mailbox, mailbox_handler handler, void *arg)
{
	if (mailbox->maildir != NULL)
		return visit_maildir(mailbox, handler, arg);
	return imap_visit(&mailbox->folder, &mailbox->options, handler, arg);
}
