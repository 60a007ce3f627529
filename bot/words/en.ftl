### Commands, as menus and help show them. Discord takes 100 characters at most.

command-quiz = Civics quiz with sources
command-play = Start a round in this channel
command-stop = End the round in this channel with the standings so far
command-leaderboard = See who leads
command-stats = See points, right answers by topic, streak and the last 28 days
command-schedule = The daily quiz of this channel
command-schedule-set = Post a quiz here every day at a local time
command-schedule-list = See the daily quizzes of this community
command-schedule-preview = See when a daily quiz comes next, and what the clocks do on those days
command-schedule-pause = Let a daily quiz of this channel rest
command-schedule-resume = Let a paused daily quiz of this channel go on
command-schedule-remove = End a daily quiz of this channel
command-settings = Set how the quiz runs in this community
command-moderators = Who else may moderate the quiz
command-moderators-add = Let a player moderate the quiz here
command-moderators-remove = No longer let a player moderate the quiz here
command-moderators-list = See who may moderate the quiz here
command-exclude = Keep a player off the leaderboards
command-include = Show a player on the leaderboards again
command-season = From which day on the leaderboards count
command-season-start = Let the leaderboards begin anew today; nothing is deleted
command-season-end = Let the leaderboards count all days again
command-help = How to play

option-topic = What the questions are about (all topics if left out)
option-questions = How many questions
option-difficulty = How hard the questions are (all if left out)
option-seconds = Seconds for each question; 0 sets no limit (a fitting time if left out)
option-language = The language of the questions
option-period = Which days count
option-scope = This channel or the whole community
option-time = Local time, such as 09:00
option-zone = Time zone, such as America/Mexico_City
option-player = Which player (you yourself, where it may be left out)
option-limit = How long a question of a round stays open
option-starters = Who may start a round
option-rooms = Where rounds may be played
option-bonus = Whether speed brings more points in a round
option-streaks = Whether streaks are shown
option-leaderboard = Whether there is a leaderboard
option-weekdays = Days of the week, such as mon-fri or tue,thu (every day if left out)

choice-today = Today
choice-week = This week
choice-month = This month
choice-28-days = Last 28 days
choice-all = All time
choice-channel = This channel
choice-community = The whole community
choice-easy = Easy
choice-medium = Medium
choice-hard = Hard
choice-en = English
choice-es = Español
choice-automatic = Automatic
choice-suggested = As long as its text takes
choice-15 = 15 seconds
choice-30 = 30 seconds
choice-60 = 60 seconds
choice-90 = 90 seconds
choice-120 = 120 seconds
choice-everyone = Everyone
choice-moderators = Moderators
choice-everywhere = In every channel
choice-only-here = Only in this channel
choice-here = In this channel too
choice-not-here = Not in this channel
topic-any = All topics

### What commands and options are called. Discord takes small letters, 32 at most.

name-play = play
name-practice = practice
name-answer = answer
name-stop = stop
name-leaderboard = leaderboard
name-stats = stats
name-schedule = schedule
name-set = set
name-list = list
name-remove = remove
name-me = me
name-help = help
name-topic = topic
name-questions = questions
name-difficulty = difficulty
name-seconds = seconds
name-language = language
name-text = text
name-period = period
name-scope = scope
name-player = player
name-time = time
name-zone = zone
name-pace = pace
name-streak = streak
name-pause = pause
name-resume = resume
name-preview = preview
name-settings = settings
name-moderators = moderators
name-add = add
name-exclude = exclude
name-include = include
name-season = season
name-start = start
name-end = end
name-weekdays = weekdays
name-limit = limit
name-starters = starters
name-rooms = rooms
name-bonus = bonus
name-streaks = streaks

### What choices are called when they are typed: a word each.

typed-today = today
typed-week = week
typed-month = month
typed-28-days = 28-days
typed-all = all
typed-channel = channel
typed-community = community
typed-easy = easy
typed-medium = medium
typed-hard = hard
typed-en = english
typed-es = spanish
typed-auto = auto
typed-automatic = automatic
typed-suggested = suggested
typed-unlimited = unlimited
typed-everyone = everyone
typed-moderators = moderators
typed-everywhere = everywhere
typed-only-here = only-here
typed-here = here
typed-not-here = not-here
typed-normal = normal
typed-double = double
typed-triple = triple
typed-on = on
typed-off = off

### A round

