#include <string.h>

#include "core/arena.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/event/event.h"
#include "db/list.h"
#include "db/retention/erasure.h"
#include "db/retention/purpose.h"

#define HOUR		3600
#define DAY		86400

#define OUR_INTEREST	"gerechtvaardigd belang (artikel 6, lid 1, onder f, " \
	"van de AVG)"

const struct purpose purposes[PURPOSE__MAX] = {
	[PURPOSE_REGISTRATION] = {
		"aanmelding", "Aanmeldingen", TERM_EVENT,
		"contactpersonen en deelnemers",
		"naam, gemeente, rol, functie, e-mailadres, telefoonnummer, "
		"gekozen sessies en onderwerpen, een vraag, notities van de "
		"organisatie, en of iemand een plaats heeft, wacht, of binnen is "
		"gekomen en wanneer",
		"Om de bijeenkomst te houden waarvoor iemand is aangemeld.",
		OUR_INTEREST ": de bijeenkomst houden waarvoor u bent "
		"aangemeld",
		"de contactpersoon en de organisatoren; aan de deur alleen "
		"naam, gemeente, rol, sessies en of iemand een plaats heeft, "
		"op de telefoon versleuteld en tot het eind van de dag",
		NULL,
	},
	[PURPOSE_REQUIREMENT] = {
		"wens", "Dieet- en toegankelijkheidswensen", TERM_EVENT_WISH,
		"deelnemers die het zelf doorgeven",
		"wat iemand eet of nodig heeft om mee te doen, en wanneer "
		"toestemming is gegeven",
		"Om de lunch en de zaal daarop in te richten.",
		"uitdrukkelijke toestemming (artikel 9, lid 2, onder a, van "
		"de AVG)",
		"de organisatoren; de cateraar en de locatie krijgen regels "
		"zonder naam",
		"meteen bij intrekken of afmelden",
	},
	[PURPOSE_LETTER] = {
		"bericht", "De tekst van verstuurde mails", TERM_LETTER,
		"contactpersonen en deelnemers",
		"de mail zoals die is verstuurd",
		"Om te kunnen nagaan wat iemand van ons heeft gehoord.",
		OUR_INTEREST ": vragen over een mail kunnen beantwoorden",
		"de organisatoren; de mailserver die de mails verstuurt",
		"dat er een mail ging, en waarheen, blijft zo lang als de "
		"aanmelding",
	},
	[PURPOSE_EVALUATION] = {
		"evaluatie", "Wat mensen van de bijeenkomst vonden",
		TERM_EVALUATION,
		"wie na afloop de drie vragen beantwoordt, zonder naam",
		"een oordeel, en wat iemand schrijft; niet wie, en niet wanneer",
		"Om de volgende bijeenkomst beter te maken.",
		OUR_INTEREST ": bijeenkomsten verbeteren",
		"de organisatoren, vanaf vijf antwoorden",
		NULL,
	},
	[PURPOSE_BOUNCE] = {
		"onbestelbaar", "Adressen waarvan mail terugkwam",
		TERM_BOUNCE, "contactpersonen en deelnemers",
		"het e-mailadres, wanneer, en de woorden van de andere "
		"mailserver",
		"Om iemand op een andere manier te kunnen bereiken.",
		OUR_INTEREST ": mensen bereiken die zijn aangemeld",
		"de organisatoren", "of eerder, met de aanmelding",
	},
	[PURPOSE_UNSUBSCRIBED] = {
		"geen nieuws", "Wie geen uitnodigingen en nieuws wil",
		TERM_STAYS, "wie zich daarvoor heeft afgemeld",
		"een code waaruit het e-mailadres niet is te lezen, en sinds "
		"wanneer",
		"Om iemand die dat niet wil, geen uitnodigingen en nieuws "
		"meer te sturen.",
		OUR_INTEREST ": onthouden dat iemand dat niet wil", "niemand",
		"ook als de rest is gewist; tot iemand het weer wel wil",
	},
	[PURPOSE_ABUSE] = {
		"misbruik", "Het netwerk van een nieuwe aanmelding",
		TERM_HOUR, "contactpersonen",
		"een code waaruit het adres van het netwerk niet is te lezen",
		"Zodat één bezoeker niet alle plaatsen kan innemen.",
		OUR_INTEREST ": de plaatsen eerlijk verdelen", "niemand",
		NULL,
	},
	[PURPOSE_LOG] = {
		"logboek", "Het logboek", TERM_LOG,
		"contactpersonen, deelnemers en organisatoren",
		"wie wat deed en wanneer, met het nummer van de aanmelding",
		"Om na te gaan wie gegevens zag of wijzigde.",
		OUR_INTEREST ": de gegevens beveiligen",
		"de organisatoren",
		"wat iemand schreef gaat eruit met de aanmelding",
	},
	[PURPOSE_DESK] = {
		"beheer", "Accounts van de organisatie", TERM_STAYS,
		"organisatoren en wie aan de deur staat",
		"naam, rol, wachtwoord (onleesbaar), tweede stap, laatste "
		"bezoek, browser, en een code van het netwerk",
		"Om alleen wie dat mag bij de gegevens te laten.",
		OUR_INTEREST ": de gegevens beveiligen",
		"de organisatoren", "een bezoek hooguit een dag, een netwerk "
		"90 dagen, een gesloten account zo lang als het logboek",
	},
	[PURPOSE_COPY] = {
		"reservekopie", "Reservekopieën", TERM_COPY,
		"iedereen die hierboven staat", "alles wat hierboven staat",
		"Om na een storing verder te kunnen.",
		OUR_INTEREST ": de gegevens niet kwijtraken",
		"de beheerder van de computer", "wat al over de termijn is, "
		"wordt na terugzetten eerst gewist",
	},
	[PURPOSE_GEMEENTE] = {
		"gemeente", "Algemene adressen van gemeenten", TERM_STAYS,
		"niemand in het bijzonder: openbare adressen van gemeenten",
		"het algemene e-mailadres van een gemeente",
		"Om gemeenten uit te nodigen.",
		OUR_INTEREST ": gemeenten uitnodigen", "de organisatoren",
		NULL,
	},
	[PURPOSE_EVENT] = { .word = "bijeenkomst",
		.title = "De bijeenkomst en haar programma",
		.term = TERM_STAYS },
	[PURPOSE_FIGURES] = { .word = "cijfers",
		.title = "Aantallen, zonder personen", .term = TERM_STAYS },
	[PURPOSE_WORKING] = { .word = "techniek",
		.title = "Wat het programma zelf nodig heeft",
		.term = TERM_STAYS },
};

