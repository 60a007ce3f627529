### Commands, as menus and help show them. Discord takes 100 characters at most.

command-quiz = Quiz de civismo con fuentes
command-play = Empezar una ronda en este canal
command-stop = Terminar la ronda de este canal con los resultados hasta ahora
command-leaderboard = Ver quién va a la cabeza
command-stats = Ver puntos, aciertos por tema, racha y los últimos 28 días
command-schedule = El quiz diario de este canal
command-schedule-set = Publicar aquí un quiz cada día a una hora local
command-schedule-list = Ver los quiz diarios de esta comunidad
command-schedule-preview = Ver cuándo toca el próximo quiz diario y qué hacen los relojes esos días
command-schedule-pause = Poner en pausa un quiz diario de este canal
command-schedule-resume = Reanudar un quiz diario de este canal que está en pausa
command-schedule-remove = Quitar un quiz diario de este canal
command-settings = Ajustar cómo funciona el quiz en esta comunidad
command-moderators = Quién más puede moderar el quiz
command-moderators-add = Dejar que alguien modere el quiz aquí
command-moderators-remove = Ya no dejar que alguien modere el quiz aquí
command-moderators-list = Ver quién puede moderar el quiz aquí
command-exclude = Dejar a alguien fuera de las clasificaciones
command-include = Volver a mostrar a alguien en las clasificaciones
command-season = Desde qué día cuentan las clasificaciones
command-season-start = Empezar hoy las clasificaciones de nuevo; nada se borra
command-season-end = Hacer que las clasificaciones cuenten otra vez todos los días
command-help = Cómo se juega

option-topic = De qué tratan las preguntas (todos los temas si se omite)
option-questions = Cuántas preguntas
option-difficulty = Qué tan difíciles son las preguntas (todas si se omite)
option-seconds = Segundos para cada pregunta; 0 es sin límite (un tiempo adecuado si se omite)
option-language = El idioma de las preguntas
option-period = Qué días cuentan
option-scope = Este canal o toda la comunidad
option-time = Hora local, por ejemplo 09:00
option-zone = Zona horaria, por ejemplo America/Mexico_City
option-player = Quién (tú, donde se puede omitir)
option-limit = Cuánto tiempo queda abierta una pregunta de una ronda
option-starters = Quién puede empezar una ronda
option-rooms = Dónde se pueden jugar rondas
option-bonus = Si la rapidez da más puntos en una ronda
option-streaks = Si se muestran las rachas
option-leaderboard = Si hay clasificación
option-weekdays = Días de la semana, como lun-vie o mar,jue (todos los días si se omite)

choice-today = Hoy
choice-week = Esta semana
choice-month = Este mes
choice-28-days = Últimos 28 días
choice-all = Desde siempre
choice-channel = Este canal
choice-community = Toda la comunidad
choice-easy = Fácil
choice-medium = Media
choice-hard = Difícil
choice-en = English
choice-es = Español
choice-automatic = Automático
choice-suggested = Lo que pide su texto
choice-15 = 15 segundos
choice-30 = 30 segundos
choice-60 = 60 segundos
choice-90 = 90 segundos
choice-120 = 120 segundos
choice-everyone = Todos
choice-moderators = Quienes moderan
choice-everywhere = En todos los canales
choice-only-here = Solo en este canal
choice-here = También en este canal
choice-not-here = No en este canal
topic-any = Todos los temas

### What commands and options are called. Discord takes small letters, 32 at most.

name-play = jugar
name-practice = practicar
name-answer = responder
name-stop = terminar
name-leaderboard = clasificación
name-stats = estadísticas
name-schedule = diario
name-set = poner
name-list = lista
name-remove = quitar
name-me = yo
name-help = ayuda
name-topic = tema
name-questions = preguntas
name-difficulty = dificultad
name-seconds = segundos
name-language = idioma
name-text = texto
name-period = periodo
name-scope = alcance
name-player = jugador
name-time = hora
name-zone = zona
name-pace = ritmo
name-streak = racha
name-pause = pausar
name-resume = reanudar
name-preview = próximos
name-settings = ajustes
name-moderators = moderadores
name-add = agregar
name-exclude = excluir
name-include = incluir
name-season = temporada
name-start = empezar
name-end = acabar
name-weekdays = días
name-limit = límite
name-starters = inician
name-rooms = canales
name-bonus = bono
name-streaks = rachas

### What choices are called when they are typed: a word each.

