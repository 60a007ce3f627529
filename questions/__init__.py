"""What is asked: questions, keys, grading, packs and their sources. Pure; knows no chat and no database."""
