"""Questions of organisations and citizens to the office (domain/01, B20): received, taken over,
forwarded, answered, and how long that took. Never about a client: that is a contact or a case."""