typed-today = hoy
typed-week = semana
typed-month = mes
typed-28-days = 28-días
typed-all = siempre
typed-channel = canal
typed-community = comunidad
typed-easy = fácil
typed-medium = media
typed-hard = difícil
typed-en = inglés
typed-es = español
typed-auto = auto
typed-automatic = automático
typed-suggested = sugerido
typed-unlimited = ilimitado
typed-everyone = todos
typed-moderators = moderadores
typed-everywhere = todas-partes
typed-only-here = solo-aquí
typed-here = aquí
typed-not-here = aquí-no
typed-normal = normal
typed-double = doble
typed-triple = triple
typed-on = sí
typed-off = no

### A round

round-starts = Empieza tu ronda: { $theme }, { $count ->
    [one] una pregunta
   *[other] { $count } preguntas
}, { $time }.
round-shorter = { $count ->
    [one] Solo hay una pregunta así.
   *[other] Solo hay { $count } preguntas así.
}
time-each = { $seconds ->
    [one] un segundo cada una
   *[other] { $seconds } segundos cada una
}
time-unlimited = sin límite de tiempo
time-suggested = con el tiempo que pide cada texto
round-stops = La ronda termina.
question-title = Pregunta { $position } de { $length } · { $topic }
question-closes = Cierra { $when }
question-untimed = Sin límite de tiempo. La pregunta se cierra con Siguiente.
question-answered = { $count ->
    [0] Nadie ha respondido todavía.
    [one] Respondió una persona.
   *[other] Respondieron { $count } personas.
}
question-footnote = Responde con los botones. Una respuesta por persona; cuenta la primera.
button-next = Siguiente
recorded-title = Registrada
recorded = Tu respuesta: { $answer }
recorded-footnote = La respuesta correcta se muestra cuando cierre la pregunta.
already-answered-title = Ya respondiste
already-answered = Cuenta la primera respuesta: { $answer }

reveal-title = Respuesta { $position } de { $length } · { $topic }
reveal-source = Fuente: { $source }
reveal-scored = { $count ->
    [0] Nadie acertó.
    [one] Acertó: { $names }
   *[other] Acertaron: { $names }
}
reveal-typed = Respuestas: { $right } bien, { $wrong } mal
reveal-more = y { $count } más
reveal-nobody = Nadie respondió.
option-right = { $option } (correcta)

standings-title = Resultado final · { $theme }
standings-none = Nadie respondió en esta ronda.
button-again = Jugar otra vez
uncounted-alone = Esta ronda no cuenta en las clasificaciones: hacen falta dos jugadores o más.
uncounted-enough = Esta ronda no cuenta en las clasificaciones: cuentan las primeras { $most } del día en cada canal.

### The daily

daily-title = Quiz del día · { $topic }
daily-invitation = { $count ->
    [one] Una pregunta para hoy. Pulsa Empezar cuando quieras; solo tú ves tus respuestas.
   *[other] { $count } preguntas para hoy. Pulsa Empezar cuando quieras; solo tú ves tus respuestas.
} Cada pregunta tiene su propio tiempo, que corre desde que la ves. Para tener más: /quiz yo
daily-closes = Abierto hasta { $when }. Entonces se publican las respuestas.
button-start = Empezar
daily-recorded = Registrada. { $left ->
    [one] Queda una pregunta.
   *[other] Quedan { $left } preguntas.
}
daily-done-title = Listo por hoy
daily-done = Respondiste { $answered } de { $count ->
    [one] { $count } pregunta.
   *[other] { $count } preguntas.
} Cada respuesta quedó registrada.
daily-missed = El tiempo de la pregunta { $position } se acabó.
daily-done-when = Las respuestas y los resultados aparecen en el canal { $when }.
daily-answers-title = Quiz del { $day } · { $topic }
daily-nobody = Nadie jugó este quiz.
daily-question = { $position }. { $stem }
daily-answer = { $answer }. { $explanation }

### Answers that are typed

