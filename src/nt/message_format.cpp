// FormatMessage: where the text comes from, its escapes and inserts, and where the result goes.
#include <algorithm>
#include <cstdarg>
#include <string>
#include <vector>

#include "berth/winbase_memory.h"
#include "berth/winbase_message.h"
#include "nt/api.h"
#include "nt/message_text.h"
#include "nt/text.h"
#include "nt/text_format.h"

namespace berth::nt {

namespace {

std::string_view table_find(const MessageText* table, unsigned count, DWORD code) {
    const MessageText* end = table + count;
    const MessageText* found = std::lower_bound(
        table, end, code,
        [](const MessageText& entry, DWORD wanted) { return entry.code < wanted; });
    return found != end && found->code == code ? std::string_view(found->text) : std::string_view();
}

}  // namespace

std::string_view message_text(DWORD code) {
    if ((code & 0xffff0000) == 0x80070000)
        code &= 0xffff;
    if (code >= 10000)
        return table_find(kWinsockTexts, kWinsockTextsCount, code);
    if (code >= 500)
        return table_find(kObjectTexts, kObjectTextsCount, code);
    return table_find(kSystemTexts, kSystemTextsCount, code);
}

namespace {

// Inserts by number. A va_list can only be read in order: what was passed over is kept.
class InsertArguments {
  public:
    InsertArguments(va_list* arguments, bool array)
        : list_(array ? nullptr : arguments),
          array_(array ? reinterpret_cast<const ULONG_PTR*>(arguments) : nullptr) {}
    bool present() const { return list_ || array_; }
    // `number` counts from 1.
    ULONG_PTR get(unsigned number) {
        if (array_)
            return array_[number - 1];
        while (read_.size() < number)
            read_.push_back(va_arg(*list_, ULONG_PTR));
        return read_[number - 1];
    }

  private:
    va_list* list_;
    const ULONG_PTR* array_;
    std::vector<ULONG_PTR> read_;
};

template <typename Char>
class MessageFormatter {
  public:
    using View = std::basic_string_view<Char>;
    MessageFormatter(DWORD flags, va_list* arguments)
        : ignore_inserts_((flags & FORMAT_MESSAGE_IGNORE_INSERTS) != 0),
          width_(flags & FORMAT_MESSAGE_MAX_WIDTH_MASK),
          arguments_(arguments, (flags & FORMAT_MESSAGE_ARGUMENT_ARRAY) != 0) {}

    DWORD format(View text) {
        while (!text.empty()) {
            const Char unit = text[0];
            text.remove_prefix(1);
            if (unit == '%') {
                bool end = false;
                if (const DWORD error = escape(text, &end))
                    return error;
                if (end)
                    break;
            } else if (width_ != 0 && (unit == '\r' || unit == '\n')) {
                if (unit == '\r' && !text.empty() && text[0] == '\n')
                    text.remove_prefix(1);
                space();
            } else if (width_ != 0 && unit == ' ') {
                space();
            } else {
                out_.push_back(unit);
            }
        }
        wrap();
        return 0;
    }
    const std::basic_string<Char>& text() const { return out_; }

  private:
    // What follows a '%'.
    DWORD escape(View& text, bool* end) {
        if (text.empty())
            return ERROR_INVALID_PARAMETER;
        const Char unit = text[0];
        if (unit >= '1' && unit <= '9')
            return insert(text);
        text.remove_prefix(1);
        switch (unit) {
            case '0':
                *end = true;
                break;
            case 'n':
                line_end();
                break;
            case 'r':
                out_.push_back('\r');
                break;
            case 't':
                out_.push_back('\t');
                break;
            case 'b':
                out_.push_back(' ');
                break;
            default:
                out_.push_back(unit);
        }
        return 0;
    }

    DWORD insert(View& text) {
        const View whole = text;
        auto number = static_cast<unsigned>(text[0] - '0');
        text.remove_prefix(1);
        if (!text.empty() && text[0] >= '0' && text[0] <= '9') {
            number = number * 10 + static_cast<unsigned>(text[0] - '0');
            text.remove_prefix(1);
        }
        TextConversion conversion;
        conversion.wide_text = sizeof(Char) > 1;
        if (!text.empty() && text[0] == '!') {
            text.remove_prefix(1);
            const std::optional<TextConversion> parsed = conversion_parse(text);
            if (!parsed || text.empty() || text[0] != '!')
                return ERROR_INVALID_PARAMETER;
            text.remove_prefix(1);
            conversion = *parsed;
        }
        if (ignore_inserts_) {
            out_.push_back('%');
            out_.append(whole.substr(0, whole.size() - text.size()));
            return 0;
        }
        if (!arguments_.present())
            return ERROR_INVALID_PARAMETER;
        // "%1!*.*s!": the width is argument 1, the precision 2, the string 3.
        if (conversion.width_argument)
            conversion_width(conversion, arguments_.get(number++));
        if (conversion.precision_argument)
            conversion_precision(conversion, arguments_.get(number++));
        conversion_append(out_, conversion, arguments_.get(number));
        return 0;
    }

