// Initialization files (GetPrivateProfileString and its kin) and the system's folders.
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <sys/stat.h>

#include "berth/profile.h"
#include "nt/api.h"
#include "nt/path.h"
#include "nt/text.h"

using namespace berth::nt;

namespace {

constexpr const char* kWindows = "/Windows";
constexpr std::string_view kBlank = " \t\r\v\f";

// One process' readers and writers, against each other.
constinit std::mutex profile_lock;

std::string_view trim(std::string_view text) {
    const size_t first = text.find_first_not_of(kBlank);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

bool same(std::string_view a, std::string_view b) {
    return text_compare_ignore_case(a, b) == 0;
}

// A line, and what it says.
class Line {
  public:
    explicit Line(std::string text) : text_(std::move(text)) {
        const std::string_view all = trim(text_);
        const size_t close = all.find(']');
        if (all.starts_with('[') && close != std::string_view::npos) {
            is_section_ = true;
            name_ = trim(all.substr(1, close - 1));
            return;
        }
        const size_t equals = all.find('=');
        if (all.starts_with(';') || equals == std::string_view::npos)
            return;
        is_key_ = true;
        name_ = trim(all.substr(0, equals));
        value_ = trim(all.substr(equals + 1));
    }
    bool is_section() const { return is_section_; }
    bool is_key() const { return is_key_; }
    bool is_blank() const { return trim(text_).empty(); }
    const std::string& name() const { return name_; }
    const std::string& value() const { return value_; }
    const std::string& text() const { return text_; }

  private:
    std::string text_;
    std::string name_;
    std::string value_;
    bool is_section_ = false;
    bool is_key_ = false;
};

using File = std::unique_ptr<FILE, int (*)(FILE*)>;

// UTF-16 in either order, with its mark.
std::string from_utf16(const std::string& bytes) {
    const bool big = bytes[0] == '\xfe';
    std::wstring wide;
    for (size_t at = 2; at + 1 < bytes.size(); at += 2) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        wide.push_back(big ? first << 8 | second : second << 8 | first);
    }
    return utf8_from_wide(wide);  // puts surrogates together
}

std::string to_utf16(const std::string& text) {
    std::string bytes = "\xff\xfe";
    const auto unit = [&bytes](char32_t code) {
        bytes.push_back(static_cast<char>(code & 0xffU));
        bytes.push_back(static_cast<char>(code >> 8U));
    };
    for (const wchar_t character : wide_from_utf8(text)) {
        const auto code = static_cast<char32_t>(character);
        if (code < 0x10000) {
            unit(code);
            continue;
        }
        unit(0xd800 + ((code - 0x10000) >> 10U));
        unit(0xdc00 + ((code - 0x10000) & 0x3ffU));
    }
    return bytes;
}

class Profile {
  public:
    // 0 or a Windows error code.
    DWORD load(const std::string& name) {
        if (const DWORD error = path_of(name))
            return error;
        const File file(fopen(path_.c_str(), "re"), fclose);
        if (!file)
            return path_error(errno, path_);
        std::string bytes;
        char part[4096];
        for (size_t got = 0; (got = fread(part, 1, sizeof part, file.get())) != 0;)
            bytes.append(part, got);
        if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff")) {
            utf16_ = true;
            bytes = from_utf16(bytes);
        } else if (bytes.starts_with("\xef\xbb\xbf")) {
            bytes.erase(0, 3);
        }
        for (size_t at = 0; at < bytes.size();) {
            const size_t end = bytes.find('\n', at);
            lines_.emplace_back(bytes.substr(at, end - at));
            at = end == std::string::npos ? end : end + 1;
        }
        return 0;
    }

    DWORD store() const {
        std::string text;
        for (const Line& line : lines_) {
            text += line.text();
            if (!text.ends_with('\r'))
                text += '\r';
            text += '\n';
        }
        if (utf16_)
            text = to_utf16(text);
        const File file(fopen(path_.c_str(), "we"), fclose);
        if (!file || fwrite(text.data(), 1, text.size(), file.get()) != text.size() ||
            fflush(file.get()) != 0)
            return path_error(errno, path_);
        return 0;
    }

    // The lines of a section; the first of that name counts. False: there is none.
    bool section(std::string_view name, size_t& first, size_t& end) const {
        for (size_t at = 0; at < lines_.size(); ++at) {
            if (!lines_[at].is_section() || !same(lines_[at].name(), name))
                continue;
            first = at + 1;
            for (end = first; end < lines_.size() && !lines_[end].is_section();)
                ++end;
            return true;
        }
        return false;
    }

    const Line* key(std::string_view section_name, std::string_view name) const {
        size_t first = 0;
        size_t end = 0;
        if (section(section_name, first, end))
            for (size_t at = first; at < end; ++at)
                if (lines_[at].is_key() && same(lines_[at].name(), name))
                    return &lines_[at];
        return nullptr;
    }