round-starts = Your round starts: { $theme }, { $count ->
    [one] one question
   *[other] { $count } questions
}, { $time }.
round-shorter = { $count ->
    [one] There is only one such question.
   *[other] There are only { $count } such questions.
}
time-each = { $seconds ->
    [one] one second each
   *[other] { $seconds } seconds each
}
time-unlimited = no time limit
time-suggested = with the time that each text needs
round-stops = The round ends.
question-title = Question { $position } of { $length } · { $topic }
question-closes = Closes { $when }
question-untimed = No time limit. Next closes the question.
question-answered = { $count ->
    [0] Nobody has answered yet.
    [one] One has answered.
   *[other] { $count } have answered.
}
question-footnote = Answer with the buttons. One answer each; your first one counts.
button-next = Next
recorded-title = Recorded
recorded = Your answer: { $answer }
recorded-footnote = The answer follows when the question closes.
already-answered-title = Already answered
already-answered = The first answer counts: { $answer }

reveal-title = Answer { $position } of { $length } · { $topic }
reveal-source = Source: { $source }
reveal-scored = { $count ->
    [0] Nobody scored.
   *[other] Scored: { $names }
}
reveal-typed = Answers: { $right } right, { $wrong } wrong
reveal-more = and { $count } more
reveal-nobody = Nobody answered.
option-right = { $option } (right)

standings-title = Final standings · { $theme }
standings-none = Nobody answered in this round.
button-again = Play again
uncounted-alone = This round does not count on leaderboards: it takes two players or more.
uncounted-enough = This round does not count on leaderboards: the first { $most } of a day in a channel do.

### The daily

daily-title = Daily quiz · { $topic }
daily-invitation = { $count ->
    [one] One question for today. Press Start whenever you like; only you see your answers.
   *[other] { $count } questions for today. Press Start whenever you like; only you see your answers.
} Each question has its own time, counted from when you see it. For more time: /quiz me
daily-closes = Open until { $when }. The answers follow then.
button-start = Start
daily-recorded = Recorded. { $left ->
    [one] One more question.
   *[other] { $left } more questions.
}
daily-done-title = Done for today
daily-done = You have answered { $answered } of { $count ->
    [one] { $count } question.
   *[other] { $count } questions.
} Every answer is recorded.
daily-missed = The time for question { $position } was over.
daily-done-when = The answers and standings appear in the channel { $when }.
daily-answers-title = Daily quiz of { $day } · { $topic }
daily-nobody = Nobody played this one.
daily-question = { $position }. { $stem }
daily-answer = { $answer }. { $explanation }

### Answers that are typed

command-type = Answer the open question by typing
option-text = Your answer
how-date = The answer is a date, such as December 31.
how-month = The answer is a month with its year, such as December 1999.
how-year = The answer is a year, such as 1999.
how-number = The answer is a number ({ $unit }), such as 12.
how-name = The answer is a name.
how-order = The answer is an order of the letters, such as { $letters }.
how-set = The answer is every letter that applies, such as A C.
button-answer = Answer
form-footnote = Press Answer, or type /quiz answer and your answer. One answer each; your first one counts.
form-once-each = Choose each of them once.
field-answer = Your answer
field-place = Place { $place }
field-set = All that apply
again-be-specific = “{ $given }” is too general. Be more specific: you can answer once more.
again-ambiguous = “{ $given }” can be read in two ways. Which one? Write it out: you can answer once more.
again-unreadable = I could not read “{ $given }”. You can answer once more.
nothing-open = No question is open for you here. Start a round with /quiz play, or press Start on the daily quiz.
letters-order = Type each of the letters { $letters } once, in order, such as: /quiz answer { $letters }
letters-set = Type the letters of all that apply, such as: /quiz answer A C
letters-choice = Type one letter, such as: /quiz answer A
too-long = That is too long: { $most } characters at most.
reveal-right = Right: { $answer }

### Why

button-why = Why?
button-mine = My answers
why-title = Your answer
why-right = { $answer } is right.
why-wrong = { $answer } is wrong.
why-reason = { $answer } is wrong. { $why }
why-none = You did not answer this question.
mine-title = Your answers
mine-none = You did not play this quiz.
mine-right = { $position }. ✅ { $answer } (right)
mine-wrong = { $position }. ❌ { $answer } (wrong)
mine-reason = { $position }. ❌ { $answer } (wrong). { $why }
mine-open = { $position }. – (no answer)
mine-share = To share: Daily quiz of { $day } · { $topic } · { $right } of { $count } right: { $signs }
not-closed = This question is still open.

