"""Usage reports: what they say, whatever they look like, and that nothing of a person is left of them."""

import csv
import io
import sys
import traceback
from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from planner import edits
from planner.exchange import usage_reports
from planner.exchange.measuring import PURPOSE, with_reports
from planner.exchange.report_layouts import LAYOUTS, recognised
from planner.exchange.usage_reports import read_usage_report
from planner.files import encode
from planner.funding.measurements import LEAST_GROUP, Measurement, UsageCount, measurement_faults
from planner.invariants import Fault, PlanError, invariant_faults
from planner.plan import State
from tests.builders import a_plan

SAMPLES = Path(__file__).parents[1] / "samples" / "usage"
REFRESHED = date(2027, 11, 20)
DELETE_BY = date(2028, 4, 1)
CANARY = "canary.bird@secret.example"
REPORTS = {
    "active-users": "getOffice365ActiveUserDetail",
    "copilot-users": "getMicrosoft365CopilotUsageUserDetail",
    "teams-users": "getTeamsUserActivityUserDetail",
    "apps-users": "getM365AppUserDetail",
    "onedrive-accounts": "getOneDriveUsageAccountDetail",
    "activations": "getOffice365ActivationsUserDetail",
    "service-counts": "getOffice365ServicesUserCounts",
    "copilot-counts": "getMicrosoft365CopilotUserCountSummary",
}
COPILOT = ("Report Refresh Date", "User Principal Name", "Last Activity Date", "Copilot Chat Last Activity Date")


def measured(path: Path) -> Measurement:
    return read_usage_report(path, "Adoption", DELETE_BY)


def found(measurement: Measurement, subject: str, group: str = "") -> UsageCount:
    return next(each for each in measurement.counts if (each.subject, each.group) == (subject, group))


def ago(days: int) -> str:
    return f"{REFRESHED - timedelta(days=days)}"