const struct holding holdings[] = {
	{ PURPOSE_REGISTRATION, "registration", "*", DEED_COUNT },
	{ PURPOSE_REGISTRATION, "registration_thema", "*", DEED_COUNT },
	{ PURPOSE_REGISTRATION, "participant", "*", DEED_COUNT },
	{ PURPOSE_REGISTRATION, "participant_session", "*", DEED_DELETE },
	{ PURPOSE_REGISTRATION, "arrival", "*", DEED_DELETE },
	{ PURPOSE_REGISTRATION, "terug", "*", DEED_DELETE },
	{ PURPOSE_REGISTRATION, "terug_brief", "*", DEED_DELETE },
	{ PURPOSE_REGISTRATION, "badge", "*", DEED_DELETE },
	{ PURPOSE_REGISTRATION, "note", "*", DEED_DELETE },
	{ PURPOSE_REGISTRATION, "attendee", "*", DEED_DELETE },
	{ PURPOSE_REGISTRATION, "outbox", "*", DEED_DELETE },
	{ PURPOSE_REGISTRATION, "audit", "waarden reden", DEED_BLANK },
	{ PURPOSE_REGISTRATION, "gemeente_afgezegd", "wie toelichting",
	    DEED_BLANK },
	{ PURPOSE_REGISTRATION, "invitation", "*", DEED_DELETE },
	{ PURPOSE_REGISTRATION, "mailing", "*", DEED_DELETE },
	{ PURPOSE_REQUIREMENT, "requirement", "*", DEED_DELETE },
	{ PURPOSE_LETTER, "outbox_bericht", "*", DEED_DELETE },
	{ PURPOSE_EVALUATION, "evaluation", "*", DEED_DELETE },
	{ PURPOSE_BOUNCE, "address", "*", DEED_DELETE },
	{ PURPOSE_UNSUBSCRIBED, "geen_nieuws", "kenmerk sinds", DEED_KEEP },
	{ PURPOSE_ABUSE, "network_people", "*", DEED_DELETE },
	{ PURPOSE_LOG, "audit", "*", DEED_DELETE },
	{ PURPOSE_DESK, "account", "*", DEED_DELETE },
	{ PURPOSE_DESK, "login", "*", DEED_DELETE },
	{ PURPOSE_DESK, "known_network", "*", DEED_DELETE },
	{ PURPOSE_DESK, "totp", "*", DEED_DELETE },
	{ PURPOSE_DESK, "recovery", "*", DEED_DELETE },
	{ PURPOSE_DESK, "export_kolommen", "*", DEED_DELETE },
	{ PURPOSE_DESK, "export_merk", "*", DEED_DELETE },
	{ PURPOSE_DESK, "desk", "een totp_verplicht", DEED_KEEP },
	{ PURPOSE_GEMEENTE, "gemeente", "gemeente_email griffie_email",
	    DEED_KEEP },
	{ PURPOSE_EVENT, "gemeente", "code naam officiele_naam provincie "
	    "arbeidsmarktregio domein heeft_mbo mbo_namen geldig_vanaf "
	    "geldig_tot opvolger", DEED_KEEP },
	{ PURPOSE_EVENT, "gemeente_alias", "alias gemeente", DEED_KEEP },
	{ PURPOSE_EVENT, "event", "id uid volgnummer versie zichtbaar titel "
	    "doelgroep omschrijving begin einde locatie bereikbaar afgelast "
	    "afgelast_tekst gesloten eerder_begin eerder_einde eerder_locatie "
	    "capaciteit max_per_aanmelding max_per_gemeente "
	    "gereserveerd_wethouders gereserveerd_tot gasten_tellen "
	    "regels aanmelden_open "
	    "aanmelden_dicht wijzigen_tot bewaartermijn bewaartermijn_wensen "
	    "organisatie organisatie_email afzender_naam antwoord_email "
	    "herinneren herinneren_max herinneren_om herinneren_ladder reces "
	    "wachtlijst_vragen "
	    "naam_vragen naam_vrijgeven kleur", DEED_KEEP },
	{ PURPOSE_EVENT, "event_text", "event sleutel tekst", DEED_KEEP },
	{ PURPOSE_EVENT, "round", "id event nummer titel begin einde",
	    DEED_KEEP },
	{ PURPOSE_EVENT, "session", "id round positie titel omschrijving zaal "
	    "capaciteit regels", DEED_KEEP },
	{ PURPOSE_EVENT, "programme_item", "id event begin einde titel "
	    "omschrijving", DEED_KEEP },
	{ PURPOSE_EVENT, "thema", "sleutel positie titel toelichting",
	    DEED_KEEP },
	{ PURPOSE_FIGURES, "cijfer", "event over waarde status aantal",
	    DEED_KEEP },
	{ PURPOSE_FIGURES, "gewist", "doel dag aantal", DEED_KEEP },
	{ PURPOSE_FIGURES, "gemeente_afgezegd", "event gemeente moment",
	    DEED_KEEP },
	{ PURPOSE_WORKING, "invitation_day", "event dag", DEED_KEEP },
	{ PURPOSE_FIGURES, "seat_count", "event bezet wethouders",
	    DEED_KEEP },
	{ PURPOSE_FIGURES, "head_count", "event gemeente status rol volgt "
	    "aantal", DEED_KEEP },
	{ PURPOSE_FIGURES, "session_count", "session bezet", DEED_KEEP },
	{ PURPOSE_WORKING, "line", "event tot over vrij maximum", DEED_KEEP },
	{ PURPOSE_WORKING, "installation", "id kenmerk hartslag mailer_gezien "
	    "gewist",
	    DEED_KEEP },
	{ PURPOSE_WORKING, "mail_alarm", "een sinds antwoord", DEED_KEEP },
	{ PURPOSE_WORKING, "mail_pace", "seconde aantal", DEED_KEEP },
	{ PURPOSE_WORKING, "terug_bezig", "een", DEED_KEEP },
	{ PURPOSE_WORKING, "catalog_version", "een versie", DEED_KEEP },
	{ PURPOSE_WORKING, "sqlite_sequence", "name seq", DEED_KEEP },
};

