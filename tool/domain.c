#include <arpa/inet.h>
#include <arpa/nameser.h>
#include <netdb.h>
#include <resolv.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>

#include "core/arena.h"
#include "tool/domain.h"

#define ANSWER_SIZE	16384
#define WORDS_MAX	300
#define LOOKUPS_MAX	10	/* of one SPF record (RFC 7208, 4.6.4) */

static enum status
system_txt(const char *name, struct arena *arena, struct records *records)
{
	unsigned char answer[ANSWER_SIZE];
	struct __res_state state = { 0 };
	int length, fault;
	ns_msg message;
	ns_rr record;

	records->count = 0;
	if (res_ninit(&state) != 0)
		return STATUS_BUSY;
	length = res_nquery(&state, name, ns_c_in, ns_t_txt, answer,
	    sizeof(answer));
	fault = state.res_h_errno;
	res_nclose(&state);
	if (length < 0)
		return fault == HOST_NOT_FOUND || fault == NO_DATA ?
		    STATUS_NOTFOUND : STATUS_BUSY;
	if (length > (int)sizeof(answer) ||
	    ns_initparse(answer, length, &message) != 0)
		return STATUS_BUSY;
	for (int i = 0; i < ns_msg_count(message, ns_s_an) &&
	    records->count < RECORDS_MAX; i++) {
		const unsigned char *next, *end;
		const char *text = "";

		if (ns_parserr(&message, ns_s_an, i, &record) != 0 ||
		    ns_rr_type(record) != ns_t_txt)
			continue;
		/* One text, in pieces of up to 255 bytes. */
		next = ns_rr_rdata(record);
		end = next + ns_rr_rdlen(record);
		for (; next < end && next + *next < end; next += 1 + *next)
			text = arena_printf(arena, "%s%.*s", text, (int)*next,
			    (const char *)next + 1);
		records->text[records->count++] = text;
	}
	return records->count > 0 ? STATUS_OK : STATUS_NOTFOUND;
}

static enum status
system_addresses(const char *name, struct arena *arena,
    struct records *records)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	struct addrinfo *list, *one;
	char text[NI_MAXHOST];
	int code = getaddrinfo(name, NULL, &hints, &list);

	records->count = 0;
	if (code != 0)
		return code == EAI_NONAME || code == EAI_NODATA ?
		    STATUS_NOTFOUND : STATUS_BUSY;
	for (one = list; one != NULL && records->count < RECORDS_MAX;
	    one = one->ai_next)
		if (getnameinfo(one->ai_addr, one->ai_addrlen, text,
		    sizeof(text), NULL, 0, NI_NUMERICHOST) == 0)
			records->text[records->count++] =
			    arena_string(arena, text);
	freeaddrinfo(list);
	return records->count > 0 ? STATUS_OK : STATUS_NOTFOUND;
}

const struct lookup domain_system = { system_txt, system_addresses };

/* The one TXT record that begins so. */
static enum status
find_record(const struct lookup *lookup, const char *name, const char *begin,
    struct arena *arena, const char **record)
{
	struct records records;
	enum status status = lookup->txt(name, arena, &records);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < records.count; i++)
		if (strncasecmp(records.text[i], begin, strlen(begin)) == 0) {
			*record = records.text[i];
			return STATUS_OK;
		}
	return STATUS_NOTFOUND;
}

/* Whether an address lies in "192.0.2.0/24" or "2001:db8::/32". */
static bool
lies_in(const char *address, const char *range, int family)
{
	unsigned char one[16], other[16];
	size_t length = strcspn(range, "/");
	long bits = range[length] == '/' ? strtol(range + length + 1, NULL,
	    10) : family == AF_INET ? 32 : 128;
	char head[INET6_ADDRSTRLEN];

	if (length >= sizeof(head) || bits < 0 ||
	    bits > (family == AF_INET ? 32 : 128))
		return false;
	memcpy(head, range, length);
	head[length] = '\0';
	if (inet_pton(family, address, one) != 1 ||
	    inet_pton(family, head, other) != 1)
		return false;
	for (long i = 0; i < bits; i++)
		if ((one[i / 8] ^ other[i / 8]) & (0x80 >> i % 8))
			return false;
	return true;
}

struct spf {
	const struct lookup	*lookup;
	struct arena		*arena;
	struct records		 relay;
	int			 left;		/* look-ups */
	bool			 covers;
	bool			 unknown;
};

static void
match_address(struct spf *spf, const char *range, int family)
{
	for (size_t i = 0; i < spf->relay.count; i++)
		spf->covers |= lies_in(spf->relay.text[i], range, family);
}

static void
match_name(struct spf *spf, const char *name)
{
	struct records records;
	enum status status;

	if (spf->left-- <= 0)
		return;
	status = spf->lookup->addresses(name, spf->arena, &records);
	spf->unknown |= status == STATUS_BUSY;
	for (size_t i = 0; status == STATUS_OK && i < records.count; i++) {
		match_address(spf, records.text[i], AF_INET);
		match_address(spf, records.text[i], AF_INET6);
	}
}

