#ifndef DB_HEAD_COUNT_H
#define DB_HEAD_COUNT_H

/*
 * In SQL: how many people of event ?1 there are of each sort, as columns
 * gemeente, status, rol, volgt, aantal; those who wait are counted here, from
 * the index of the line, in which a delegation lies side by side.
 */
#define HEADS								\
	"(SELECT gemeente, status, rol, volgt, aantal FROM head_count"	\
	" WHERE event = ?1 UNION ALL SELECT r.gemeente, p.status, p.rol,"	\
	" p.naam_volgt, count(*) FROM participant p"			\
	" INDEXED BY participant_line JOIN registration r"		\
	" ON r.id = p.registration WHERE p.event = ?1"			\
	" AND p.status = 'wachtlijst' GROUP BY 1, 3, 4)"

#endif