    void space() {
        wrap();
        out_.push_back(' ');
        break_at_ = out_.size();
    }

    void line_end() {
        wrap();
        out_.push_back('\r');
        out_.push_back('\n');
        line_ = break_at_ = out_.size();
    }

    // Breaks the line at its last space where it has grown too long; a word is never broken.
    void wrap() {
        if (width_ == 0 || width_ == FORMAT_MESSAGE_MAX_WIDTH_MASK || break_at_ == line_ ||
            out_.size() - line_ <= width_)
            return;
        const Char line_break[] = {'\r', '\n'};
        out_.replace(break_at_ - 1, 1, line_break, 2);
        line_ = ++break_at_;
    }

    bool ignore_inserts_;
    size_t width_;
    InsertArguments arguments_;
    std::basic_string<Char> out_;
    size_t line_ = 0;      // where the line starts
    size_t break_at_ = 0;  // behind the last space in it
};

void message_assign(std::string& target, std::string_view text) {
    target = text;
}
void message_assign(std::wstring& target, std::string_view text) {
    target = wide_from_utf8(text);
}

template <typename Char>
DWORD message_source(DWORD flags, LPCVOID source, DWORD code, DWORD language,
                     std::basic_string<Char>& message) {
    if (flags & FORMAT_MESSAGE_FROM_STRING) {
        if (!source)
            return ERROR_INVALID_PARAMETER;
        message = static_cast<const Char*>(source);
        return 0;
    }
    if (!(flags & (FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_FROM_HMODULE)))
        return ERROR_INVALID_PARAMETER;
    if (!(flags & FORMAT_MESSAGE_FROM_SYSTEM))
        return ERROR_RESOURCE_DATA_NOT_FOUND;
    const std::string_view text = message_text(code);
    if (text.empty())
        return ERROR_MR_MID_NOT_FOUND;
    const DWORD primary = PRIMARYLANGID(language);
    if (primary != LANG_NEUTRAL && primary != LANG_ENGLISH)
        return ERROR_RESOURCE_LANG_NOT_FOUND;
    message_assign(message, std::string(text) + "\r\n");
    return 0;
}

template <typename Char>
DWORD format_message(DWORD flags, LPCVOID source, DWORD code, DWORD language, Char* buffer,
                     DWORD size, va_list* arguments) {
    if (!buffer)
        return api_fail<DWORD>(ERROR_INVALID_PARAMETER, 0);
    const bool allocate = (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) != 0;
    Char** allocated = allocate ? reinterpret_cast<Char**>(buffer) : nullptr;
    if (allocated)
        *allocated = nullptr;
    std::basic_string<Char> message;
    if (const DWORD error = message_source(flags, source, code, language, message))
        return api_fail<DWORD>(error, 0);
    MessageFormatter<Char> formatter(flags, arguments);
    if (const DWORD error = formatter.format(message))
        return api_fail<DWORD>(error, 0);
    const std::basic_string<Char>& text = formatter.text();
    if (text.empty())
        return api_fail<DWORD>(ERROR_NO_WORK_DONE, 0);
    if (allocated) {
        const size_t room = std::max<size_t>(text.size() + 1, size);
        buffer = static_cast<Char*>(LocalAlloc(LMEM_FIXED, room * sizeof(Char)));
        if (!buffer)
            return api_fail<DWORD>(ERROR_NOT_ENOUGH_MEMORY, 0);
        *allocated = buffer;
    } else if (text.size() >= size) {
        return api_fail<DWORD>(ERROR_INSUFFICIENT_BUFFER, 0);
    }
    std::copy_n(text.c_str(), text.size() + 1, buffer);
    return static_cast<DWORD>(text.size());
}

}  // namespace
}  // namespace berth::nt

using namespace berth::nt;

extern "C" {

DWORD WINAPI FormatMessageA(DWORD flags, LPCVOID source, DWORD code, DWORD language, LPSTR buffer,
                            DWORD size, va_list* arguments) {
    return api_call<DWORD>(
        0, [&] { return format_message(flags, source, code, language, buffer, size, arguments); });
}

DWORD WINAPI FormatMessageW(DWORD flags, LPCVOID source, DWORD code, DWORD language, LPWSTR buffer,
                            DWORD size, va_list* arguments) {
    return api_call<DWORD>(
        0, [&] { return format_message(flags, source, code, language, buffer, size, arguments); });
}

}  // extern "C"
