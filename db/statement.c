#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/registration/questions.h"
#include "db/statement.h"

/*
 * @contact@ and @deelnemer@ become the columns of the field tables,
 * @contact?9@ as many parameters from ?9 on, @contact=9@ the assignments
 * "gemeente = ?9, …".
 */
/*
 * The conditions of struct attendee_filter, in its order.  All of them are
 * about the table attendee, so that the others are looked at only for who is
 * found, and the walk is in the order of one of its indexes.  (The + keeps
 * that date from taking the place of where a page begins.)
 */
#define ATTENDEE_ASKED \
    " WHERE a.event = ?1 AND (?2 = '' OR holds(fold(?2), a.zoek))" \
    " AND (?3 = '' OR a.participant IN (SELECT id FROM participant" \
    " WHERE event = ?1 AND status = ?3))" \
    " AND (?4 = '' OR a.rolsoort = ?4)" \
    " AND (?5 = '' OR a.code = ?5)" \
    " AND (?6 = '' OR a.code IN (SELECT code FROM gemeente" \
    " WHERE provincie = ?6))" \
    " AND (?7 = '' OR a.code IN (SELECT code FROM gemeente" \
    " WHERE arbeidsmarktregio = ?7))" \
    " AND (?8 = 0 OR a.participant IN (SELECT participant" \
    " FROM participant_session WHERE session = ?8))" \
    " AND +a.aangemeld >= ?9 AND (?10 = 0 OR a.volgt = 'ja')"
#define ATTENDEE_COUNTED \
    "SELECT count(*) FROM (SELECT 1 FROM attendee a" ATTENDEE_ASKED
#define ATTENDEE_FROM \
    " FROM attendee a CROSS JOIN participant p ON p.id = a.participant" \
    " CROSS JOIN registration r ON r.id = p.registration" \
    " CROSS JOIN gemeente g ON g.code = r.gemeente" ATTENDEE_ASKED
#define ATTENDEE_LINE \
    "SELECT p.id, p.registration, p.positie, p.status, g.naam, g.code," \
    " g.provincie, g.arbeidsmarktregio, r.aangemeld, p.gewijzigd," \
    " (SELECT group_concat(titel, ', ') FROM (SELECT t.titel" \
    " FROM registration_thema rt JOIN thema t ON t.sleutel = rt.thema" \
    " WHERE rt.registration = r.id ORDER BY t.positie))," \
    " (SELECT group_concat(titel, ', ') FROM (SELECT s.titel" \
    " FROM participant_session ps JOIN session s ON s.id = ps.session" \
    " JOIN round o ON o.id = ps.round WHERE ps.participant = p.id" \
    " ORDER BY o.nummer)), @contact@, @deelnemer@" ATTENDEE_FROM

/* Of a participant p: chose session ?2 or something in round ?3; 0, 0: any. */
#define HEARS \
    " AND ((?2 = 0 AND ?3 = 0) OR EXISTS (SELECT 1 FROM participant_session" \
    " ps WHERE ps.participant = p.id AND (ps.session = ?2 OR ps.round = ?3)))"
/* An account a as account.c takes it, and whether somebody else may rule. */
#define ACCOUNT_SELECT \
    "SELECT a.id, a.naam, a.wachtwoord, a.rol, a.dicht, a.gemaakt, a.gezien," \
    " EXISTS (SELECT 1 FROM factor f WHERE f.account = a.id) FROM account a"
#define ANOTHER_RULES \
    " EXISTS (SELECT 1 FROM account o WHERE o.id <> ?1 AND NOT o.dicht" \
    " AND o.rol = 'organisator')"

static const char *const texts[SQL__MAX] = {
[SQL_DATA_VERSION] = "PRAGMA data_version",
[SQL_USER_VERSION] = "PRAGMA user_version",
[SQL_INTEGRITY] = "PRAGMA integrity_check(1)",
[SQL_FOREIGN_KEYS] = "PRAGMA foreign_key_check",

[SQL_CATALOG_VERSION] = "SELECT versie FROM catalog_version",
[SQL_EVENT_VISIBLE] = "SELECT id FROM event WHERE zichtbaar = 1",
[SQL_EVENT_GET] =
    "SELECT id, uid, volgnummer, titel, doelgroep, omschrijving, begin, einde,"
    " locatie, bereikbaar, capaciteit, aanmelden_open, aanmelden_dicht,"
    " max_per_aanmelding, organisatie, organisatie_email, wijzigen_tot,"
    " gereserveerd_wethouders, gereserveerd_tot, max_per_gemeente,"
    " bewaartermijn, zichtbaar, versie, kleur, afzender_naam, antwoord_email"
    " FROM event WHERE id = ?1",
[SQL_EVENT_LIST] =
    "SELECT id, titel, begin, einde, zichtbaar,"
    " (SELECT count(*) FROM participant p WHERE p.event = event.id"
    " AND p.status = 'bevestigd'),"
    " (SELECT count(*) FROM participant p WHERE p.event = event.id"
    " AND p.status = 'wachtlijst') FROM event ORDER BY begin DESC, id DESC",
[SQL_EVENT_HIDE] = "UPDATE event SET zichtbaar = 0 WHERE zichtbaar = 1",
[SQL_EVENT_PUBLISH] = "UPDATE event SET zichtbaar = 1 WHERE id = ?1",
[SQL_EVENT_UPDATE] =
    "UPDATE event SET uid = ?2, volgnummer = ?3, titel = ?4, doelgroep = ?5,"
    " omschrijving = ?6, begin = ?7, einde = ?8, locatie = ?9,"
    " bereikbaar = ?10, capaciteit = ?11, aanmelden_open = ?12,"
    " aanmelden_dicht = ?13, max_per_aanmelding = ?14, organisatie = ?15,"
    " organisatie_email = ?16, wijzigen_tot = ?17,"
    " gereserveerd_wethouders = ?18, gereserveerd_tot = ?19,"
    " max_per_gemeente = ?20, bewaartermijn = ?21, kleur = ?22,"
    " afzender_naam = ?23, antwoord_email = ?24, versie = versie + 1"
    " WHERE id = ?1",
[SQL_EVENT_ADD] =
    "INSERT INTO event (uid, titel, doelgroep, omschrijving, begin, einde,"
    " locatie, bereikbaar, capaciteit, aanmelden_open, aanmelden_dicht,"
    " max_per_aanmelding, organisatie, organisatie_email, wijzigen_tot,"
    " gereserveerd_wethouders, gereserveerd_tot, max_per_gemeente,"
    " bewaartermijn, kleur, afzender_naam, antwoord_email, zichtbaar)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
    " ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
    " coalesce(?19, 'drie maanden na de bijeenkomst'), coalesce(?20, ''),"
    " coalesce(?21, ''), coalesce(?22, ''),"
    " NOT EXISTS (SELECT 1 FROM event WHERE zichtbaar = 1))",
[SQL_ROUND_LIST] =
    "SELECT id, nummer, titel, begin, einde FROM round WHERE event = ?1"
    " ORDER BY nummer",
[SQL_ROUND_ADD] =
    "INSERT INTO round (event, nummer, titel, begin, einde)"
    " VALUES (?1, ?2, ?3, ?4, ?5)",
[SQL_SESSION_LIST] =
    "SELECT id, titel, omschrijving, zaal, capaciteit FROM session"
    " WHERE round = ?1 ORDER BY positie",
[SQL_SESSION_ADD] =
    "INSERT INTO session (round, positie, titel, omschrijving, zaal,"
    " capaciteit) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
[SQL_ITEM_LIST] =
    "SELECT begin, einde, titel, omschrijving, id FROM programme_item"
    " WHERE event = ?1 ORDER BY begin, id",
[SQL_ITEM_ADD] =
    "INSERT INTO programme_item (event, begin, einde, titel, omschrijving)"
    " VALUES (?1, ?2, ?3, ?4, ?5)",
[SQL_THEMA_LIST] =
    "SELECT sleutel, titel, toelichting FROM thema ORDER BY positie",
[SQL_THEMA_PUT] =
    "INSERT INTO thema (sleutel, positie, titel, toelichting)"
    " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (sleutel) DO UPDATE SET"
    " positie = excluded.positie, titel = excluded.titel,"
    " toelichting = excluded.toelichting",
[SQL_GEMEENTE_LIST] =
    "SELECT code, naam, officiele_naam, provincie, domein, heeft_mbo"
    " FROM gemeente WHERE geldig_vanaf <= ?1"
    " AND (geldig_tot IS NULL OR geldig_tot > ?1) ORDER BY code",
[SQL_GEMEENTE_PUT] =
    "INSERT INTO gemeente (code, naam, officiele_naam, provincie,"
    " arbeidsmarktregio, domein, heeft_mbo)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"
    " ON CONFLICT (code) DO UPDATE SET naam = excluded.naam,"
    " officiele_naam = excluded.officiele_naam,"
    " provincie = excluded.provincie,"
    " arbeidsmarktregio = excluded.arbeidsmarktregio,"
    " domein = excluded.domein, heeft_mbo = excluded.heeft_mbo",
[SQL_ALIAS_LIST] =
    "SELECT alias, gemeente FROM gemeente_alias ORDER BY alias",
[SQL_ALIAS_CLEAR] = "DELETE FROM gemeente_alias WHERE gemeente = ?1",
[SQL_ALIAS_PUT] =
    "INSERT OR IGNORE INTO gemeente_alias (alias, gemeente) VALUES (?1, ?2)",

[SQL_SEATS_TAKEN] =
    "SELECT count(*) FROM participant WHERE event = ?1"
    " AND status = 'bevestigd'",
[SQL_SEATS_BY_SESSION] =
    "SELECT ps.session, count(*) FROM participant_session ps"
    " JOIN round r ON r.id = ps.round"
    " WHERE r.event = ?1 AND ps.status = 'bevestigd' GROUP BY ps.session",
[SQL_SESSION_TAKEN] =
    "SELECT count(*) FROM participant_session WHERE session = ?1"
    " AND status = 'bevestigd'",
[SQL_SEATS_OF_WETHOUDERS] =
    "SELECT count(*) FROM participant WHERE event = ?1"
    " AND status = 'bevestigd' AND rol = 'wethouder'",
[SQL_SEATS_OF_GEMEENTE] =
    "SELECT count(*) FROM registration r"
    " JOIN participant p ON p.registration = r.id WHERE r.event = ?1"
    " AND r.gemeente = ?2 AND p.status = 'bevestigd'",
[SQL_LINE_LAST] =
    "SELECT coalesce(max(rij), 0) FROM participant WHERE event = ?1"
    " AND status = 'wachtlijst'",
[SQL_LINE_WALK] =
    "SELECT p.id, p.registration, p.rol, r.wachtlijst, r.gemeente"
    " FROM participant p JOIN registration r ON r.id = p.registration"
    " WHERE p.event = ?1 AND p.status = 'wachtlijst'"
    " ORDER BY p.rij, p.registration, p.positie",
[SQL_LINE_BEFORE] =
    "SELECT count(DISTINCT registration) FROM participant WHERE event = ?1"
    " AND status = 'wachtlijst' AND (rij < ?2 OR"
    " (rij = ?2 AND registration < ?3))",
[SQL_SESSION_WALK] =
    "SELECT ps.participant, ps.session, s.capaciteit, p.registration"
    " FROM participant_session ps"
    " CROSS JOIN participant p ON p.id = ps.participant"
    " JOIN session s ON s.id = ps.session"
    " WHERE p.event = ?1 AND p.status = 'bevestigd'"
    " AND ps.status = 'wachtlijst' ORDER BY ps.rij, p.id, ps.round",
[SQL_SESSION_CONFIRM] =
    "UPDATE participant_session SET status = 'bevestigd'"
    " WHERE participant = ?1 AND session = ?2",
[SQL_SEAT_CONFIRM] =
    "UPDATE participant SET status = 'bevestigd', rij = NULL,"
    " gewijzigd = ?2 WHERE id = ?1",
[SQL_SEAT_WAIT] =
    "UPDATE participant SET status = 'wachtlijst', rij = ?2, gewijzigd = ?3"
    " WHERE id = ?1",
[SQL_SEAT_CANCEL] =
    "UPDATE participant SET status = 'afgemeld', rij = NULL, gewijzigd = ?2"
    " WHERE id = ?1",
[SQL_SESSION_RETURN] =
    "UPDATE participant_session SET status = 'wachtlijst', rij = (SELECT"
    " max(o.rij) + 1 FROM participant_session o"
    " WHERE o.session = participant_session.session) WHERE participant = ?1",
[SQL_SESSION_CANCEL] =
    "UPDATE participant_session SET status = 'afgemeld'"
    " WHERE participant = ?1",

[SQL_REGISTRATION_ADD] =
    "INSERT INTO registration (event, sleutel_hash, token_hash, aangemeld,"
    " @contact@) VALUES (?1, ?2, ?3, ?4, @contact?5@)",
[SQL_REGISTRATION_BY_KEY] =
    "SELECT id FROM registration WHERE event = ?1 AND sleutel_hash = ?2",
[SQL_REGISTRATION_BY_TOKEN] =
    "SELECT id FROM registration WHERE token_hash = ?1",
[SQL_REGISTRATION_GET] =
    "SELECT r.id, r.event, r.aangemeld, r.versie, r.sleutel_hash, g.naam,"
    " @contact@ FROM registration r JOIN gemeente g ON g.code = r.gemeente"
    " WHERE r.id = ?1",
[SQL_REGISTRATION_CHANGED] =
    "UPDATE registration SET versie = versie + 1 WHERE id = ?1",
[SQL_REGISTRATION_COMING] =
    "SELECT DISTINCT registration FROM participant WHERE event = ?1"
    " AND status <> 'afgemeld' ORDER BY registration",
[SQL_REGISTRATION_THEMA_ADD] =
    "INSERT OR IGNORE INTO registration_thema (registration, thema)"
    " VALUES (?1, ?2)",
[SQL_REGISTRATION_THEMA_LIST] =
    "SELECT rt.thema FROM registration_thema rt"
    " JOIN thema t ON t.sleutel = rt.thema WHERE rt.registration = ?1"
    " ORDER BY t.positie",
[SQL_PARTICIPANT_ADD] =
    "INSERT INTO participant (event, registration, positie, nonce,"
    " token_hash, status, rij, sorteersleutel, gewijzigd, @deelnemer@)"
    " VALUES (?1, ?2, ?3, ?4, ?5, 'wachtlijst', ?6, ?7, ?8, @deelnemer?9@)",
[SQL_PARTICIPANT_LIST] =
    "SELECT id, positie, nonce, status, rij, @deelnemer@ FROM participant"
    " WHERE registration = ?1 ORDER BY positie",
[SQL_PARTICIPANT_BY_TOKEN] =
    "SELECT registration, id FROM participant WHERE token_hash = ?1",
[SQL_PARTICIPANT_REGISTRATION] =
    "SELECT registration FROM participant WHERE id = ?1",
[SQL_PARTICIPANT_SESSION_ADD] =
    "INSERT INTO participant_session (participant, round, session, status,"
    " rij) VALUES (?1, ?2, ?3, 'wachtlijst', (SELECT"
    " coalesce(max(rij), 0) + 1 FROM participant_session WHERE session = ?3))"
    " ON CONFLICT (participant, round) DO UPDATE SET"
    " session = excluded.session, status = excluded.status,"
    " rij = excluded.rij WHERE session <> excluded.session",
[SQL_PARTICIPANT_SESSION_LIST] =
    "SELECT ps.participant, r.nummer, ps.session, ps.status"
    " FROM participant p JOIN participant_session ps ON ps.participant = p.id"
    " JOIN round r ON r.id = ps.round WHERE p.registration = ?1",

[SQL_REGISTRATION_UPDATE] =
    "UPDATE registration SET @contact=2@ WHERE id = ?1",
[SQL_REGISTRATION_THEMA_CLEAR] =
    "DELETE FROM registration_thema WHERE registration = ?1",
[SQL_PARTICIPANT_UPDATE] =
    "UPDATE participant SET sorteersleutel = ?2, gewijzigd = ?3,"
    " @deelnemer=4@ WHERE id = ?1",
[SQL_PARTICIPANT_TOUCH] =
    "UPDATE participant SET gewijzigd = ?2 WHERE id = ?1",
[SQL_PARTICIPANT_RENEW] =
    "UPDATE participant SET nonce = ?2, token_hash = ?3 WHERE id = ?1",
[SQL_PARTICIPANT_SESSION_REMOVE] =
    "DELETE FROM participant_session WHERE participant = ?1 AND round = ?2",
[SQL_WISH_PUT] =
    "INSERT INTO wish (participant, dieet, toegang, toestemming)"
    " SELECT id, ?2, ?3, ?4 FROM participant WHERE id = ?1"
    " AND status <> 'afgemeld' ON CONFLICT (participant) DO UPDATE SET"
    " dieet = excluded.dieet, toegang = excluded.toegang,"
    " toestemming = excluded.toestemming",
[SQL_WISH_GET] =
    "SELECT dieet, toegang, toestemming FROM wish WHERE participant = ?1",
[SQL_WISH_REMOVE] = "DELETE FROM wish WHERE participant = ?1",
[SQL_WISH_SWEEP] =
    "DELETE FROM wish WHERE participant IN (SELECT p.id FROM participant p"
    " JOIN event e ON e.id = p.event WHERE e.einde <= ?1)",

[SQL_OUTBOX_ADD] =
    "INSERT INTO outbox (onderwerp, ontvanger, versie, soort, afzender,"
    " message_id, gemaakt, volgende, vast_tot, verp)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?7, ?8)"
    " ON CONFLICT (onderwerp, ontvanger, versie) DO NOTHING",
[SQL_OUTBOX_ADD_BERICHT] =
    "INSERT INTO outbox_bericht (outbox, bericht) VALUES (?1, ?2)",
[SQL_OUTBOX_CLAIM] =
    /* The next date before the try; the id keeps letters from bunching. */
    "UPDATE outbox SET pogingen = pogingen + 1, vast_tot = ?1 + ?4,"
    " volgende = ?1 + max(?4, min(?2 * (pogingen + 1) * (pogingen + 1), ?3)"
    " + id % 60) WHERE id IN (SELECT id FROM outbox WHERE volgende <= ?1"
    " ORDER BY volgende, id LIMIT ?5)"
    " RETURNING id, afzender, ontvanger, (SELECT bericht"
    " FROM outbox_bericht b WHERE b.outbox = outbox.id), pogingen",
[SQL_OUTBOX_ANSWER] =
    /* What was sent has been sent, whoever cancelled it meanwhile. */
    "UPDATE outbox SET status = ?2, antwoord = ?3, vast_tot = ?4,"
    " verzonden = CASE WHEN ?2 = 'sent' THEN ?4 END,"
    " volgende = CASE WHEN ?2 = 'deferred' THEN ?4"
    " + min(?5 * pogingen * pogingen, ?6) + id % 60 END"
    " WHERE id = ?1 AND (status <> 'cancelled' OR ?2 = 'sent')",
[SQL_OUTBOX_PUT_BACK] =
    /* The relay was away: the try does not count against the letter. */
    "UPDATE outbox SET pogingen = max(pogingen - 1, 0), volgende = ?2,"
    " vast_tot = ?4, antwoord = ?3, status = 'deferred'"
    " WHERE id = ?1 AND status IN ('queued', 'deferred')",
[SQL_OUTBOX_RELEASE] =
    "UPDATE outbox SET pogingen = max(pogingen - 1, 0), volgende = ?2,"
    " vast_tot = ?2 WHERE id = ?1 AND status IN ('queued', 'deferred')",
[SQL_OUTBOX_LIST] =
    "SELECT id, status, ontvanger, volgende, antwoord, soort FROM outbox"
    " ORDER BY id",
[SQL_OUTBOX_RETRY] =
    /* Not while a mailer may be sending it. */
    "UPDATE outbox SET status = 'queued', volgende = max(?2, vast_tot),"
    " verzonden = NULL"
    " WHERE id = ?1 AND status IN ('queued', 'deferred', 'failed',"
    " 'cancelled')",
[SQL_OUTBOX_CANCEL] =
    "UPDATE outbox SET status = 'cancelled', volgende = NULL"
    " WHERE id = ?1 AND status IN ('queued', 'deferred', 'failed')",
[SQL_OUTBOX_OLDEST] =
    "SELECT min(gemaakt) FROM outbox WHERE volgende IS NOT NULL",
[SQL_OUTBOX_COUNT_FAILED] =
    "SELECT count(*) FROM outbox WHERE status = 'failed'",
[SQL_OUTBOX_GET] =
    "SELECT id, onderwerp, versie, soort, afzender, ontvanger, message_id,"
    " bericht, status, pogingen, gemaakt, volgende, antwoord, verzonden"
    " FROM outbox JOIN outbox_bericht b ON b.outbox = id WHERE id = ?1",
[SQL_OUTBOX_TROUBLE] =
    /* What a person should look at: refused lately, or waiting too long. */
    "SELECT id, status, ontvanger, volgende, antwoord, soort FROM outbox"
    " WHERE soort <> 'digest' AND ((status = 'failed' AND vast_tot > ?1)"
    " OR (volgende IS NOT NULL AND gemaakt <= ?2)) ORDER BY id LIMIT ?3",
[SQL_PACE_COUNT] =
    "SELECT coalesce(sum(aantal), 0) FROM mail_pace WHERE seconde > ?1",
[SQL_PACE_ADD] =
    "INSERT INTO mail_pace (seconde, aantal) VALUES (?1, ?2)"
    " ON CONFLICT (seconde) DO UPDATE SET aantal = aantal + excluded.aantal",
[SQL_PACE_SWEEP] = "DELETE FROM mail_pace WHERE seconde <= ?1",
[SQL_ALARM_RAISE] =
    "INSERT INTO mail_alarm (een, sinds, antwoord) VALUES (1, ?1, ?2)"
    " ON CONFLICT (een) DO UPDATE SET antwoord = excluded.antwoord",
[SQL_ALARM_CLEAR] = "DELETE FROM mail_alarm",
[SQL_ALARM_GET] = "SELECT sinds, antwoord FROM mail_alarm",
[SQL_JSON_TOKEN] =
    "SELECT coalesce(json_extract(?1, '$.access_token'), ''),"
    " coalesce(json_extract(?1, '$.expires_in'), 0),"
    " coalesce(json_extract(?1, '$.error'), '') WHERE json_valid(?1)",

[SQL_ACCOUNT_ADD] =
    "INSERT INTO account (naam, wachtwoord, rol, gemaakt)"
    " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (naam) DO NOTHING",
[SQL_ACCOUNT_BY_NAME] =
    ACCOUNT_SELECT " WHERE a.naam = ?1",
[SQL_ACCOUNT_COUNT] = "SELECT count(*) FROM account",
[SQL_LOGIN_ADD] =
    "INSERT INTO login (token_hash, account, begin, gezien)"
    " VALUES (?1, ?2, ?3, ?3)",
[SQL_LOGIN_GET] =
    "SELECT a.id, a.naam, a.rol, l.begin, l.gezien, l.event,"
    " f.account IS NOT NULL, d.factor_verplicht FROM login l"
    " JOIN account a ON a.id = l.account JOIN desk d"
    " LEFT JOIN factor f ON f.account = a.id"
    " WHERE l.token_hash = ?1 AND NOT a.dicht",
[SQL_LOGIN_SEEN] = "UPDATE login SET gezien = ?2 WHERE token_hash = ?1",
[SQL_LOGIN_LOOK_AT] = "UPDATE login SET event = ?2 WHERE token_hash = ?1",
[SQL_LOGIN_END] = "DELETE FROM login WHERE token_hash = ?1",
[SQL_LOGIN_SWEEP] = "DELETE FROM login WHERE begin < ?1 OR gezien < ?2",
[SQL_AUDIT_ADD] =
    "INSERT INTO audit (moment, wie, wat, event, registration, participant,"
    " toelichting) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",

[SQL_POSTED_BY_VERP] =
    "SELECT id, status, onderwerp, ontvanger FROM outbox"
    " WHERE verp = ?1",
[SQL_POSTED_BY_MESSAGE_ID] =
    "SELECT id, status, onderwerp, ontvanger FROM outbox"
    " WHERE message_id = ?1",
[SQL_POSTED_BOUNCED] =
    "UPDATE outbox SET status = 'failed', antwoord = ?2, vast_tot = ?3"
    " WHERE id = ?1 AND status = 'sent'",
[SQL_POSTED_DELAYED] =
    "UPDATE outbox SET antwoord = ?2 WHERE id = ?1 AND status = 'sent'"
    " AND antwoord <> ?2",
[SQL_ADDRESS_BOUNCED] =
    "INSERT INTO address (address, bounced, reden) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (address) DO UPDATE SET bounced = excluded.bounced,"
    " reden = excluded.reden",
[SQL_ADDRESS_LIST] =
    "SELECT address, bounced, reden FROM address ORDER BY address",
[SQL_ADDRESS_FORGET] = "DELETE FROM address WHERE address = ?1",
[SQL_ADDRESS_SWEEP] = "DELETE FROM address WHERE bounced <= ?1",

[SQL_ATTENDEE_LIST] =
    ATTENDEE_LINE " ORDER BY a.naam, a.participant LIMIT ?11",
[SQL_ATTENDEE_COUNT] = ATTENDEE_COUNTED " LIMIT ?11)",
[SQL_ATTENDEE_KEY] =
    "SELECT naam, aangemeld, plaats FROM attendee_row WHERE participant = ?1"
    " AND event = ?2",
[SQL_ATTENDEE_BY_NAME] =
    ATTENDEE_LINE " AND (a.naam, a.participant) > (?12, ?15)"
    " ORDER BY a.naam, a.participant LIMIT ?11",
[SQL_ATTENDEE_BY_NAME_BACK] =
    ATTENDEE_LINE " AND (a.naam, a.participant) < (?12, ?15)"
    " ORDER BY a.naam DESC, a.participant DESC LIMIT ?11",
[SQL_ATTENDEE_NEWEST] =
    ATTENDEE_LINE " AND (a.aangemeld, a.participant) < (?13, ?15)"
    " ORDER BY a.aangemeld DESC, a.participant DESC LIMIT ?11",
[SQL_ATTENDEE_NEWEST_BACK] =
    ATTENDEE_LINE " AND (a.aangemeld, a.participant) > (?13, ?15)"
    " ORDER BY a.aangemeld, a.participant LIMIT ?11",
[SQL_ATTENDEE_BY_GEMEENTE] =
    ATTENDEE_LINE " AND (a.plaats, a.naam, a.participant) > (?14, ?12, ?15)"
    " ORDER BY a.plaats, a.naam, a.participant LIMIT ?11",
[SQL_ATTENDEE_BY_GEMEENTE_BACK] =
    ATTENDEE_LINE " AND (a.plaats, a.naam, a.participant) < (?14, ?12, ?15)"
    " ORDER BY a.plaats DESC, a.naam DESC, a.participant DESC LIMIT ?11",
[SQL_ATTENDEE_COUNT_BY_NAME] =
    ATTENDEE_COUNTED " AND (a.naam, a.participant) > (?12, ?15)"
    " ORDER BY a.naam, a.participant LIMIT ?11)",
[SQL_ATTENDEE_COUNT_BY_NAME_BACK] =
    ATTENDEE_COUNTED " AND (a.naam, a.participant) < (?12, ?15)"
    " ORDER BY a.naam DESC, a.participant DESC LIMIT ?11)",
[SQL_ATTENDEE_COUNT_NEWEST] =
    ATTENDEE_COUNTED " AND (a.aangemeld, a.participant) < (?13, ?15)"
    " ORDER BY a.aangemeld DESC, a.participant DESC LIMIT ?11)",
[SQL_ATTENDEE_COUNT_NEWEST_BACK] =
    ATTENDEE_COUNTED " AND (a.aangemeld, a.participant) > (?13, ?15)"
    " ORDER BY a.aangemeld, a.participant LIMIT ?11)",
[SQL_ATTENDEE_COUNT_BY_GEMEENTE] =
    ATTENDEE_COUNTED " AND (a.plaats, a.naam, a.participant) > (?14, ?12, ?15)"
    " ORDER BY a.plaats, a.naam, a.participant LIMIT ?11)",
[SQL_ATTENDEE_COUNT_BY_GEMEENTE_BACK] =
    ATTENDEE_COUNTED " AND (a.plaats, a.naam, a.participant) < (?14, ?12, ?15)"
    " ORDER BY a.plaats DESC, a.naam DESC, a.participant DESC LIMIT ?11)",
[SQL_ATTENDEE_REGIOS] =
    "SELECT DISTINCT arbeidsmarktregio FROM gemeente"
    " WHERE arbeidsmarktregio <> '' ORDER BY arbeidsmarktregio",
[SQL_HISTORY_LIST] =
    "SELECT moment, wie, wat, participant, toelichting FROM audit"
    " WHERE registration = ?1 AND wat NOT LIKE 'wens%' ORDER BY id DESC",
[SQL_HISTORY_LETTERS] =
    "SELECT id, soort, ontvanger, status, antwoord, gemaakt, verzonden"
    " FROM outbox WHERE onderwerp IN (?1, ?2) ORDER BY id DESC",
[SQL_LETTERS_PAGE] =
    /* A letter's subject names a participant or, for the contact, all. */
    "SELECT o.id, o.status, o.ontvanger, o.soort, o.antwoord, o.gemaakt,"
    " o.volgende, o.verzonden, coalesce(g.naam, ''), p.id,"
    " o.onderwerp LIKE 'registration:%', r.event FROM outbox o"
    " LEFT JOIN participant p ON p.id = CASE"
    " WHEN o.onderwerp LIKE 'participant:%'"
    " THEN CAST(substr(o.onderwerp, 13) AS INTEGER)"
    " WHEN o.onderwerp LIKE 'registration:%' THEN (SELECT min(id)"
    " FROM participant WHERE registration ="
    " CAST(substr(o.onderwerp, 14) AS INTEGER)) END"
    " LEFT JOIN registration r ON r.id = p.registration"
    " LEFT JOIN gemeente g ON g.code = r.gemeente"
    " WHERE o.id < ?2 AND CASE ?1"
    " WHEN 1 THEN o.status IN ('failed', 'deferred')"
    " WHEN 2 THEN o.soort = 'aangemeld'"
    " AND o.status NOT IN ('sent', 'cancelled') ELSE true END"
    " AND (?3 = '' OR instr(fold(o.ontvanger), ?3) > 0"
    " OR instr(fold(coalesce(g.naam, '')), ?3) > 0)"
    " ORDER BY o.id DESC LIMIT ?4",
[SQL_NOTE_LIST] =
    "SELECT id, moment, wie, tekst FROM note WHERE registration = ?1"
    " ORDER BY id DESC",
[SQL_NOTE_ADD] =
    "INSERT INTO note (registration, moment, wie, tekst)"
    " VALUES (?1, ?2, ?3, ?4)",
[SQL_NOTE_REMOVE] = "DELETE FROM note WHERE id = ?1 AND registration = ?2",
[SQL_SEAT_GRANT] =
    "UPDATE participant SET status = 'bevestigd', rij = NULL,"
    " gewijzigd = ?2 WHERE id = ?1 AND status = 'wachtlijst'",
[SQL_SESSION_GRANT] =
    "UPDATE participant_session SET status = 'bevestigd'"
    " WHERE participant = ?1 AND session = ?2 AND status = 'wachtlijst'"
    " AND EXISTS (SELECT 1 FROM participant WHERE id = ?1"
    " AND status = 'bevestigd')",

[SQL_EXPORT_LAST_PARTICIPANT] = "SELECT coalesce(max(id), 0) FROM participant",
[SQL_EXPORT_LAST_AUDIT] = "SELECT coalesce(max(id), 0) FROM audit",
[SQL_EXPORT_MARK_GET] =
    "SELECT moment, participant, audit FROM export_merk"
    " WHERE account = ?1 AND event = ?2 AND selectie = ?3",
[SQL_EXPORT_MARK_PUT] =
    "INSERT INTO export_merk (account, event, selectie, moment, participant,"
    " audit) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
    " ON CONFLICT (account, event, selectie) DO UPDATE SET"
    " moment = excluded.moment, participant = excluded.participant,"
    " audit = excluded.audit",
[SQL_EXPORT_AUDITED] =
    "SELECT EXISTS (SELECT 1 FROM audit WHERE registration = ?1"
    " AND id > ?2 AND moment = ?3)",
[SQL_EXPORT_COLUMNS_GET] =
    "SELECT kolommen FROM export_kolommen WHERE account = ?1",
[SQL_EXPORT_COLUMNS_PUT] =
    "INSERT INTO export_kolommen (account, kolommen) VALUES (?1, ?2)"
    " ON CONFLICT (account) DO UPDATE SET kolommen = excluded.kolommen",
[SQL_EXPORT_THEMAS] =
    "SELECT rt.thema FROM registration_thema rt"
    " JOIN thema t ON t.sleutel = rt.thema WHERE rt.registration = ?1"
    " ORDER BY t.positie",
[SQL_EXPORT_SESSIONS] =
    "SELECT o.nummer, s.id, s.titel, ps.status FROM participant_session ps"
    " JOIN session s ON s.id = ps.session JOIN round o ON o.id = ps.round"
    " WHERE ps.participant = ?1 ORDER BY o.nummer",
[SQL_REGISTRATION_TOUCH] =
    /* Not who has cancelled: nothing of theirs changed. */
    "UPDATE participant SET gewijzigd = ?2 WHERE registration = ?1"
    " AND status <> 'afgemeld'",
[SQL_WISH_LIST] =
    "SELECT w.dieet, w.toegang, p.status, p.voornaam, p.achternaam,"
    " g.naam FROM wish w JOIN participant p"
    " ON p.id = w.participant JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente WHERE p.event = ?1"
    " AND p.status <> 'afgemeld' ORDER BY p.sorteersleutel, p.id",
[SQL_TEKST_LIST] =
    "SELECT sleutel, tekst FROM event_tekst WHERE event = ?1",
[SQL_TEKST_PUT] =
    "INSERT INTO event_tekst (event, sleutel, tekst) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (event, sleutel) DO UPDATE SET tekst = excluded.tekst",
[SQL_TEKST_REMOVE] =
    "DELETE FROM event_tekst WHERE event = ?1 AND sleutel = ?2",
[SQL_ROUND_UPDATE] =
    "UPDATE round SET titel = ?2, begin = ?3, einde = ?4 WHERE id = ?1",
[SQL_ROUND_REMOVE] = "DELETE FROM round WHERE id = ?1",
[SQL_ROUND_APART] =
    /* Numbers are unique: all of them aside first, then in order of time. */
    "UPDATE round SET nummer = nummer + 1000 WHERE event = ?1",
[SQL_ROUND_NUMBER] =
    "UPDATE round SET nummer = (SELECT count(*) FROM round o"
    " WHERE o.event = round.event AND (o.begin < round.begin"
    " OR (o.begin = round.begin AND o.id <= round.id))) WHERE event = ?1",
[SQL_SESSION_UPDATE] =
    "UPDATE session SET titel = ?2, omschrijving = ?3, zaal = ?4,"
    " capaciteit = ?5 WHERE id = ?1",
[SQL_SESSION_REMOVE] = "DELETE FROM session WHERE id = ?1",
[SQL_SESSION_PLACE] = "UPDATE session SET positie = ?2 WHERE id = ?1",
[SQL_SESSION_LAST] =
    "SELECT coalesce(max(positie), 0) FROM session WHERE round = ?1",
[SQL_SESSION_INTEREST] =
    "SELECT session, sum(status = 'bevestigd'), sum(status = 'wachtlijst')"
    " FROM participant_session WHERE round IN"
    " (SELECT id FROM round WHERE event = ?1) GROUP BY session",
[SQL_CHOICE_LAST] =
    "SELECT coalesce(max(rij), 0) FROM participant_session WHERE session = ?1",
[SQL_CHOICE_MOVE] =
    /* Behind those who chose that session themselves, in their own order. */
    "UPDATE participant_session SET session = ?2, rij = rij + ?3,"
    " status = CASE status WHEN 'afgemeld' THEN 'afgemeld'"
    " ELSE 'wachtlijst' END WHERE session = ?1",
[SQL_CHOICE_REMOVE] = "DELETE FROM participant_session WHERE session = ?1",
[SQL_CHOICE_LIST] =
    "SELECT p.registration, p.id FROM participant_session ps"
    " JOIN participant p ON p.id = ps.participant"
    " WHERE (ps.session = ?1 OR ps.round = ?2) AND p.status <> 'afgemeld'"
    " ORDER BY p.registration, p.id",
[SQL_CHOICE_TOUCH] =
    "UPDATE participant SET gewijzigd = ?2 WHERE id IN (SELECT participant"
    " FROM participant_session WHERE session = ?1)",
[SQL_ITEM_UPDATE] =
    "UPDATE programme_item SET begin = ?2, einde = ?3, titel = ?4,"
    " omschrijving = ?5 WHERE id = ?1",
[SQL_ITEM_REMOVE] = "DELETE FROM programme_item WHERE id = ?1",
[SQL_HEARER_LIST] =
    /* Whom a letter would reach: all who come, or who chose something. */
    "SELECT r.contact_voornaam || ' ' || r.contact_achternaam, g.naam, 1"
    " FROM registration r JOIN gemeente g ON g.code = r.gemeente"
    " WHERE r.event = ?1 AND EXISTS (SELECT 1 FROM participant p"
    " WHERE p.registration = r.id AND p.status <> 'afgemeld'" HEARS ")"
    " UNION ALL SELECT CASE p.naam_volgt WHEN 'ja' THEN 'naam volgt' ELSE"
    " p.voornaam || ' ' || p.achternaam END, g.naam, 0 FROM participant p"
    " JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente"
    " WHERE p.event = ?1 AND p.status <> 'afgemeld' AND p.email <> ''"
    " AND p.email <> r.contact_email COLLATE NOCASE" HEARS
    " ORDER BY 2, 3 DESC, 1",
[SQL_SAMPLE_LIST] =
    "SELECT p.id, p.registration, CASE p.naam_volgt WHEN 'ja' THEN"
    " 'naam volgt' ELSE p.voornaam || ' ' || p.achternaam END, g.naam"
    " FROM participant p JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente"
    " WHERE p.event = ?1 AND p.status <> 'afgemeld'"
    " ORDER BY p.sorteersleutel, p.id LIMIT ?2",
[SQL_GEMEENTE_RECORDS] =
    /* In the order of gemeente.h's fields. */
    "SELECT code, officiele_naam, naam, coalesce((SELECT"
    " group_concat(alias, '|') FROM (SELECT alias FROM gemeente_alias a"
    " WHERE a.gemeente = g.code ORDER BY alias)), ''), provincie,"
    " arbeidsmarktregio, domein, CAST(heeft_mbo AS TEXT), mbo_namen,"
    " gemeente_email, geldig_vanaf, coalesce(geldig_tot, ''),"
    " coalesce(opvolger, '') FROM gemeente g"
    " WHERE ?1 = '' OR code = ?1 ORDER BY code",
[SQL_GEMEENTE_PUT_MORE] =
    "UPDATE gemeente SET mbo_namen = ?2, gemeente_email = ?3,"
    " geldig_vanaf = ?4, geldig_tot = ?5, opvolger = ?6 WHERE code = ?1",
[SQL_GEMEENTE_DECLINE] =
    "INSERT INTO gemeente_afgezegd (event, gemeente, moment, wie,"
    " toelichting) VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (event, gemeente) DO UPDATE SET moment = excluded.moment,"
    " wie = excluded.wie, toelichting = excluded.toelichting",
[SQL_GEMEENTE_UNDECLINE] =
    "DELETE FROM gemeente_afgezegd WHERE event = ?1 AND gemeente = ?2",
[SQL_COVERAGE] =
    /* Those of the day ?2, and those of another that people came from. */
    "SELECT g.code, g.naam, coalesce((SELECT group_concat(alias, '|')"
    " FROM gemeente_alias a WHERE a.gemeente = g.code), ''), g.provincie,"
    " g.arbeidsmarktregio, g.mbo_namen, g.gemeente_email, g.heeft_mbo,"
    " g.geldig_vanaf <= ?2 AND (g.geldig_tot IS NULL OR g.geldig_tot > ?2),"
    " coalesce(g.opvolger, ''), coalesce(n.bevestigd, 0),"
    " coalesce(n.wachtlijst, 0), coalesce(n.afgemeld, 0),"
    " coalesce(n.vastgehouden, 0), coalesce(n.genoemd, 0),"
    " coalesce(d.moment, 0), coalesce(d.toelichting, ''),"
    " coalesce(g.geldig_tot, '')"
    " FROM gemeente g LEFT JOIN (SELECT r.gemeente AS gemeente,"
    " sum(p.status = 'bevestigd') AS bevestigd,"
    " sum(p.status = 'wachtlijst') AS wachtlijst,"
    " sum(p.status = 'afgemeld') AS afgemeld,"
    " sum(p.status <> 'afgemeld' AND p.naam_volgt = 'ja') AS vastgehouden,"
    " sum(p.status = 'bevestigd' AND p.naam_volgt = '') AS genoemd"
    " FROM registration r JOIN participant p ON p.registration = r.id"
    " WHERE r.event = ?1 GROUP BY r.gemeente) n ON n.gemeente = g.code"
    " LEFT JOIN gemeente_afgezegd d ON d.event = ?1 AND d.gemeente = g.code"
    " WHERE n.gemeente IS NOT NULL OR d.moment IS NOT NULL"
    " OR (g.geldig_vanaf <= ?2"
    " AND (g.geldig_tot IS NULL OR g.geldig_tot > ?2)) ORDER BY g.code",
[SQL_ACCOUNT_GET] = ACCOUNT_SELECT " WHERE a.id = ?1",
[SQL_ACCOUNT_LIST] = ACCOUNT_SELECT " ORDER BY a.dicht, a.naam",
[SQL_ACCOUNT_PASSWORD] = "UPDATE account SET wachtwoord = ?2 WHERE id = ?1",
[SQL_ACCOUNT_ROLE] =
    "UPDATE account SET rol = ?2 WHERE id = ?1 AND (?2 = 'organisator'"
    " OR rol <> 'organisator' OR dicht OR" ANOTHER_RULES ")",
[SQL_ACCOUNT_CLOSE] =
    "UPDATE account SET dicht = 1 WHERE id = ?1 AND (rol <> 'organisator'"
    " OR" ANOTHER_RULES ")",
[SQL_ACCOUNT_OPEN] = "UPDATE account SET dicht = 0 WHERE id = ?1",
[SQL_ACCOUNT_SEEN] =
    "UPDATE account SET gezien = ?2 WHERE id ="
    " (SELECT account FROM login WHERE token_hash = ?1)",
[SQL_DESK_DEMANDS] = "SELECT factor_verplicht FROM desk",
[SQL_DESK_DEMAND] = "UPDATE desk SET factor_verplicht = ?1",
[SQL_LOGIN_BROWSER] = "UPDATE login SET browser = ?2 WHERE token_hash = ?1",
[SQL_LOGIN_LIST] =
    "SELECT hex(substr(token_hash, 1, 8)), begin, gezien, browser,"
    " token_hash = ?2 FROM login WHERE account = ?1 AND begin >= ?3"
    " AND gezien >= ?4 ORDER BY gezien DESC, begin DESC",
[SQL_LOGIN_END_NAMED] =
    "DELETE FROM login WHERE account = ?1"
    " AND hex(substr(token_hash, 1, 8)) = ?2",
[SQL_LOGIN_END_OTHERS] =
    "DELETE FROM login WHERE account = ?1 AND token_hash IS NOT ?2",
[SQL_FACTOR_GET] =
    "SELECT f.nonce, f.sinds, f.stap, (SELECT count(*) FROM recovery r"
    " WHERE r.account = f.account) FROM factor f WHERE f.account = ?1",
[SQL_FACTOR_PUT] =
    "INSERT INTO factor (account, nonce, sinds, stap) VALUES (?1, ?2, ?3, ?4)"
    " ON CONFLICT (nonce) DO NOTHING",
[SQL_FACTOR_STEP] =
    "UPDATE factor SET stap = ?2 WHERE account = ?1 AND stap < ?2",
[SQL_FACTOR_REMOVE] = "DELETE FROM factor WHERE account = ?1",
[SQL_RECOVERY_ADD] =
    "INSERT INTO recovery (account, code_hash) VALUES (?1, ?2)",
[SQL_RECOVERY_USE] =
    "DELETE FROM recovery WHERE account = ?1 AND code_hash = ?2",
[SQL_RECOVERY_CLEAR] = "DELETE FROM recovery WHERE account = ?1",
[SQL_PLACE_ADD] =
    "INSERT INTO place (account, plek, gezien) VALUES (?1, ?2, ?3)"
    " ON CONFLICT (account, plek) DO UPDATE SET gezien = excluded.gezien",
[SQL_PLACE_KNOWN] =
    "SELECT count(*) FROM place WHERE account = ?1 AND plek = ?2"
    " AND gezien >= ?3",
[SQL_PLACE_TRIM] =
    "DELETE FROM place WHERE account = ?1 AND plek NOT IN (SELECT plek"
    " FROM place WHERE account = ?1 ORDER BY gezien DESC, plek LIMIT ?2)",
[SQL_PLACE_FORGET] = "DELETE FROM place WHERE account = ?1",
[SQL_PLACE_SWEEP] = "DELETE FROM place WHERE gezien < ?1",
[SQL_SUMMARY_PEOPLE] =
    /* Walked and counted by us: grouping would cost twice the time. */
    "SELECT CASE p.status WHEN 'bevestigd' THEN 0 WHEN 'wachtlijst' THEN 1"
    " ELSE 2 END, p.rol = 'wethouder', p.naam_volgt = 'ja', r.gemeente IN"
    " (SELECT code FROM gemeente WHERE heeft_mbo = 1), r.aangemeld"
    " FROM participant p NOT INDEXED"
    " CROSS JOIN registration r ON r.id = p.registration WHERE p.event = ?1",
[SQL_SUMMARY_SESSIONS] =
    "SELECT s.id, (SELECT count(*) FROM participant_session ps"
    " WHERE ps.session = s.id AND ps.status = 'bevestigd'),"
    " (SELECT count(*) FROM participant_session ps"
    " WHERE ps.session = s.id AND ps.status = 'wachtlijst')"
    " FROM session s JOIN round r ON r.id = s.round WHERE r.event = ?1"
    " ORDER BY r.nummer, s.positie",
[SQL_SUMMARY_THEMAS] =
    "SELECT t.titel, coalesce(c.aantal, 0) FROM thema t LEFT JOIN"
    " (SELECT rt.thema, count(*) AS aantal FROM registration_thema rt"
    " CROSS JOIN registration r ON r.id = rt.registration"
    " WHERE r.event = ?1 GROUP BY rt.thema) c ON c.thema = t.sleutel"
    " ORDER BY t.positie",
[SQL_SUMMARY_MAIL] =
    "SELECT (SELECT count(*) FROM outbox WHERE status = 'failed'"
    " AND soort <> 'digest'), (SELECT count(*) FROM (SELECT 1 FROM outbox"
    " WHERE volgende IS NOT NULL AND gemaakt <= ?1 AND soort <> 'digest'"
    " LIMIT ?2))",
[SQL_ROLL_DOOR] =
    "SELECT p.id, p.voornaam, p.achternaam, p.rol, g.naam,"
    " p.foto_bezwaar = 'ja', substr(p.sorteersleutel, 1, 1),"
    " (SELECT group_concat(wat, '; ') FROM (SELECT o.nummer || '. ' || s.titel"
    " || CASE s.zaal WHEN '' THEN '' ELSE ' (' || s.zaal || ')' END AS wat"
    " FROM participant_session ps JOIN session s ON s.id = ps.session"
    " JOIN round o ON o.id = ps.round WHERE ps.participant = p.id"
    " AND ps.status = 'bevestigd' ORDER BY o.nummer))"
    " FROM participant p JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente"
    " WHERE p.event = ?1 AND p.status = 'bevestigd' AND p.naam_volgt = ''"
    " AND (?2 = '' OR holds(fold(?2), fold(p.voornaam || ' '"
    " || p.achternaam || ' ' || g.naam))) ORDER BY p.sorteersleutel, p.id LIMIT ?3",
[SQL_ROLL_HELD] =
    "SELECT g.naam, sum(p.rol = 'wethouder'), sum(p.rol <> 'wethouder')"
    " FROM participant p JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente"
    " WHERE p.event = ?1 AND p.status = 'bevestigd' AND p.naam_volgt = 'ja'"
    " AND (?2 = '' OR holds(fold(?2), fold(g.naam))) GROUP BY g.code ORDER BY g.naam",
[SQL_ROLL_SESSION] =
    "SELECT p.id, p.voornaam, p.achternaam, p.naam_volgt = 'ja', p.rol,"
    " g.naam, ps.status = 'bevestigd', p.status = 'bevestigd'"
    " FROM participant_session ps JOIN participant p ON p.id = ps.participant"
    " JOIN registration r ON r.id = p.registration"
    " JOIN gemeente g ON g.code = r.gemeente"
    " WHERE ps.session = ?1 AND ps.status <> 'afgemeld'"
    " AND p.status <> 'afgemeld' ORDER BY p.sorteersleutel, p.id LIMIT ?2",
[SQL_AUDIT_LIST] =
    /* The conditions of struct audit_filter, in its order. */
    "SELECT a.id, a.moment, a.wie, a.wat, e.titel, r.id, p.id, a.toelichting,"
    " p.voornaam, p.achternaam, p.naam_volgt = 'ja', g.naam, g.code,"
    " a.event, a.registration, a.participant FROM audit a"
    " LEFT JOIN event e ON e.id = a.event"
    " LEFT JOIN participant p ON p.id = a.participant"
    " LEFT JOIN registration r"
    " ON r.id = coalesce(a.registration, p.registration)"
    " LEFT JOIN gemeente g ON g.code = r.gemeente"
    " WHERE (?1 = 0 OR a.id < ?1)"
    " AND (?2 = 0 OR coalesce(a.event, r.event, ?2) = ?2)"
    " AND (?3 = '' OR a.wie = ?3 COLLATE NOCASE"
    " OR a.wie = 'account ' || ?3 COLLATE NOCASE)"
    " AND (?4 = '' OR a.wat = ?4) AND a.moment >= ?5"
    " AND (?6 = 0 OR a.moment < ?6) AND (?7 = '' OR r.gemeente = ?7)"
    " AND (?8 = 0 OR r.id = ?8) AND (?9 = 0 OR a.participant = ?9"
    " OR (a.participant IS NULL AND r.id ="
    " (SELECT registration FROM participant WHERE id = ?9)))"
    " AND (?10 = 0 OR a.wat NOT LIKE 'wens%') ORDER BY a.id DESC LIMIT ?11",
[SQL_AUDIT_ACCOUNTS] =
    "SELECT naam FROM account ORDER BY naam",
};