command-type = Responder por escrito la pregunta abierta
option-text = Tu respuesta
how-date = La respuesta es una fecha, como 31 de diciembre.
how-month = La respuesta es un mes con su año, como diciembre de 1999.
how-year = La respuesta es un año, como 1999.
how-number = La respuesta es un número ({ $unit }), como 12.
how-name = La respuesta es un nombre.
how-order = La respuesta es un orden de las letras, como { $letters }.
how-set = La respuesta son todas las letras correctas, como A C.
button-answer = Responder
form-footnote = Pulsa Responder, o escribe /quiz responder y tu respuesta. Una respuesta por persona; cuenta la primera.
form-once-each = Elige cada una una sola vez.
field-answer = Tu respuesta
field-place = Lugar { $place }
field-set = Todas las correctas
again-be-specific = «{ $given }» es demasiado general. Sé más específico: puedes responder una vez más.
again-ambiguous = «{ $given }» se puede leer de dos maneras. ¿Cuál de las dos? Escríbelo completo: puedes responder una vez más.
again-unreadable = No pude leer «{ $given }». Puedes responder una vez más.
nothing-open = Aquí no hay ninguna pregunta abierta para ti. Empieza una ronda con /quiz jugar o pulsa Empezar en el quiz del día.
letters-order = Escribe cada una de las letras { $letters } una vez, en orden, por ejemplo: /quiz responder { $letters }
letters-set = Escribe las letras de todas las correctas, por ejemplo: /quiz responder A C
letters-choice = Escribe una letra, por ejemplo: /quiz responder A
too-long = Es demasiado largo: { $most } caracteres como máximo.
reveal-right = Correcta: { $answer }

### Why

button-why = ¿Por qué?
button-mine = Mis respuestas
why-title = Tu respuesta
why-right = { $answer } es correcta.
why-wrong = { $answer } es incorrecta.
why-reason = { $answer } es incorrecta. { $why }
why-none = No respondiste esta pregunta.
mine-title = Tus respuestas
mine-none = No jugaste este quiz.
mine-right = { $position }. ✅ { $answer } (correcta)
mine-wrong = { $position }. ❌ { $answer } (incorrecta)
mine-reason = { $position }. ❌ { $answer } (incorrecta). { $why }
mine-open = { $position }. – (sin respuesta)
mine-share = Para compartir: Quiz del { $day } · { $topic } · { $right } de { $count } correctas: { $signs }
not-closed = Esta pregunta sigue abierta.

### Practice

command-practice = Practica a solas y a tu ritmo: lo correcto se dice enseguida
button-on = Siguiente pregunta
practice-done-title = Práctica
practice-done = { $right } de { $count } correctas. La práctica no cuenta en ninguna clasificación.

### Leaderboards

leaderboard-title = Clasificación · { $period } · { $scope }
leaderboard-title-topic = Clasificación · { $period } · { $scope } · { $topic }
leaderboard-empty = Aquí todavía nadie tiene puntos. Empieza una ronda con /quiz jugar.
leaderboard-line = { $rank }. { $name } · { $points ->
    [one] { $points } punto
   *[other] { $points } puntos
} ({ $correct } de { $answered } correctas)
leaderboard-own = Tú: { $line }
leaderboard-own-none = Tú: todavía no estás en esta clasificación.
leaderboard-kept-off = Tú: quien modera te mantiene fuera de las clasificaciones. Solo tú ves esta línea.
leaderboard-page = Página { $page } de { $pages }
leaderboard-season = Temporada desde el { $day }
leaderboard-off = La clasificación está desactivada en esta comunidad.
button-back = Atrás
somebody = Jugador { $id }

### Statistics

stats-title = Estadísticas · { $name }
stats-empty-title = Estadísticas
stats-none = Todavía no cuenta aquí ninguna respuesta tuya. Las rondas y los quiz diarios cuentan cuando cierran.
stats-none-other = Todavía no cuenta aquí ninguna respuesta de esta persona. Las rondas y los quiz diarios cuentan cuando cierran.
stats-points = { $points ->
    [one] { $points } punto
   *[other] { $points } puntos
}
stats-right = { $correct } de { $answered } correctas ({ $percent })
stats-topic = { $topic }: { $correct } de { $answered } correctas ({ $percent })
stats-best = Mejor día: { $day }, { $points ->
    [one] { $points } punto
   *[other] { $points } puntos
}
stats-streak = Racha: { $now ->
    [one] { $now } día ahora
   *[other] { $now } días ahora
}, la más larga { $longest }
stats-footnote = Las rondas y los quiz diarios cuentan cuando cierran; la práctica no cuenta.
recent-title = Puntos por día, últimos 28 días
recent-none = En los últimos 28 días no contó ninguna respuesta.
recent-words = Últimos 28 días, del { $first } al { $last }: { $points ->
    [one] { $points } punto
   *[other] { $points } puntos
} en { $days ->
    [one] { $days } día jugado
   *[other] { $days } días jugados
}.
recent-most = El mejor: { $points } el { $day }.
button-picture = Imagen por mensaje directo
picture-title = Imagen
picture-sent = La imagen está en tus mensajes directos.
picture-unreachable = Aquí no puedo enviarte mensajes directos.
picture-later = No se pudo enviar la imagen en este momento. Inténtalo otra vez en un momento.
not-a-player = «{ $given }» no es nadie que juegue. Elige a alguien.
player-ambiguous = Aquí varias personas se llaman «{ $given }». Menciona con @ a quien quieres decir.

