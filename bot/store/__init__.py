"""All SQL. Everything else speaks of quizzes, turns and answers."""
