"""The codes that only reports on tasks end with; what they share with figures stands in ``codes``."""

from dashboard.intake.rule import Rule
from dashboard.words.messages import mark

_EXPLAIN = mark("Kiểm tra lại; nếu đúng, ghi một câu giải thích.")
_RETYPE_DATE = mark("Viết ngày trước, tháng sau, năm bốn chữ số, ví dụ 25/3/2024; hoặc chọn một gợi ý.")
_TEMPLATE = mark("Dùng mã và tên như trong biểu mẫu tải về, hoặc chọn một gợi ý.")

TASK_RULES: dict[str, Rule] = {
    # ---- the file as a whole
    "other_form": Rule(
        "refusal",
        mark("Tệp này là {what}, không phải {form}."),
        mark("Chọn đúng loại cần nộp (số liệu hay báo cáo nhiệm vụ) ở trang Nộp số liệu, rồi nộp lại tệp này."),
    ),
    "no_task_header": Rule(
        "refusal",
        mark("Không tìm thấy dòng tiêu đề của biểu mẫu báo cáo nhiệm vụ trong {limit} dòng đầu: {why}."),
        mark("Giữ nguyên dòng tiêu đề của biểu mẫu, nhất là các cột Mã nhiệm vụ và Tình trạng."),
    ),
    "no_task_rows": Rule(
        "refusal",
        mark("Tệp không có dòng nhiệm vụ nào dưới dòng tiêu đề."),
        mark("Điền báo cáo vào biểu mẫu tải về rồi nộp lại."),
    ),
    # ---- errors
    "no_report": Rule(
        "error",
        mark("Chưa nhiệm vụ nào được báo cáo."),
        mark("Chọn Tình trạng cho ít nhất một nhiệm vụ rồi nộp lại."),
    ),
    "unknown_task": Rule("error", mark("Không nhận ra nhiệm vụ “{found}”."), _TEMPLATE),
    "task_against_name": Rule(
        "error",
        mark("Mã “{found}” và tên “{words}” trên cùng dòng không phải một nhiệm vụ."),
        mark("Sửa mã hoặc tên cho khớp; nếu đã sắp xếp bảng tính, sắp xếp cả bảng, không sắp xếp riêng một cột."),
    ),
    "task_not_in_force": Rule(
        "error",
        mark("“{name}” thuộc kế hoạch không còn hiệu lực: {words}."),
        mark("Xoá dòng này; chỉ báo cáo nhiệm vụ của kế hoạch đang hiệu lực."),
    ),
    "task_of_other_province": Rule(
        "error",
        mark("“{name}” là nhiệm vụ của tỉnh khác: {words}."),
        mark("Xoá dòng này, hoặc chọn đúng tỉnh."),
    ),
    "task_other_year": Rule(
        "error",
        mark("Năm {found} khác với năm đang báo cáo ({words})."),
        mark("Sửa năm; mỗi năm báo cáo trong một lần nộp riêng."),
    ),
    "year_before_plan": Rule(
        "error",
        mark("Năm {found} trước khi kế hoạch được ban hành ({words})."),
        mark("Sửa năm báo cáo, hoặc xoá dòng này."),
    ),
    "task_twice": Rule(
        "error", mark("“{name}” đã có ở dòng {words} cho cùng năm."), mark("Giữ lại một dòng cho mỗi nhiệm vụ và năm.")
    ),
    "task_under_review": Rule(
        "error",
        mark("Báo cáo về “{name}” đang chờ duyệt ở lần nộp {id}."),
        mark("Chờ kết quả duyệt; hoặc rút lần nộp đó rồi nộp lại; hoặc xoá các dòng này."),
    ),
    "state_missing": Rule(
        "error",
        mark("Dòng đã điền nhưng chưa có Tình trạng."),
        mark("Chọn: Chưa bắt đầu, Đang thực hiện, Đã xong, hoặc Không thực hiện được."),
    ),
    "unknown_state": Rule(
        "error",
        mark("Không nhận ra tình trạng “{found}”."),
        mark("Chọn: Chưa bắt đầu, Đang thực hiện, Đã xong, hoặc Không thực hiện được."),
    ),
    "unreadable_date": Rule("error", mark("“{found}” không phải là một ngày đầy đủ."), _RETYPE_DATE),
    "ambiguous_date": Rule(
        "error",
        mark("“{found}” có hai cách đọc, {old} hoặc {new}: cột này có cả ngày viết tháng trước ngày sau."),
        _RETYPE_DATE,
    ),
    "date_done_missing": Rule(
        "error",
        mark("Báo đã xong nhưng chưa ghi Ngày hoàn thành."),
        mark("Ghi ngày hoàn thành, ví dụ ngày ký văn bản; hoặc chọn tình trạng khác."),
    ),
    "date_done_unasked": Rule(
        "error",
        mark("Có Ngày hoàn thành {found} nhưng tình trạng là “{words}”."),
        mark("Xoá ngày hoàn thành, hoặc chọn Đã xong."),
    ),
    "date_in_future": Rule(
        "error", mark("Ngày {found} chưa đến (hôm nay là {words})."), mark("Chỉ ghi việc đã xảy ra; kiểm tra năm.")
    ),
    "date_after_year": Rule(
        "error",
        mark("Ngày hoàn thành {found} sau năm báo cáo {words}: đến hết năm đó nhiệm vụ chưa xong."),
        mark("Sửa ngày hoặc năm; nếu xong sau năm báo cáo, báo tình trạng cuối năm đó và báo đã xong ở năm sau."),
    ),
    "date_without_number": Rule(
        "error",
        mark("Có Ngày văn bản {found} nhưng chưa ghi Số hiệu văn bản."),
        mark("Ghi số hiệu văn bản, hoặc xoá ngày văn bản."),
    ),
    "hindrance_missing": Rule(
        "error",
        mark("Báo không thực hiện được nhưng chưa nêu Vướng mắc."),
        mark("Nêu vì sao không thực hiện được ở cột Vướng mắc."),
    ),
    "text_too_long": Rule(
        "error",
        mark("Ô dài {old} ký tự, tối đa {new}."),
        mark("Viết gọn lại; tài liệu dài để ở văn bản và ghi số hiệu văn bản."),
    ),
    # ---- warnings
    "product_not_named": Rule(
        "warning",
        mark("“{name}”: báo đã xong nhưng chưa ghi số hiệu văn bản, trong khi kế hoạch in sản phẩm là {words}."),
        mark("Ghi số hiệu văn bản; nếu chưa có, ghi một câu giải thích."),
    ),
    "before_plan": Rule(
        "warning", mark("“{name}”: ngày {found} trước khi kế hoạch được ban hành ({words})."), _EXPLAIN
    ),
    "no_longer_done": Rule(
        "warning", mark("“{name}”: đã công bố là đã xong (báo cáo năm {old}), nay báo “{words}”."), _EXPLAIN
    ),
    "overdue_unexplained": Rule(
        "warning",
        mark("“{name}”: đã quá hạn {words}, chưa xong và chưa nêu Vướng mắc."),
        mark("Nêu vướng mắc ở cột Vướng mắc; hoặc ghi một câu giải thích."),
    ),
    # ---- notices
    "task_not_reported": Rule(
        "notice", mark("Dòng chưa điền báo cáo, không được nộp."), mark("Chọn Tình trạng nếu cần báo cáo nhiệm vụ này.")
    ),
    "no_task_in_row": Rule(
        "notice",
        mark("Đã bỏ qua các dòng không ghi nhiệm vụ nào và không điền gì: tiêu đề nhóm, ghi chú, chữ ký."),
        mark("Không cần sửa gì."),
    ),
    "day_first": Rule(
        "notice",
        mark("Ngày trong cột này được đọc ngày trước, tháng sau, ví dụ “{found}” là {words}."),
        mark("Không cần sửa gì nếu đúng; nếu không, viết lại ngày theo kiểu 25/3/2024."),
    ),
    "nothing_said": Rule(
        "notice",
        mark("Chưa ghi kết quả nào ở cột Kết quả."),
        mark("Nên ghi một câu về việc đã làm để người duyệt và lãnh đạo biết."),
    ),
}
