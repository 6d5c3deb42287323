#include <assert.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "core/arena.h"
#include "core/config.h"
#include "core/text.h"
#include "db/account/account.h"
#include "db/db.h"
#include "db/list.h"

#define AT_A_TIME	2
#define WAITING_MAX	4	/* more would wait for seconds */

static const char *const words[ROLE__MAX] = {
	[ROLE_DOOR] = "deur",
	[ROLE_READER] = "inzage",
	[ROLE_ORGANISER] = "organisator",
};

const char *
role_word(enum role role)
{
	assert(role < ROLE__MAX);
	return words[role];
}

enum status
role_read(const char *word, enum role *role)
{
	for (enum role one = ROLE_DOOR; one < ROLE__MAX; one++)
		if (strcmp(words[one], word) == 0) {
			*role = one;
			return STATUS_OK;
		}
	return STATUS_INVALID;
}

/*
 * What a flood of logins may take of memory and of the threads that answer:
 * the one lock of this file, counters of hashes that run and that wait.
 */
static pthread_mutex_t	 mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t	 freed = PTHREAD_COND_INITIALIZER;
static int		 running;
static int		 waiting;

static bool
hash_enter(void)
{
	bool entered = false;

	pthread_mutex_lock(&mutex);
	if (running < AT_A_TIME || waiting < WAITING_MAX) {
		waiting++;
		while (running >= AT_A_TIME)
			pthread_cond_wait(&freed, &mutex);
		waiting--;
		running++;
		entered = true;
	}
	pthread_mutex_unlock(&mutex);
	return entered;
}

static void
hash_leave(void)
{
	pthread_mutex_lock(&mutex);
	running--;
	pthread_cond_signal(&freed);
	pthread_mutex_unlock(&mutex);
}

/*
 * nobody is the hash of no password, at the same cost: an unknown name takes
 * as long as a known one.
 */
#define NO_HASH	"$AAAAAAAAAAAAAAAAAAAAAA" \
	"$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
struct cost {
	unsigned long long operations;
	size_t		 memory;
	const char	*nobody;
};

/* A word that nobody knows is never a weaker hash. */
static const struct cost *
cost_of(const struct config *config)
{
	static const struct cost normal = { 2, (size_t)64 << 20,
		"$argon2id$v=19$m=65536,t=2,p=1" NO_HASH };
	static const struct cost low = { crypto_pwhash_OPSLIMIT_MIN,
		crypto_pwhash_MEMLIMIT_MIN,
		"$argon2id$v=19$m=8,t=1,p=1" NO_HASH };

	return text_same(config->password_cost, "low") ? &low : &normal;
}

enum status
password_hash(const struct config *config, const char *password,
    struct arena *arena, const char **hash)
{
	const struct cost *cost = cost_of(config);
	char *made = arena_alloc(arena, crypto_pwhash_STRBYTES);
	int code;

	if (!hash_enter())
		return STATUS_BUSY;
	code = crypto_pwhash_str_alg(made, password, strlen(password),
	    cost->operations, cost->memory, crypto_pwhash_ALG_ARGON2ID13);
	hash_leave();
	if (code != 0)
		return STATUS_BUSY;	/* no memory for it now */
	*hash = made;
	return STATUS_OK;
}

enum status
password_check(const struct config *config, const char *password,
    const char *hash)
{
	int code;

	if (!hash_enter())
		return STATUS_BUSY;
	code = crypto_pwhash_str_verify(hash == NULL ?
	    cost_of(config)->nobody : hash, password, strlen(password));
	hash_leave();
	return code == 0 && hash != NULL ? STATUS_OK : STATUS_INVALID;
}

enum status
account_naam(const char *raw, struct arena *arena, const char **naam)
{
	const char *clean;
	size_t length;

	if (raw == NULL || text_clean(raw, TEXT_LINE, ACCOUNT_NAAM_MAX, arena,
	    &clean, &length) != STATUS_OK || !text_has_letter(clean))
		return STATUS_INVALID;
	*naam = clean;
	return STATUS_OK;
}

SQL(ACCOUNT_ADD,
    "INSERT INTO account (naam, wachtwoord, rol, gemaakt)"
    " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (naam) DO NOTHING");

enum status
account_add(struct db *db, const char *naam, const char *hash,
    enum role role, int64_t now)
{
	return db_change(db, SQL_ACCOUNT_ADD, VALUES(value_text(naam),
	    value_text(hash), value_text(role_word(role)),
	    value_integer(now)), STATUS_FULL);
}

#define ACCOUNT_SELECT \
    "SELECT a.id, a.naam, a.wachtwoord, a.rol, a.dicht, a.gemaakt, a.gezien," \
    " EXISTS (SELECT 1 FROM totp t WHERE t.account = a.id) FROM account a"

