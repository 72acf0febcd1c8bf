"""What the usage reports of Microsoft Graph look like: which columns tell them apart, and what each column means.

The headers are those of the public documentation (microsoftgraph/microsoft-graph-docs-contrib), held against a file
without regard to case and blanks. A file is known by its columns alone, never by its name.
"""

from collections.abc import Collection
from typing import NamedTuple

from planner.funding.measurements import ReportName

REFRESHED_ON = "Report Refresh Date"
USER = "User Principal Name"
IS_DELETED = "Is Deleted"
PRODUCTS = "Assigned Products"
PERIOD = "Report Period"
GROUPS = ("Group", "Department", "Region", "Country", "Usage Location", "Office Location", "Company")
"""Columns that administrators add to an export; the first that is there counts."""


class Subject(NamedTuple):
    """A workload in a report with a row for each person.

    activity: column of the last activity. licence: column that tells who has it; blank where every row has.
    assigned_on: column of the day of assignment; blank where the report does not tell.
    """

    name: str
    activity: str
    licence: str = ""
    assigned_on: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.activity, self.licence, self.assigned_on)))


class TotalSubject(NamedTuple):
    """A workload in a report of totals: the column of active people, and one of all or of the inactive ones."""

    name: str
    active: str
    everybody: str = ""
    inactive: str = ""


class Layout(NamedTuple):
    """A report: its name, what people call it, the columns that it must have, and what is counted.

    subjects: those whose columns are there are counted. person: column in which nobody occurs twice; blank where
    somebody may. products: column of everything that a person has, where the report tells all use of it. product,
    activated_on: columns of an activation. totals: in a report without people.
    """

    name: ReportName
    title: str
    required: tuple[str, ...]
    subjects: tuple[Subject, ...] = ()
    person: str = ""
    products: str = ""
    product: str = ""
    activated_on: str = ""
    totals: tuple[TotalSubject, ...] = ()


def _of_services(name: str, column: str) -> Subject:
    return Subject(name, f"{column} Last Activity Date", f"Has {column} License", f"{column} License Assign Date")


SERVICES = {
    "Exchange Online": "Exchange",
    "OneDrive": "OneDrive",
    "SharePoint": "SharePoint",
    "Teams": "Teams",
    "Skype for Business": "Skype For Business",
    "Viva Engage": "Yammer",
}
RETIRED = {"Skype for Business", "Viva Engage"}
"""Services whose columns an export may lack."""

LAYOUTS: tuple[Layout, ...] = (
    Layout(
        name="getOffice365ActiveUserDetail",
        title="active users in detail",
        required=(
            REFRESHED_ON,
            USER,
            IS_DELETED,
            *(
                column
                for name, service in SERVICES.items()
                if name not in RETIRED
                for column in _of_services(name, service).columns
            ),
            PRODUCTS,
        ),
        subjects=tuple(_of_services(name, service) for name, service in SERVICES.items()),
        person=USER,
        products=PRODUCTS,
    ),
    Layout(
        name="getMicrosoft365CopilotUsageUserDetail",
        title="Copilot usage by user",
        required=(REFRESHED_ON, USER, "Last Activity Date", "Copilot Chat Last Activity Date"),
        subjects=(Subject("Microsoft 365 Copilot", "Last Activity Date"),),
        person=USER,
    ),
    Layout(
        name="getTeamsUserActivityUserDetail",
        title="Teams activity by user",
        required=(REFRESHED_ON, USER, "Last Activity Date", IS_DELETED, "Team Chat Message Count", "Is Licensed"),
        subjects=(Subject("Teams", "Last Activity Date", "Is Licensed"),),
        person=USER,
    ),
    Layout(
        name="getM365AppUserDetail",
        title="use of Microsoft 365 Apps by user",
        required=(REFRESHED_ON, USER, "Last Activation Date", "Last Activity Date", "Windows", "Mac", "Mobile", "Web"),
        subjects=(Subject("Microsoft 365 Apps", "Last Activity Date"),),
        person=USER,
    ),
    Layout(
        name="getOneDriveUsageAccountDetail",
        title="OneDrive usage by account",
        required=(REFRESHED_ON, "Site URL", IS_DELETED, "Last Activity Date", "Storage Used (Byte)"),
        subjects=(Subject("OneDrive", "Last Activity Date"),),
    ),
    Layout(
        name="getOffice365ActivationsUserDetail",
        title="activations by user",
        required=(REFRESHED_ON, USER, "Product Type", "Last Activated Date"),
        product="Product Type",
        activated_on="Last Activated Date",
    ),
    Layout(
        name="getOffice365ServicesUserCounts",
        title="active users by service",
        required=(
            REFRESHED_ON,
            *(
                f"{service} {state}"
                for name, service in SERVICES.items()
                if name not in RETIRED
                for state in ("Active", "Inactive")
            ),
            PERIOD,
        ),
        totals=tuple(
            TotalSubject(name, f"{service} Active", inactive=f"{service} Inactive")
            for name, service in SERVICES.items()
        ),
    ),
    Layout(
        name="getMicrosoft365CopilotUserCountSummary",
        title="Copilot users in total",
        required=(REFRESHED_ON, PERIOD, "Any App Enabled Users", "Any App Active Users"),
        totals=(TotalSubject("Microsoft 365 Copilot", "Any App Active Users", everybody="Any App Enabled Users"),),
    ),
)


def plain_header(header: str) -> str:
    """A header as headers are compared: small letters, single blanks, no byte order mark."""
    return " ".join(header.replace("\ufeff", "").casefold().split())


def missing(layout: Layout, headers: Collection[str]) -> tuple[str, ...]:
    """The columns that a file with these plain headers lacks for being the report."""
    return tuple(column for column in layout.required if plain_header(column) not in headers)


def recognised(headers: Collection[str]) -> Layout | None:
    """The report with these plain headers: of several that fit, the one that asks for the most; None if none fits."""
    fitting = [layout for layout in LAYOUTS if not missing(layout, headers)]
    return max(fitting, key=lambda layout: len(layout.required), default=None)


def nearest(headers: Collection[str]) -> Layout:
    """The report that a file without its columns was most likely meant to be."""
    return max(LAYOUTS, key=lambda layout: 1 - len(missing(layout, headers)) / len(layout.required))
