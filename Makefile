# make run | test | bench | effort | fuzz | rooms | mutants | deb | install | clean:
# see README.md.

# The version is what CHANGES tells of first.
VERSION := $(shell sed -n '/^[0-9]/{s/[ ,].*//p;q}' CHANGES)

PACKAGES = gcc libc6-dev pkg-config libfcgi-dev libsqlite3-dev \
	libcurl4-openssl-dev libsodium-dev libutf8proc-dev libidn2-dev \
	libconfig-dev libcsv-dev libxlsxwriter-dev zlib1g-dev liboath-dev \
	libqrencode-dev libpng-dev libarchive-dev librsvg2-bin fonts-dejavu-core nginx openssl curl python3 python3-aiosmtpd
TEST_PACKAGES = libcmocka-dev sqlite3 chromium fonts-dejavu-core postfix \
	python3-icalendar python3-openpyxl tzdata libidn12 libgnutls-dane0 \
	libevent-2.1-7 libnsl2 systemd groff-base
BENCH_PACKAGES = wrk postfix
FUZZ_PACKAGES = clang-14 libclang-rt-14-dev

# The rooms of the product, from the ground up (tests/rooms.py).
ROOMS = core db templates mail acts export cgi tool

CC = gcc
# make V=1 shows the commands.
SAY = $(if $(V),,@echo '  $@';)
CPPFLAGS = -I. -I$(OUT) -D_GNU_SOURCE
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wvla \
	-Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith -Wundef \
	-Wcast-qual -Wwrite-strings -Werror
HARDENING = -D_FORTIFY_SOURCE=2 -fstack-protector-strong \
	-fstack-clash-protection -fcf-protection -ftrivial-auto-var-init=zero
SANITIZERS = -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
# A program takes only the libraries that it calls.
LIBS = -Wl,--as-needed -lcurl -lfcgi -lsqlite3 -lsodium -lutf8proc -lidn2 \
	-lconfig -lcsv -lxlsxwriter -lz -loath -lqrencode -lpng -larchive -lresolv \
	-lm -lpthread

# build/ holds the product, build/san/ the same with sanitizers, for tests.
OUT ?= build
ifeq ($(OUT),build)
CFLAGS = -std=c11 -O2 -g $(WARNINGS) $(HARDENING)
LDFLAGS = -pie -Wl,-z,relro,-z,now
else
CFLAGS = -std=c11 -O1 -g $(WARNINGS) $(SANITIZERS)
LDFLAGS = $(SANITIZERS)
endif
# Also beside flags from the command line.
override CFLAGS += -fPIE -pthread -MMD -MP

