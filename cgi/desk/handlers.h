#ifndef CGI_DESK_HANDLERS_H
#define CGI_DESK_HANDLERS_H

#include "cgi/http/router.h"

/* What the organiser's routes lead to; see routes.c. */

/* login.c: in and out; authorize.c: what a request must have to pass */
enum status	 login_show(struct app *, struct request *, struct response *);
enum status	 login_post(struct app *, struct request *, struct response *);
enum status	 logout_post(struct app *, struct request *,
		    struct response *);

/*
 * The authorize of router.h: a login by cookie, a role high enough, and for a
 * POST the form's csrf.  A GET without a session is led to the login page,
 * and one of an account that still needs a second factor to where it is set
 * up.  A form that was sent is not led elsewhere: the page of its 403 has what
 * was typed and the way to send it after all.
 */
#define LOGIN_SECOND_STEP	"/beheer/account/tweede-stap"
enum status	 login_authorize(struct app *, const struct route *,
		    struct request *, struct response *);

/* selection.c: what is done about several of the list at once */
enum status	 selection_post(struct app *, struct request *,
		    struct response *);

/* event/letter_texts.c: the words of the automatic letters */
enum status	 letter_texts_show(struct app *, struct request *,
		    struct response *);
enum status	 letter_text_show(struct app *, struct request *,
		    struct response *);
enum status	 letter_text_post(struct app *, struct request *,
		    struct response *);

/* waiting.c: who waits, in turn, and what more places would give */
enum status	 waiting_show(struct app *, struct request *,
		    struct response *);

/* campaign/campaign.c: municipalities are invited; letters.c: on paper */
enum status	 campaign_show(struct app *, struct request *,
		    struct response *);
enum status	 campaign_post(struct app *, struct request *,
		    struct response *);
enum status	 letters_file(struct app *, struct request *,
		    struct response *);
enum status	 letters_show(struct app *, struct request *,
		    struct response *);

/* campaign/mail_selection.c: mail to the people of a filter */
enum status	 mail_selection_show(struct app *, struct request *,
		    struct response *);
enum status	 mail_selection_post(struct app *, struct request *,
		    struct response *);

/* campaign/mailings.c: what was sent to many, and taking it back */
enum status	 mailings_show(struct app *, struct request *,
		    struct response *);
enum status	 mailing_show(struct app *, struct request *,
		    struct response *);
enum status	 mailing_post(struct app *, struct request *,
		    struct response *);

/* campaign/addresses.c: addresses for invitations, from a file */
enum status	 addresses_show(struct app *, struct request *,
		    struct response *);
enum status	 addresses_post(struct app *, struct request *,
		    struct response *);

/* attendees.c: the list of attendees */
enum status	 attendees_show(struct app *, struct request *,
		    struct response *);

/* export.c: people as files */
enum status	 export_show(struct app *, struct request *,
		    struct response *);
enum status	 export_post(struct app *, struct request *,
		    struct response *);
enum status	 export_xlsx(struct app *, struct request *,
		    struct response *);
enum status	 attendees_csv(struct app *, struct request *,
		    struct response *);
enum status	 export_machine_csv(struct app *, struct request *,
		    struct response *);
enum status	 export_machine_json(struct app *, struct request *,
		    struct response *);

/* later_page.c: how far a workbook is that takes longer, and the file */
enum status	 later_show(struct app *, struct request *,
		    struct response *);
enum status	 later_file(struct app *, struct request *,
		    struct response *);

/* gemeenten_export.c: municipalities as files, without people */
enum status	 gemeenten_xlsx(struct app *, struct request *,
		    struct response *);

/* requirements_export.c: what people need; their names only for a reason */
enum status	 requirements_export_show(struct app *, struct request *,
		    struct response *);
enum status	 requirements_export_post(struct app *, struct request *,
		    struct response *);
enum status	 requirements_export_csv(struct app *, struct request *,
		    struct response *);

/* attendee.c: one person; person_action.c: its buttons; person_edit.c: forms */
enum status	 attendee_show(struct app *, struct request *,
		    struct response *);
enum status	 attendee_post(struct app *, struct request *,
		    struct response *);
enum status	 attendee_edit_show(struct app *, struct request *,
		    struct response *);
enum status	 attendee_edit_post(struct app *, struct request *,
		    struct response *);
enum status	 attendee_replace_show(struct app *, struct request *,
		    struct response *);
enum status	 attendee_replace_post(struct app *, struct request *,
		    struct response *);

/* person_add.c: signing somebody up by hand */
enum status	 guest_add_show(struct app *, struct request *,
		    struct response *);
enum status	 guest_add_post(struct app *, struct request *,
		    struct response *);
enum status	 attendee_add_show(struct app *, struct request *,
		    struct response *);
enum status	 attendee_add_post(struct app *, struct request *,
		    struct response *);

/* mails.c: the outbox, for people; mail_actions.c: its buttons */
enum status	 mail_show(struct app *, struct request *, struct response *);
enum status	 mail_post(struct app *, struct request *, struct response *);

/* settings.c: the event's settings */
enum status	 settings_show(struct app *, struct request *,
		    struct response *);
enum status	 settings_post(struct app *, struct request *,
		    struct response *);

/* declarations.c: what the privacy page and its like say of us */
enum status	 declarations_show(struct app *, struct request *,
		    struct response *);
enum status	 declarations_post(struct app *, struct request *,
		    struct response *);

/* programme.c: what the day holds; round_form.c, session_form.c: its parts */
enum status	 programme_show(struct app *, struct request *,
		    struct response *);
enum status	 programme_post(struct app *, struct request *,
		    struct response *);
