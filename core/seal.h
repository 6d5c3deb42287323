#ifndef CORE_SEAL_H
#define CORE_SEAL_H

#include <stdbool.h>

#include "core/status.h"

/*
 * A file sealed to a public key: whoever makes it cannot open it, so a copy
 * may lie on a machine that is trusted less.  A key of its own for each file
 * (libsodium's crypto_box_seal) and a stream that tells when it was changed,
 * cut off or put in another order (secretstream, XChaCha20-Poly1305).
 */
#define SEAL_KEY_LENGTH	43		/* base64url, without its NUL */

/*
 * Make a pair: the private key into a new file of mode 0600, a line like the
 * public one.  FAIL: the file exists or cannot be written; logged.
 */
enum status	seal_make_key(const char *path,
		    char public_key[SEAL_KEY_LENGTH + 1]);

/* INVALID: it is not a public key. */
enum status	seal_check_key(const char *public_key);

/*
 * From one descriptor to another.  INVALID: the key is none, or not this
 * file's; the file is not sealed, or was changed or cut off.  FAIL: reading
 * or writing failed.  All logged; what was written until then is no good.
 */
enum status	seal_write(int from, int to, const char *public_key);
enum status	seal_read(int from, int to, const char *private_key_path);

/* Whether a file begins as a sealed one does; its place stays at the start. */
bool		seal_is_sealed(int fd);

#endif
