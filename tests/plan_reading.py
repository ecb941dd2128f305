"""Small documents of a made-up plan, read into the real catalogue."""

import datetime as dt

from dashboard.plans.context import Head
from dashboard.plans.settling import settle
from dashboard.plans.table_files import read_document
from tests.plan_documents import Sheet, as_docx

HEADS = ("TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025", "Năm 2030", "Chủ trì", "Phối hợp")
TASK_HEADS = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian thực hiện")
HEALTH = ("1", "Y tế", "", "", "", "", "")
WHO = ("Sở Y tế", "")
NEW_PROVINCE = Head("Thái Nguyên", "9/KH-UBND", dt.date(2024, 9, 30))
DONE = ("1.1", "Tỉ lệ người dân được quản lý sức khỏe", "%", "90", "95", *WHO)


def read(catalogue, *rows, answers=None, heads=HEADS, merged=(), tasks=(), head=NEW_PROVINCE, observed=()):
    sheets = [("PHỤ LỤC I", [Sheet((heads, *rows), merged)])]
    if tasks:
        sheets.append(("PHỤ LỤC II", [Sheet((TASK_HEADS, *tasks))]))
    return settle(read_document(as_docx(sheets)), head, catalogue, answers or {}, observed)


def asked(outcome, kind):
    return [one for one in outcome.open if one.kind == kind]


def told(question):
    return f"{question.place.tell()}: {question.ask.tell()}"


def printed(outcome):
    return [(line["row"], line["breakdown"], line["year"], line["printed"]) for line in outcome.additions.targets]