enum status	 round_show(struct app *, struct request *, struct response *);
enum status	 round_post(struct app *, struct request *, struct response *);
enum status	 session_show(struct app *, struct request *,
		    struct response *);
enum status	 session_post(struct app *, struct request *,
		    struct response *);
enum status	 item_show(struct app *, struct request *, struct response *);
enum status	 item_post(struct app *, struct request *, struct response *);

/* event_texts.c: what organisers add to pages and letters */
enum status	 texts_show(struct app *, struct request *,
		    struct response *);
enum status	 texts_post(struct app *, struct request *,
		    struct response *);
enum status	 texts_letter(struct app *, struct request *,
		    struct response *);

/* events.c: which event the desk looks at, and which the public sees */
enum status	 events_show(struct app *, struct request *,
		    struct response *);
enum status	 events_look(struct app *, struct request *,
		    struct response *);
enum status	 publish_show(struct app *, struct request *,
		    struct response *);
enum status	 publish_post(struct app *, struct request *,
		    struct response *);

/* call_off.c: whether it goes on */
enum status	 call_off_show(struct app *, struct request *,
		    struct response *);
enum status	 call_off_post(struct app *, struct request *,
		    struct response *);
enum status	 copy_show(struct app *, struct request *, struct response *);
enum status	 copy_post(struct app *, struct request *, struct response *);

/* coverage.c: which municipalities answered; gemeenten_export.c: as files */
enum status	 coverage_show(struct app *, struct request *,
		    struct response *);
enum status	 coverage_csv(struct app *, struct request *,
		    struct response *);
enum status	 gemeenten_file(struct app *, struct request *,
		    struct response *);

/* gemeente.c: one municipality */
enum status	 gemeente_show(struct app *, struct request *,
		    struct response *);
enum status	 gemeente_post(struct app *, struct request *,
		    struct response *);

/* gemeenten_import.c: a file of them, looked at first and then done */
enum status	 gemeenten_import_show(struct app *, struct request *,
		    struct response *);
enum status	 gemeenten_import_post(struct app *, struct request *,
		    struct response *);

/* my_account.c: the visitor's own account; totp.c: its second factor */
enum status	 my_account_show(struct app *, struct request *,
		    struct response *);
enum status	 my_account_post(struct app *, struct request *,
		    struct response *);
enum status	 sessions_post(struct app *, struct request *,
		    struct response *);
enum status	 totp_show(struct app *, struct request *, struct response *);
enum status	 totp_post(struct app *, struct request *, struct response *);

/* accounts.c: all accounts; account_edit.c: one of them */
enum status	 accounts_show(struct app *, struct request *,
		    struct response *);
enum status	 accounts_post(struct app *, struct request *,
		    struct response *);
enum status	 account_edit_show(struct app *, struct request *,
		    struct response *);
enum status	 account_edit_post(struct app *, struct request *,
		    struct response *);

/* people/questions.c: what delegations want to talk about */
enum status	 questions_show(struct app *, struct request *,
		    struct response *);

/* overview.c: how the event stands; the door's role is led to its list */
enum status	 desk_home(struct app *, struct request *, struct response *);
enum status	 opening_post(struct app *, struct request *,
		    struct response *);

/* audit_log.c: what was done, by whom and to whom */
enum status	 log_show(struct app *, struct request *, struct response *);
enum status	 log_csv(struct app *, struct request *, struct response *);

/* attendance_lists.c: the sessions' lists; door.c: the door's; for paper too */
enum status	 session_list_show(struct app *, struct request *,
		    struct response *);
enum status	 session_lists_show(struct app *, struct request *,
		    struct response *);
enum status	 door_show(struct app *, struct request *, struct response *);

/* people/erase.c, event/erase_event.c: erasing, with a reason */
enum status	 attendee_erase_show(struct app *, struct request *,
		    struct response *);
enum status	 attendee_erase_post(struct app *, struct request *,
		    struct response *);
enum status	 event_erase_show(struct app *, struct request *,
		    struct response *);
enum status	 event_erase_post(struct app *, struct request *,
		    struct response *);

/* retention.c: what is kept, until when, what went and what is late */
enum status	 retention_show(struct app *, struct request *,
		    struct response *);
enum status	 retention_report(struct app *, struct request *,
		    struct response *);

/* door/checkin.c: letting people in */
enum status	 checkin_show(struct app *, struct request *,
		    struct response *);
enum status	 checkin_door(struct app *, struct request *,
		    struct response *);
enum status	 checkin_post(struct app *, struct request *,
		    struct response *);
enum status	 checkin_undo(struct app *, struct request *,
		    struct response *);

/* door/walk_in.c: who comes without having been signed up */
enum status	 walk_in_show(struct app *, struct request *,
		    struct response *);
enum status	 walk_in_post(struct app *, struct request *,
		    struct response *);

/* door/offline.c: the door without a network, and what it takes along */
enum status	 offline_show(struct app *, struct request *,
		    struct response *);
enum status	 offline_worker(struct app *, struct request *,
		    struct response *);
enum status	 offline_list(struct app *, struct request *,
		    struct response *);
enum status	 offline_sync(struct app *, struct request *,
		    struct response *);
enum status	 offline_walk_in(struct app *, struct request *,
		    struct response *);

/* door/badges.c: badges to print */
enum status	 badges_show(struct app *, struct request *,
		    struct response *);
enum status	 badges_post(struct app *, struct request *,
		    struct response *);

/* door/turnout.c: who came, afterwards */
enum status	 turnout_show(struct app *, struct request *,
		    struct response *);
enum status	 turnout_xlsx(struct app *, struct request *,
		    struct response *);

/* door/day.c: what the code of the entry opens */
enum status	 day_show(struct app *, struct request *, struct response *);

#endif