const size_t nholdings = sizeof(holdings) / sizeof(holdings[0]);

const struct held_file held_files[] = {
	{ PURPOSE_REGISTRATION, "*.db", "zoals hierboven, per tabel" },
	{ PURPOSE_REGISTRATION, "*.db-wal", "gaat steeds op in de database" },
	{ PURPOSE_WORKING, "*.db-shm", "bevat geen gegevens" },
	{ PURPOSE_WORKING, "*.db.lock", "is leeg" },
	{ PURPOSE_WORKING, "*.db.mailer", "is leeg" },
	{ PURPOSE_WORKING, "*.db.verified", "is leeg" },
	{ PURPOSE_WORKING, "secret", "bevat geen gegevens" },
	{ PURPOSE_WORKING, "orientatie.conf", "bevat geen gegevens" },
	{ PURPOSE_WORKING, "run/*.sock", "bevat geen gegevens" },
	{ PURPOSE_WORKING, "run/lock", "is leeg" },
	{ PURPOSE_WORKING, "run/nginx.*", "bevat geen gegevens" },
	{ PURPOSE_LOG, "run/access.log", "zonder persoonlijke link, adres of "
	    "naam; alleen bij make run" },
	{ PURPOSE_LOG, "make.out", "wat de programma's zeggen, zonder naam of "
	    "adres van mensen" },
	{ PURPOSE_LETTER, "mail/*", "de opvang van mails bij make run; wist "
	    "men zelf" },
	{ PURPOSE_COPY, "*.db*.voor-*", "na het terugzetten van een kopie; "
	    "gewist na de termijn" },
	{ PURPOSE_COPY, "secret.voor-*", "als boven" },
	{ PURPOSE_COPY, "*.orientatie", "gewist na de termijn" },
};

