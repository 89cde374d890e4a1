"""Is the type guessed that such words were called before, and is the ground told?"""

from __future__ import annotations

from wom_tui.domain.past_titles import PastTitles

LIGHTS, TREES = 1, 2
NAMES = {LIGHTS: "Street light", TREES: "Tree"}
PAST = (
    [("Light out on Elm", LIGHTS)] * 8 + [("Branch down on Elm", TREES)] * 6 + [("Dark corner", LIGHTS)] * 2
)


def past() -> PastTitles:
    return PastTitles.of(PAST, NAMES)


def test_a_word_that_stood_in_one_type_only_speaks_for_it_and_says_how_often() -> None:
    guess = past().guess("Big branch on the road")

    assert guess is not None
    assert (guess.work_type, guess.ground[0].word) == (TREES, "branch")
    assert (guess.ground[0].of_type, guess.ground[0].in_all) == (6, 6)


def test_words_that_nobody_has_used_before_guess_nothing() -> None:
    assert past().guess("Gas smell") is None
    assert past().guess("") is None
    assert past().guess("12 34 a") is None


def test_a_word_of_both_types_alone_is_no_ground() -> None:
    assert PastTitles.of([("Elm", LIGHTS)] * 5 + [("Elm", TREES)] * 5, NAMES).guess("elm") is None


def test_a_type_without_a_past_is_guessed_by_its_own_name() -> None:
    guess = PastTitles.of([], NAMES).guess("tree on a car")

    assert guess is not None
    assert guess.work_type == TREES


def test_two_words_are_also_compared_as_one() -> None:
    past = PastTitles.of([], NAMES | {7: "Watermain Break", 8: "Street Sweeping"})

    guess = past.guess("water main broke")

    assert guess is not None
    assert (guess.work_type, guess.ground[0].word) == (7, "watermain")
    assert past.likely("water main broke, street flooded", 4)[0][0] == 7


def test_a_new_word_is_offered_what_begins_like_it_and_never_surely() -> None:
    past = PastTitles.of([("Flooding in cellar", TREES)] * 9, NAMES)

    assert past.likely("flooded", 1)[0][0] == TREES
    assert past.guess("flooded") is None


def test_a_type_that_is_gone_is_never_guessed() -> None:
    guess = PastTitles.of([("Sewer smell", 9)] * 20, NAMES).guess("sewer smell")

    assert guess is None


def test_the_more_a_word_has_stood_in_a_type_the_surer_the_guess() -> None:
    few, many = PastTitles.of(PAST[:1], NAMES).guess("light out"), past().guess("light out")

    assert few is not None
    assert many is not None
    assert many.share > few.share


def test_where_no_type_is_sure_the_likely_ones_are_told_with_their_share() -> None:
    both = PastTitles.of([("Elm", LIGHTS)] * 6 + [("Elm", TREES)] * 5, NAMES)

    (first, share), (second, rest) = both.likely("elm", 4)

    assert (first, second) == (LIGHTS, TREES)
    assert 0.5 < share < 0.6
    assert round(share + rest, 9) == 1


def test_a_word_that_is_new_to_a_type_says_little_against_it_however_small_others_are() -> None:
    past = [("Light out", LIGHTS)] * 150 + [("Light out on Washington", LIGHTS)]

    guess = PastTitles.of(past, NAMES | {9: "Odd jobs"}).guess("light out on Washington")

    assert guess is not None
    assert guess.work_type == LIGHTS


def test_a_word_that_stood_in_one_title_is_no_match_for_one_that_stood_in_many() -> None:
    types = {1: "Pothole repair", 2: "Park improvement", 3: "Noise"}
    past = [("Pothole", 1)] * 147 + [("Pothole", 3)] + [("School yard swing", 2)] + [("Swing broken", 2)] * 3
    titles = PastTitles.of(past + [("Party", 3)] * 850, types)

    guess = titles.guess("pothole in front of school")

    assert guess is not None
    assert guess.work_type == 1
    assert [(one.word, one.of_type, one.in_all) for one in guess.ground] == [("pothole", 148, 149)]


def test_a_word_of_two_titles_does_not_talk_down_one_that_was_another_type_in_many() -> None:
    types = {1: "Hole repair", 2: "Park improvement", 3: "Noise"}
    past = [("Pothole", 1)] * 148 + [("Pothole", 3)] + [("School yard", 2)] * 2 + [("Party", 3)] * 850
    titles = PastTitles.of(past, types)

    assert titles.likely("pothole by the school", 1)[0][0] == 2
    assert titles.guess("pothole by the school") is None


def test_a_word_is_evidence_from_its_second_title_on() -> None:
    few, more = ([("School yard", TREES)] * many + [("Dark", LIGHTS)] * 9 for many in (1, 2))

    assert PastTitles.of(few, NAMES).guess("by the school") is None
    assert (guess := PastTitles.of(more, NAMES).guess("by the school")) is not None
    assert guess.work_type == TREES


def test_where_words_of_many_titles_speak_for_several_types_a_rare_one_does_not_decide() -> None:
    past = [("Elm", LIGHTS)] * 5 + [("Elm", TREES)] * 5 + [("Elm school", TREES)]

    assert PastTitles.of(past, NAMES).guess("elm school") is None