### Practice

command-practice = Practise alone, at your own pace: what is right is told at once
button-on = Next question
practice-done-title = Practice
practice-done = { $right } of { $count } right. Practice counts on no leaderboard.

### Leaderboards

leaderboard-title = Leaderboard · { $period } · { $scope }
leaderboard-title-topic = Leaderboard · { $period } · { $scope } · { $topic }
leaderboard-empty = Nobody has scored here yet. Start a round with /quiz play.
leaderboard-line = { $rank }. { $name } · { $points ->
    [one] { $points } point
   *[other] { $points } points
} ({ $correct } of { $answered } right)
leaderboard-own = You: { $line }
leaderboard-own-none = You: not on this leaderboard yet.
leaderboard-kept-off = You: a moderator keeps you off the leaderboards. Only you see this line.
leaderboard-page = Page { $page } of { $pages }
leaderboard-season = Season since { $day }
leaderboard-off = The leaderboard is turned off in this community.
button-back = Back
somebody = Player { $id }

### Statistics

stats-title = Statistics · { $name }
stats-empty-title = Statistics
stats-none = No answer of yours has counted here yet. Rounds and daily quizzes count once they have closed.
stats-none-other = No answer of this player has counted here yet. Rounds and daily quizzes count once they have closed.
stats-points = { $points ->
    [one] { $points } point
   *[other] { $points } points
}
stats-right = { $correct } of { $answered } right ({ $percent })
stats-topic = { $topic }: { $correct } of { $answered } right ({ $percent })
stats-best = Best day: { $day }, { $points ->
    [one] { $points } point
   *[other] { $points } points
}
stats-streak = Streak: { $now ->
    [one] { $now } day now
   *[other] { $now } days now
}, longest { $longest }
stats-footnote = Rounds and daily quizzes count once they have closed; practice does not.
recent-title = Points a day, last 28 days
recent-none = No answer has counted in the last 28 days.
recent-words = Last 28 days, { $first } to { $last }: { $points ->
    [one] { $points } point
   *[other] { $points } points
} on { $days ->
    [one] { $days } day
   *[other] { $days } days
} played.
recent-most = Most: { $points } on { $day }.
button-picture = Picture by direct message
picture-title = Picture
picture-sent = The picture is in your direct messages.
picture-unreachable = I may not send you a direct message here.
picture-later = The picture could not be sent just now. Please try again in a moment.
not-a-player = “{ $given }” is no player. Choose one.
player-ambiguous = Several players here are called “{ $given }”. Mention the one you mean with @.

### One's own settings

command-me = Your language, time zone, time to answer and streak
option-pace = How much time you take for questions of your own
option-streak = Whether your streak is shown
choice-auto = As your app is set
choice-normal = The usual time
choice-double = Twice the time
choice-triple = Three times the time
choice-unlimited = No limit
choice-on = On
choice-off = Off
me-title = Your settings
me-private = They hold in this community. Nobody else sees them.
me-zone = Time zone: { $zone }. Another one: /quiz me zone:America/Mexico_City
me-zone-community = that of the community
me-language = Language of what only you see
me-pace = Time to answer a daily quiz; it changes no points
me-streak = Your streak

### What moderators set and decide

