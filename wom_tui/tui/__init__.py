"""The console: it shows what the desk answers, sends what the dispatcher types, and decides nothing.

How the room is furnished:

    start.py      a console on a database
    app.py        the frame: header, scope, attention, one view at a time, command line, key bar
    key_road.py   where a key goes: to the panel in front, into the open line, or it is a verb
    live.py       coming to life, staying current, being offline and back again
    keys.py       one row per command and key; key bar, help and bindings are made from it
    keymap.py     the rows with the keys that this user wants
    console_words.py  one row per word of the command line that is about the console
    saved.py macros.py history.py  what this user keeps: views, macros, lines; `own_files.py` reads and writes it
    look.py       ink → style; widgets name inks (`bold late`), never colours. `tokens.py`: what each is in every look
    settings.py   what can be chosen, and how it takes effect at once; `settings_file.py` keeps it
    seat.py       the desk and everything that is asked of it, on worker threads
    time_travel.py, branching.py   another moment, another branch: the desk under the console is another
    presence.py   who else is here, and on which order
    speech.py     a line or a key → commands → desk → toast, preview, or what stands in the way
    trouble.py    what is said when something was not done, and how it goes on
    call_*.py     an order that is taken in: its fields, its draft, what is looked up, its page
    second_look.py  somebody else has changed what a page is about: the first key that acts only says it was seen
    fact_editing.py  the facts of an order, changed where they stand
    view.py       what a view is
    screens/      one module per view, and the panels that lie over a view for a moment
    widgets/      what views are made of; `lines.py` draws lines of pieces
    terminal.py   the one module that touches Textual's private parts
    line_speed.py is the line slow, and what of it; `pace.py`: frames wait for each other there
    tour.py       the first shift of somebody new, step by step
    plain_lines.py  the same work without a screen, in sentences

How to add a view (`lanes`, say):

1.  Write `screens/lanes.py` with `class LanesView(View)`: set `context = "lanes"`, compose widgets, answer
    `scope()`, `attention()` and `targets()`, and take `opened()`, `rows_changed()` and `minute()` as calls.
    Draw with `widgets/lines.py: Lines` (override `line(y)`, return pieces), so that every look works at once.
    When another look is chosen, `redressed()` and `on_resize()` are called: what is kept drawn goes by `wom.dressed`.
    What is not read yet, empty or not to be had says so: `absent()`.
2.  Name it in `view.py: PLACES` as `"wom_tui.tui.screens.lanes:LanesView"`. It is imported and mounted when
    somebody first goes there. Its tab: its key's row in `keys.py`, and its id in `widgets/frame.py: TABS`.
3.  Add rows to `keys.py` with `LANES` among their contexts. A row `pan` is answered by your method
    `do_pan()`; what the view does not answer, the app does. Keys that write only work when the console is
    live.
    A view that has a line of its own to type in names it: `typing`. It gets what a line takes; Enter, Esc,
    Tab and arrows stay verbs. Where letters are always text, its context is among `key.py: TYPED`.
4.  Ask the desk with `self.read(query, *args, then=self.method, again=self.ask)`: it runs in a worker, and
    `then` gets the answer on the screen's thread. Send commands with `self.wom.speech.say("assign 4417 kim
    14:30", targets)`, or `self.wom.acts.act([AssignVisit(…)])` when you hold the command already.
"""

import os

# Nothing moves unless a fact moved. Textual reads these when it is imported, so they stand before every
# import.
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
