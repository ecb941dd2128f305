"""Every page of the dashboard as (path, query): what tests open."""

from dashboard.reference.files import load_catalogue

Address = tuple[str, dict[str, str]]

SECTORS: list[Address] = [(sector.path, {}) for sector in load_catalogue().sectors]
LIKE_OTHERS = {
    "nguoi-co-cong", "lao-dong-viec-lam", "nguon-nhan-luc", "giao-duc", "van-hoa-thong-tin", "nuoc-sach-ve-sinh",
}  # fmt: skip
"""Sectors whose pages, drawn by the one script of all, have nothing the others lack."""
INDICATORS: list[Address] = [
    ("chi-tieu", {}),
    ("chi-tieu", {"id": "unemployment_rate", "breakdown": "urban"}),  # lower is better, split in parts
    ("chi-tieu", {"id": "fertility_rate"}),  # to keep
    ("chi-tieu", {"id": "malaria_elimination"}),  # ordered levels
]
COMPARISONS: list[Address] = [
    ("so-sanh", {}),
    ("so-sanh", {"id": "malaria_elimination"}),
    ("so-sanh", {"view": "sector", "sector": "health"}),
]
METHOD: list[Address] = [
    ("phuong-phap", {}),
    *(("phuong-phap", {"view": view}) for view in ("plans", "discrepancies", "sources", "catalogue", "trial")),
    ("phuong-phap", {"view": "trial", "on_track": "0.9", "behind": "0.5", "baseline": "2022", "rule": "index"}),
]
REPORTING: list[Address] = [
    ("nop-so-lieu", {"province": "bac_ninh", "agency": "health_department", "year": "2025"}),
    ("duyet", {}),
    ("bao-cao-tien-do", {"year": "2025"}),
    ("nhat-ky", {}),
]
SEARCHES: list[Address] = [
    ("tra-cuu", {}),
    ("tra-cuu", {"q": "that nghiep", "view": "wide"}),
    ("tra-cuu", {"sector": "health", "view": "province"}),
]
TASKS: list[Address] = [
    ("nhiem-vu", {}),
    ("nhiem-vu", {"q": "nha o xa hoi", "task_status": "overdue"}),
    ("nhiem-vu", {"task": "bac_ninh_246_a3_vi_5"}),  # a scheme with a date
    ("nhiem-vu", {"task": "tuyen_quang_103_a2_vi_1_1"}),  # a task under its own plan, below a numbered heading
]
AGENCIES: list[Address] = [
    ("co-quan", {}),
    ("co-quan", {"id": "health_department", "province": "bac_ninh"}),
    ("co-quan", {"id": "state_bank_branch"}),  # leads nothing
]
CHANGES: list[Address] = [
    ("co-gi-moi", {}),
    ("co-gi-moi", {"since": "2025-10-01"}),
    ("co-gi-moi", {"since": "2025-10-01", "province": "bac_ninh", "sector": "health"}),
]
DOCUMENTS: list[Address] = [
    ("bao-cao", {}),
    ("bao-cao", {"view": "one-page", "province": "bac_ninh"}),
    ("bao-cao", {"view": "annex", "id": "health_department", "province": "bac_ninh"}),
]
PLANS: list[Address] = [("ke-hoach", {})]
EVERY_PAGE: list[Address] = [
    ("", {}),
    *CHANGES,
    *SECTORS,
    *INDICATORS,
    *COMPARISONS,
    *TASKS,
    *AGENCIES,
    *DOCUMENTS,
    *SEARCHES,
    *REPORTING,
    *PLANS,
    *METHOD,
]
FILTERED: list[Address] = [("", {}), *SECTORS, *INDICATORS, *COMPARISONS, *AGENCIES[:1]]
"""The pages that have the filter bar."""
ONE_OF_EACH: list[Address] = [("", {}), ("y-te", {}), ("chi-tieu", {}), ("so-sanh", {}), ("phuong-phap", {})]


def name(address: object) -> str:
    """Return an address in words, for the name of a test."""
    path, query = address  # type: ignore[misc]
    return "-".join([path or "tong-quan", *query.values()])
