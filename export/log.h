#ifndef EXPORT_LOG_H
#define EXPORT_LOG_H

#include "db/audit.h"
#include "export/csv.h"

/* The audit log, the newest first, with each line as a Dutch sentence. */
enum status	 csv_log(struct db *, const struct audit_filter *, csv_write,
		    void *arg);

#endif