static void
take_account(const struct rows *rows, struct arena *arena, void *element)
{
	struct account *account = element;

	*account = (struct account){
		.id = rows_integer(rows, 0),
		.naam = rows_text(rows, 1, arena),
		.wachtwoord = rows_text(rows, 2, arena),
		.dicht = rows_integer(rows, 4) != 0,
		.gemaakt = rows_integer(rows, 5),
		.gezien = rows_integer(rows, 6),
		.totp = rows_integer(rows, 7) != 0,
	};
	role_read(rows_text(rows, 3, arena), &account->rol);
}

SQL(ACCOUNT_BY_NAME, ACCOUNT_SELECT " WHERE a.naam = ?1");

enum status
account_by_name(struct db *db, const char *naam, struct arena *arena,
    struct account *account)
{
	static const struct list_of one =
	    LIST_BY(struct account, take_account, 1);

	return row_read(db, SQL_ACCOUNT_BY_NAME, VALUES(value_text(naam)),
	    &one, arena, account);
}

SQL(ACCOUNT_GET, ACCOUNT_SELECT " WHERE a.id = ?1");

enum status
account_get(struct db *db, int64_t id, struct arena *arena,
    struct account *account)
{
	static const struct list_of one =
	    LIST_BY(struct account, take_account, 1);

	return row_read(db, SQL_ACCOUNT_GET, VALUES(value_integer(id)),
	    &one, arena, account);
}

SQL(ACCOUNT_LIST, ACCOUNT_SELECT " ORDER BY a.dicht, a.naam");

enum status
account_list(struct db *db, struct arena *arena, struct account **list,
    size_t *count)
{
	static const struct list_of all =
	    LIST_BY(struct account, take_account, ACCOUNTS_MAX);

	return list_read(db, SQL_ACCOUNT_LIST, NO_VALUES, &all, arena, list,
	    count);
}

SQL(ACCOUNT_PASSWORD, "UPDATE account SET wachtwoord = ?2 WHERE id = ?1");

enum status
account_password(struct db *db, int64_t id, const char *hash)
{
	return db_change(db, SQL_ACCOUNT_PASSWORD, VALUES(value_integer(id),
	    value_text(hash)), STATUS_NOTFOUND);
}

/* Whether another open account is an organiser. */
#define ANOTHER_RULES \
    " EXISTS (SELECT 1 FROM account o WHERE o.id <> ?1 AND NOT o.dicht" \
    " AND o.rol = 'organisator')"

SQL(ACCOUNT_ROLE,
    "UPDATE account SET rol = ?2 WHERE id = ?1 AND (?2 = 'organisator'"
    " OR rol <> 'organisator' OR dicht OR" ANOTHER_RULES ")");

enum status
account_role(struct db *db, int64_t id, enum role role)
{
	return db_change(db, SQL_ACCOUNT_ROLE, VALUES(value_integer(id),
	    value_text(role_word(role))), STATUS_FULL);
}

SQL(ACCOUNT_CLOSE,
    "UPDATE account SET dicht = ?2 WHERE id = ?1 AND (rol <> 'organisator'"
    " OR" ANOTHER_RULES ")");

enum status
account_close(struct db *db, int64_t id, int64_t now)
{
	return db_change(db, SQL_ACCOUNT_CLOSE, VALUES(value_integer(id),
	    value_integer(now)), STATUS_FULL);
}

SQL(ACCOUNT_OPEN, "UPDATE account SET dicht = 0 WHERE id = ?1");

enum status
account_open(struct db *db, int64_t id)
{
	return db_change(db, SQL_ACCOUNT_OPEN, VALUES(value_integer(id)),
	    STATUS_NOTFOUND);
}

const char *
password_fault(const char *password, const char *naam)
{
	size_t bytes = strlen(password);

	if (bytes == 0)
		return "Vul een nieuw wachtwoord in.";
	if (bytes > PASSWORD_MAX)
		return "Kies een korter wachtwoord; dit is langer dan we "
		    "kunnen bewaren.";
	if (text_length(password) < PASSWORD_MIN)
		return "Kies een wachtwoord van ten minste 12 tekens. Een "
		    "paar woorden achter elkaar mag.";
	if (strcasecmp(password, naam) == 0)
		return "Kies een wachtwoord dat niet uw gebruikersnaam is.";
	return NULL;
}

void
password_make(const struct secret *secret, char password[TOKEN_LENGTH + 1])
{
	unsigned char nonce[NONCE_SIZE];

	random_bytes(nonce, sizeof(nonce));
	token_derive(secret, "wachtwoord", nonce, sizeof(nonce), password);
}

SQL(DESK_DEMANDS, "SELECT totp_verplicht FROM desk");

enum status
desk_demands(struct db *db, bool *demands)
{
	int64_t figure;
	enum status status;

	status = db_integer(db, SQL_DESK_DEMANDS, NO_VALUES, &figure);
	if (status == STATUS_OK)
		*demands = figure != 0;
	return status;
}

SQL(DESK_DEMAND, "UPDATE desk SET totp_verplicht = ?1");

enum status
desk_demand(struct db *db, bool demands)
{
	return db_run(db, SQL_DESK_DEMAND, VALUES(value_integer(demands)));
}