const size_t nheld_files = sizeof(held_files) / sizeof(held_files[0]);

int64_t
term_days(enum term term, const struct event *event,
    const struct config *config)
{
	switch (term) {
	case TERM_EVENT:
		return event->bewaartermijn;
	case TERM_EVENT_WISH:
		return event->bewaartermijn_wensen;
	case TERM_EVALUATION:
		return config->evaluation_keep_days;
	case TERM_LETTER:
		return config->mail_keep_days;
	case TERM_BOUNCE:
		return config->bounce_keep_days;
	case TERM_LOG:
		/* The database lets nothing of the last month go. */
		return config->audit_keep_days < 30 ? 30 :
		    config->audit_keep_days;
	case TERM_COPY:
		return config->backup_days;
	case TERM_HOUR:
	case TERM_STAYS:
		break;
	}
	return 0;
}

const char *
term_words(enum term term, const struct event *event,
    const struct config *config, struct arena *arena)
{
	static const char *const after[TERM_STAYS] = {
		[TERM_EVENT] = "na de bijeenkomst",
		[TERM_EVENT_WISH] = "na de bijeenkomst",
		[TERM_EVALUATION] = "na de bijeenkomst",
		[TERM_LETTER] = "na het versturen",
		[TERM_BOUNCE] = "nadat de mail terugkwam",
		[TERM_LOG] = "nadat de regel is geschreven",
		[TERM_COPY] = "na het maken",
	};
	int64_t days;

	if (term == TERM_HOUR)
		return "een uur";
	if (term >= TERM_STAYS)
		return "zolang dit programma wordt gebruikt";
	days = term_days(term, event, config);
	return arena_printf(arena, "%lld %s %s", (long long)days,
	    days == 1 ? "dag" : "dagen", after[term]);
}

/*
 * ?1: the moment before which a row is over, for a term that the event sets
 * now itself; ?2: how many at most.
 */
SQL(SWEEP_REQUIREMENT,
    "DELETE FROM requirement WHERE participant IN (SELECT q.participant"
    " FROM requirement q CROSS JOIN participant p ON p.id = q.participant"
    " JOIN event e ON e.id = p.event"
    " WHERE e.einde + e.bewaartermijn_wensen * 86400 <= ?1 LIMIT ?2)");
SQL(SWEEP_REGISTRATION,
    "SELECT r.id FROM event e CROSS JOIN registration r ON r.event = e.id"
    " WHERE e.einde + e.bewaartermijn * 86400 <= ?1 LIMIT ?2");
