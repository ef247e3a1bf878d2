"""What is printed: handouts for clients, the directory, the timetable of a week."""