    void set(const std::string& section_name, const std::string& name, const std::string& value) {
        const Line line(name + '=' + value);
        size_t first = 0;
        size_t end = 0;
        if (!section(section_name, first, end)) {
            lines_.emplace_back('[' + section_name + ']');
            lines_.push_back(line);
            return;
        }
        if (const Line* found = key(section_name, name)) {
            lines_[static_cast<size_t>(found - lines_.data())] = line;
            return;
        }
        while (end > first && lines_[end - 1].is_blank())
            --end;
        lines_.insert(lines_.begin() + static_cast<ptrdiff_t>(end), line);
    }

    void remove_key(const std::string& section_name, const std::string& name) {
        if (const Line* found = key(section_name, name))
            lines_.erase(lines_.begin() + (found - lines_.data()));
    }

    void remove_section(const std::string& name) {
        size_t first = 0;
        size_t end = 0;
        if (section(name, first, end))
            lines_.erase(lines_.begin() + static_cast<ptrdiff_t>(first - 1),
                         lines_.begin() + static_cast<ptrdiff_t>(end));
    }

    const std::vector<Line>& lines() const { return lines_; }

  private:
    DWORD path_of(const std::string& name) {
        struct stat folder {};
        const bool plain = name.find_first_of("/\\") == std::string::npos;
        const bool has_windows = stat(kWindows, &folder) == 0 && S_ISDIR(folder.st_mode);
        return path_translate(plain && has_windows ? std::string(kWindows) + '/' + name : name,
                              path_);
    }

    std::string path_;
    std::vector<Line> lines_;
    bool utf16_ = false;
};

std::string utf8_of(const char* text) {
    return text ? text : "";
}
std::string utf8_of(const wchar_t* text) {
    return utf8_from_wide(text);
}
template <typename Char>
std::basic_string<Char> text_as(const std::string& text) {
    if constexpr (sizeof(Char) == 1)
        return text;
    else
        return wide_from_utf8(text);
}

// False, with the last error set: the file cannot be read.
template <typename Char>
bool profile_load(const Char* file, Profile& profile) {
    const DWORD error = file ? profile.load(utf8_of(file)) : ERROR_FILE_NOT_FOUND;
    last_error_set(error);
    return error == 0;
}

template <typename Char>
DWORD give_text(const std::string& value, Char* buffer, DWORD size) {
    if (!buffer || size == 0)
        return 0;
    const std::basic_string<Char> text = text_as<Char>(value);
    const auto length = static_cast<DWORD>(text.copy(buffer, size - 1));
    buffer[length] = 0;
    if (length < text.size())
        last_error_set(ERROR_MORE_DATA);
    return length;
}

// `texts` one after the other, each with its terminator, and one more.
template <typename Char>
DWORD give_list(const std::vector<std::string>& texts, Char* buffer, DWORD size) {
    if (!buffer || size == 0)
        return 0;
    std::basic_string<Char> all;
    for (const std::string& text : texts)
        all += text_as<Char>(text) + Char(0);
    if (size < 2) {
        buffer[0] = 0;
        return 0;
    }
    if (all.size() + 1 <= size) {
        const auto length = static_cast<DWORD>(all.copy(buffer, all.size()));
        buffer[length] = 0;
        if (length == 0)
            buffer[1] = 0;
        return length;
    }
    all.copy(buffer, size - 2);
    buffer[size - 2] = 0;
    buffer[size - 1] = 0;
    last_error_set(ERROR_MORE_DATA);
    return size - 2;
}

std::vector<std::string> section_names(const Profile& profile) {
    std::vector<std::string> names;
    for (const Line& line : profile.lines())
        if (line.is_section())
            names.push_back(line.name());
    return names;
}

enum class Part { kNames, kLines };
std::vector<std::string> keys_of(const Profile& profile, const std::string& section, Part part) {
    std::vector<std::string> keys;
    size_t first = 0;
    size_t end = 0;
    if (profile.section(section, first, end))
        for (size_t at = first; at < end; ++at)
            if (const Line& line = profile.lines()[at]; line.is_key())
                keys.push_back(part == Part::kNames ? line.name()
                                                    : line.name() + '=' + line.value());
    return keys;
}

std::string unquote(const std::string& value) {
    const bool quoted = value.size() >= 2 && (value.front() == '"' || value.front() == '\'') &&
                        value.front() == value.back();
    return quoted ? value.substr(1, value.size() - 2) : value;
}

template <typename Char>
DWORD string_get(const Char* section, const Char* key, const Char* fallback, Char* buffer,
                 DWORD size, const Char* file) {
    return api_call<DWORD>(0, [&]() -> DWORD {
        const std::lock_guard<std::mutex> guard(profile_lock);
        Profile profile;
        profile_load(file, profile);
        if (!section)
            return give_list(section_names(profile), buffer, size);
        if (!key)
            return give_list(keys_of(profile, utf8_of(section), Part::kNames), buffer, size);
        const Line* found = profile.key(utf8_of(section), utf8_of(key));
        if (found)
            return give_text(unquote(found->value()), buffer, size);
        const std::string text = utf8_of(fallback);
        return give_text(text.substr(0, text.find_last_not_of(kBlank) + 1), buffer, size);
    });
}