SQL(SWEEP_WORDS,
    "UPDATE audit SET waarden = '', reden = '' WHERE id IN (SELECT a.id"
    " FROM event e CROSS JOIN audit a ON a.event = e.id"
    " AND (a.waarden <> '' OR a.reden <> '')"
    " WHERE e.einde + e.bewaartermijn * 86400 <= ?1 LIMIT ?2)");
SQL(SWEEP_DECLINES,
    "UPDATE gemeente_afgezegd SET wie = '', toelichting = ''"
    " WHERE (event, gemeente) IN (SELECT a.event, a.gemeente FROM event e"
    " CROSS JOIN gemeente_afgezegd a ON a.event = e.id"
    " AND (a.wie <> '' OR a.toelichting <> '')"
    " WHERE e.einde + e.bewaartermijn * 86400 <= ?1 LIMIT ?2)");
/* Whatever became of the letter, as long as it is not to be sent. */
SQL(SWEEP_MESSAGES,
    "DELETE FROM outbox_bericht WHERE outbox IN (SELECT o.id"
    " FROM outbox_bericht b CROSS JOIN outbox o ON o.id = b.outbox"
    " WHERE o.volgende IS NULL AND max(coalesce(o.verzonden, 0), o.vast_tot)"
    " < ?1 LIMIT ?2)");
SQL(SWEEP_DIGESTS,
    "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox"
    " WHERE registration = 0 AND gemeente = '' AND volgende IS NULL"
    " AND max(coalesce(verzonden, 0), vast_tot) < ?1 LIMIT ?2)");
/* Invitations count as long as their event does. */
SQL(SWEEP_INVITATIONS,
    "DELETE FROM outbox WHERE id IN (SELECT o.id FROM event e"
    " CROSS JOIN outbox o ON o.event = e.id AND o.gemeente <> ''"
    " WHERE e.einde + e.bewaartermijn * 86400 <= ?1 LIMIT ?2)");
SQL(SWEEP_INVITED,
    "DELETE FROM invitation WHERE (event, gemeente) IN (SELECT i.event,"
    " i.gemeente FROM event e CROSS JOIN invitation i ON i.event = e.id"
    " WHERE e.einde + e.bewaartermijn * 86400 <= ?1 LIMIT ?2)");
SQL(SWEEP_MAILINGS,
    "DELETE FROM mailing WHERE id IN (SELECT m.id FROM event e"
    " CROSS JOIN mailing m ON m.event = e.id"
    " WHERE e.einde + e.bewaartermijn * 86400 <= ?1 LIMIT ?2)");
SQL(SWEEP_EVALUATIONS,
    "DELETE FROM evaluation WHERE (event, sleutel) IN (SELECT v.event,"
    " v.sleutel FROM event e CROSS JOIN evaluation v ON v.event = e.id"
    " WHERE e.einde <= ?1 LIMIT ?2)");
SQL(SWEEP_ADDRESSES,
    "DELETE FROM address WHERE address IN (SELECT address FROM address"
    " WHERE bounced <= ?1 LIMIT ?2)");
SQL(SWEEP_NETWORKS,
    "DELETE FROM network_people WHERE (netwerk, moment, registration) IN"
    " (SELECT netwerk, moment, registration FROM network_people"
    " WHERE moment <= ?1 LIMIT ?2)");
/* The rows of the log are in the order of their moments. */
SQL(SWEEP_LOG,
    "DELETE FROM audit WHERE id IN (SELECT id FROM audit WHERE id <"
    " (SELECT id FROM audit WHERE moment > ?1 ORDER BY id LIMIT 1)"
    " ORDER BY id LIMIT ?2)");

SQL(SWEEP_ACCOUNTS,
    "DELETE FROM account WHERE id IN (SELECT id FROM account"
    " WHERE dicht <> 0 AND dicht <= ?1 LIMIT ?2)");