COMPILER = $(wildcard templates/compiler/*.c)
MAINS = cgi/signup/main.c cgi/desk/main.c tool/mailer.c tool/main.c
SOURCES = $(filter-out $(MAINS) $(COMPILER),$(sort \
	$(shell find $(ROOMS) -name '*.c')))
ASSETS = $(wildcard templates/assets/*)
TEMPLATES = $(sort $(shell find templates -path templates/assets -prune \
	-o \( -name '*.html' -o -name '*.txt' \) -print))
SCHEMA = $(sort $(wildcard db/schema/*.sql))
OBJECTS = $(SOURCES:%.c=$(OUT)/%.o) $(TEMPLATES:%=$(OUT)/%.o) \
	$(SCHEMA:%=$(OUT)/%.o)
PROGRAMS = $(OUT)/signup.fcgi $(OUT)/desk.fcgi $(OUT)/mailer $(OUT)/orientatie
# A test's program is named like its file, wherever that stands in tests/.
TEST_SOURCES = $(sort $(shell find tests -name 'test_*.c'))
TESTS = $(patsubst %.c,build/san/%,$(notdir $(TEST_SOURCES)))

all: $(PROGRAMS)

$(OUT)/signup.fcgi: $(OUT)/cgi/signup/main.o
$(OUT)/desk.fcgi: $(OUT)/cgi/desk/main.o
$(OUT)/mailer: $(OUT)/tool/mailer.o
$(OUT)/orientatie: $(OUT)/tool/main.o
$(PROGRAMS): $(OUT)/product.a
	$(SAY)$(CC) $(LDFLAGS) -o $@ $(filter %.o,$^) $(OUT)/product.a $(LIBS)

# A thin archive: it names its members by their paths, so that account.o of
# one folder is not taken for that of another.
$(OUT)/product.a: $(OBJECTS)
	@rm -f $@
	$(SAY)ar rcsT $@ $^

$(OUT)/tool/main.o: CPPFLAGS += -DVERSION='"$(VERSION)"'
$(OUT)/tool/main.o: CHANGES

$(OUT)/%.o: %.c | $(OUT)/templates.h $(OUT)/assets.h
	@mkdir -p $(@D)
	$(SAY)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# A template becomes C, and C an object; gcc's messages name the template.
$(OUT)/templatec: $(COMPILER) $(wildcard templates/compiler/*.h) \
    core/arena.c core/buf.c core/log.c core/utf8.c
	@mkdir -p $(@D)
	$(SAY)$(CC) $(CPPFLAGS) $(CFLAGS) -MF $@.d $(LDFLAGS) -o $@ $(filter %.c,$^)

$(OUT)/templates.h: $(TEMPLATES) $(OUT)/templatec
	$(SAY)$(OUT)/templatec -H $@ $(TEMPLATES)

$(OUT)/templates/%.c: templates/% $(OUT)/templatec
	@mkdir -p $(@D)
	$(SAY)$(OUT)/templatec -o $@ $<

$(OUT)/templates/%.o: $(OUT)/templates/%.c $(OUT)/templates.h
	$(SAY)$(CC) $(CPPFLAGS) $(CFLAGS) -c -o $@ $<

# Stylesheet and script, under names that change with their content.
$(OUT)/assets.h: $(ASSETS) tool/assets.sh db/gemeente/plaatsen.csv
	$(SAY)tool/assets.sh $(OUT) $(ASSETS)

# Places that are no municipality, as rows of a table.
$(OUT)/places.h: db/gemeente/plaatsen.csv
	@mkdir -p $(@D)
	$(SAY)sed 's/^\(.*\),\(GM....\),\(.*\)$$/{ "\1", "\2", "\3" },/' $< >$@
$(OUT)/db/gemeente/lookup.o: $(OUT)/places.h

# The schema's SQL is data inside the program.
$(OUT)/db/schema/%.sql.o: db/schema/%.sql
	@mkdir -p $(@D)
	$(SAY)ld -r -b binary -z noexecstack -o $@ $<

# Its rows are the files there are; the folder is newer when one came or went.
$(OUT)/db/migration.o: CPPFLAGS += \
	'-DSCHEMA_FILES(X)=$(patsubst db/schema/%.sql,X(%),$(SCHEMA))'
$(OUT)/db/migration.o: db/schema

TEST_SUPPORT = $(patsubst %.c,build/san/%.o,$(wildcard tests/support/*.c))
define TEST_PROGRAM
build/san/$(notdir $(1)): build/san/$(1).o
endef
$(foreach test,$(TEST_SOURCES:.c=),$(eval $(call TEST_PROGRAM,$(test))))
# gold links them in half of the time.
$(TESTS): $(TEST_SUPPORT) build/san/product.a
	$(SAY)$(CC) -fuse-ld=gold $(SANITIZERS) $(LDFLAGS_EXTRA) -o $@ \
	    $(filter %.o,$^) \
	    build/san/product.a $(LIBS) -lcmocka

# Tests that fail SQLite's steps themselves (tests/support/sqlite_fault.h).
build/san/test_torture build/san/test_failing build/san/test_failing_pages \
build/san/test_failing_mail: LDFLAGS_EXTRA = \
    -Wl,--wrap=sqlite3_step,--wrap=sqlite3_exec,--wrap=sqlite3_errcode

# And one that fails our allocations (tests/proof/test_memory.c).
build/san/test_memory: \
    LDFLAGS_EXTRA = -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc

# A test that prepares every statement there is: SQL stands in db/ alone.
build/san/test_db build/san/test_query_plan: \
    $(patsubst %.c,build/san/%.o,$(filter db/%,$(SOURCES)))

# What the fuzzer runs, once, with what it has found (tests/fuzz).
build/san/test_fuzz: build/san/tests/fuzz/dsn.o

build/echo: tests/bench/echo.c
	@mkdir -p $(@D)
	$(SAY)$(CC) $(CPPFLAGS) -std=c11 -O2 -pthread -o $@ $< -lfcgi

build/cells: tests/bench/cells.c
	@mkdir -p $(@D)
	$(SAY)$(CC) $(CPPFLAGS) -std=c11 -O2 -o $@ $< -lxlsxwriter -lcsv

# What is missing of these packages is installed; nothing else is.
packages:
	@sh tool/packages.sh $(PACKAGES)
test-packages: packages
	@sh tool/packages.sh $(TEST_PACKAGES)
	@sh tool/packages.sh chromium-headless-shell 2>/dev/null || \
	    echo "the browser tests go with chromium's window, which takes longer"
	@command -v node >/dev/null && command -v npm >/dev/null || \
	    sh tool/packages.sh nodejs npm
bench-packages: test-packages
	@sh tool/packages.sh $(BENCH_PACKAGES)
fuzz-packages: packages
	@sh tool/packages.sh $(FUZZ_PACKAGES)

PORT ?= 8080
DATA ?= var
SMTP_URL ?=
BASE_URL ?= http://localhost:$(PORT)
LIMITS ?= on
CACHE ?= on

run: packages
	@$(MAKE) --no-print-directory -j2 all
	@exec env PORT='$(PORT)' DATA='$(DATA)' SMTP_URL='$(SMTP_URL)' \
	    BASE_URL='$(BASE_URL)' LIMITS='$(LIMITS)' \
	    CACHE='$(CACHE)' tool/run.sh

test: test-packages
	@$(MAKE) --no-print-directory -j2 rooms
	@$(MAKE) --no-print-directory -j2 OUT=build/san $(TESTS)
	@tests/run.sh $(TESTS)

bench: bench-packages
	@$(MAKE) --no-print-directory -j2 all build/echo
	@tests/bench/bench.sh

# The desk's pages and exports with so many people.
PEOPLE ?= 113000
bench-desk: bench-packages
	@$(MAKE) --no-print-directory -j2 all build/cells
	@tests/bench/desk.py $(PEOPLE)

# Each target for so long, over all of the product as clang builds it.  Finds
# are kept in build/fuzz; one that broke something goes to tests/fuzz.
FUZZ ?= dsn form csv substitute smtp imap template
FUZZ_SECONDS ?= 60
FUZZERS = address,undefined -fno-sanitize-recover=all
fuzz: fuzz-packages
	@$(MAKE) --no-print-directory -j2 OUT=build/clang CC=clang-14 \
	    WARNINGS=-w SANITIZERS='-fsanitize=fuzzer-no-link,$(FUZZERS)' \
	    build/clang/product.a
	@set -e; for target in $(FUZZ); do \
	    echo "fuzzing $$target for $(FUZZ_SECONDS) s"; \
	    mkdir -p build/fuzz/$$target.found; \
	    clang-14 $(CPPFLAGS) -std=c11 -g -O1 -fsanitize=fuzzer,$(FUZZERS) \
	        -o build/fuzz/$$target tests/fuzz/$$target.c \
	        $$(test $$target != template || echo $(filter-out \
	            %/main.c %/source.c,$(COMPILER))) \
	        build/clang/product.a $(LIBS); \
	    build/fuzz/$$target $$(test ! -e tests/fuzz/$$target.dict || \
	        echo -dict=tests/fuzz/$$target.dict) -max_len=65536 -timeout=5 \
	        -print_final_stats=1 -max_total_time=$(FUZZ_SECONDS) \
	        -artifact_prefix=build/fuzz/$$target- \
	        build/fuzz/$$target.found \
	        $$(test ! -d tests/fuzz/$$target || echo tests/fuzz/$$target); \
	    done

# A long random walk of acts against a model of the rules (tests/acts).
WALK_ACTS ?= 100000
walk: test-packages
	@$(MAKE) --no-print-directory -j2 OUT=build/san build/san/test_walk
	@WALK_ACTS=$(WALK_ACTS) build/san/test_walk

# Random histories of invitations against a model (tests/acts/test_campaign.c).
HISTORIES ?= 100000
histories: test-packages
	@$(MAKE) --no-print-directory -j2 OUT=build/san build/san/test_campaign
	@CAMPAIGN_HISTORIES=$(HISTORIES) build/san/test_campaign

# Taps, characters and seconds of signing up, by a keystroke model.
effort: test-packages
	@sh tests/browser/run.sh effort

lighthouse: test-packages
	@sh tests/browser/run.sh lighthouse

# The long proofs: what breaks machines, and what is left of the acknowledged.
KILLS ?= 1000
DRILLS ?= 20
SEED ?= 1
CUTS ?= 1000
MEMORY_STEP ?= 7
torment: test-packages
	@sh tool/packages.sh strace libfaketime
	@$(MAKE) --no-print-directory -j2 all
	@$(MAKE) --no-print-directory -j2 OUT=build/san build/san/test_power \
	    build/san/test_memory
	@POWER_CUTS=$(CUTS) POWER_SEED=$(SEED) build/san/test_power
	@MEMORY_STEP=$(MEMORY_STEP) build/san/test_memory
	@tests/proof/memory.py
	@tests/proof/torment.py $(KILLS) $(DRILLS) $(SEED)

# Lines and branches that the cmocka tests reach, by folder.
coverage: test-packages
	@sh tool/packages.sh gcovr
	@tests/proof/coverage.sh $(patsubst build/san/%,%,$(TESTS))

# Races, by the tests that have threads.
THREADED = test_writer test_server test_deliver test_limit test_db_locks \
	test_xlsx test_desk_later
race: test-packages
	@tests/proof/tsan.sh $(THREADED)

# What is read before it was written, by tests of what comes from outside.
READERS = test_request test_upload test_csv test_dsn test_smtp_talk \
	test_address_import test_message test_registration test_seats test_acts
valgrind: test-packages
	@sh tool/packages.sh valgrind
	@tests/proof/valgrind.sh $(READERS)

# What reads the code without running it.
analyze: test-packages
	@sh tool/packages.sh cppcheck
	@tests/proof/analyze.sh $(SOURCES) $(MAINS)

mutants: test-packages
	@tests/mutants/mutants.sh

# The same with bugs made at random.
N ?= 40
mutants-random: test-packages
	@mkdir -p build
	@tests/mutants/chance.py $(N) $(SEED) >build/mutants
	@TABLE=$(CURDIR)/build/mutants tests/mutants/mutants.sh

# One term for a thing (docs/woorden.md).
words:
	@tests/words.py

rooms: all words
	@tests/rooms.py $(OUT) $(OBJECTS) $(MAINS:%.c=$(OUT)/%.o)

# The programs, what they need beside them, and what tells of them.
PREFIX ?= /usr/local
DESTDIR ?=
libexec = $(DESTDIR)$(PREFIX)/lib/orientatie
share = $(DESTDIR)$(PREFIX)/share/orientatie
units = $(DESTDIR)$(PREFIX)/lib/systemd/system
man = $(DESTDIR)$(PREFIX)/share/man
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/sbin $(libexec) \
	    $(share)/assets $(units) $(man)/man1 $(man)/man5 $(man)/man8 \
	    $(DESTDIR)$(PREFIX)/lib/sysusers.d \
	    $(DESTDIR)$(PREFIX)/lib/tmpfiles.d
	install -m 755 build/orientatie $(DESTDIR)$(PREFIX)/bin/
	install -m 755 build/signup.fcgi build/desk.fcgi build/mailer $(libexec)/
	install -m 644 build/assets/* $(share)/assets/
	install -m 644 nginx.conf db/gemeente/gemeenten.csv \
	    service/orientatie.conf $(share)/
	install -m 755 tool/site.sh $(share)/
	for unit in service/*.service service/*.socket service/*.timer; do \
	    sed -e 's|@LIBEXEC@|$(PREFIX)/lib/orientatie|' \
	        -e 's|@BIN@|$(PREFIX)/bin|' $$unit \
	        >$(units)/$$(basename $$unit) || exit 1; done
	install -d $(units)/nginx.service.d
	install -m 644 service/nginx.conf \
	    $(units)/nginx.service.d/orientatie.conf
	install -m 644 service/orientatie.sysusers \
	    $(DESTDIR)$(PREFIX)/lib/sysusers.d/orientatie.conf
	install -m 644 service/orientatie.tmpfiles \
	    $(DESTDIR)$(PREFIX)/lib/tmpfiles.d/orientatie.conf
	sed 's|@SHARE@|$(PREFIX)/share/orientatie|' service/setup.sh \
	    >$(DESTDIR)$(PREFIX)/sbin/orientatie-setup
	chmod 755 $(DESTDIR)$(PREFIX)/sbin/orientatie-setup
	tool/man.py build/orientatie docs/operating.md build
	install -m 644 build/orientatie.1 $(man)/man1/
	install -m 644 build/orientatie.conf.5 $(man)/man5/
	install -m 644 service/orientatie-setup.8 $(man)/man8/
	install -d $(DESTDIR)$(PREFIX)/share/doc/orientatie
	install -m 644 README.md CHANGES \
	    $(DESTDIR)$(PREFIX)/share/doc/orientatie/

# What it stands on, as CycloneDX: build/orientatie.cdx.json.
sbom: all
	@tool/sbom.py $(VERSION) $(OUT) $(PACKAGES) >$(OUT)/orientatie.cdx.json
	@echo $(OUT)/orientatie.cdx.json

# In a copy: debian's tools leave files where they work.
DEB_PACKAGES = debhelper dpkg-dev lintian
deb: packages
	@sh tool/packages.sh $(DEB_PACKAGES)
	@tool/deb.sh $(VERSION)

# Installed, upgraded, removed and purged under a systemd of its own.
INSTALL_PACKAGES = debootstrap util-linux iproute2 xz-utils
install-test: deb
	@sh tool/packages.sh $(INSTALL_PACKAGES)
	@tests/install/run.py

format:
	clang-format -i $(SOURCES) $(MAINS)

clean:
	rm -rf build

-include $(wildcard $(TEMPLATES:%=$(OUT)/%.d))
-include $(wildcard $(addprefix $(OUT)/,$(addsuffix .d,$(basename \
	$(SOURCES) $(MAINS) $(TEST_SOURCES) $(wildcard tests/support/*.c tests/fuzz/*.c)))))

.PHONY: all packages test-packages bench-packages fuzz-packages run test \
	bench bench-desk effort lighthouse fuzz walk histories torment \
	coverage race valgrind analyze mutants mutants-random words rooms install sbom deb \
	install-test format clean
.SECONDARY:
.DELETE_ON_ERROR:
