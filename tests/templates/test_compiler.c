/*
 * Runs the real compiler, and gcc on what it writes.  From the root of the
 * tree; TEMPLATEC names another compiler, CC another gcc.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define LENGTH(rows)	(sizeof(rows) / sizeof((rows)[0]))
#define DATA		"tests/templates/data/"
#define TEXT_MAX	32768
#define FLAGS								\
	"-std=c11 -D_GNU_SOURCE -Wall -Wextra -Wpedantic -Wshadow "	\
	"-Wconversion -Wstrict-prototypes -Wmissing-prototypes -Werror "

struct compiler_fault {
	const char	*file;
	const char	*place;		/* with the message, what is printed */
};

struct compiler_world {
	char	directory[64];
	char	said[TEXT_MAX];		/* by the last command, both ways */
};

static struct compiler_world world;

/* The command's exit status; T stands for the directory in its environment. */
static int
run(const char *command)
{
	FILE *pipe = popen(command, "r");
	size_t length;

	assert_non_null(pipe);
	length = fread(world.said, 1, sizeof(world.said) - 1, pipe);
	world.said[length] = '\0';
	return WEXITSTATUS(pclose(pipe));
}

/* The same; $N in the command is the name. */
static int
run_on(const char *command, const char *name)
{
	setenv("N", name, 1);
	return run(command);
}

static int
exists(const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", world.directory, name);
	return access(path, F_OK) == 0;
}

static int
set_up(void **state)
{
	(void)state;
	strcpy(world.directory, "/tmp/test_compiler.XXXXXX");
	if (mkdtemp(world.directory) == NULL)
		return -1;
	setenv("TEMPLATEC", "build/templatec", 0);
	setenv("CC", "gcc", 0);
	setenv("T", world.directory, 1);
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	return run("rm -r \"$T\"");
}

static void
check_faults(const struct compiler_fault *faults, size_t n)
{
	char wanted[512];

	for (size_t i = 0; i < n; i++) {
		snprintf(wanted, sizeof(wanted), DATA "%s:%s\n",
		    faults[i].file, faults[i].place);
		assert_int_equal(run("touch \"$T\"/bad.c"), 0);
		assert_int_equal(run_on("$TEMPLATEC -o \"$T\"/bad.c " DATA
		    "$N 2>&1", faults[i].file), 1);
		assert_string_equal(world.said, wanted);
		assert_false(exists("bad.c"));
	}
}