static const struct sweep {
	enum purpose_id		 purpose;
	const struct statement	*statement;
	enum deed		 deed;	/* COUNT: it lists registrations */
} sweeps[RETENTION_SWEEPS] = {
	{ PURPOSE_REQUIREMENT, SQL_SWEEP_REQUIREMENT, DEED_DELETE },
	{ PURPOSE_REGISTRATION, SQL_SWEEP_REGISTRATION, DEED_COUNT },
	{ PURPOSE_REGISTRATION, SQL_SWEEP_WORDS, DEED_BLANK },
	{ PURPOSE_REGISTRATION, SQL_SWEEP_DECLINES, DEED_BLANK },
	{ PURPOSE_REGISTRATION, SQL_SWEEP_INVITATIONS, DEED_DELETE },
	{ PURPOSE_REGISTRATION, SQL_SWEEP_INVITED, DEED_DELETE },
	{ PURPOSE_REGISTRATION, SQL_SWEEP_MAILINGS, DEED_DELETE },
	{ PURPOSE_LETTER, SQL_SWEEP_MESSAGES, DEED_DELETE },
	{ PURPOSE_LETTER, SQL_SWEEP_DIGESTS, DEED_BLANK },
	{ PURPOSE_EVALUATION, SQL_SWEEP_EVALUATIONS, DEED_DELETE },
	{ PURPOSE_BOUNCE, SQL_SWEEP_ADDRESSES, DEED_DELETE },
	{ PURPOSE_ABUSE, SQL_SWEEP_NETWORKS, DEED_DELETE },
	{ PURPOSE_LOG, SQL_SWEEP_LOG, DEED_DELETE },
	{ PURPOSE_DESK, SQL_SWEEP_ACCOUNTS, DEED_DELETE },
};

/* The moment before which it is over. */
static int64_t
over_before(enum purpose_id purpose, const struct config *config, int64_t now)
{
	/* An open account stays; a closed one as long as the log names it. */
	enum term term = purpose == PURPOSE_DESK ? TERM_LOG :
	    purposes[purpose].term;

	if (term == TERM_EVENT || term == TERM_EVENT_WISH)
		return now;
	return now - (term == TERM_HOUR ? HOUR :
	    DAY * term_days(term, NULL, config));
}

/* A row of now stands behind those that go: the month before it stays. */
SQL(LOG_IS_OVER,
    "SELECT coalesce((SELECT moment FROM audit ORDER BY id DESC LIMIT 1)"
    " <= ?1, 0)");

static enum status
begin_log(struct db *db, int64_t before, int64_t now)
{
	enum status status;
	int64_t over;

	status = db_integer(db, SQL_LOG_IS_OVER,
	    VALUES(value_integer(before)), &over);
	return status != STATUS_OK || over == 0 ? status : audit_add(db,
	    &(struct audit){
		.wie = "systeem", .wat = "logboek opgeruimd",
	}, now);
}

static enum status
sweep_registrations(struct db *db, const struct sweep *sweep, int64_t before,
    int64_t max, struct arena *arena, int64_t *count)
{
	static const struct list_of ids =
	    LIST_BY(int64_t, take_integer, SIZE_MAX);
	enum status status;
	size_t found = 0;
	int64_t *list;

	status = list_read(db, sweep->statement, VALUES(value_integer(before),
	    value_integer(max)), &ids, arena, &list, &found);
	for (size_t i = 0; status == STATUS_OK && i < found; i++)
		status = erasure_of_registration(db, list[i]);
	*count = (int64_t)found;
	return status;
}

SQL(RETENTION_GONE,
    "INSERT INTO gewist (doel, dag, aantal) VALUES (?1, ?2, ?3)"
    " ON CONFLICT DO UPDATE SET aantal = aantal + excluded.aantal");

/* What is only emptied was counted with what it was about. */
static enum status
count_gone(struct db *db, const struct sweep *sweep, int64_t now,
    int64_t count)
{
	enum status status = STATUS_OK;

	if (count == 0)
		return STATUS_OK;
	if (sweep->deed != DEED_BLANK)
		status = db_run(db, SQL_RETENTION_GONE, VALUES(
		    value_text(purposes[sweep->purpose].word),
		    value_integer(now / DAY), value_integer(count)));
	return status == STATUS_OK ? erasure_note(db, now) : status;
}