def copilot_report(folder: Path, activity: list[str], **more: list[str]) -> Path:
    """A Copilot report with a row for each last activity, and further columns."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*COPILOT, *more])
    for number, day in enumerate(activity):
        writer.writerow([REFRESHED, f"user{number}", day, "", *(column[number] for column in more.values())])
    path = folder / "report.csv"
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("reports")


# Every report, plain and odd


@pytest.mark.parametrize("odd", ["", "-odd"])
@pytest.mark.parametrize("name", REPORTS)
def test_that_a_report_is_known_by_its_columns_and_makes_a_sound_measurement(
    name: str, odd: str, tmp_path: Path
) -> None:
    another_name = tmp_path / "whatever.txt"
    another_name.write_bytes((SAMPLES / f"{name}{odd}.csv").read_bytes())
    measurement = measured(another_name)
    assert measurement.report == REPORTS[name]
    assert measurement.refreshed_on == REFRESHED
    assert (measurement.purpose, measurement.delete_by) == ("Adoption", DELETE_BY)
    assert measurement.counts
    assert list(measurement_faults((measurement,))) == []
    assert invariant_faults(State(edits.add_measurement(a_plan(), measurement))) == ()


def test_that_every_report_has_a_sample() -> None:
    assert set(REPORTS.values()) == {layout.name for layout in LAYOUTS}


def plainly_read(path: Path, activity: str, licence: str) -> tuple[Counter[str], int]:
    """People by band, and deleted ones, read the long way."""
    bands: Counter[str] = Counter()
    deleted = 0
    for row in csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")):
        if row.get("Is Deleted") == "True":
            deleted += 1
        elif not licence or row[licence] == "True":
            days = (REFRESHED - date.fromisoformat(row[activity])).days if row[activity] else None
            limits = ((30, "days_0_to_29"), (60, "days_30_to_59"), (90, "days_60_to_89"), (10**6, "days_90_and_more"))
            bands["none" if days is None else next(band for limit, band in limits if days < limit)] += 1
    return bands, deleted


@pytest.mark.parametrize(
    ("name", "subject", "activity", "licence"),
    [
        ("active-users", "Exchange Online", "Exchange Last Activity Date", "Has Exchange License"),
        ("active-users", "Teams", "Teams Last Activity Date", "Has Teams License"),
        ("copilot-users", "Microsoft 365 Copilot", "Last Activity Date", ""),
        ("teams-users", "Teams", "Last Activity Date", "Is Licensed"),
        ("apps-users", "Microsoft 365 Apps", "Last Activity Date", ""),
        ("onedrive-accounts", "OneDrive", "Last Activity Date", ""),
    ],
)
def test_that_the_figures_are_those_of_a_plain_reading(name: str, subject: str, activity: str, licence: str) -> None:
    path = SAMPLES / f"{name}.csv"
    measurement = measured(path)
    count = found(measurement, subject)
    bands, deleted = plainly_read(path, activity, licence)
    assert count.bands is not None
    assert measurement.deleted_users == deleted
    assert count.assigned == bands.total()
    assert count.bands.never + count.bands.not_yet == bands["none"]
    for band in ("days_0_to_29", "days_30_to_59", "days_60_to_89", "days_90_and_more"):
        assert getattr(count.bands, band) == bands[band]


def test_that_totals_are_those_of_thirty_days() -> None:
    for odd in ("", "-odd"):
        count = found(measured(SAMPLES / f"service-counts{odd}.csv"), "OneDrive")
        assert (count.assigned, count.active_28, count.active_30) == (900, None, 640)
        count = found(measured(SAMPLES / f"copilot-counts{odd}.csv"), "Microsoft 365 Copilot")
        assert (count.assigned, count.active_30) == (1_200, 744)


def test_that_products_are_taken_apart_and_only_where_all_use_is_told() -> None:
    products = {each.subject for each in measured(SAMPLES / "active-users.csv").counts if each.kind == "product"}
    assert products == {"MICROSOFT 365 E5", "MICROSOFT 365 F3", "MICROSOFT 365 COPILOT", "POWER BI (FREE)"}
    assert {each.kind for each in measured(SAMPLES / "teams-users.csv").counts} == {"workload"}


def test_that_rows_which_cannot_be_read_are_counted_and_lose_no_others() -> None:
    measurement = measured(SAMPLES / "active-users-odd.csv")
    assert (measurement.unread_rows, measurement.deleted_users) == (2, 3)
    assert found(measurement, "Exchange Online").assigned == 60 - 3 - 1


# The way it is written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_that_the_way_of_writing_changes_nothing(encoding: str, line_end: str, delimiter: str, tmp_path: Path) -> None:
    source = SAMPLES / "active-users.csv"
    rows = list(csv.reader(io.StringIO(source.read_text(encoding="utf-8"), newline="")))
    body = rows[:0:-1]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerows([[f" {header.upper()}  " for header in rows[0]], *body])
    written = tmp_path / "report.csv"
    written.write_bytes(text.getvalue().encode(encoding))
    assert measured(written) == measured(source)


def test_that_concealed_names_change_nothing(tmp_path: Path) -> None:
    text = (SAMPLES / "copilot-users.csv").read_text(encoding="utf-8")
    concealed = tmp_path / "concealed.csv"
    lines = text.splitlines()
    split = [line.split(",") for line in lines[1:]]
    hidden = [",".join([*cells[:2], f"{n:032X}", f"{n:032X}", *cells[4:]]) for n, cells in enumerate(split)]
    concealed.write_text("\n".join([lines[0], *hidden]), encoding="utf-8")
    assert measured(concealed) == measured(SAMPLES / "copilot-users.csv")


# Days


@pytest.mark.parametrize(
    ("days", "band", "is_active_28"),
    [
        (-1, "days_0_to_29", True),
        (0, "days_0_to_29", True),
        (27, "days_0_to_29", True),
        (28, "days_0_to_29", False),
        (29, "days_0_to_29", False),
        (30, "days_30_to_59", False),
        (59, "days_30_to_59", False),
        (60, "days_60_to_89", False),
        (89, "days_60_to_89", False),
        (90, "days_90_and_more", False),
    ],
)
def test_that_days_count_back_from_the_refresh_date(
    days: int, band: str, tmp_path: Path, *, is_active_28: bool
) -> None:
    count = found(measured(copilot_report(tmp_path, [ago(days)] * 10)), "Microsoft 365 Copilot")
    assert getattr(count.bands, band) == 10
    assert count.active_28 == (10 if is_active_28 else 0)


@pytest.mark.parametrize(("assigned", "band"), [(31, "never"), (30, "not_yet"), (0, "not_yet")])
def test_that_never_having_used_a_new_licence_says_nothing(assigned: int, band: str, tmp_path: Path) -> None:
    rows = list(csv.DictReader(io.StringIO((SAMPLES / "active-users.csv").read_text(encoding="utf-8"), newline="")))
    for row in rows:
        row |= {header: "" for header in row if header.endswith("Activity Date")}
        row |= {header: ago(assigned) for header in row if header.endswith("Assign Date")}
    path = tmp_path / "report.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    for count in measured(path).counts:
        assert getattr(count.bands, band) == count.assigned


# Small groups


@settings(max_examples=150)
@given(st.lists(st.sampled_from(["", "A", "B", "C", "D"]), max_size=80))
def test_that_no_figure_is_about_fewer_than_ten_people_nor_can_one_be_found_by_subtraction(
    folder: Path, groups: list[str]
) -> None:
    path = copilot_report(folder, [ago(1)] * len(groups), Department=groups)
    if not groups:
        with pytest.raises(PlanError, match="no rows"):
            measured(path)
        return
    measurement = measured(path)
    shown = [count for count in measurement.counts if count.group]
    assert all(count.assigned >= LEAST_GROUP for count in measurement.counts)
    if len(groups) < LEAST_GROUP:
        assert measurement.counts == ()
        return
    rest = len(groups) - sum(count.assigned for count in shown)
    assert rest == 0 or rest >= LEAST_GROUP
    for count in shown:
        assert count.assigned == groups.count(count.group)
    named = {group for group in groups if group}
    assert measurement.suppressed == len(named) - len(shown)


def test_that_no_group_is_named_that_is_not_counted(folder: Path) -> None:
    path = copilot_report(folder, [ago(1)] * 40, Department=["Sales"] * 31 + ["Board"] * 9)
    measurement = measured(path)
    assert "Board" not in str(measurement)
    assert "Sales" not in str(measurement)  # or the board would be known by subtraction
    assert measurement.suppressed == 2


# Nothing of a person is left


def read_or_refused(path: Path) -> Measurement | PlanError:
    """The measurement, or the error; the error's way begins here, where no variable holds the name."""
    try:
        return measured(path)
    except PlanError as error:
        return error


