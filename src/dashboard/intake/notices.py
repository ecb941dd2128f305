"""What is told without asking for anything: what was passed over, assumed, and what the submitter chose."""

from dashboard.intake.rule import Rule
from dashboard.words.messages import mark

_NOTHING_TO_DO = mark("Không cần sửa gì.")
_TOLD = mark("Người duyệt cũng thấy điều này; nếu chọn nhầm, bỏ bản nháp và nộp lại tệp.")


def _choice(text: str) -> Rule:
    """Return a rule that tells what the submitter chose."""
    return Rule("notice", text, _TOLD, is_choice=True)


NOTICES: dict[str, Rule] = {
    "rows_above_header": Rule("notice", mark("Đã bỏ qua các dòng nằm trên dòng tiêu đề."), _NOTHING_TO_DO),
    "repeated_header": Rule("notice", mark("Đã bỏ qua dòng tiêu đề lặp lại."), _NOTHING_TO_DO),
    "blank_rows": Rule("notice", mark("Đã bỏ qua dòng trống xen giữa."), _NOTHING_TO_DO),
    "extra_columns": Rule(
        "notice",
        mark("Các cột ngoài biểu mẫu được giữ cùng tệp gốc nhưng không đưa vào số liệu: {words}."),
        mark("Không cần sửa gì nếu các cột này không chứa số liệu cần nộp."),
    ),
    "empty_value": Rule(
        "notice",
        mark("Các dòng chưa điền giá trị nên không được nộp."),
        mark("Điền giá trị; nếu không có số liệu, ghi N/A và nêu lý do ở cột Ghi chú."),
    ),
    "text_rows": Rule(
        "notice",
        mark("Đã bỏ qua các dòng không có giá trị và không phải chỉ tiêu: tiêu đề nhóm, ghi chú, chữ ký."),
        _NOTHING_TO_DO,
    ),
    "part_of_above": Rule(
        "notice",
        mark("Các dòng này ghi phần (“Trong đó: …”), được hiểu là phân tổ của chỉ tiêu ở dòng trên."),
        mark("Không cần sửa gì nếu đúng; nếu không, ghi rõ chỉ tiêu ở từng dòng."),
    ),
    "filled_down": Rule(
        "notice",
        mark("Ô gộp theo chiều dọc được hiểu là áp dụng cho mọi dòng của ô gộp."),
        mark("Không cần sửa gì nếu đúng; nếu không, bỏ gộp ô và điền từng dòng."),
    ),
    "hidden_rows": Rule(
        "notice",
        mark("Các dòng đang ẩn trong bảng tính (do bộ lọc hoặc do ẩn dòng) vẫn được đọc."),
        mark("Nếu không muốn nộp các dòng này, xoá chúng khỏi tệp."),
    ),
    "hidden_columns": Rule(
        "notice",
        mark("Các cột đang ẩn trong bảng tính vẫn được đọc: {words}."),
        mark("Hiện cột để kiểm tra; xoá cột nếu không muốn nộp."),
    ),
    "hidden_sheets": Rule(
        "notice",
        mark("Không đọc các trang tính đang ẩn: {words}."),
        mark("Nếu có số liệu cần nộp trong đó, hiện trang tính rồi nộp lại."),
    ),
    "sheets_not_read": Rule(
        "notice",
        mark("Không đọc các trang tính không có tiêu đề của biểu mẫu: {words}."),
        mark("Nếu có số liệu cần nộp trong đó, thêm dòng tiêu đề của biểu mẫu rồi nộp lại."),
    ),
    "percent_cells": Rule(
        "notice",
        mark("Ô định dạng phần trăm được đọc đúng như đang hiện: ô hiện {new}% được đọc là {new}."),
        _NOTHING_TO_DO,
    ),
    "wide_digits": Rule(
        "notice", mark("Chữ số viết rộng (kiểu chữ Đông Á) được đọc là số thường: {words}."), _NOTHING_TO_DO
    ),
    "unit_behind": Rule(
        "notice", mark("Đơn vị tính viết sau số được tách ra: {words}."), mark("Không cần sửa gì nếu đúng.")
    ),
    "end_mark": Rule("notice", mark("Đã bỏ ký hiệu kết thúc tệp (Ctrl-Z) ở cuối tệp."), _NOTHING_TO_DO),
    "assumed": Rule(
        "notice",
        mark("Tệp không có cột “{column}”; hiểu là {words}."),
        mark("Không cần sửa gì nếu đúng; nếu không, thêm cột này."),
    ),
    "taken_as_estimate": Rule(
        "notice",
        mark("Năm {words} chưa hết: các số liệu này được ghi là số ước; kỳ báo cáo năm sau sẽ hỏi số chính thức."),
        mark("Nếu đã là số chính thức, ghi “chính thức” ở cột Ước hay chính thức."),
    ),
    "mixed_notation": Rule(
        "notice",
        mark("Cột giá trị có cả số viết dấu phẩy thập phân và số viết dấu chấm thập phân."),
        mark("Kiểm tra các số đã đọc; nên viết thống nhất một kiểu, ví dụ 1.234,5."),
    ),
    # ---- choices of the submitter, which the reviewer sees, too
    "chosen_number": _choice(mark("Dòng {rows}: “{found}” được hiểu là {new}, do người nộp chọn.")),
    "chosen_missing": _choice(mark("Dòng {rows}: “{found}” được hiểu là không có số liệu, do người nộp chọn.")),
    "chosen_name": _choice(mark("Dòng {rows}: “{found}” được hiểu là “{words}”, do người nộp chọn.")),
    "converted_unit": _choice(
        mark("Dòng {rows}: số được đổi từ “{found}” sang “{words}”, ví dụ {old} thành {new}, do người nộp chọn.")
    ),
    "unit_kept": _choice(
        mark("Dòng {rows}: tệp ghi đơn vị “{found}”; số giữ nguyên vì người nộp xác nhận đã tính theo “{words}”.")
    ),
    "joined_cells": _choice(
        mark("Dòng {rows}: hai ô cạnh nhau được ghép thành một số thập phân, ví dụ {words}, do người nộp chọn.")
    ),
    "kept_apart": _choice(
        mark("Dòng {rows}: ô giá trị và ô sau nó được đọc là hai ô riêng, ví dụ {words}, do người nộp chọn.")
    ),
    "accepted_heading": _choice(
        mark("Tiêu đề cột giá trị ghi “{found}”; người nộp xác nhận các số này là số thực hiện cả năm đang nộp.")
    ),
    "chosen_column": _choice(mark("Cột {letters} “{found}” được đọc là “{column}”{of}, do người nộp chọn.")),
    "unread_columns": _choice(mark("Các cột không đọc, do người nộp chọn: {words}.")),
    "skipped_rows": _choice(mark("Dòng {rows} “{found}” bị bỏ qua vì là dòng tổng hoặc bình quân, do người nộp chọn.")),
    "edited_cell": _choice(mark("Dòng {rows}, cột “{column}”: người nộp sửa “{found}” thành “{words}” trên trang.")),
}
