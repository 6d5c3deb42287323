-- The floor of the CSV: what the export holds, by the sqlite3 shell alone.
SELECT p.id, p.status, g.naam, g.code, g.provincie, p.rol, p.functie,
    p.voornaam, '', p.achternaam, p.voornaam || ' ' || p.achternaam,
    p.sorteersleutel, p.email, r.contact_voornaam || ' ' ||
    r.contact_achternaam, r.contact_email, r.contact_telefoon,
    (SELECT group_concat(titel, ', ') FROM registration_thema
	JOIN thema ON sleutel = thema WHERE registration = r.id),
    r.vraag, strftime('%Y-%m-%d %H:%M', r.aangemeld, 'unixepoch', 'localtime'),
    g.arbeidsmarktregio,
    (SELECT titel FROM participant_session s JOIN session ON id = s.session
	WHERE participant = p.id AND s.round = first.id),
    (SELECT titel FROM participant_session s JOIN session ON id = s.session
	WHERE participant = p.id AND s.round = second.id),
    strftime('%Y-%m-%d %H:%M', p.gewijzigd, 'unixepoch', 'localtime'),
    p.foto_bezwaar, p.op_de_hoogte,
    (SELECT 'ja' FROM registration_thema JOIN thema ON sleutel = thema
	WHERE registration = r.id AND positie = 1),
    (SELECT 'ja' FROM registration_thema JOIN thema ON sleutel = thema
	WHERE registration = r.id AND positie = 2),
    (SELECT 'ja' FROM registration_thema JOIN thema ON sleutel = thema
	WHERE registration = r.id AND positie = 3),
    (SELECT 'ja' FROM registration_thema JOIN thema ON sleutel = thema
	WHERE registration = r.id AND positie = 4)
FROM event e
JOIN round first ON first.event = e.id AND first.nummer = 1
JOIN round second ON second.event = e.id AND second.nummer = 2
CROSS JOIN attendee a ON a.event = e.id
CROSS JOIN participant p ON p.id = a.participant
JOIN registration r ON r.id = p.registration
JOIN gemeente g ON g.code = r.gemeente
WHERE e.zichtbaar = 1 ORDER BY a.naam, p.id;