### One's own settings

command-me = Tu idioma, zona horaria, tiempo para responder y racha
option-pace = Cuánto tiempo te tomas en tus propias preguntas
option-streak = Si se muestra tu racha
choice-auto = Como tu aplicación
choice-normal = El tiempo normal
choice-double = El doble de tiempo
choice-triple = El triple de tiempo
choice-unlimited = Sin límite
choice-on = Sí
choice-off = No
me-title = Tus ajustes
me-private = Valen en esta comunidad. Nadie más los ve.
me-zone = Zona horaria: { $zone }. Otra: /quiz yo zona:America/Mexico_City
me-zone-community = la de la comunidad
me-language = Idioma de lo que solo ves tú
me-pace = Tiempo para responder el quiz del día; no cambia los puntos
me-streak = Tu racha

### What moderators set and decide

community-title = Ajustes de la comunidad
community-who = Valen para todos en esta comunidad.
community-zone = Zona horaria: { $zone }. Otra: /quiz ajustes zona:America/Mexico_City
community-zone-menu = Zona horaria: escribe una ciudad
community-rooms-all = Rondas: en todos los canales
community-rooms-some = Rondas: solo en { $rooms }
community-bonus = Más puntos por rapidez: { $state }
community-streaks = Rachas: { $state }
community-leaderboard = Clasificación: { $state }
community-season = Temporada: desde el { $day }. Termina con /quiz temporada acabar
community-language = Idioma de las rondas y los quiz diarios
community-limit = Tiempo para una pregunta de una ronda
community-starters = Quién puede empezar una ronda
button-bonus-on = Activar los puntos por rapidez
button-bonus-off = Quitar los puntos por rapidez
button-streaks-on = Activar las rachas
button-streaks-off = Quitar las rachas
button-leaderboard-on = Activar la clasificación
button-leaderboard-off = Quitar la clasificación
button-rooms-everywhere = Rondas en todas partes
button-rooms-only-here = Rondas solo aquí
button-rooms-here = Rondas también aquí
button-rooms-not-here = Sin rondas aquí
moderators-title = Quién modera
moderators-by-discord = Moderan el quiz quienes tienen permiso para gestionar el servidor. También:
moderators-by-slack = Moderan el quiz quienes administran el espacio de trabajo. También:
moderators-by-terminal = Moderan el quiz todas las personas de este teclado. También:
moderators-none = Todavía nadie más. Para nombrar a alguien: /quiz moderadores agregar
moderator-added = Ahora { $name } puede moderar el quiz aquí.
moderator-removed = { $name } ya no figura entre quienes moderan aquí.
exclusion-title = Clasificaciones
player-excluded = { $name } queda fuera de las clasificaciones de aquí. Para deshacerlo: /quiz incluir
player-included = { $name } aparece en las clasificaciones de aquí.
season-title = Temporada
season-ask-start = Desde hoy, { $day }, las clasificaciones de esta comunidad empiezan de nuevo, y todos lo verán. Nada se borra: cuando la temporada termine, cuentan otra vez todos los días.
season-ask-end = La temporada que empezó el { $day } termina, y todos lo verán: las clasificaciones cuentan otra vez todos los días.
season-none = No hay ninguna temporada. Las clasificaciones cuentan todos los días.
season-started = Empezó la temporada. Las clasificaciones cuentan desde el { $day }.
season-ended = Terminó la temporada. Las clasificaciones cuentan todos los días.
button-season-start = Empezar la temporada
button-season-end = Terminar la temporada

### Schedules