community-title = Community settings
community-who = They hold for everyone in this community.
community-zone = Time zone: { $zone }. Another one: /quiz settings zone:America/Mexico_City
community-zone-menu = Time zone: type a city
community-rooms-all = Rounds: in every channel
community-rooms-some = Rounds: only in { $rooms }
community-bonus = More points for speed: { $state }
community-streaks = Streaks: { $state }
community-leaderboard = Leaderboard: { $state }
community-season = Season: since { $day }. It ends with /quiz season end
community-language = Language of rounds and daily quizzes
community-limit = Time for a question of a round
community-starters = Who may start a round
button-bonus-on = Turn points for speed on
button-bonus-off = Turn points for speed off
button-streaks-on = Turn streaks on
button-streaks-off = Turn streaks off
button-leaderboard-on = Turn the leaderboard on
button-leaderboard-off = Turn the leaderboard off
button-rooms-everywhere = Rounds everywhere
button-rooms-only-here = Rounds only here
button-rooms-here = Rounds here too
button-rooms-not-here = No rounds here
moderators-title = Moderators
moderators-by-discord = Members who may manage the server moderate the quiz. So do:
moderators-by-slack = Admins and owners of the workspace moderate the quiz. So do:
moderators-by-terminal = Everyone at this keyboard moderates the quiz. So do:
moderators-none = Nobody else yet. Name one with /quiz moderators add
moderator-added = { $name } may moderate the quiz here now.
moderator-removed = { $name } is not named as a moderator here any more.
exclusion-title = Leaderboards
player-excluded = { $name } is kept off the leaderboards here. To take it back: /quiz include
player-included = { $name } is shown on the leaderboards here.
season-title = Season
season-ask-start = From today, { $day }, the leaderboards of this community begin anew, and everyone will see it. Nothing is deleted: when the season ends, all days count again.
season-ask-end = The season that began on { $day } ends, and everyone will see it: the leaderboards count all days again.
season-none = No season is running. The leaderboards count all days.
season-started = The season has begun. The leaderboards count from { $day } on.
season-ended = The season has ended. The leaderboards count all days.
button-season-start = Start the season
button-season-end = End the season

### Schedules

schedule-title = Daily quiz
schedule-rule = { $days } at { $time } ({ $zone })
days-every = every day
days-range = { $first } to { $last }
days-some = every { $days }
schedule-is-set = { $rule }: { $topic }, { $count ->
    [one] one question
   *[other] { $count } questions
}.
schedule-next = Next quiz: { $when }
schedule-line = { $room }: { $rule }, { $topic }. Next: { $when }
schedule-line-paused = { $room }: { $rule }, { $topic }. Paused.
schedule-here = This channel
schedule-none = No daily quiz is set here. A moderator sets one with /quiz schedule set 09:00 America/Mexico_City
schedule-removed = The daily quiz of this channel is removed. One that is open stays open until it closes.
schedule-is-paused = Paused: { $topic }, { $rule }. A quiz that is open stays open until it closes.
schedule-how-to-resume = To go on: /quiz schedule resume { $time }
schedule-resumed = It goes on: { $topic }, { $rule }.
schedule-paused-why = Paused since { $when }. { $reason }
paused-by-moderator = A moderator paused it.
paused-when-removed = I was removed from this community then.
paused-room-discord = I could not post in the channel: it is gone, or I lack View Channel, Send Messages or Embed Links in it.
paused-room-slack = I could not post in the channel: it is archived or gone, or I am not in it. Invite me with /invite @civiquiz.
paused-room-terminal = I could not write there.
button-resume = Resume { $number }
button-remove = Remove { $number }
preview-title = The next times
preview-not-set = This is not set. To set it: /quiz schedule set
preview-paused = It is paused: no quiz comes until it is resumed.
preview-run = { $local } · on your device: { $when }
preview-run-own = { $local } · { $zone }: { $own } · on your device: { $when }
preview-skipped = The clocks skip { $time } on this day. The quiz comes at { $instead }.
preview-twice = The clocks show { $time } twice on this day. The quiz comes the first time.
preview-change = The clocks of { $zone } change here: from { $before } to { $after }.

### A user's own page

home-no-daily = No daily quiz is open now.

### Welcome

welcome-discord =
    Hello! I ask about civics and name my sources.
    A round in a channel: /quiz play
    A quiz every day, set by a moderator: /quiz schedule set 09:00 America/Mexico_City
    Everything else: /quiz help
welcome-slack =
    Hello, and thank you for adding me. I ask about civics and name my sources.
    A round in a channel: /quiz play (in a private channel, first /invite @civiquiz)
    A quiz every day, set by you or an admin: /quiz schedule set 09:00 America/Mexico_City
    Everything else: /quiz help

### Help

help-title = civiquiz
help-playing = Playing
help-moderating = For moderators
help-topics = Topics
help-intro = Questions with sources: the US electoral college, Mexico's election of 2006, the Cienfuegos case.

### Refusals

