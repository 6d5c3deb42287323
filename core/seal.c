#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/log.h"
#include "core/seal.h"

#define MAGIC		"ORISEAL1"
#define MAGIC_SIZE	(sizeof(MAGIC) - 1)
#define BASE64		sodium_base64_VARIANT_URLSAFE_NO_PADDING
#define PIECE		((size_t)64 * 1024)
#define STREAM(what)	crypto_secretstream_xchacha20poly1305_##what

_Static_assert(SEAL_KEY_LENGTH == (crypto_box_PUBLICKEYBYTES * 4 + 2) / 3 &&
    crypto_box_PUBLICKEYBYTES == crypto_box_SECRETKEYBYTES, "one length");

struct head {
	char		 magic[MAGIC_SIZE];
	unsigned char	 key[STREAM(KEYBYTES) + crypto_box_SEALBYTES];
	unsigned char	 stream[STREAM(HEADERBYTES)];
};

struct stream {
	STREAM(state)	 state;
	unsigned char	 plain[PIECE];
	unsigned char	 sealed[PIECE + STREAM(ABYTES)];
};

static enum status
system_fault(const char *what)
{
	log_line(LOG_ERROR, "seal: %s: %s", what, strerror(errno));
	return STATUS_FAIL;
}

static enum status
refused(const char *why)
{
	log_line(LOG_ERROR, "seal: %s", why);
	return STATUS_INVALID;
}

/* As many bytes as there are, up to size; -1: errno. */
static ssize_t
read_piece(int fd, void *bytes, size_t size)
{
	size_t have = 0;
	ssize_t got;

	while (have < size) {
		got = read(fd, (char *)bytes + have, size - have);
		if (got < 0)
			return -1;
		if (got == 0)
			break;
		have += (size_t)got;
	}
	return (ssize_t)have;
}

static enum status
write_piece(int fd, const void *bytes, size_t size)
{
	const char *next = bytes;
	ssize_t put;

	for (; size > 0; next += put, size -= (size_t)put)
		if ((put = write(fd, next, size)) <= 0)
			return system_fault("write");
	return STATUS_OK;
}

static enum status
key_parse(const char *text, unsigned char key[crypto_box_PUBLICKEYBYTES])
{
	size_t length;

	if (sodium_base642bin(key, crypto_box_PUBLICKEYBYTES, text,
	    strlen(text), "\n", &length, NULL, BASE64) == 0 &&
	    length == crypto_box_PUBLICKEYBYTES)
		return STATUS_OK;
	return STATUS_INVALID;
}

enum status
seal_check_key(const char *public_key)
{
	unsigned char key[crypto_box_PUBLICKEYBYTES];

	return key_parse(public_key, key);
}

enum status
seal_make_key(const char *path, char public_key[SEAL_KEY_LENGTH + 1])
{
	unsigned char public[crypto_box_PUBLICKEYBYTES];
	unsigned char private[crypto_box_SECRETKEYBYTES];
	char text[SEAL_KEY_LENGTH + 1];
	enum status status;
	int fd;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd == -1)
		return system_fault(path);
	crypto_box_keypair(public, private);
	sodium_bin2base64(text, sizeof(text), private, sizeof(private), BASE64);
	sodium_memzero(private, sizeof(private));
	text[SEAL_KEY_LENGTH] = '\n';
	status = write_piece(fd, text, sizeof(text));
	sodium_memzero(text, sizeof(text));
	if (status == STATUS_OK && fsync(fd) == -1)
		status = system_fault(path);
	close(fd);
	if (status != STATUS_OK) {
		unlink(path);
		return status;
	}
	sodium_bin2base64(public_key, SEAL_KEY_LENGTH + 1, public,
	    sizeof(public), BASE64);
	return STATUS_OK;
}

static enum status
write_stream(struct stream *stream, int from, int to)
{
	unsigned long long length;
	enum status status;
	ssize_t got;

	/* A whole piece is followed by another, at the end an empty one. */
	do {
		if ((got = read_piece(from, stream->plain, PIECE)) < 0)
			return system_fault("read");
		STREAM(push)(&stream->state, stream->sealed, &length,
		    stream->plain, (size_t)got, NULL, 0,
		    (size_t)got < PIECE ? STREAM(TAG_FINAL) : 0);
		status = write_piece(to, stream->sealed, (size_t)length);
	} while (status == STATUS_OK && (size_t)got == PIECE);
	return status;
}