schedule-title = Quiz diario
schedule-rule = { $days } a las { $time } ({ $zone })
days-every = cada día
days-range = de { $first } a { $last }
days-some = cada { $days }
schedule-is-set = { $rule }: { $topic }, { $count ->
    [one] una pregunta
   *[other] { $count } preguntas
}.
schedule-next = Próximo quiz: { $when }
schedule-line = { $room }: { $rule }, { $topic }. Próximo: { $when }
schedule-line-paused = { $room }: { $rule }, { $topic }. En pausa.
schedule-here = Este canal
schedule-none = Aquí no hay quiz diario. Quien modera lo pone con /quiz diario poner 09:00 America/Mexico_City
schedule-removed = Se quitó el quiz diario de este canal. El que esté abierto sigue hasta su cierre.
schedule-is-paused = En pausa: { $topic }, { $rule }. El que esté abierto sigue hasta su cierre.
schedule-how-to-resume = Para reanudarlo: /quiz diario reanudar { $time }
schedule-resumed = Se reanuda: { $topic }, { $rule }.
schedule-paused-why = En pausa desde { $when }. { $reason }
paused-by-moderator = Lo puso en pausa quien modera.
paused-when-removed = Entonces me quitaron de esta comunidad.
paused-room-discord = No pude publicar en el canal: ya no existe, o ahí me falta Ver canal, Enviar mensajes o Insertar enlaces.
paused-room-slack = No pude publicar en el canal: está archivado, ya no existe o no estoy en él. Invítame con /invite @civiquiz.
paused-room-terminal = No pude escribir ahí.
button-resume = Reanudar { $number }
button-remove = Quitar { $number }
preview-title = Las próximas veces
preview-not-set = Esto no está puesto. Para ponerlo: /quiz diario poner
preview-paused = Está en pausa: no hay quiz hasta que se reanude.
preview-run = { $local } · en tu dispositivo: { $when }
preview-run-own = { $local } · { $zone }: { $own } · en tu dispositivo: { $when }
preview-skipped = Ese día los relojes se saltan las { $time }. El quiz llega a las { $instead }.
preview-twice = Ese día los relojes marcan dos veces las { $time }. El quiz llega la primera vez.
preview-change = Aquí cambian los relojes de { $zone }: de { $before } a { $after }.

### A user's own page

home-no-daily = Ahora no hay ningún quiz diario abierto.

### Welcome

welcome-discord =
    ¡Hola! Pregunto sobre civismo y cito mis fuentes.
    Una ronda en un canal: /quiz jugar
    Un quiz cada día, que pone quien modera: /quiz diario poner 09:00 America/Mexico_City
    Todo lo demás: /quiz ayuda
welcome-slack =
    Hola, y gracias por agregarme. Pregunto sobre civismo y cito mis fuentes.
    Una ronda en un canal: /quiz jugar (si el canal es privado, antes /invite @civiquiz)
    Un quiz cada día, que pones tú o quien administra: /quiz diario poner 09:00 America/Mexico_City
    Todo lo demás: /quiz ayuda

### Help

help-title = civiquiz
help-playing = Para jugar
help-moderating = Para quien modera
help-topics = Temas
help-intro = Preguntas con fuentes: el colegio electoral de EE. UU., la elección de México en 2006, el caso Cienfuegos.

### Refusals

