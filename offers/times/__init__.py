"""When offers take place: rules, exceptions, holidays, the dates that follow, calendars."""