enum status
seal_write(int from, int to, const char *public_key)
{
	unsigned char public[crypto_box_PUBLICKEYBYTES], key[STREAM(KEYBYTES)];
	struct head head = { .magic = MAGIC };
	struct stream *stream;
	enum status status;

	if (key_parse(public_key, public) != STATUS_OK)
		return refused("that is not a public key");
	if ((stream = calloc(1, sizeof(*stream))) == NULL)
		return system_fault("memory");
	STREAM(keygen)(key);
	STREAM(init_push)(&stream->state, head.stream, key);
	if (crypto_box_seal(head.key, key, sizeof(key), public) != 0)
		status = refused("that is not a public key");
	else if ((status = write_piece(to, &head, sizeof(head))) == STATUS_OK)
		status = write_stream(stream, from, to);
	sodium_memzero(key, sizeof(key));
	sodium_memzero(stream, sizeof(*stream));
	free(stream);
	return status;
}

static enum status
read_stream(struct stream *stream, int from, int to)
{
	unsigned char tag = 0;
	unsigned long long length;
	enum status status = STATUS_OK;
	ssize_t got;

	while (status == STATUS_OK && tag != STREAM(TAG_FINAL)) {
		got = read_piece(from, stream->sealed, sizeof(stream->sealed));
		if (got < 0)
			return system_fault("read");
		if (STREAM(pull)(&stream->state, stream->plain, &length, &tag,
		    stream->sealed, (size_t)got, NULL, 0) != 0)
			return refused("the file was changed or cut off");
		status = write_piece(to, stream->plain, (size_t)length);
	}
	if (status == STATUS_OK && read_piece(from, stream->sealed, 1) != 0)
		return refused("there is something behind the end");
	return status;
}

static enum status
open_key(const char *path, const struct head *head,
    unsigned char key[STREAM(KEYBYTES)])
{
	unsigned char public[crypto_box_PUBLICKEYBYTES];
	unsigned char private[crypto_box_SECRETKEYBYTES];
	char text[SEAL_KEY_LENGTH + 2] = "";
	enum status status = STATUS_INVALID;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1)
		return system_fault(path);
	if (read_piece(fd, text, sizeof(text) - 1) >= SEAL_KEY_LENGTH)
		status = key_parse(text, private);
	close(fd);
	sodium_memzero(text, sizeof(text));
	if (status != STATUS_OK)
		return refused("that is not a private key");
	crypto_scalarmult_base(public, private);
	if (crypto_box_seal_open(key, head->key, sizeof(head->key), public,
	    private) != 0)
		status = refused("the file was sealed to another key");
	sodium_memzero(private, sizeof(private));
	return status;
}

enum status
seal_read(int from, int to, const char *private_key_path)
{
	unsigned char key[STREAM(KEYBYTES)];
	struct stream *stream;
	enum status status;
	struct head head;

	if (read_piece(from, &head, sizeof(head)) != sizeof(head) ||
	    memcmp(head.magic, MAGIC, MAGIC_SIZE) != 0)
		return refused("the file is not sealed");
	if ((status = open_key(private_key_path, &head, key)) != STATUS_OK)
		return status;
	if ((stream = calloc(1, sizeof(*stream))) == NULL)
		return system_fault("memory");
	if (STREAM(init_pull)(&stream->state, head.stream, key) == 0)
		status = read_stream(stream, from, to);
	else
		status = refused("the file was changed");
	sodium_memzero(key, sizeof(key));
	sodium_memzero(stream, sizeof(*stream));
	free(stream);
	return status;
}

bool
seal_is_sealed(int fd)
{
	char magic[MAGIC_SIZE];

	return pread(fd, magic, sizeof(magic), 0) == (ssize_t)sizeof(magic) &&
	    memcmp(magic, MAGIC, sizeof(magic)) == 0;
}