def everything_said(error: BaseException) -> str:
    """All that an error, its causes and the variables on its way would show."""
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "\n".join(["".join(shown.format()), repr(error), str(error), repr(error.__context__), repr(error.__cause__)])


def with_canaries(text: str) -> Mapping[str, str]:
    """The report with a name in its rows, sound and broken in every way."""
    lines = text.splitlines()
    cells = lines[1].split(",")
    everywhere = [",".join([*cells[:at], CANARY, *cells[at + 1 :]]) for at in range(len(cells))]
    return {
        "in each cell": "\n".join([*lines, *everywhere]),
        "cut off": "\n".join([*lines, f"2027-11-20,{CANARY}"]),
        "too long": "\n".join([*lines, f"{lines[1]},{CANARY},{CANARY}"]),
        "quote unclosed": "\n".join([*lines, f'2027-11-20,"{CANARY}']),
        "quote inside": "\n".join([*lines, f'2027-11-20,"{CANARY}"x,']),
        "twice": "\n".join([*lines, lines[1], lines[1].replace(cells[1], CANARY), lines[1].replace(cells[1], CANARY)]),
        "without headers": "\n".join([f"2027-11-20,{CANARY}", *lines[1:]]),
        "as a header": "\n".join([lines[0].replace("User Principal Name", CANARY), *lines[1:]]),
        "other dates": "\n".join([*lines, lines[1].replace("2027-11-20", "2027-11-21").replace(cells[1], CANARY)]),
        "only broken": "\n".join([lines[0], *[f"{CANARY}{line}" for line in lines[1:]]]),
        "huge": "\n".join([*lines, f'2027-11-20,"{CANARY * 9_000}"']),
    }


