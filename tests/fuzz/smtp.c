/* What a relay may answer to three letters, one connection (`make fuzz`). */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "mail/relay/smtp_talk.h"
#include "tests/fuzz/wire.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char message[] = "Subject: x\r\n\r\n.dot\r\n";
	static struct talk talk;

	if (size == 0)
		return 0;
	memset(&talk, 0, sizeof(talk));
	talk.fd = CURL_SOCKET_BAD;
	talk.pipelining = data[0] % 2 == 0;
	talk.size = data[0] % 4 < 2;
	wire_data = data + 1;
	wire_left = size - 1;
	for (int i = 0; i < 3 && talk.end == TALK_OK; i++) {
		talk_letter(&talk, &(struct talk_letter){
			.sender = "a@x.nl", .recipient = "b@x.nl",
			.message = message, .length = sizeof(message) - 1,
		}, talk_clock() + 60000);
		assert(talk.step < TALK__MAX);
		assert(strlen(talk.reply) < TALK_REPLY_SIZE);
		assert(talk.code == 0 || (talk.code >= 100 &&
		    talk.code <= 999));
	}
	return 0;
}