static void
test_a_hole_in_code_is_refused(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_script.html", "3:17: "
		    "a value cannot stand in the content of <script>" },
		{ "bad_style.html", "2:8: "
		    "a value cannot stand in the content of <style>" },
		{ "bad_iframe.html", "2:9: "
		    "a value cannot stand in the content of <iframe>" },
		{ "bad_event_attribute.html", "2:15: "
		    "a value cannot stand in the attribute 'onclick'" },
		{ "bad_event_capitals.html", "2:13: "
		    "a value cannot stand in the attribute 'onclick'" },
		{ "bad_style_attribute.html", "2:17: "
		    "a value cannot stand in the attribute 'style'" },
		{ "bad_srcdoc.html", "2:17: "
		    "a value cannot stand in the attribute 'srcdoc'" },
		{ "bad_animation.html", "2:10: "
		    "a value cannot stand in the attribute 'to'" },
		{ "bad_script_comment.html", "2:12: "
		    "a '<!--' here changes where the element ends" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_a_hole_in_a_list_of_addresses_is_refused(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_srcset.html", "2:14: "
		    "a value cannot stand in the attribute 'srcset'" },
		{ "bad_ping.html", "2:10: "
		    "a value cannot stand in the attribute 'ping'" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_an_attribute_without_double_quotes_takes_no_hole(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_unquoted.html", "2:10: "
		    "a value cannot stand in an attribute without quotes" },
		{ "bad_unquoted_rest.html", "2:11: "
		    "a value cannot stand in an attribute without quotes" },
		{ "bad_single_quotes.html", "2:10: "
		    "an attribute is quoted with double quotes" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_a_hole_in_a_name_is_refused(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_attribute_name.html", "2:4: "
	    "a value cannot stand in a tag, where an attribute's name "
	    "belongs" },
		{ "bad_attribute_name_rest.html", "2:6: "
		    "a value cannot stand in an attribute's name" },
		{ "bad_tag_name.html", "2:2: "
		    "a value cannot stand in a tag name" },
		{ "bad_tag_name_rest.html", "2:3: "
		    "a value cannot stand in a tag name" },
		{ "bad_end_tag_name.html", "2:6: "
		    "a value cannot stand in a tag name" },
		{ "bad_end_of_title.html", "2:12: "
		    "a value cannot stand in the content of <title>" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_a_hole_in_a_comment_or_doctype_is_refused(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_comment.html", "2:6: "
		    "a value cannot stand in a comment" },
		{ "bad_comment_end.html", "2:9: "
		    "a comment ends with -->" },
		{ "bad_doctype.html", "2:11: "
		    "a value cannot stand in a doctype" },
		{ "bad_markup.html", "2:3: "
		    "neither a comment nor a doctype" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_a_value_cannot_choose_a_scheme_or_host(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_url_scheme.html", "2:23: "
	    "a value here could choose the scheme or host of the "
	    "address" },
		{ "bad_url_entity.html", "2:26: "
	    "a value here could choose the scheme or host of the "
	    "address" },
		{ "bad_url_colon.html", "2:15: "
	    "this byte cannot follow a value at the start of an "
	    "address" },
		{ "bad_url_colon_entity.html", "2:15: "
	    "this byte cannot follow a value at the start of an "
	    "address" },
		{ "bad_url_host.html", "2:17: "
	    "a value here could choose the scheme or host of the "
	    "address" },
		{ "bad_url_two_slashes.html", "2:12: "
	    "a value here could choose the scheme or host of the "
	    "address" },
		{ "bad_url_branches.html", "2:27: "
	    "a value here could choose the scheme or host of the "
	    "address" },
		{ "bad_url_loop.html", "2:29: "
	    "a value here could choose the scheme or host of the "
	    "address" },
		{ "bad_http_equiv.html", "2:17: "
		    "http-equiv belongs in the header of the answer" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_branches_and_loops_end_where_they_began(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_branch.html", "2:19: "
	    "this branch began elsewhere and ends in the attribute "
	    "'title'" },
		{ "bad_branch_else.html", "2:22: "
		    "this branch began elsewhere and ends in text" },
		{ "bad_branch_pre.html", "2:14: "
		    "this branch began elsewhere and ends in <pre> text" },
		{ "bad_loop.html", "2:18: "
	    "this branch began elsewhere and ends in a tag, where an "
	    "attribute's name belongs" },
		{ "bad_glued.html", "2:20: "
		    "white space must stand here" },
		{ "bad_if_in_script.html", "2:9: "
		    "a control tag cannot stand in the content of <script>" },
		{ "bad_end_of_template.html", "3:1: "
		    "the template ends in the attribute 'title'" },
		{ "bad_end_of_first.html", "3:1: "
	    "the template ends in a tag, where an attribute's name "
	    "belongs" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_whole_tags_stand_in_text_only(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_call_in_attribute.html", "2:11: "
		    "this tag cannot stand in the attribute 'title'" },
		{ "bad_lines_in_attribute.html", "2:11: "
		    "this tag cannot stand in the attribute 'title'" },
		{ "bad_lines_in_title.html", "2:8: "
		    "this tag cannot stand in the content of <title>" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_tags_must_fit_together(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_unclosed.html", "2:4: "
		    "this block has no {{end}}" },
		{ "bad_stray_end.html", "2:4: "
		    "there is no open {{if}} or {{for}} here" },
		{ "bad_stray_else.html", "2:15: "
		    "this belongs to no {{if}}" },
		{ "bad_two_elses.html", "2:17: "
		    "this belongs to no {{if}}" },
		{ "bad_unknown_tag.html", "2:4: "
		    "neither a tag that exists nor a path" },
		{ "bad_no_close.html", "2:4: "
		    "{{ without }}" },
		{ "bad_empty_tag.html", "2:7: "
		    "a name must stand here" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_what_is_not_in_the_language_is_refused(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_path.html", "2:8: "
		    "a name must stand behind the dot" },
		{ "bad_index.html", "2:4: "
		    "neither a tag that exists nor a path" },
		{ "bad_condition.html", "2:13: "
		    "&& and || in one condition" },
		{ "bad_loop_words.html", "2:11: "
		    "a loop is 'for ITEM in PATH'" },
		{ "bad_loop_name.html", "2:21: "
		    "an outer loop has an item of this name" },
		{ "bad_loop_out.html", "2:7: "
		    "the name 'out' is taken" },
		{ "bad_string.html", "2:14: "
		    "this string does not end here" },
		{ "bad_bare_less.html", "2:7: "
		    "a '<' that begins no tag is written &lt;" },
		{ "bad_no_template.html", "1:1: "
		    "no {{template}}" },
		{ "bad_text_before.html", "1:1: "
		    "text before the first {{template}}" },
		{ "bad_parameter.html", "1:17: "
		    "a parameter is a type and a name" },
		{ "bad_include.html", "1:13: "
		    "this byte cannot stand in an include" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
test_bytes_that_are_not_text_are_refused(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "bad_nul.html", "2:4: "
		    "a NUL byte" },
		{ "bad_utf8.html", "2:4: "
		    "invalid UTF-8" },
		{ "bad_utf8_cut.html", "2:4: "
		    "invalid UTF-8" },
		{ "bad_carriage_return.html", "2:4: "
		    "a carriage return" },
		{ "bad_control.html", "2:4: "
		    "a control character" },
	};

	(void)state;
	check_faults(faults, LENGTH(faults));
}

static void
compile_good(void)
{
	static const char *const names[] = {
		"good_page.html", "good_mail.txt", "good_long.html",
		"good_empty.html",
	};

	for (size_t i = 0; i < LENGTH(names); i++)
		assert_int_equal(run_on("$TEMPLATEC -o \"$T\"/$N.c " DATA
		    "$N 2>&1", names[i]), 0);
	assert_int_equal(run("cd \"$T\" && mv good_mail.txt.c good_mail.c && "
	    "for i in *.html.c; do mv $i ${i%.html.c}.c; done"), 0);
	assert_int_equal(run("$TEMPLATEC -H \"$T\"/good.h " DATA "good_*.html "
	    DATA "good_*.txt 2>&1"), 0);
	run("$CC " FLAGS "-I. -I\"$T\" -o \"$T\"/page \"$T\"/good_*.c "
	    DATA "page.c templates/escape.c core/buf.c core/arena.c core/log.c "
	    "2>&1");
	assert_string_equal(world.said, "");
}

static void
test_good_templates_print_what_is_expected(void **state)
{
	static const char *const names[] = {
		"good_page", "good_mail", "good_long", "good_empty",
	};

	(void)state;
	compile_good();
	for (size_t i = 0; i < LENGTH(names); i++) {
		run_on("\"$T\"/page $N | diff -a - " DATA "$N.expected 2>&1",
		    names[i]);
		assert_string_equal(world.said, "");
	}
}

static void
test_a_wrong_value_names_the_line_of_the_template(void **state)
{
	static const struct compiler_fault faults[] = {
		{ "wrong_member", ":5:" }, { "wrong_bool", ":4:" },
		{ "wrong_struct", ":4:" },
		{ "wrong_items", ":4:" }, { "wrong_nocount", ":4:" },
	};
	char place[256];

	(void)state;
	for (size_t i = 0; i < LENGTH(faults); i++) {
		assert_int_equal(run_on("$TEMPLATEC -o \"$T\"/$N.c " DATA
		    "$N.html 2>&1", faults[i].file), 0);
		assert_int_not_equal(run_on("$CC " FLAGS "-I. -c "
		    "-o \"$T\"/$N.o \"$T\"/$N.c 2>&1", faults[i].file), 0);
		snprintf(place, sizeof(place), DATA "%s.html%s",
		    faults[i].file, faults[i].place);
		assert_non_null(strstr(world.said, place));
	}
}

static void
test_wrong_use_ends_with_two(void **state)
{
	static const char *const uses[] = {
		"", "-o", "-o \"$T\"/x.c", "-H \"$T\"/x.h", "-x a.c b.html",
		"-o \"$T\"/x.c a.html b.html", "-o \"$T\"/x.html a.html",
		"-o \"$T\"/x.c a.c", "-H \"$T\"/x.c a.html",
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(uses); i++)
		assert_int_equal(run_on("eval $TEMPLATEC $N 2>&1", uses[i]), 2);
}

static void
test_a_file_that_cannot_be_read_is_named(void **state)
{
	(void)state;
	assert_int_equal(run("$TEMPLATEC -o \"$T\"/x.c no.html 2>&1"), 1);
	assert_string_equal(world.said,
	    "no.html:1:1: No such file or directory\n");
	assert_int_equal(run("$TEMPLATEC -o \"$T\"/no/x.c " DATA
	    "good_empty.html 2>&1"), 1);
	assert_int_equal(run("head -c 300000 /dev/zero >\"$T\"/big.html; "
	    "$TEMPLATEC -o \"$T\"/x.c \"$T\"/big.html 2>&1"), 1);
	assert_non_null(strstr(world.said, "larger than"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_hole_in_code_is_refused),
		cmocka_unit_test(test_a_hole_in_a_list_of_addresses_is_refused),
		cmocka_unit_test(
		    test_an_attribute_without_double_quotes_takes_no_hole),
		cmocka_unit_test(test_a_hole_in_a_name_is_refused),
		cmocka_unit_test(
		    test_a_hole_in_a_comment_or_doctype_is_refused),
		cmocka_unit_test(test_a_value_cannot_choose_a_scheme_or_host),
		cmocka_unit_test(test_branches_and_loops_end_where_they_began),
		cmocka_unit_test(test_whole_tags_stand_in_text_only),
		cmocka_unit_test(test_tags_must_fit_together),
		cmocka_unit_test(test_what_is_not_in_the_language_is_refused),
		cmocka_unit_test(test_bytes_that_are_not_text_are_refused),
		cmocka_unit_test(test_good_templates_print_what_is_expected),
		cmocka_unit_test(
		    test_a_wrong_value_names_the_line_of_the_template),
		cmocka_unit_test(test_wrong_use_ends_with_two),
		cmocka_unit_test(test_a_file_that_cannot_be_read_is_named),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
