"""The catalogue that comes with the program, and a plan's own entries on top of it."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner.catalogue.entries import Catalogue, ListPrice, ProgrammeDefaults, entry_faults, in_force, with_own_entries
from planner.catalogue.names import is_called, plain_name, short_name
from planner.catalogue.own import cited, pieces, told_as_own
from planner.catalogue.reader import parse_catalogue, plan_catalogue, shipped_catalogue
from planner.catalogue.sentences import (
    FIGURES,
    default_sentences,
    figure_sentence,
    guidance_sentence,
    price_sentence,
    standing,
)
from planner.funding.entitlements import plan_motion
from planner.invariants import PlanError, invariant_faults
from planner.plan import Plan, State
from planner.value import known_fields
from tests.builders import a_plan
from tests.strategies import values

RATE = """
[[prices]]
key = "X"
name = "Product"
price = 100
evidence = { tag = "default", source = "Test", as_of = 2026-01-01 }
"""
LAW = re.compile(r"Microsoft's own page|Microsoft requires|must", re.IGNORECASE)
DAYS = st.dates(date(2016, 1, 1), date(2030, 1, 1))


def threshold_of_migration(day: date) -> int | None:
    found = [each for each in in_force(shipped_catalogue(), day).fasttrack if each.key == "data-migration"]
    return found[0].threshold_seats if found else None


def test_that_the_catalogue_of_the_program_can_be_read() -> None:
    catalogue = shipped_catalogue()
    assert catalogue.fasttrack
    assert catalogue.programmes
    assert catalogue.prices
    assert list(entry_faults(catalogue)) == []


@pytest.mark.parametrize(
    ("day", "threshold"),
    [(date(2017, 8, 31), None), (date(2017, 9, 1), 500), (date(2026, 5, 3), 500), (date(2026, 5, 4), 150)],
)
def test_that_the_threshold_of_data_migration_is_the_one_of_its_day(day: date, threshold: int | None) -> None:
    assert threshold_of_migration(day) == threshold


def test_that_a_list_price_is_the_one_of_its_day() -> None:
    for day, cents in ((date(2026, 6, 30), 5_700), (date(2026, 7, 1), 6_000)):
        price = in_force(shipped_catalogue(), day).price_of("MICROSOFT 365 E5")
        assert price is not None
        assert (price.key, price.price) == ("SPE_E5", cents)


@given(DAYS)
@settings(max_examples=60)
def test_that_one_entry_of_a_key_is_in_force_on_any_day(day: date) -> None:
    catalogue = in_force(shipped_catalogue(), day)
    for entries in (catalogue.fasttrack, catalogue.programmes, catalogue.prices):
        keys = [entry.key for entry in entries]
        assert len(keys) == len(set(keys))
        for entry in entries:
            assert (entry.effective_from or date.min) <= day <= (entry.effective_until or date.max)


def test_that_every_default_figure_has_its_tag_source_and_sentence() -> None:
    for programme in shipped_catalogue().programmes:
        assert standing(programme.evidence_of())
        assert len(default_sentences(programme)) == len(programme.defaults.given)
        for figure in programme.defaults.given:
            evidence = programme.evidence_of(figure)
            sentence = figure_sentence(programme, figure)
            assert evidence.source in sentence
            assert f"{evidence.as_of}" in sentence
            assert (LAW.search(sentence) is not None) == (evidence.tag == "official")


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("mirror", "see what the page says today"),
        ("third party", "Microsoft has not confirmed it"),
        ("unverified", "no policy to rely on or to quote"),
        ("default", "An assumption of this program"),
        ("own", "Entered in this plan"),
    ],
)
def test_that_a_figure_which_is_not_official_says_so(tag: str, words: str) -> None:
    programme = shipped_catalogue().programmes[0]
    changed = replace(programme, evidence=tuple(replace(each, tag=tag) for each in programme.evidence))
    assert all(words in sentence for sentence in default_sentences(changed))


def test_that_nothing_of_the_program_is_told_as_entered_in_a_plan() -> None:
    shipped = shipped_catalogue()
    said = [pieces(entry) for shelf in (shipped.fasttrack, shipped.programmes, shipped.prices) for entry in shelf]
    assert "own" not in {evidence.tag for evidence in sum(said, ())}


def test_that_an_own_entry_takes_the_place_of_those_that_it_replaces() -> None:
    shipped, day = shipped_catalogue(), date(2027, 1, 1)
    keys = [each.key for each in in_force(shipped, day).prices]
    mine = tuple(replace(shipped.prices[0], key=key, effective_until=None) for key in ("NEW", keys[1]))
    merged = in_force(with_own_entries(shipped, Catalogue(prices=mine)), day)
    assert [each.key for each in merged.prices] == [*keys, "NEW"]


def test_that_a_price_is_told_to_the_hundredth_and_guidance_with_its_threshold() -> None:
    catalogue = in_force(shipped_catalogue(), date(2026, 11, 22))
    price = replace(catalogue.prices[0], price=123_405)
    assert price_sentence(price) == "1,234.05 USD for a seat and a month, before any discount."
    words = "Remote guidance that costs nothing, from 150 seats: assess, enable, adopt."
    assert guidance_sentence(catalogue.fasttrack[0]) == words


def test_that_every_figure_can_be_written() -> None:
    assert set(FIGURES) == set(known_fields(ProgrammeDefaults))


def test_that_motions_of_fasttrack_are_those_of_plans_once_translated() -> None:
    motions = {plan_motion(motion) for entry in shipped_catalogue().fasttrack for motion in entry.motions}
    assert motions == {"assess", "pilot", "deploy", "migrate", "adopt"}


@given(st.data())
@settings(max_examples=60)
def test_that_an_entry_of_the_plan_stands_in_place_of_every_shipped_one_of_its_key(drawing: st.DataObject) -> None:
    shipped = shipped_catalogue()
    own = drawing.draw(values(Catalogue))
    key = drawing.draw(st.sampled_from([entry.key for entry in shipped.prices]))
    price = replace(drawing.draw(values(ListPrice)), key=key, effective_from=None, effective_until=None)
    own = replace(own, prices=(price,))
    merged = with_own_entries(shipped, own)
    assert [entry for entry in merged.prices if entry.key == key] == [price]
    assert [entry for entry in merged.prices if entry.key != key] == [e for e in shipped.prices if e.key != key]
    assert set(own.programmes) <= set(merged.programmes)
    assert with_own_entries(merged, own) == merged


def test_that_a_plan_without_entries_has_those_of_the_program() -> None:
    day = date(2027, 1, 1)
    assert plan_catalogue(a_plan(), day) == in_force(shipped_catalogue(), day)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[prices", "stops being TOML"),
        ("prices = 3", "no list of entries"),
        ("[[price]]\nkey = 1", "holds 'price'"),
        (RATE.replace("price = 100", "price = -1"), "Entry 'X': expected 'int' >= 0"),
        (RATE.replace('tag = "default"', 'tag = "hearsay"'), "Entry 'X': invalid enum value 'hearsay'"),
        (RATE.replace("source = ", "origin = "), "Entry 'X'"),
        (RATE + RATE, "Entry 'X' occurs more than once with the same first day."),
        (f"{RATE}\neffective_from = 2027-01-02\neffective_until = 2027-01-01", "before it begins"),
    ],
)
def test_that_a_broken_catalogue_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(PlanError) as raised:
        parse_catalogue({"prices": text})
    assert said in str(raised.value)
    assert str(raised.value).startswith("catalogue")


def _with_first_programme(**changes: object) -> Plan:
    programme = shipped_catalogue().programmes[0]
    return a_plan(catalogue=Catalogue(programmes=(replace(programme, **changes),)))


def test_that_a_default_without_evidence_is_refused_by_the_plan() -> None:
    (fault,) = invariant_faults(State(_with_first_programme(evidence=shipped_catalogue().programmes[0].evidence[1:])))
    assert fault.path == "plan.catalogue.programmes[0].evidence"
    assert "0 pieces of evidence of the programme itself" in fault.sentence


def test_that_tranches_of_a_programme_sum_to_the_whole() -> None:
    defaults = replace(shipped_catalogue().programmes[0].defaults, tranches=(5_000, 4_000))
    (fault,) = invariant_faults(State(_with_first_programme(defaults=defaults)))
    assert fault.path == "plan.catalogue.programmes[0].defaults.tranches"


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("MICROSOFT 365 E5", "Microsoft 365 E5"),
        ("M365 Copilot", "Microsoft 365 Copilot"),
        ("Exchange", "Exchange Online"),
    ],
)
def test_that_ways_of_writing_make_no_other_product(name: str, other: str) -> None:
    assert plain_name(name) == plain_name(other)


@pytest.mark.parametrize(("name", "other"), [("Microsoft 365 E3", "Microsoft 365 E5"), ("Teams Phone", "Teams")])
def test_that_other_products_stay_apart(name: str, other: str) -> None:
    assert not is_called(name, (other,))


def test_that_evidence_is_of_a_figure_that_there_is_and_asked_for_one_that_has_it() -> None:
    first = shipped_catalogue().programmes[0]
    with pytest.raises(KeyError):
        first.evidence_of("no such figure")
    extra = replace(first.evidence_of(), figures=("no such figure",))
    (fault,) = entry_faults(Catalogue(programmes=(replace(first, evidence=(*first.evidence, extra)),)))
    assert "has evidence of 'no such figure', which is none of its defaults" in fault.sentence


def test_that_only_what_was_entered_in_the_plan_gets_another_source() -> None:
    first = shipped_catalogue().programmes[0]
    assert cited(first, "Mail", date(2027, 1, 4)) is None
    renamed = told_as_own(first, replace(first, key="OTHER"), date(2027, 1, 4))
    assert {piece.tag for piece in pieces(renamed)} == {"own"}
    told = cited(renamed, "Mail", date(2027, 1, 5))
    assert told is not None
    assert {(piece.source, piece.as_of) for piece in pieces(told)} == {("Mail", date(2027, 1, 5))}


def test_that_an_entry_is_called_by_its_key_only_where_its_name_has_that() -> None:
    assert short_name("ECIF", "End Customer Investment Funds (ECIF)") == "ECIF"
    assert short_name("ME3E5", "Microsoft 365 E5 step-up") == "M365 E5 step-up"
