/* A form as it comes from outside, urlencoded or multipart (`make fuzz`). */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "cgi/http/params.h"
#include "cgi/http/request.h"
#include "cgi/http/upload.h"
#include "core/arena.h"
#include "core/utf8.h"

#define LIMIT	((size_t)8 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
check_pairs(const struct params *params)
{
	assert(params->count <= PARAMS_MAX);
	for (size_t i = 0; i < params->count; i++) {
		assert(utf8_valid(params->pairs[i].name,
		    strlen(params->pairs[i].name)));
		assert(utf8_valid(params->pairs[i].value,
		    strlen(params->pairs[i].value)));
		assert(params_value(params, params->pairs[i].name) != NULL);
	}
}

static void
read_multipart(const char *data, size_t size, struct arena *arena)
{
	char type[] = "CONTENT_TYPE=multipart/form-data; boundary=x";
	char method[] = "REQUEST_METHOD=POST", path[] = "DOCUMENT_URI=/";
	char *parameters[] = { method, path, type, NULL };
	struct request request;
	struct upload upload;

	request_from_parameters(parameters, data, size, arena, &request);
	if (upload_read_form(&request) != STATUS_OK)
		return;
	check_pairs(request.params);
	if (upload_file(&request, "bestand", &upload) == STATUS_OK)
		assert(upload.bytes >= request.body && upload.bytes +
		    upload.length <= (const char *)request.body + size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(LIMIT);
	struct params *params;

	if (ARENA_GUARD(arena) == 0) {
		if (params_parse((const char *)data, size, arena, &params) ==
		    STATUS_OK)
			check_pairs(params);
		read_multipart((const char *)data, size, arena);
	}
	arena_unguard(arena);
	arena_free(arena);
	return 0;
}