enum status
retention_sweep(struct db *db, size_t which, const struct config *config,
    int64_t now, int64_t max, struct arena *arena, int64_t *count)
{
	const struct sweep *sweep = &sweeps[which];
	int64_t before = over_before(sweep->purpose, config, now);
	int64_t went = 0;
	enum status status;

	if (sweep->deed == DEED_COUNT) {
		status = sweep_registrations(db, sweep, before, max, arena,
		    &went);
	} else {
		status = sweep->purpose != PURPOSE_LOG ? STATUS_OK :
		    begin_log(db, before, now);
		if (status == STATUS_OK)
			status = db_run(db, sweep->statement, VALUES(
			    value_integer(before), value_integer(max)));
		went = db_changed(db);
	}
	if (status == STATUS_OK)
		status = count_gone(db, sweep, now, went);
	if (status == STATUS_OK)
		*count = went;
	return status;
}

/* How many there are, and how many of them were over before ?1. */
SQL(HELD_REGISTRATIONS,
    "SELECT count(*), coalesce(sum(e.einde + e.bewaartermijn * 86400 <= ?1),"
    " 0) FROM registration r JOIN event e ON e.id = r.event");
SQL(HELD_REQUIREMENTS,
    "SELECT count(*), coalesce(sum(e.einde + e.bewaartermijn_wensen * 86400"
    " <= ?1), 0) FROM requirement q CROSS JOIN participant p"
    " ON p.id = q.participant JOIN event e ON e.id = p.event");
SQL(HELD_MESSAGES,
    "SELECT count(*), coalesce(sum(o.volgende IS NULL AND"
    " max(coalesce(o.verzonden, 0), o.vast_tot) < ?1), 0)"
    " FROM outbox_bericht b CROSS JOIN outbox o ON o.id = b.outbox");
SQL(HELD_EVALUATIONS,
    "SELECT count(*), coalesce(sum(e.einde <= ?1), 0)"
    " FROM evaluation v JOIN event e ON e.id = v.event");
SQL(HELD_ADDRESSES,
    "SELECT count(*), coalesce(sum(bounced <= ?1), 0) FROM address");
SQL(HELD_NETWORKS,
    "SELECT count(*), coalesce(sum(moment <= ?1), 0) FROM network_people");
SQL(HELD_LOG,
    "SELECT count(*), coalesce(sum(moment < ?1), 0) FROM audit");
SQL(HELD_ACCOUNTS,
    "SELECT count(*), coalesce(sum(dicht <> 0 AND dicht <= ?1), 0)"
    " FROM account");
/* None of them is ever over. */
SQL(HELD_OF_GEMEENTEN,
    "SELECT count(*), ?1 * 0 FROM gemeente WHERE gemeente_email <> ''");
SQL(RETENTION_WENT,
    "SELECT coalesce(sum(aantal), 0) FROM gewist WHERE doel = ?1"
    " AND dag > ?2");

static const struct statement *const held_by[PURPOSE__MAX] = {
	[PURPOSE_REGISTRATION] = SQL_HELD_REGISTRATIONS,
	[PURPOSE_REQUIREMENT] = SQL_HELD_REQUIREMENTS,
	[PURPOSE_LETTER] = SQL_HELD_MESSAGES,
	[PURPOSE_EVALUATION] = SQL_HELD_EVALUATIONS,
	[PURPOSE_BOUNCE] = SQL_HELD_ADDRESSES,
	[PURPOSE_ABUSE] = SQL_HELD_NETWORKS,
	[PURPOSE_LOG] = SQL_HELD_LOG,
	[PURPOSE_DESK] = SQL_HELD_ACCOUNTS,
	[PURPOSE_GEMEENTE] = SQL_HELD_OF_GEMEENTEN,
};

enum status
retention_state(struct db *db, const struct config *config, int64_t now,
    struct retention_state states[PURPOSE__MAX])
{
	enum status status = STATUS_OK;
	struct rows rows;

	memset(states, 0, PURPOSE__MAX * sizeof(*states));
	for (enum purpose_id id = 0; status == STATUS_OK && id < PURPOSE__MAX;
	    id++) {
		if (held_by[id] == NULL)
			continue;
		rows_open(&rows, db, held_by[id], VALUES(value_integer(
		    over_before(id, config, now - HOUR))));
		if (rows_next(&rows)) {
			states[id].held = rows_integer(&rows, 0);
			states[id].late = rows_integer(&rows, 1);
		}
		status = rows_close(&rows);
		if (status == STATUS_OK)
			status = db_integer(db, SQL_RETENTION_WENT, VALUES(
			    value_text(purposes[id].word),
			    value_integer(now / DAY - 365)), &states[id].gone);
	}
	return status;
}