@pytest.mark.parametrize("name", REPORTS)
def test_that_no_name_is_left_of_a_row_in_plan_file_text_or_error(
    name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    ended = Counter[str]()
    for kind, text in with_canaries((SAMPLES / f"{name}.csv").read_text(encoding="utf-8")).items():
        path = tmp_path / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        read = read_or_refused(path)
        if isinstance(read, PlanError):
            said = everything_said(read)
        else:
            plan = edits.add_measurement(a_plan(), read)
            said = f"{read!r} {read} {plan!r} {encode(State(plan)).decode()}"
        ended[type(read).__name__] += 1
        assert "canary" not in said.casefold(), kind
    assert ended["PlanError"]
    assert ended["Measurement"] or name in {"service-counts", "copilot-counts"}
    assert "canary" not in caplog.text.casefold()
    assert all("canary" not in stream.casefold() for stream in capfd.readouterr())


def test_that_the_search_for_the_name_would_find_it() -> None:
    def refuse(row: str) -> None:
        raise PlanError((Fault("here", f"{len(row)} letters."),))

    with pytest.raises(PlanError) as raised:
        refuse(CANARY)
    assert CANARY in everything_said(raised.value)


def test_that_letters_which_cannot_be_decoded_hurt_nobody(tmp_path: Path) -> None:
    content = (SAMPLES / "copilot-users.csv").read_bytes().replace(b"Ada Aalto", b"\xff\xfeAd\xe9")
    path = tmp_path / "report.csv"
    path.write_bytes(content)
    assert measured(path) == measured(SAMPLES / "copilot-users.csv")


# Wrong files


@pytest.mark.parametrize("name", REPORTS)
def test_that_a_missing_column_is_named(name: str, tmp_path: Path) -> None:
    rows = list(csv.reader(io.StringIO((SAMPLES / f"{name}.csv").read_text(encoding="utf-8"), newline="")))
    layout = next(each for each in LAYOUTS if each.name == REPORTS[name])
    for column in layout.required:
        at = rows[0].index(column)
        if recognised([header.casefold() for header in rows[0][:at] + rows[0][at + 1 :]]) is not None:
            continue
        path = tmp_path / "report.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(row[:at] + row[at + 1 :] for row in rows)
        with pytest.raises(PlanError) as raised:
            measured(path)
        assert f"'{column}'" in str(raised.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "'Report Refresh Date' is missing"),
        (b"\xef\xbb\xbf", "'Report Refresh Date' is missing"),
        (b"PK\x03\x04 a workbook", "'Report Refresh Date' is missing"),
        (b"name,amount\nA,1\n", "'Report Refresh Date' is missing"),
        (",".join(COPILOT).encode(), "has no rows"),
        (",".join([*COPILOT, "User Principal Name"]).encode(), "Two columns have the same header"),
        (f"{','.join(COPILOT)}\n11/20/2027,a,,\n".encode(), "None of the 1 rows could be read"),
        (f"{','.join(COPILOT)}\n2027-11-20,a,,\n2027-11-21,b,,\n".encode(), "several refresh dates"),
        (f"{','.join(COPILOT)}\n2027-11-20,a,,\n2027-11-20,a,,\n".encode(), "several exports"),
        (f'{",".join(COPILOT)}\n2027-11-20,"a,,\n'.encode(), "quotation mark"),
    ],
)
def test_that_a_wrong_file_is_told_in_words(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.csv"
    path.write_bytes(content)
    with pytest.raises(PlanError) as raised:
        measured(path)
    (fault,) = raised.value.faults
    assert said in fault.sentence
    assert fault.path == str(path)


def test_that_a_file_that_is_not_there_or_no_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.csv", Path("a\0b")):
        with pytest.raises(PlanError, match="cannot be read"):
            measured(path)


def test_that_totals_of_another_period_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    text = (SAMPLES / "service-counts.csv").read_text(encoding="utf-8")
    path.write_text(text.replace(",30", ",90"), encoding="utf-8")
    with pytest.raises(PlanError, match="0 rows for 30 days"):
        measured(path)


@settings(max_examples=150)
@given(st.binary(max_size=400) | st.text(max_size=300).map(str.encode))
def test_that_any_bytes_are_read_or_refused(folder: Path, content: bytes) -> None:
    path = folder / "any.csv"
    path.write_bytes(content)
    with pytest.raises(PlanError):
        measured(path)
    path.write_bytes(",".join(COPILOT).encode() + b"\n2027-11-20,a,,\n" + content)
    read = read_or_refused(path)
    assert isinstance(read, Measurement) or len(read.faults) == 1


# What a plan keeps


def test_that_an_export_read_again_is_kept_until_the_earlier_day() -> None:
    first = measured(SAMPLES / "copilot-users.csv")
    again = replace(first, purpose="Another", delete_by=date(2027, 12, 31))
    for one, other in ((first, again), (again, first)):
        plan = edits.add_measurement(edits.add_measurement(a_plan(), one), other)
        assert plan.measurements == (again,)


def test_that_the_same_export_is_kept_once_and_another_of_its_day_is_refused() -> None:
    first = measured(SAMPLES / "copilot-users.csv")
    plan = edits.add_measurement(a_plan(), first)
    assert edits.add_measurement(plan, first) is plan
    with pytest.raises(PlanError, match="is there 2 times"):
        edits.add_measurement(plan, measured(SAMPLES / "copilot-users-odd.csv"))
    assert edits.remove_measurement(plan, 0) == a_plan()


@settings(max_examples=30)
@given(st.permutations([*REPORTS]))
def test_that_the_order_of_reading_leaves_no_trace(names: list[str]) -> None:
    read = {name: measured(SAMPLES / f"{name}.csv") for name in REPORTS}
    plan = a_plan()
    for name in names:
        plan = edits.add_measurement(plan, read[name])
        plan = edits.add_measurement(plan, replace(read[name], refreshed_on=date(2027, 8, 1)))
    assert plan.measurements == tuple(
        replace(read[name], refreshed_on=day) for day in (date(2027, 8, 1), REFRESHED) for name in REPORTS
    )


def test_that_reading_reports_needs_no_data_frames() -> None:
    assert not {"polars", "pyarrow"} & set(sys.modules)


def test_that_reports_are_kept_with_their_purpose_until_the_renewal_unless_told_otherwise() -> None:
    reports = [SAMPLES / f"{name}.csv" for name in ("active-users", "copilot-users")]
    plan = with_reports(a_plan(), reports)
    assert {(each.purpose, each.delete_by) for each in plan.measurements} == {(PURPOSE, a_plan().horizon)}
    assert len(plan.measurements) == 2
    told = with_reports(a_plan(), reports[:1], "Renewal", DELETE_BY)
    assert [(each.purpose, each.delete_by) for each in told.measurements] == [("Renewal", DELETE_BY)]
    with pytest.raises(PlanError):
        with_reports(a_plan(), [*reports, SAMPLES / "none.csv"])


def test_that_rows_of_totals_that_cannot_be_right_are_left_out_and_nobody_is_counted_of_what_is_unused(
    tmp_path: Path,
) -> None:
    lines = (SAMPLES / "service-counts.csv").read_text(encoding="utf-8").splitlines()
    undated, negative = lines[1].replace("2027-11-20", "", 1), lines[1].replace(",812,", ",-1,", 1)
    unused = lines[1].replace(",812,88,", ",0,0,", 1)
    (tmp_path / "more.csv").write_text("\n".join([lines[0], "", undated, negative, unused, ""]), encoding="utf-8")
    more = measured(tmp_path / "more.csv")
    assert more.unread_rows == 2
    assert "Exchange" not in {each.subject for each in more.counts}
    assert len(more.counts) == len(measured(SAMPLES / "service-counts.csv").counts) - 1


def test_that_a_row_without_its_refresh_date_is_not_read(tmp_path: Path) -> None:
    path = copilot_report(tmp_path, [ago(1)] * 40)
    text = path.read_text(encoding="utf-8").replace(f"{REFRESHED},user0", ",user0")
    path.write_text(text, encoding="utf-8")
    assert measured(path).unread_rows == 1


def test_that_a_report_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage_reports, "LARGEST_REPORT", 100)
    with pytest.raises(PlanError, match="larger than 1 GiB"):
        measured(copilot_report(tmp_path, [ago(1)] * 40))