refused-title = No se hizo
not-in-a-room = El quiz se juega en un canal. Usa /quiz en un canal de un servidor o espacio de trabajo.
round-running = Ya hay una ronda en este canal. Espera a que termine o termínala con /quiz terminar.
no-questions = No hay ninguna pregunta así: { $theme }.
starters-discord = En este servidor solo quien modera puede empezar una ronda: quienes tienen permiso para gestionar el servidor y a quienes nombren con /quiz moderadores agregar.
starters-slack = En este espacio de trabajo solo quien modera puede empezar una ronda: quienes lo administran, quien me instaló y a quienes nombren con /quiz moderadores agregar.
starters-terminal = Aquí solo quien modera puede empezar una ronda.
not-this-room = En este canal no se juegan rondas. Se juegan en: { $rooms }
no-round = No hay ninguna ronda en este canal.
only-starter = Solo puede hacerlo quien empezó la ronda o quien modera.
only-moderator-discord = Solo puede hacerlo quien modera: quienes tienen permiso para gestionar el servidor y a quienes nombren con /quiz moderadores agregar.
only-moderator-slack = Solo puede hacerlo quien modera: quienes administran el espacio de trabajo, quien me instaló y a quienes nombren con /quiz moderadores agregar.
only-moderator-terminal = Solo puede hacerlo quien modera.
player-unknown = Aquí no conozco a nadie llamado «{ $given }». Menciona con @ a quien quieres decir.
rooms-needed = Las rondas necesitan un canal. Permite otro primero, o todos: /quiz ajustes canales:todas-partes
cannot-post-discord = No puedo escribir en este canal. Necesito aquí los permisos Ver canal, Enviar mensajes e Insertar enlaces.
cannot-post-slack = No estoy en este canal. Invítame con /invite @civiquiz e inténtalo otra vez.
cannot-post-terminal = No puedo escribir aquí.
turn-closed = El tiempo de esta pregunta terminó.
quiz-closed = Este quiz terminó. Las respuestas están en su publicación.
gone = Este botón es de una pregunta que ya no existe.
not-yours = Esta pregunta es de otra persona.
busy = Llegaron demasiadas respuestas a la vez. Inténtalo otra vez en un momento.
away = No hay conexión con la base de datos. No se registró nada; intenta de nuevo en un minuto.
unsure = La base de datos se fue mientras escribía. Intenta de nuevo: lo que ya se registró no se registra dos veces.
broken = Algo falló aquí y no se registró nada. Inténtalo otra vez.
command-changed = Este comando cambió. Escríbelo otra vez; si se ve igual que antes, reinicia Discord.
command-unknown = No existe el comando «{ $given }». ¿Quisiste decir «{ $near }»? Mira /quiz ayuda.
command-incomplete = ¿Cuál? { $usages }
too-many-words = No sé para qué es «{ $given }». Escribe: { $usage }
option-missing = Falta «{ $option }». Escribe: { $usage }
not-in-range = «{ $option }» debe ser un número entero de { $minimum } a { $maximum }, no «{ $given }».
not-a-choice = { $near ->
    [none] «{ $given }» no vale para «{ $option }». Hay: { $choices }.
   *[other] «{ $given }» no vale para «{ $option }». ¿Quisiste decir «{ $near }»? Hay: { $choices }.
}
not-a-time = «{ $given }» no es una hora. Escríbela como 09:00 o 9:30pm.
not-weekdays = «{ $given }» no son días de la semana. Escríbelos como lun-vie, o mar,jue, o todos los días.
zone-needed = ¿Qué zona horaria? Agrega una, por ejemplo America/Mexico_City, o pon la de la comunidad: /quiz ajustes zona:America/Mexico_City
schedule-not-at = Este canal no tiene quiz diario a las { $given }. Tiene: { $times }
schedule-which = Este canal tiene varios quiz diarios. ¿Cuál? Agrega su hora: { $times }
too-many-schedules = Esta comunidad tiene { $most } quiz diarios y no caben más. Quita uno primero: /quiz diario lista
not-a-zone = { $near ->
    [none] No existe la zona horaria «{ $given }». Escríbela como America/Mexico_City o Europe/Madrid.
   *[other] No existe la zona horaria «{ $given }». ¿Quisiste decir { $near }?
}

### The electoral calendar

calendar-event = Qué
calendar-day = Día
calendar-rule = Regla
calendar-act = Fijado por
calendar-working = El cálculo

### The terminal

terminal-welcome = Escribe /quiz jugar para empezar, /quiz ayuda para ver los comandos, /as NOMBRE para cambiar de jugador, /quit para salir.
terminal-unknown = No se entendió: «{ $given }». Escribe una letra para responder, o /quiz ayuda.
terminal-no-question = No hay ninguna pregunta abierta. Empieza una ronda con /quiz jugar.
terminal-now = Responde { $name }.
terminal-as = Escribe /as y un nombre de 32 letras como máximo, por ejemplo /as ana.
terminal-lines = /as NOMBRE cambia de jugador, /next cierra la pregunta, /lang en o /lang es cambia el idioma, /quit sale.
terminal-lang = Escribe /lang en o /lang es.
terminal-bye = Hasta luego.
terminal-you = tú

### Slack

slack-loading = Un momento …
slack-close = Cerrar
slack-send = Enviar
not-installed = civiquiz ya no está instalado en este espacio de trabajo. Puede agregarlo otra vez quien instale apps.
page-installed = civiquiz ya está en el espacio de trabajo { $workspace }. En un canal, escribe /quiz jugar. Allí cuentas como quien modera.
page-open = Abrir Slack
page-again = Empezar de nuevo
page-denied = No se instaló nada: no diste permiso, o tu espacio de trabajo no lo deja.
page-expired = Esta página es de una instalación que empezó en otro navegador o hace más de diez minutos, o que ya terminó.
page-organization = civiquiz se instala en un espacio de trabajo a la vez, no en toda una organización. Elige uno.
page-failed = Slack no dejó terminar la instalación. Inténtalo otra vez.