template <typename Char>
UINT number_get(const Char* section, const Char* key, INT fallback, const Char* file) {
    return api_call<UINT>(static_cast<UINT>(fallback), [&]() -> UINT {
        const std::lock_guard<std::mutex> guard(profile_lock);
        Profile profile;
        profile_load(file, profile);
        const Line* found = section && key ? profile.key(utf8_of(section), utf8_of(key)) : nullptr;
        if (!found)
            return static_cast<UINT>(fallback);
        const std::string text = unquote(found->value());
        const size_t digits = text.find_first_not_of("+-");
        const bool hex = digits <= 1 && text[digits] == '0' && digits + 1 < text.size() &&
                         (text[digits + 1] | 0x20) == 'x';
        return static_cast<UINT>(std::strtoll(text.c_str(), nullptr, hex ? 16 : 10));
    });
}

template <typename Char>
DWORD section_get(const Char* section, Char* buffer, DWORD size, const Char* file) {
    return api_call<DWORD>(0, [&]() -> DWORD {
        const std::lock_guard<std::mutex> guard(profile_lock);
        Profile profile;
        profile_load(file, profile);
        return give_list(
            section ? keys_of(profile, utf8_of(section), Part::kLines) : section_names(profile),
            buffer, size);
    });
}

template <typename Char>
BOOL string_set(const Char* section, const Char* key, const Char* value, const Char* file) {
    return api_bool([&]() -> DWORD {
        if (!section || !file)
            return ERROR_INVALID_PARAMETER;
        const std::lock_guard<std::mutex> guard(profile_lock);
        Profile profile;
        const DWORD error = profile.load(utf8_of(file));
        if (error != 0 && error != ERROR_FILE_NOT_FOUND)
            return error;
        if (!key)
            profile.remove_section(utf8_of(section));
        else if (!value)
            profile.remove_key(utf8_of(section), utf8_of(key));
        else
            profile.set(utf8_of(section), utf8_of(key), utf8_of(value));
        return profile.store();
    });
}

template <typename Char>
UINT folder_get(const char* tail, Char* buffer, UINT size) {
    return api_call<UINT>(0,
                          [&] { return buffer_copy(kWindows + std::string(tail), buffer, size); });
}

}  // namespace

extern "C" {

UINT WINAPI GetWindowsDirectoryA(LPSTR buffer, UINT size) {
    return folder_get("", buffer, size);
}
UINT WINAPI GetWindowsDirectoryW(LPWSTR buffer, UINT size) {
    return folder_get("", buffer, size);
}
UINT WINAPI GetSystemDirectoryA(LPSTR buffer, UINT size) {
    return folder_get("/System32", buffer, size);
}
UINT WINAPI GetSystemDirectoryW(LPWSTR buffer, UINT size) {
    return folder_get("/System32", buffer, size);
}

DWORD WINAPI GetPrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR fallback, LPSTR buffer,
                                      DWORD size, LPCSTR file) {
    return string_get(section, key, fallback, buffer, size, file);
}
DWORD WINAPI GetPrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR fallback, LPWSTR buffer,
                                      DWORD size, LPCWSTR file) {
    return string_get(section, key, fallback, buffer, size, file);
}
UINT WINAPI GetPrivateProfileIntA(LPCSTR section, LPCSTR key, INT fallback, LPCSTR file) {
    return number_get(section, key, fallback, file);
}
UINT WINAPI GetPrivateProfileIntW(LPCWSTR section, LPCWSTR key, INT fallback, LPCWSTR file) {
    return number_get(section, key, fallback, file);
}
DWORD WINAPI GetPrivateProfileSectionA(LPCSTR section, LPSTR buffer, DWORD size, LPCSTR file) {
    return section_get(section, buffer, size, file);
}
DWORD WINAPI GetPrivateProfileSectionW(LPCWSTR section, LPWSTR buffer, DWORD size, LPCWSTR file) {
    return section_get(section, buffer, size, file);
}
DWORD WINAPI GetPrivateProfileSectionNamesA(LPSTR buffer, DWORD size, LPCSTR file) {
    return section_get<char>(nullptr, buffer, size, file);
}
DWORD WINAPI GetPrivateProfileSectionNamesW(LPWSTR buffer, DWORD size, LPCWSTR file) {
    return section_get<wchar_t>(nullptr, buffer, size, file);
}
BOOL WINAPI WritePrivateProfileStringA(LPCSTR section, LPCSTR key, LPCSTR value, LPCSTR file) {
    return string_set(section, key, value, file);
}
BOOL WINAPI WritePrivateProfileStringW(LPCWSTR section, LPCWSTR key, LPCWSTR value, LPCWSTR file) {
    return string_set(section, key, value, file);
}

}  // extern "C"
