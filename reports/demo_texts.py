"""What the demo office has written for its reports. Figures stand in double braces."""

COMMITTEES = """Sozialausschuss; Kenntnisnahme; 03.02.%(year)s
Rat der Stadt; Kenntnisnahme; 26.02.%(year)s"""

SUMMARY = """
Die Koordinierungsstelle Integration legt ihren Bericht über das vergangene Jahr vor. Drei
Punkte vorab:

Die Beratung zählte {{ contacts }} Kontakte. Die meisten Menschen kamen mit Briefen,
Formularen und Fragen zu Deutschkursen.

Im Verzeichnis stehen {{ offers }} Angebote. Ihre Anbieter werden zweimal im Jahr gefragt, ob
noch alles stimmt.

{{ volunteers_engaged }} Ehrenamtliche waren am Jahresende im Einsatz. Gesucht werden vor
allem Menschen, die beim Deutschlernen begleiten.
"""

TEXTS = {
    "foreword": (
        "Ein Jahr, in dem viele kamen und viele halfen.",
        """
Dieser Bericht zeigt, womit Menschen zu uns kamen, welche Angebote es in der Stadt gibt und
wer daran mitwirkt. Die Zahlen stammen aus der täglichen Arbeit und sind alle auf dieselbe
Weise gezählt. Kleine Zahlen sind gesperrt, damit niemand zu erkennen ist.

Wir danken allen Partnerinnen und Partnern, die ihre Angebote aktuell halten, und den
Ehrenamtlichen, ohne die vieles nicht ginge.
""",
    ),
    "population": (
        "Was andere über die Stadt veröffentlicht haben.",
        """
Die Zahlen dieses Kapitels stammen nicht von uns. Jede trägt ihre Quelle. Nennen zwei Quellen
verschiedene Werte, stehen beide da; ausgeglichen oder geschätzt wird nichts.
""",
    ),
    "counselling": (
        "{{ contacts }} Kontakte; am häufigsten ging es um Formulare, Behörden und Sprache.",
        """
Die Koordinierungsstelle ist erste Anlaufstelle und Lotsin: Sie klärt das Anliegen, erklärt
Briefe, hilft bei Anträgen und vermittelt an die richtige Stelle. Die meisten Gespräche dauern
weniger als eine halbe Stunde und brauchen keinen Namen.

{{ persons }} Personen wurden länger begleitet, {{ relatives }} Angehörige kamen mit und
wurden mitberaten. Am Jahresende liefen {{ cases_running }} Begleitungen.

Persönliche Angaben fragen wir nur, wenn sie für die Beratung nötig sind. Darum ist „nicht
erhoben“ in vielen Tabellen die größte Gruppe.
""",
    ),
    "offers": (
        "{{ offers }} Angebote am Jahresende; {{ offers_new }} kamen im Lauf des Jahres neu dazu.",
        """
Das Verzeichnis führt, was in der Stadt regelmäßig stattfindet oder dauerhaft offen steht. Die
Anbieter pflegen ihre Einträge selbst; wer keine Antwort gibt, wird angerufen.
""",
    ),
    "events": (
        "{{ events }} Veranstaltungen standen im gemeinsamen Kalender.",
        """
Vereine, Kirchen, die Moschee, Schulen und die Stadt gestalten den Kalender gemeinsam.
Höhepunkt waren die Interkulturellen Wochen im September. Bei den Gesprächsrunden sprachen
Zugewanderte und Alteingesessene über Schule, Arbeit und das Zusammenleben.
""",
    ),
    "tests": (
        "{{ test_sessions }} Termine für den Einbürgerungstest.",
        """
Die Volkshochschule nimmt die Tests ab, die Koordinierungsstelle meldet an. Die Auswertung
liegt beim Bundesamt: Die Stadt erfährt und speichert keine Ergebnisse.
""",
    ),
    "volunteers": (
        "{{ volunteers_engaged }} Ehrenamtliche waren am Jahresende im Einsatz.",
        """
Wer neu beginnt, führt ein Erstgespräch, unterschreibt die Verschwiegenheit und bekommt eine
feste Ansprechperson. Gezählt werden nur Stunden, die jemand aufgeschrieben hat. Eine
Umrechnung in Geld enthält dieser Bericht nicht: Ehrenamt ersetzt keine Stelle.
""",
    ),
    "network": (
        "Die Stelle verbindet Politik, Verwaltung, Beratung und Ehrenamt.",
        """
{{ organisations }} Organisationen stehen im Verzeichnis. Der Arbeitskreis Integration ist ein
offener Gesprächskreis, gegründet 2012; er berichtet dem Rat einmal im Jahr selbst.
""",
    ),
    "concept": (
        "Das Integrationskonzept 2023–2026 wird fortgeschrieben.",
        """
Die Maßnahmen werden zweimal im Jahr mit den Zuständigen durchgesehen. Der Stand in der
Tabelle ist der, der bei der Erstellung dieses Berichts bekannt war.
""",
    ),
    "outlook": (
        "Drei Vorhaben für das kommende Jahr.",
        """
Ein Deutschkurs am Abend mit Kinderbetreuung, ein Treffen der Ehrenamtlichen im Frühjahr und
die Fortschreibung des Integrationskonzepts stehen an.
""",
    ),
}

BEGUN = {
    "counselling": (
        "",
        """
Bis heute {{ contacts }} Kontakte. Auffällig: mehr Fragen zu Deutschkursen, seit neue
Zulassungen ausbleiben.
""",
    ),
}