static void
match_record(struct spf *spf, const char *domain, const char *record)
{
	const char *other, *word;
	char *text = arena_string(spf->arena, record), *rest;
	enum status status;

	for (word = strtok_r(text, " ", &rest); word != NULL;
	    word = strtok_r(NULL, " ", &rest)) {
		word += word[0] == '+';
		if (strncasecmp(word, "ip4:", 4) == 0)
			match_address(spf, word + 4, AF_INET);
		else if (strncasecmp(word, "ip6:", 4) == 0)
			match_address(spf, word + 4, AF_INET6);
		else if (strcasecmp(word, "a") == 0)
			match_name(spf, domain);
		else if (strncasecmp(word, "a:", 2) == 0)
			match_name(spf, word + 2);
		else if (strncasecmp(word, "mx", 2) == 0)
			spf->unknown = true;
		else if (strncasecmp(word, "include:", 8) == 0 ||
		    strncasecmp(word, "redirect=", 9) == 0) {
			if (spf->left-- <= 0)
				return;
			word = strpbrk(word, ":=") + 1;
			status = find_record(spf->lookup, word, "v=spf1",
			    spf->arena, &other);
			spf->unknown |= status == STATUS_BUSY;
			if (status == STATUS_OK)
				match_record(spf, word, other);
		}
	}
}

static enum status said(struct arena *, const char **found, enum status,
    const char *format, ...) __attribute__((format(printf, 4, 5)));

static enum status
said(struct arena *arena, const char **found, enum status status,
    const char *format, ...)
{
	char words[WORDS_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(words, sizeof(words), format, args);
	va_end(args);
	*found = arena_string(arena, words);
	return status;
}

enum status
domain_spf(const struct lookup *lookup, const char *domain,
    const char *relay, struct arena *arena, const char **found)
{
	struct spf spf = { .lookup = lookup, .arena = arena,
	    .left = LOOKUPS_MAX };
	enum status status;
	const char *record = "";

	status = find_record(lookup, domain, "v=spf1", arena, &record);
	if (status == STATUS_BUSY)
		return said(arena, found, STATUS_BUSY,
		    "%s cannot be asked now", domain);
	if (status != STATUS_OK)
		return said(arena, found, STATUS_FAIL, "%s has none", domain);
	if (strstr(record, "-all") == NULL && strstr(record, "~all") == NULL &&
	    strstr(record, "redirect=") == NULL)
		return said(arena, found, STATUS_FAIL,
		    "lets anybody send: %s", record);
	if (lookup->addresses(relay, arena, &spf.relay) != STATUS_OK)
		return said(arena, found, STATUS_BUSY, "is there; where the "
		    "relay %s sends from is not known", relay);
	match_record(&spf, domain, record);
	if (spf.covers)
		return said(arena, found, STATUS_OK, "names the relay %s",
		    relay);
	if (spf.unknown || spf.left < 0)
		return said(arena, found, STATUS_BUSY, "is there; whether it "
		    "names the relay %s is not known", relay);
	return said(arena, found, STATUS_FAIL, "does not name the relay %s, "
	    "unless that sends from other addresses", relay);
}

/* What the tag p says, wherever it stands; sp is another one. */
static const char *
policy_of(const char *record)
{
	for (; record != NULL; record = strchr(record, ';')) {
		record += strspn(record, "; ");
		if (strncasecmp(record, "p=", 2) == 0)
			return record + 2;
	}
	return "";
}

/* The domain's own record, or that of the one above it (RFC 7489, 6.6.3). */
enum status
domain_dmarc(const struct lookup *lookup, const char *domain,
    struct arena *arena, const char **found)
{
	const char *record, *policy, *at = domain;
	enum status status = STATUS_NOTFOUND;

	for (; status == STATUS_NOTFOUND && at != NULL &&
	    strchr(at, '.') != NULL; at = strchr(at, '.') == NULL ? NULL :
	    strchr(at, '.') + 1)
		status = find_record(lookup, arena_printf(arena, "_dmarc.%s",
		    at), "v=DMARC1", arena, &record);
	if (status == STATUS_BUSY)
		return said(arena, found, STATUS_BUSY,
		    "%s cannot be asked now", domain);
	if (status != STATUS_OK)
		return said(arena, found, STATUS_FAIL, "%s has none", domain);
	policy = policy_of(record);
	if (strncasecmp(policy, "reject", 6) == 0 ||
	    strncasecmp(policy, "quarantine", 10) == 0)
		return said(arena, found, STATUS_OK, "%s", record);
	return said(arena, found, STATUS_FAIL, "asks nothing of who gets a "
	    "forged letter: %s", record);
}

bool
domain_aligned(const char *one, const char *other)
{
	size_t first = strlen(one), second = strlen(other);
	const char *longer = first > second ? one : other;
	const char *shorter = first > second ? other : one;
	size_t more = first > second ? first - second : second - first;

	return strcasecmp(longer + more, shorter) == 0 &&
	    (more == 0 || longer[more - 1] == '.');
}
