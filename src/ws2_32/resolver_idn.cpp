// Internationalized host names: each label that is not ASCII becomes "xn--" and its Punycode (RFC
// 3492). Before that, upper case is mapped to lower case and the other full stops to '.', as RFC
// 5895 has it.
#include "ws2_32/resolver.h"

#include <string_view>

#include "nt/text.h"

namespace berth::ws2 {
namespace {

// RFC 3492, section 5: the parameters of Punycode.
constexpr uint32_t kBase = 36;
constexpr uint32_t kTMin = 1;
constexpr uint32_t kTMax = 26;
constexpr uint32_t kSkew = 38;
constexpr uint32_t kDamp = 700;
constexpr uint32_t kInitialBias = 72;
constexpr uint32_t kInitialN = 128;
constexpr size_t kLongestLabel = 63;

uint32_t bias_adapt(uint32_t delta, uint32_t points, bool first) {
    delta = first ? delta / kDamp : delta / 2;
    delta += delta / points;
    uint32_t k = 0;
    for (; delta > (kBase - kTMin) * kTMax / 2; k += kBase)
        delta /= kBase - kTMin;
    return k + (kBase - kTMin + 1) * delta / (delta + kSkew);
}

char punycode_digit(uint32_t value) {
    return static_cast<char>(value < 26 ? 'a' + value : '0' + value - 26);
}

// RFC 3492, section 6.3. A label of at most 63 code points cannot make 32 bits overflow.
std::string punycode_encode(std::u32string_view label) {
    std::string out;
    for (const char32_t c : label)
        if (c < 0x80)
            out += static_cast<char>(c);
    const auto basic = static_cast<uint32_t>(out.size());
    if (basic > 0)
        out += '-';
    uint32_t n = kInitialN;
    uint32_t delta = 0;
    uint32_t bias = kInitialBias;
    for (uint32_t handled = basic; handled < label.size();) {
        uint32_t next = UINT32_MAX;
        for (const char32_t c : label)
            if (c >= n && c < next)
                next = c;
        delta += (next - n) * (handled + 1);
        n = next;
        for (const char32_t c : label) {
            if (c < n)
                ++delta;
            if (c != n)
                continue;
            uint32_t q = delta;
            for (uint32_t k = kBase;; k += kBase) {
                const uint32_t t = k <= bias ? kTMin : k >= bias + kTMax ? kTMax : k - bias;
                if (q < t)
                    break;
                out += punycode_digit(t + (q - t) % (kBase - t));
                q = (q - t) / (kBase - t);
            }
            out += punycode_digit(q);
            bias = bias_adapt(delta, handled + 1, handled == basic);
            delta = 0;
            ++handled;
        }
        ++delta;
        ++n;
    }
    return out;
}

bool label_to_ascii(std::u32string label, std::string* out) {
    bool ascii = true;
    for (const char32_t c : label)
        ascii = ascii && c < 0x80;
    if (ascii) {
        for (const char32_t c : label)
            *out += static_cast<char>(c);
        return true;
    }
    if (label.size() > kLongestLabel)
        return false;
    for (char32_t& c : label)
        c = nt::character_lower(c);
    const std::string encoded = "xn--" + punycode_encode(label);
    *out += encoded;
    return encoded.size() <= kLongestLabel;
}

}  // namespace

bool name_to_ascii(const std::string& name, std::string* ascii) {
    ascii->clear();
    std::u32string label;
    for (std::string_view rest = name; !rest.empty();) {
        const nt::DecodedCharacter c = nt::utf8_decode(rest);
        if (!c.valid)
            return false;
        rest.remove_prefix(c.units);
        const bool stop = c.code == '.' || c.code == 0x3002 || c.code == 0xff0e || c.code == 0xff61;
        if (!stop) {
            label += c.code;
            continue;
        }
        if (!label_to_ascii(label, ascii))
            return false;
        *ascii += '.';
        label.clear();
    }
    return label_to_ascii(label, ascii);
}

}  // namespace berth::ws2
