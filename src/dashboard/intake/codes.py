"""Every code an intake can end with: how serious it is, what it says and how to put it right.

Codes are stable: programs, drafts and the documentation (``docs/intake.*.md``) name them.
"""

from dashboard.intake.notices import NOTICES
from dashboard.intake.rule import Rule
from dashboard.intake.task_codes import TASK_RULES
from dashboard.words.messages import mark

MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200

_EXPLAIN = mark("Kiểm tra lại; nếu đúng, ghi một câu giải thích.")
_SAVE_AGAIN = mark("Mở tệp bằng Excel hoặc LibreOffice và lưu lại dưới dạng XLSX hoặc “CSV UTF-8”.")
_SPLIT = mark("Chia thành nhiều tệp, mỗi tệp không quá 5 MB và 100.000 dòng.")
_FIRST = mark("Xử lý các mục đã liệt kê trước, rồi kiểm tra lại tệp.")
_IDS = mark("Dùng mã và tên như trong biểu mẫu tải về, hoặc chọn một gợi ý.")

RULES: dict[str, Rule] = {
    # ---- the file as a whole
    "empty_file": Rule("refusal", mark("Tệp trống."), mark("Chọn tệp đã điền số liệu.")),
    "too_large": Rule("refusal", mark("Tệp nặng hơn {limit} MB."), _SPLIT),
    "too_many_rows": Rule("refusal", mark("Tệp có hơn 100.000 dòng."), _SPLIT),
    "too_many_columns": Rule(
        "refusal",
        mark("Tệp có hơn {limit} cột."),
        mark("Chỉ giữ các cột của biểu mẫu; xoá các cột và ô thừa bên phải."),
    ),
    "not_a_table": Rule(
        "refusal",
        mark("Tệp này là {what}, không phải bảng số liệu."),
        mark("Nộp tệp CSV, XLSX, XLS hoặc ODS; đổi đuôi tên tệp không làm tệp thành CSV."),
    ),
    "encrypted_workbook": Rule(
        "refusal", mark("Tệp Excel có mật khẩu nên không đọc được."), mark("Bỏ mật khẩu mở tệp rồi nộp lại.")
    ),
    "zip_bomb": Rule(
        "refusal",
        mark("Nội dung của tệp bảng tính sau khi giải nén lớn hơn {limit} MB nên không được mở."),
        _SAVE_AGAIN,
    ),
    "broken_workbook": Rule("refusal", mark("Tệp bảng tính hỏng, không mở được."), _SAVE_AGAIN),
    "unknown_encoding": Rule(
        "refusal", mark("Không nhận ra bảng mã của tệp: dòng {line} có ký tự không đọc được."), _SAVE_AGAIN
    ),
    "legacy_encoding": Rule(
        "refusal",
        mark("Chữ trong tệp viết bằng bảng mã cũ {what}, không phải Unicode, ví dụ “{found}”."),
        mark("Chuyển văn bản sang Unicode dựng sẵn (ví dụ bằng công cụ chuyển mã của UniKey) rồi nộp lại."),
    ),
    "garbled_text": Rule(
        "refusal",
        mark("Chữ trong tệp đã vỡ do mở sai bảng mã rồi lưu lại, ví dụ “{found}”."),
        mark("Lấy lại tệp gốc còn đọc được, lưu dưới dạng XLSX hoặc “CSV UTF-8”."),
    ),
    "broken_csv": Rule(
        "refusal",
        mark("Sai cú pháp CSV ở khoảng dòng {line}: dấu ngoặc kép không đóng hoặc ô quá dài."),
        _SAVE_AGAIN,
    ),
    "no_header": Rule(
        "refusal",
        mark("Không tìm thấy dòng tiêu đề của biểu mẫu trong {limit} dòng đầu: {why}."),
        mark(
            "Giữ nguyên dòng tiêu đề của biểu mẫu, nhất là các cột Mã chỉ tiêu và Giá trị thực hiện; hoặc cho biết cột nào là gì."
        ),
    ),
    "missing_column": Rule(
        "refusal",
        mark("Thiếu cột “{column}”."),
        mark("Thêm cột này vào dòng tiêu đề, hoặc dùng biểu mẫu tải về, hoặc cho biết cột nào là gì."),
    ),
    "doubled_column": Rule(
        "refusal",
        mark("Có hai cột cùng là “{column}”: “{first}” và “{second}”."),
        mark("Giữ lại một cột, đổi tên hoặc xoá cột kia; hoặc cho biết cột nào là gì."),
    ),
    "unclear_heading": Rule(
        "refusal",
        mark("Tiêu đề “{column}” nằm trên nhiều cột có số, không rõ cột nào là giá trị cần nộp."),
        mark(
            "Đặt cho mỗi cột một tiêu đề riêng và chỉ giữ cột của năm đang nộp, hoặc dùng biểu mẫu tải về, hoặc cho biết cột nào là gì."
        ),
    ),
    "no_rows": Rule(
        "refusal", mark("Tệp không có dòng số liệu nào dưới dòng tiêu đề."), mark("Điền số liệu rồi nộp lại.")
    ),
    # ---- errors
    "nothing_filled": Rule("error", mark("Chưa dòng nào được điền giá trị."), mark("Điền số liệu rồi nộp lại.")),
    "too_many_cells": Rule(
        "error",
        mark("Dòng có nhiều ô hơn dòng tiêu đề, phần thừa: “{found}”."),
        mark('Đặt ô có chứa dấu ngăn cột trong dấu ngoặc kép, ví dụ "99,9", hoặc lưu tệp với dấu ngăn là chấm phẩy.'),
    ),
    "split_decimal": Rule(
        "error",
        mark(
            "Ô giá trị là số nguyên và ô ngay sau chỉ có chữ số: có thể dấu phẩy thập phân đã tách một số làm hai ô (ví dụ {words})."
        ),
        mark(
            "Chọn cách đọc cho mọi dòng như vậy; hoặc đặt số trong dấu ngoặc kép, hoặc lưu tệp với dấu ngăn là chấm phẩy."
        ),
    ),
    "shifted_cells": Rule(
        "error",
        mark("Các ô của dòng bị lệch sang phải: một dấu phẩy không nằm trong dấu ngoặc kép đã tách một ô làm hai."),
        mark('Đặt ô có chứa dấu phẩy trong dấu ngoặc kép, ví dụ "99,9", hoặc lưu tệp với dấu ngăn là chấm phẩy.'),
    ),
    "heading_year": Rule(
        "error",
        mark("Tiêu đề cột giá trị “{found}” ghi năm {words}, khác với năm của các dòng này."),
        mark("Chọn đúng năm đang nộp, hoặc xác nhận rằng số liệu là của năm đang nộp dù tiêu đề ghi khác."),
    ),
    "heading_not_annual": Rule(
        "error",
        mark("Tiêu đề cột giá trị “{found}” cho biết đây không phải số thực hiện cả năm."),
        mark("Nộp số thực hiện cả năm, hoặc xác nhận rằng các số này là số thực hiện cả năm."),
    ),
    "not_named": Rule(
        "error",
        mark("Dòng {rows} chưa ghi {words}."),
        mark("Ghi mã hoặc tên như trong biểu mẫu tải về; nếu dòng thừa, xoá dòng."),
    ),
    "unknown_province": Rule("error", mark("Không nhận ra tỉnh “{found}”."), _IDS),
    "unknown_indicator": Rule("error", mark("Không nhận ra chỉ tiêu “{found}”."), _IDS),
    "unknown_breakdown": Rule("error", mark("Chỉ tiêu “{name}” không có phân tổ “{found}”; có: {words}."), _IDS),
    "id_against_name": Rule(
        "error",
        mark("Mã “{found}” và tên “{words}” trên cùng một dòng là của hai chỉ tiêu khác nhau."),
        mark("Sửa mã hoặc tên cho khớp; nếu đã sắp xếp bảng tính, sắp xếp cả bảng, không sắp xếp riêng một cột."),
    ),
    "unknown_year": Rule(
        "error", mark("Năm “{found}” không hợp lệ."), mark("Viết năm bằng bốn chữ số, từ 1990 đến năm nay.")
    ),
    "other_year": Rule(
        "error",
        mark("Năm {found} khác với năm đang nộp ({words})."),
        mark("Sửa năm trong tệp, hoặc chọn đúng năm đang nộp (“nhiều năm” nếu tệp có nhiều năm)."),
    ),
    "other_province": Rule(
        "error",
        mark("Các dòng này là của tỉnh “{name}”, không phải tỉnh đang nộp."),
        mark("Xoá các dòng này, hoặc chọn đúng tỉnh đang nộp."),
    ),
    "not_in_plan": Rule(
        "error",
        mark("Kế hoạch đang hiệu lực của tỉnh không có chỉ tiêu “{name}”."),
        mark("Xoá dòng này, hoặc chọn chỉ tiêu và phân tổ có trong biểu mẫu của tỉnh."),
    ),
    "other_agency": Rule(
        "error",
        mark("“{name}” do cơ quan khác chủ trì: {words}."),
        mark("Xoá dòng này, hoặc để cơ quan chủ trì nộp."),
    ),
    "duplicate_key": Rule(
        "error",
        mark("“{name}” đã có giá trị ở dòng {words} cho cùng tỉnh, phân tổ và năm."),
        mark("Giữ lại một dòng, xoá dòng kia."),
    ),
    "under_review": Rule(
        "error",
        mark("Số liệu này đang chờ duyệt ở lần nộp {id}."),
        mark("Chờ kết quả duyệt; hoặc rút lần nộp đó rồi nộp lại; hoặc xoá các dòng này."),
    ),
    "not_a_number": Rule(
        "error",
        mark("“{found}” không phải là số."),
        mark("Viết số, ví dụ 99,9; nếu không có số liệu, ghi N/A và nêu lý do ở cột Ghi chú."),
    ),
    "ambiguous_number": Rule(
        "error",
        mark("“{found}” có hai cách đọc: {comma} hoặc {point}."),
        mark("Chọn cách đọc đúng, hoặc viết lại cho rõ, ví dụ 1.234,0."),
    ),
    "became_date": Rule(
        "error",
        mark(
            "Ô ghi ngày tháng “{found}” thay vì số: có thể Excel đã tự đổi một số thập phân thành ngày (số gốc có thể là {words})."
        ),
        mark("Chọn số đúng; hoặc định dạng ô là Văn bản rồi gõ lại số."),
    ),
    "scaled_cell": Rule(
        "error",
        mark(
            "Ô hiện “{found}”: định dạng của ô hiện số đã chia cho nghìn hoặc triệu, không rõ giá trị là số nào ({words})."
        ),
        mark("Chọn số theo đơn vị tính của chỉ tiêu; hoặc định dạng ô là Số rồi nộp lại."),
    ),
    "footnote_mark": Rule(
        "error",
        mark("“{found}” có dấu chú thích hoặc dấu ngoặc bên cạnh số (số có thể là {words})."),
        mark("Chọn số đúng; hoặc bỏ dấu trong ô và ghi lời chú vào cột Ghi chú."),
    ),
    "dash": Rule(
        "error",
        mark("Ô giá trị ghi “{found}”: trong niên giám, gạch ngang là không phát sinh, nơi khác là không có số liệu."),
        mark("Chọn một cách hiểu; nếu không có số liệu, nêu lý do ở cột Ghi chú."),
    ),
    "other_unit": Rule(
        "error",
        mark("Tệp ghi đơn vị “{found}”, đơn vị của chỉ tiêu là “{words}”."),
        mark("Chọn quy đổi hoặc xác nhận số đã đúng đơn vị; hoặc viết lại giá trị theo đơn vị của chỉ tiêu."),
    ),
    "lost_letters": Rule(
        "error",
        mark("“{found}” đã mất chữ: dấu “?” hoặc “�” đứng thay chữ tiếng Việt."),
        mark("Lấy lại tệp gốc, lưu dưới dạng XLSX hoặc “CSV UTF-8”; hoặc gõ lại các ô này."),
    ),
    "total_row": Rule(
        "error",
        mark("“{found}” là dòng tổng hoặc bình quân, không phải số liệu của một chỉ tiêu."),
        mark("Bỏ qua dòng này, hoặc ghi rõ chỉ tiêu và tỉnh của dòng."),
    ),
    "percent_sign": Rule(
        "error",
        mark("“{found}” có dấu %, nhưng “{name}” không tính theo % (đơn vị tính: {words})."),
        mark("Viết giá trị theo đúng đơn vị tính, không kèm dấu %."),
    ),
    "outside_bounds": Rule(
        "error",
        mark("Giá trị {found} của “{name}” nằm ngoài khoảng cho phép: {words}."),
        mark("Kiểm tra dấu thập phân và đơn vị tính, rồi sửa giá trị."),
    ),
    "not_whole": Rule(
        "error",
        mark("Giá trị {found} của “{name}” có phần thập phân, nhưng đây là số đếm nên phải là số nguyên."),
        mark("Viết số nguyên; dấu chấm ngăn hàng nghìn, ví dụ 30.671."),
    ),
    "unknown_level": Rule(
        "error",
        mark("“{found}” không phải là một mức của “{name}”; các mức từ thấp đến cao: {words}."),
        mark("Viết đúng tên một mức, hoặc chọn một mức."),
    ),
    "missing_without_reason": Rule(
        "error",
        mark("Dòng ghi “{found}” (không có số liệu) nhưng chưa nêu lý do."),
        mark("Nêu lý do ở cột Ghi chú, ví dụ “chưa điều tra năm nay”."),
    ),
    "not_yes_no": Rule(
        "error",
        mark("Cột “Ước hay chính thức” ghi “{found}”, không rõ là số ước hay số chính thức."),
        mark("Ghi “ước” hoặc “chính thức”, hoặc để trống."),
    ),
    "more_errors": Rule("error", mark("Còn {words} lỗi cùng loại không liệt kê."), _FIRST),
    # ---- warnings
    "share_as_fraction": Rule(
        "warning",
        mark("Giá trị {found} của “{name}” có vẻ viết theo phần của 1 (như 0,8 thay cho 80%), trong khi đơn vị là %."),
        mark("Nếu nhầm, nhân với 100; nếu đúng, ghi một câu giải thích."),
    ),
    "beyond_usual": Rule(
        "warning",
        mark("Giá trị {found} của “{name}” nằm ngoài mức thường gặp: {words}."),
        mark("Kiểm tra đơn vị tính và cách đọc ở phần Định nghĩa; nếu đúng, ghi một câu giải thích."),
    ),
    "tenfold": Rule(
        "warning",
        mark(
            "“{name}”: {new} gấp hoặc kém khoảng mười, trăm hay nghìn lần giá trị trước ({old}); có thể lệch dấu thập phân."
        ),
        _EXPLAIN,
    ),
    "unlike_history": Rule(
        "warning",
        mark("“{name}”: từ {old} thành {new} là thay đổi khác thường; các năm trước thường thay đổi {words} mỗi năm."),
        _EXPLAIN,
    ),
    "unlike_provinces": Rule(
        "warning",
        mark("“{name}”: từ {old} thành {new} là thay đổi khác thường; ở các tỉnh thường thay đổi {words} mỗi năm."),
        _EXPLAIN,
    ),
    "total_outside_parts": Rule(
        "warning",
        mark("“{name}”: giá trị chung {new} không nằm giữa “{first}” ({first_value}) và “{second}” ({second_value})."),
        _EXPLAIN,
    ),
    "parts_above_total": Rule(
        "warning",
        mark(
            "“{name}”: “{first}” ({first_value}) và “{second}” ({second_value}) cộng lại lớn hơn giá trị chung {new}."
        ),
        _EXPLAIN,
    ),
    "same_as_last_year": Rule(
        "warning", mark("“{name}”: {new} bằng đúng giá trị năm trước; có thể đã chép lại số cũ."), _EXPLAIN
    ),
    "against_direction": Rule("warning", mark("“{name}”: từ {old} thành {new}, ngược với chiều mong muốn."), _EXPLAIN),
    "missing_source": Rule(
        "warning",
        mark("Số liệu chưa ghi nguồn."),
        mark("Ghi tên điều tra, báo cáo hoặc sổ sách; câu trả lời ở đây được ghi làm nguồn của mọi dòng chưa có."),
    ),
    "changes_published": Rule(
        "warning",
        mark("“{name}”: thay giá trị đã công bố {old} bằng {new}."),
        mark("Nêu lý do đính chính; lý do được công bố cùng giá trị mới."),
    ),
    "withdraws_published": Rule(
        "warning",
        mark("“{name}”: báo không có số liệu, trong khi đã công bố {old}."),
        mark("Nêu lý do rút giá trị đã công bố."),
    ),
    "more_warnings": Rule("warning", mark("Còn {words} cảnh báo cùng loại không liệt kê."), _FIRST),
    **NOTICES,
    # ---- of reports on tasks alone
    **TASK_RULES,
}
