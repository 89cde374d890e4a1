"""The console: it shows what the desk answers, sends what the dispatcher types, and decides nothing.

How the room is furnished:

    The frame
    start.py      a console on a database
    app.py        the frame: header, scope, attention, one view at a time, command line, key bar
    view.py       what a view is
    screens/      one module per view, and the panels that lie over a view for a moment
    widgets/      what views are made of; `lines.py` draws lines of pieces, `cursor_list.py` lists of them
    settings.py   what can be chosen, and how it takes effect at once; `settings_file.py` keeps it
    look.py       ink → style; widgets name inks (`bold late`), never colours. `tokens.py`: what each is in every look
    tour.py       the first shift of somebody new, step by step
    plain_lines.py  the same work without a screen, in sentences

    Keys and lines
    keys.py       one row per command and key (`key.py`); key bar, help and bindings are made from it
    keymap.py     the rows with the keys that this user wants
    key_road.py   where a key goes: to the panel in front, into the open line, or it is a verb
    typed_keys.py what keys do while something is typed
    steps.py time_keys.py  the keys that move, the same in every list, the same through time
    console_words.py  one row per word of the command line that is about the console; `console_acts.py`: what it does
    speech.py     a line or a key → commands; `said_here.py`: about what is it said, in which versions
    acts.py       commands → desk → toast, preview, or what stands in the way; `trial.py`: only tried
    undoing.py    which act `u` takes back, where others have overtaken the last one
    trouble.py    what is said when something was not done, and how it goes on; `report.py`: of a fault, in a file

    The desk
    seat.py       the desk and everything that is asked of it, on worker threads
    live.py       coming to life, staying current, being offline and back again
    changes.py    what has changed, as every view is told it; in which versions one's own acts left it
    time_travel.py branching.py  another moment, another branch: the desk under the console is another
    presence.py   who else is here, and on which order; `own_bookings.py`: what they have moved that was put here
    rest.py       something is done once, when nothing has happened for a while, or nobody is at the keys
    garbage.py prepared.py  very many rows, and no key waits for them

    Behind a view, for one question each
    board_*.py    the rows and the cursor, what comes in, what is made of them
    lane_*.py lanes_*.py moving.py move_*.py  the days, the mouse on them, and a visit that is taken up and dropped
    map_*.py      what is where; streets, people, routes
    rule_draft.py rule_trying.py text_model.py  a rule's text that is typed, and what it would do
    rule_watch.py  alerts, and what rules wait with, on every view; what they did while nobody was here
    triage_foot.py log_model.py tray_advice.py  the typed answer; the acts of the log; who could take what nobody has
    plan_*.py repairs.py  which plan is wanted, searched for, booked; which repair waits for a yes or a no
    call_*.py     an order that is taken in: its fields, its draft, what is looked up, its page
    second_look.py  in which version the order of a page was read: who acts on another one is told before it is done
    fact_editing.py file_cursor.py part_lines.py  the facts of an order, changed where they stand; its files, its parts

    What is kept
    own_files.py  the user's own files: where they are, how one is read and replaced; `own_slips.py`: what is wrong
    own_things.py what has a name: `saved.py` views, `macros.py` lines that are played again
    history.py    lines that were sent
    draft_file.py first_view.py  orders half taken in; the board of the last time
    ahead.py      the views that take their time, read in quiet moments before somebody opens them
    first_frame.py  the board's last frame, on the screen before a module of the console is loaded
    terminfo.py   what the terminal can do, by its name
    exporting.py  a list, into the folder where the console was started

    The terminal
    pasted.py     what is pasted is text, also where there are control characters in it
    terminal.py   the one module that touches Textual's private parts; `hangup.py`: the terminal has gone
    driver.py     what the terminal sends, as soon as it comes; `terminal_out.py`: what it is sent, without waiting
    job_control.py  the console is stopped from outside, and goes on
    output.py     only the cells that differ are sent; `stretches.py` in which order, `pen.py` in how many bytes
    line_speed.py is the line slow, and what of it; `pace.py`: frames wait for each other there

How to add a view (`lanes`, say):

1.  Write `screens/lanes.py` with `class LanesView(View)`: set `context = "lanes"`, compose widgets, answer
    `scope()`, `attention()` and `targets()`, and take `opened()`, `came_live()`, `rows_changed()` and `minute()` as
    calls. Draw with `widgets/lines.py: Lines` (override `line(y)`, return pieces), so that every look works at once;
    a list whose cursor stays with what a line is about is a `widgets/cursor_list.py: KeyedList`, one with columns to
    sort by and a filter a `screens/table.py: TableView`, a page of one or two columns a `widgets/two_columns.py:
    TwoColumns`.
    One that is about one order holds a `second_look.py: SecondLook`, and its targets are as that has read them.
    When another look is chosen, `redressed()` and `on_resize()` are called: what is kept drawn goes by `wom.dressed`.
    What is not read yet, empty or not to be had says so: `absent()`.
2.  Name it in `view.py: PLACES` as `"wom_tui.tui.screens.lanes:LanesView"`. It is imported and mounted when
    somebody first goes there. Its tab: its key's row in `keys.py`, and its id in `widgets/frame.py: TABS`; without
    one, `tab` names the tab that it stands behind.
3.  Add rows to `keys.py` with `LANES` among their contexts. A row `pan` is answered by your method
    `do_pan()`; what the view does not answer, `speech.py` does. Something begun in the view may have keys of
    its own: `mode` and `hands`. Keys that write only work when the console is live, and shows what is now.
    A view that has a line of its own to type in names it: `typing`. It gets what a line takes; Enter, Esc,
    Tab and arrows stay verbs. Where letters are always text, its context is among `key.py: TYPED`.
4.  Ask the desk with `self.read(query, *args, then=self.method, again=self.ask)`: it runs in a worker, and
    `then` gets the answer on the screen's thread. Send commands with `self.wom.speech.say("assign 4417 kim
    14:30", targets)`, or `self.wom.acts.act([AssignVisit(…)])` when you hold the command already.
    What is done once the cursor has come to rest waits with a `rest.py: Rest`. What lies over the view for
    a moment is a `screens/low_panel.py: LowPanel`; with a list to choose from, a `screens/list_panel.py: ListPanel`.
"""

import os

# Nothing moves unless a fact moved. Textual reads these when it is imported, so they stand before every
# import.
os.environ.setdefault("TEXTUAL_ANIMATIONS", "none")
os.environ.setdefault("TEXTUAL_SMOOTH_SCROLL", "0")
