#ifndef DB_HEAD_COUNT_H
#define DB_HEAD_COUNT_H

/*
 * In SQL: how many people of event ?1 there are of each sort, as columns
 * gemeente, status, rol, volgt, aantal; those who wait are counted here, from
 * the index of the line, in which a delegation lies side by side.  Sorted by
 * one text they take half the time that they take by three; no rol ends as a
 * volgt does, and no gemeente is longer than another.
 */
#define HEADS								\
	"(SELECT gemeente, status, rol, volgt, aantal FROM head_count"	\
	" WHERE event = ?1 UNION ALL SELECT r.gemeente, 'wachtlijst',"	\
	" p.rol, p.naam_volgt, count(*) FROM participant p"		\
	" INDEXED BY participant_line JOIN registration r"		\
	" ON r.id = p.registration WHERE p.event = ?1"			\
	" AND p.status = 'wachtlijst'"					\
	" GROUP BY r.gemeente || p.rol || p.naam_volgt)"

#endif
