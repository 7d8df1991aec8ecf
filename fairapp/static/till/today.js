// Since when "today" counts: the session that runs, from an hour before it opens; outside any, midnight by this phone.

const HOUR = 3_600_000;

export function sinceWhen(sessions, now = Date.now()) {
  const running = sessions.find(
    (session) => Date.parse(session.opens_at) - HOUR <= now && now < Date.parse(session.cut_off_at),
  );
  return running ? Date.parse(running.opens_at) - HOUR : new Date(now).setHours(0, 0, 0, 0);
}
