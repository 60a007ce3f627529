"""Where it is played: each package brings the quiz to one platform, translating in and drawing out."""