refused-title = Not done
not-in-a-room = The quiz plays in a channel. Use /quiz in a channel of a server or workspace.
round-running = A round is running in this channel. Wait for its end, or end it with /quiz stop.
no-questions = There is no question of this kind: { $theme }.
starters-discord = In this server only moderators may start a round: members who may manage the server, and those whom they name with /quiz moderators add.
starters-slack = In this workspace only moderators may start a round: its admins and owners, who installed me, and those whom they name with /quiz moderators add.
starters-terminal = Only moderators may start a round here.
not-this-room = Rounds are not played in this channel. They are played in: { $rooms }
no-round = No round is running in this channel.
only-starter = Only who started the round or a moderator may do that.
only-moderator-discord = Only moderators can do that: members who may manage the server, and those whom they name with /quiz moderators add.
only-moderator-slack = Only moderators can do that: admins and owners of the workspace, who installed me, and those whom they name with /quiz moderators add.
only-moderator-terminal = Only a moderator may do that.
player-unknown = I know no player “{ $given }” here. Mention the one you mean with @.
rooms-needed = Rounds need a channel. Allow another one first, or all: /quiz settings rooms:everywhere
cannot-post-discord = I may not write in this channel. I need the permissions View Channel, Send Messages and Embed Links here.
cannot-post-slack = I am not in this channel. Invite me with /invite @civiquiz and try again.
cannot-post-terminal = I cannot write here.
turn-closed = The time for this question is over.
quiz-closed = This quiz is over. The answers are in its post.
gone = This button belongs to a question that is no longer there.
not-yours = This question is another player's own.
busy = Too many answers at once. Please try again in a moment.
away = The database cannot be reached. Nothing was recorded; please try again in a minute.
unsure = The database went away while it wrote. Please try again: what was recorded is not recorded twice.
broken = Something went wrong here, and nothing was recorded. Please try again.
command-changed = This command has changed. Please type it again; if it still looks as before, restart Discord.
command-unknown = There is no command “{ $given }”. Did you mean “{ $near }”? See /quiz help.
command-incomplete = Which one? { $usages }
too-many-words = I do not know what “{ $given }” is for. Type: { $usage }
option-missing = “{ $option }” is missing. Type: { $usage }
not-in-range = “{ $option }” must be a whole number from { $minimum } to { $maximum }, not “{ $given }”.
not-a-choice = { $near ->
    [none] “{ $given }” is no choice for “{ $option }”. There are: { $choices }.
   *[other] “{ $given }” is no choice for “{ $option }”. Did you mean “{ $near }”? There are: { $choices }.
}
not-a-time = “{ $given }” is no time of day. Write it like 09:00 or 9:30pm.
not-weekdays = “{ $given }” names no days of the week. Write them like mon-fri, or tue,thu, or every day.
zone-needed = Which time zone? Add one, such as America/Mexico_City, or set that of the community: /quiz settings zone:America/Mexico_City
schedule-not-at = This channel has no daily quiz at { $given }. It has: { $times }
schedule-which = This channel has several daily quizzes. Which one? Add its time: { $times }
too-many-schedules = This community has { $most } daily quizzes, and more do not fit. Remove one first: /quiz schedule list
not-a-zone = { $near ->
    [none] There is no time zone “{ $given }”. Write it like America/Mexico_City or Europe/Madrid.
   *[other] There is no time zone “{ $given }”. Did you mean { $near }?
}

### The electoral calendar

calendar-event = What
calendar-day = Day
calendar-rule = Rule
calendar-act = Fixed by
calendar-working = The working

### The terminal

terminal-welcome = Type /quiz play to start, /quiz help for all commands, /as NAME to change the player, /quit to leave.
terminal-unknown = Not understood: “{ $given }”. Type a letter to answer, or /quiz help.
terminal-no-question = No question is open. Start a round with /quiz play.
terminal-now = { $name } answers.
terminal-as = Type /as and a name of at most 32 letters, such as /as ana.
terminal-lines = /as NAME changes the player, /next closes the question, /lang en or /lang es changes the language, /quit leaves.
terminal-lang = Type /lang en or /lang es.
terminal-bye = Goodbye.
terminal-you = you

### Slack

slack-loading = One moment …
slack-close = Close
slack-send = Send
not-installed = civiquiz is not installed in this workspace any more. Whoever may install apps can add it again.
page-installed = civiquiz is now in the workspace { $workspace }. In a channel, type /quiz play. You count as a moderator there.
page-open = Open Slack
page-again = Begin again
page-denied = Nothing was installed: you did not agree, or your workspace does not let you.
page-expired = This page belongs to an installation that began in another browser or more than ten minutes ago, or has ended.
page-organization = civiquiz is installed workspace by workspace, not for a whole organization. Choose one workspace.
page-failed = Slack did not let civiquiz finish the installation. Please try again.
