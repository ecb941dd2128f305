"""The words that stand on every document, whatever it says: the national motto, headings of its fixed parts, keys of pictures."""

from dashboard.words.translations import translator


def fixed_words(language: str) -> dict[str, str]:
    """Return the words by what they are for."""
    say = translator(language)
    return {
        "state": say("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        "motto": say("Độc lập - Tự do - Hạnh phúc"),
        "recipients": say("Nơi nhận:"),
        "contents": say("MỤC LỤC"),
        "contents_sheet": say("Mục lục"),
        "permalink": say("Số liệu này trên màn hình:"),
        "baseline": say("mức gốc"),
        "expected": say("mức cần có theo lộ trình"),
        "actual": say("thực hiện"),
        "target": say("mục tiêu"),
        "band": say("khoảng mục tiêu"),
        "lower": say("càng thấp càng tốt"),
        "share": say("Tỉ lệ"),
        "band_from": say("khoảng mục tiêu từ"),
        "band_to": say("khoảng mục tiêu đến"),
        "printed": say("mục tiêu như đã in"),
        "more_rows": say("Bảng đầy đủ có {count} dòng: xem bản DOCX, PDF hoặc XLSX."),
        "progress": say("Phần quãng đường đã đi từ mức gốc (0 %) đến mục tiêu (100 %)"),
        "left_out": say("{count} dòng khác: xem bản DOCX, PDF hoặc XLSX."),
        "continued": say("tiếp theo"),
        "sheet": say("bảng"),
    }


def recipients(names: tuple[str, ...]) -> list[str]:
    """Return the recipients as they are listed: a semicolon behind each, a full stop behind the last."""
    plain = [name.rstrip(" ;.") if not name.endswith("…") else name for name in names]
    return [f"{name}{';' if number < len(plain) else '.'}" for number, name in enumerate(plain, 1)]
