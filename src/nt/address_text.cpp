#include "nt/address_text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string>

namespace berth::nt {
namespace {

// What a character stands for as a digit, or a value above every base.
template <typename Char>
unsigned digit_value(Char c) {
    if (c >= '0' && c <= '9')
        return static_cast<unsigned>(c - '0');
    if (c >= 'a' && c <= 'f')
        return static_cast<unsigned>(c - 'a' + 10);
    if (c >= 'A' && c <= 'F')
        return static_cast<unsigned>(c - 'A' + 10);
    return 99;
}

// Digits up to the first character that is none. False: no digit, or a value above `most`.
template <typename Char>
bool digits_parse(const Char** text, unsigned base, uint64_t most, uint64_t* value) {
    const Char* at = *text;
    uint64_t result = 0;
    bool ok = digit_value(*at) < base;
    for (; digit_value(*at) < base; ++at) {
        result = result * base + digit_value(*at);
        if (result > most) {
            ok = false;
            break;
        }
    }
    *text = at;
    *value = result;
    return ok;
}

// A number as C writes it: 0x1f, 017, 15.
template <typename Char>
bool number_parse(const Char** text, uint64_t most, uint64_t* value) {
    unsigned base = 10;
    if ((*text)[0] == '0') {
        if ((*text)[1] == 'x' || (*text)[1] == 'X') {
            base = 16;
            *text += 2;
        } else {
            base = 8;
        }
    }
    return digits_parse(text, base, most, value);
}

// The port after "address:", to the end of the text.
template <typename Char>
bool port_parse(const Char* text, uint16_t* port) {
    uint64_t value = 0;
    if (!number_parse(&text, 0xffff, &value) || *text != 0 || value == 0)
        return false;
    *port = static_cast<uint16_t>(value);
    return true;
}

using Words = std::array<uint16_t, 8>;

Words words_from(const uint8_t* bytes) {
    Words words{};
    for (size_t i = 0; i < words.size(); ++i)
        words[i] = static_cast<uint16_t>(bytes[2 * i] << 8 | bytes[2 * i + 1]);
    return words;
}

// Whether the last 32 bits are written in dotted form: IPv4-compatible, IPv4-mapped,
// IPv4-translated and ISATAP addresses.
bool ipv4_embedded(const Words& words) {
    const bool front =
        std::all_of(words.begin(), words.begin() + 4, [](uint16_t w) { return w == 0; });
    const bool host = words[6] != 0;
    if (front && host &&
        ((words[4] == 0 && (words[5] == 0 || words[5] == 0xffff)) ||
         (words[4] == 0xffff && words[5] == 0)))
        return true;
    return (words[4] & ~0x200) == 0 && words[5] == 0x5efe;
}

}  // namespace

void AddressText::add(std::string_view more) {
    length_ += more.copy(text_.data() + length_, text_.size() - length_);
}

void AddressText::add_decimal(uint32_t number) {
    std::array<char, 10> digits{};
    const auto last = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    add(std::string_view(digits.data(), static_cast<size_t>(last - digits.data())));
}

template <typename Char>
bool ipv4_parse(const Char* text, bool strict, const Char** end, uint8_t* bytes) {
    std::array<uint64_t, 4> parts{};
    size_t count = 0;
    const Char* at = text;
    while (true) {
        bool ok = false;
        if (strict) {
            const bool leading_zero = at[0] == '0' && digit_value(at[1]) < 10;
            ok = digits_parse(&at, 10, 255, &parts[count]) && !leading_zero;
        } else {
            ok = number_parse(&at, 0xffffffff, &parts[count]);
        }
        *end = at;
        if (!ok)
            return false;
        ++count;
        if (*at != '.')
            break;
        if (count == parts.size())
            return false;
        ++at;
    }
    if (strict && count != parts.size())
        return false;
    uint64_t address = 0;
    for (size_t i = 0; i + 1 < count; ++i) {
        if (parts[i] > 255)
            return false;
        address |= parts[i] << (24 - 8 * i);
    }
    const uint64_t last = parts[count - 1];
    if (last > 0xffffffffULL >> (8 * (count - 1)))
        return false;
    address |= last;
    for (size_t i = 0; i < kIpv4Bytes; ++i)
        bytes[i] = static_cast<uint8_t>(address >> (24 - 8 * i));
    return true;
}

template <typename Char>
bool ipv6_parse(const Char* text, const Char** end, uint8_t* bytes) {
    Words words{};
    size_t count = 0;
    size_t gap = words.size() + 1;  // where "::" stands; beyond the words: nowhere
    const auto has_gap = [&] { return gap <= words.size(); };
    const Char* at = text;
    const auto fail_at = [&](const Char* place) {
        *end = place;
        return false;
    };
    if (at[0] == ':') {
        if (at[1] != ':')
            return fail_at(at);
        gap = 0;
        at += 2;
    }
    // With a gap there is room for seven words only: "::" stands for at least one.
    while (count < (has_gap() ? 7 : 8)) {
        if (digit_value(*at) >= 16) {
            if (gap != count)  // no "::" directly before
                return fail_at(at);
            break;
        }
        const Char* word = at;
        uint64_t value = 0;
        const bool ok = digits_parse(&at, 16, ~uint64_t{0} >> 8, &value) && at - word <= 4;
        if (ok && *at == '.' && count <= (has_gap() ? 5 : 6) && (has_gap() || count == 6)) {
            std::array<uint8_t, kIpv4Bytes> dotted{};
            // Each part is decimal, whatever zeros it starts with.
            for (size_t i = 0; i < dotted.size(); ++i) {
                uint64_t part = 0;
                if (i > 0 && *word++ != '.')
                    return fail_at(word - 1);
                if (!digits_parse(&word, 10, 255, &part))
                    return fail_at(word);
                dotted[i] = static_cast<uint8_t>(part);
            }
            words[count++] = static_cast<uint16_t>(dotted[0] << 8 | dotted[1]);
            words[count++] = static_cast<uint16_t>(dotted[2] << 8 | dotted[3]);
            at = word;
            break;
        }
        if (!ok)
            return fail_at(at);
        words[count++] = static_cast<uint16_t>(value);
        if (*at != ':' || count == (has_gap() ? 7 : 8))
            break;
        if (at[1] == ':') {
            if (has_gap())
                break;
            gap = count;
            at += 2;
        } else {
            ++at;
        }
    }
    *end = at;
    if (!has_gap() && count != words.size())
        return false;
    if (has_gap()) {
        const size_t tail = count - gap;
        std::move_backward(words.begin() + static_cast<ptrdiff_t>(gap),
                           words.begin() + static_cast<ptrdiff_t>(count), words.end());
        std::fill(words.begin() + static_cast<ptrdiff_t>(gap),
                  words.end() - static_cast<ptrdiff_t>(tail), uint16_t{0});
    }
    for (size_t i = 0; i < words.size(); ++i) {
        bytes[2 * i] = static_cast<uint8_t>(words[i] >> 8);
        bytes[2 * i + 1] = static_cast<uint8_t>(words[i]);
    }
    return true;
}

template <typename Char>
bool ipv4_endpoint_parse(const Char* text, bool strict, uint8_t* bytes, uint16_t* port) {
    std::array<uint8_t, kIpv4Bytes> address{};
    const Char* at = nullptr;
    uint16_t number = 0;
    if (!ipv4_parse(text, strict, &at, address.data()))
        return false;
    if (*at == ':' ? !port_parse(at + 1, &number) : *at != 0)
        return false;
    std::memcpy(bytes, address.data(), address.size());
    *port = number;
    return true;
}

template <typename Char>
bool ipv6_endpoint_parse(const Char* text, uint8_t* bytes, uint32_t* scope, uint16_t* port) {
    std::array<uint8_t, kIpv6Bytes> address{};
    const bool bracket = *text == '[';
    const Char* at = nullptr;
    uint64_t zone = 0;
    uint16_t number = 0;
    if (!ipv6_parse(text + (bracket ? 1 : 0), &at, address.data()))
        return false;
    if (*at == '%') {
        ++at;
        if (!digits_parse(&at, 10, 0xffffffff, &zone))
            return false;
    }
    if (bracket) {
        if (*at++ != ']')
            return false;
        if (*at == ':') {
            if (!port_parse(at + 1, &number))
                return false;
            at += std::char_traits<Char>::length(at);
        }
    }
    if (*at != 0)
        return false;
    std::memcpy(bytes, address.data(), address.size());
    *scope = static_cast<uint32_t>(zone);
    *port = number;
    return true;
}

AddressText ipv4_format(const uint8_t* bytes) {
    AddressText text;
    for (size_t i = 0; i < kIpv4Bytes; ++i) {
        if (i > 0)
            text.add('.');
        text.add_decimal(bytes[i]);
    }
    return text;
}

AddressText ipv6_format(const uint8_t* bytes) {
    const Words words = words_from(bytes);
    const bool dotted = ipv4_embedded(words);
    const size_t count = dotted ? 6 : 8;

    // "::" stands for the first of the longest runs of at least two zero words.
    size_t gap = count;
    size_t gap_length = 1;
    for (size_t i = 0; i < count; ++i) {
        size_t run = 0;
        while (i + run < count && words[i + run] == 0)
            ++run;
        if (run > gap_length) {
            gap = i;
            gap_length = run;
        }
        i += run;
    }

    static constexpr std::string_view kDigits = "0123456789abcdef";
    AddressText text;
    for (size_t i = 0; i < count; ++i) {
        if (i == gap) {
            text.add("::");
            i += gap_length - 1;
            continue;
        }
        if (!text.view().empty() && text.view().back() != ':')
            text.add(':');
        bool significant = false;
        for (int shift = 12; shift >= 0; shift -= 4) {
            const unsigned digit = words[i] >> shift & 0xf;
            significant = significant || digit != 0 || shift == 0;
            if (significant)
                text.add(kDigits[digit]);
        }
    }
    if (dotted) {
        if (text.view().back() != ':')
            text.add(':');
        text.add(ipv4_format(bytes + 12).view());
    }
    return text;
}

AddressText ipv4_endpoint_format(const uint8_t* bytes, uint16_t port) {
    AddressText text = ipv4_format(bytes);
    if (port != 0) {
        text.add(':');
        text.add_decimal(port);
    }
    return text;
}

AddressText ipv6_endpoint_format(const uint8_t* bytes, uint32_t scope, uint16_t port) {
    AddressText text;
    if (port != 0)
        text.add('[');
    text.add(ipv6_format(bytes).view());
    if (scope != 0) {
        text.add('%');
        text.add_decimal(scope);
    }
    if (port != 0) {
        text.add("]:");
        text.add_decimal(port);
    }
    return text;
}

template bool ipv4_parse(const char*, bool, const char**, uint8_t*);
template bool ipv4_parse(const wchar_t*, bool, const wchar_t**, uint8_t*);
template bool ipv6_parse(const char*, const char**, uint8_t*);
template bool ipv6_parse(const wchar_t*, const wchar_t**, uint8_t*);
template bool ipv4_endpoint_parse(const char*, bool, uint8_t*, uint16_t*);
template bool ipv4_endpoint_parse(const wchar_t*, bool, uint8_t*, uint16_t*);
template bool ipv6_endpoint_parse(const char*, uint8_t*, uint32_t*, uint16_t*);
template bool ipv6_endpoint_parse(const wchar_t*, uint8_t*, uint32_t*, uint16_t*);

}  // namespace berth::nt
