#ifndef CORE_NOTIFY_H
#define CORE_NOTIFY_H

/*
 * What systemd hears of a service (sd_notify(3)): "READY=1", "STOPPING=1", and
 * "WATCHDOG=1" as long as its work goes on.  Nothing happens without systemd.
 */
void	 notify_send(const char *state);

/* How often it wants to hear WATCHDOG=1, in milliseconds; 0: not at all. */
int	 notify_interval(void);

#endif
