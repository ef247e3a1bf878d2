"""Where offers take place: addresses, and the map that needs no outside server."""
