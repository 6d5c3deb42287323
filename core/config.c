#include <errno.h>
#include <libconfig.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "core/config.h"
#include "core/log.h"

enum setting_kind {
	KIND_TEXT,
	KIND_NUMBER,
	KIND_SWITCH
};

/* standard NULL: the file must say it. */
static const struct setting {
	const char		*name;
	enum setting_kind	 kind;
	size_t			 offset;
	const char		*standard;
	int			 number;
} settings[] = {
#define TEXT(name, standard)	{ #name, KIND_TEXT, \
	offsetof(struct config, name), standard, 0 }
#define NUMBER(name, standard)	{ #name, KIND_NUMBER, \
	offsetof(struct config, name), NULL, standard }
#define SWITCH(name, standard)	{ #name, KIND_SWITCH, \
	offsetof(struct config, name), NULL, standard }
	TEXT(database, NULL),
	TEXT(secret, NULL),
	TEXT(base_url, NULL),
	TEXT(signup_socket, ""),
	TEXT(desk_socket, ""),
	TEXT(smtp_url, NULL),
	TEXT(smtp_tls, "starttls"),
	TEXT(smtp_user, ""),
	TEXT(smtp_password_file, ""),
	TEXT(smtp_ca_file, ""),
	TEXT(smtp_helo, ""),
	TEXT(smtp_auth, "password"),
	TEXT(oauth_token_url, ""),
	TEXT(oauth_client_id, ""),
	TEXT(oauth_client_secret_file, ""),
	TEXT(oauth_scope, ""),
	TEXT(mail_from, NULL),
	TEXT(bounce_address, ""),
	TEXT(bounce_mailbox, ""),
	TEXT(bounce_user, ""),
	TEXT(bounce_password_file, ""),
	TEXT(bounce_auth, "password"),
	TEXT(bounce_ca_file, ""),
	TEXT(calendar_method, "none"),
	TEXT(security_expires, ""),
	TEXT(password_cost, "normal"),
	TEXT(backup_dir, ""),
	TEXT(backup_to, ""),
	NUMBER(backup_keep, 14),
	NUMBER(backup_days, 30),
	NUMBER(workers, 16),
	NUMBER(mail_threads, 2),
	NUMBER(mail_per_minute, 0),
	NUMBER(mail_timeout, 120),
	NUMBER(mail_alarm_minutes, 60),
	NUMBER(mail_keep_days, 30),
	NUMBER(bounce_keep_days, 365),
	NUMBER(evaluation_keep_days, 365),
	NUMBER(audit_keep_days, 365),
	NUMBER(mail_per_address, 40),
	NUMBER(mail_per_registration, 60),
	NUMBER(mail_new_addresses, 30),
	NUMBER(people_per_network, 30),
	SWITCH(limits, 1),
#undef TEXT
#undef NUMBER
#undef SWITCH
};

#define NSETTINGS	(sizeof(settings) / sizeof(settings[0]))

/* The strings belong to the parsed file, which is kept for that. */
struct loaded {
	struct config	config;		/* first: a config is its loaded */
	config_t	file;
};

static enum status
check_names(const config_t *file, const char *path)
{
	const config_setting_t *root = config_root_setting(file), *entry;
	enum status status = STATUS_OK;

	for (int i = 0; i < config_setting_length(root); i++) {
		size_t known = 0;

		entry = config_setting_get_elem(root, (unsigned)i);
		while (known < NSETTINGS && strcmp(settings[known].name,
		    config_setting_name(entry)) != 0)
			known++;
		if (known < NSETTINGS)
			continue;
		log_line(LOG_ERROR, "%s:%d: unknown setting %s", path,
		    (int)config_setting_source_line(entry),
		    config_setting_name(entry));
		status = STATUS_INVALID;
	}
	return status;
}

static int
take(const config_t *file, const struct setting *setting, void *target)
{
	switch (setting->kind) {
	case KIND_TEXT:
		return config_lookup_string(file, setting->name, target);
	case KIND_NUMBER:
		return config_lookup_int(file, setting->name, target);
	case KIND_SWITCH:
		break;
	}
	int on;

	if (!config_lookup_bool(file, setting->name, &on))
		return CONFIG_FALSE;
	*(bool *)target = on != 0;
	return CONFIG_TRUE;
}

static enum status
take_one(const config_t *file, const struct setting *setting,
    struct config *config, const char *path)
{
	void *target = (char *)config + setting->offset;
	const config_setting_t *entry = config_lookup(file, setting->name);

	if (entry != NULL && take(file, setting, target))
		return STATUS_OK;
	if (entry != NULL) {
		log_line(LOG_ERROR, "%s:%d: %s has the wrong type", path,
		    (int)config_setting_source_line(entry), setting->name);
		return STATUS_INVALID;
	}
	if (setting->kind == KIND_TEXT && setting->standard == NULL) {
		log_line(LOG_ERROR, "%s: the setting %s is missing", path,
		    setting->name);
		return STATUS_INVALID;
	}
	if (setting->kind == KIND_TEXT)
		*(const char **)target = setting->standard;
	else if (setting->kind == KIND_NUMBER)
		*(int *)target = setting->number;
	else
		*(bool *)target = setting->number != 0;
	return STATUS_OK;
}

/* Why it was not read; error: errno as that left it, 0 for a folder. */
static void
log_fault(const config_t *file, const char *path, int error)
{
	if (config_error_type(file) == CONFIG_ERR_FILE_IO)
		log_line(LOG_ERROR, "%s: the configuration cannot be read: %s",
		    path, strerror(error == 0 ? EISDIR : error));
	else
		log_line(LOG_ERROR, "%s:%d: %s", path,
		    config_error_line(file), config_error_text(file));
}

enum status
config_load(const char *path, struct config **config)
{
	struct loaded *loaded = calloc(1, sizeof(*loaded));
	enum status status, one;

	if (loaded == NULL)
		return STATUS_FAIL;
	config_init(&loaded->file);
	errno = 0;
	if (config_read_file(&loaded->file, path)) {
		status = check_names(&loaded->file, path);
	} else {
		log_fault(&loaded->file, path, errno);
		status = STATUS_INVALID;
	}
	for (size_t i = 0; status != STATUS_INVALID && i < NSETTINGS; i++) {
		one = take_one(&loaded->file, &settings[i], &loaded->config,
		    path);
		if (one != STATUS_OK)
			status = one;
	}
	if (status != STATUS_OK) {
		config_free(&loaded->config);
		return status;
	}
	*config = &loaded->config;
	return STATUS_OK;
}

void
config_free(struct config *config)
{
	struct loaded *loaded = (struct loaded *)config;

	if (loaded == NULL)
		return;
	config_destroy(&loaded->file);
	free(loaded);
}