static const struct {
	const char		*word;
	const struct field	*fields;
	size_t			 count;
} lists[] = {
	{ "contact", contact_fields, CONTACT__MAX },
	{ "deelnemer", participant_fields, PARTICIPANT__MAX },
};

/* Write one list; first is the number of its first parameter. */
static void
write_list(FILE *out, const struct field *fields, size_t count, char form,
    unsigned first)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			fputs(", ", out);
		if (form != '?')
			fputs(fields[i].name, out);
		if (form == '=')
			fputs(" = ", out);
		if (form != '@')
			fprintf(out, "?%u", first + (unsigned)i);
	}
}

/* at stands behind the first @; returns what follows the second. */
static const char *
write_marker(FILE *out, const char *at)
{
	char word[16] = "", form = '@';
	unsigned first = 0;

	sscanf(at, "%15[a-z]%c%u", word, &form, &first);
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		if (strcmp(lists[i].word, word) == 0)
			write_list(out, lists[i].fields, lists[i].count, form,
			    first);
	at = strchr(at, '@');
	assert(at != NULL);
	return at + 1;
}

char *
statement_text(enum sql sql)
{
	const char *at = texts[sql], *marker;
	char *text = NULL;
	size_t size;
	FILE *out;

	assert(at != NULL);
	if ((out = open_memstream(&text, &size)) == NULL)
		return NULL;
	while ((marker = strchr(at, '@')) != NULL) {
		fwrite(at, 1, (size_t)(marker - at), out);
		at = write_marker(out, marker + 1);
	}
	fputs(at, out);
	if (fclose(out) != 0) {
		free(text);
		return NULL;
	}
	return text;
}
