#ifndef TOOL_BUNDLE_H
#define TOOL_BUNDLE_H

#include "core/status.h"

struct arena;
struct db;

/*
 * A backup: one file that holds the database, the secret and the
 * configuration, and first of all a manifest with the checksum of each, as
 * sha256sum -c reads it.  It is a tar archive, so that it can be opened
 * without us; sealed (core/seal.h) it can be by the private key alone.
 */
#define BUNDLE_DATABASE		"orientatie.db"
#define BUNDLE_SECRET		"secret"
#define BUNDLE_CONFIG		"orientatie.conf"

struct bundle {
	struct db	*db;		/* read while others write */
	const char	*secret;	/* paths */
	const char	*config;
	const char	*to;		/* a public key; NULL: not sealed */
};

/*
 * Write it to path: whole and on disk, mode 0600, or not at all; what was at
 * the path before is replaced then.  INVALID: to is not a key.  FAIL: logged.
 */
enum status	 bundle_write(const struct bundle *, const char *path,
		    struct arena *);

/*
 * Take it apart into an empty directory, with the checksums compared.  key:
 * the file of the private key, or NULL.  INVALID: it is not a backup, or not
 * as it was made, or sealed to another key.  FAIL: logged, as the others are.
 */
enum status	 bundle_read(const char *path, const char *key, const char *dir,
		    struct arena *);

/* A directory for one, 0700; and gone, with the files in it. */
enum status	 bundle_room(const char *beside, struct arena *,
		    const char **dir);
void		 bundle_clear(const char *dir);

/* An fsync of a directory: what was renamed there stays so. */
enum status	 bundle_sync_dir(const char *dir);

#endif
