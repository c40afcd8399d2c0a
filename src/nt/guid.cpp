// Identifiers that programs make, print and read: UuidCreate and its like.
#include <array>
#include <cstdio>
#include <cstring>
#include <cwchar>
#include <string>
#include <string_view>
#include <sys/random.h>

#include "combaseapi.h"
#include "heapapi.h"
#include "nt/api.h"
#include "nt/text.h"
#include "rpcdce.h"
#include "winerror.h"

namespace berth::nt {

namespace {

constexpr size_t kLength = 36;  // of an identifier's text without braces

bool guid_create(GUID& guid) {
    if (getrandom(&guid, sizeof guid, 0) != static_cast<ssize_t>(sizeof guid))
        return false;
    guid.Data3 = static_cast<WORD>((guid.Data3 & 0x0fffU) | 0x4000U);    // version 4: random
    guid.Data4[0] = static_cast<BYTE>((guid.Data4[0] & 0x3fU) | 0x80U);  // RFC 4122's variant
    return true;
}

std::string guid_text(const GUID& guid, bool upper) {
    std::array<char, kLength + 1> text{};
    const BYTE* d = guid.Data4;
    snprintf(text.data(), text.size(),
             upper ? "%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X"
                   : "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x",
             guid.Data1, guid.Data2, guid.Data3, d[0], d[1], d[2], d[3], d[4], d[5], d[6], d[7]);
    return text.data();
}

int digit_value(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool guid_parse(std::string_view text, GUID& guid) {
    if (text.size() != kLength)
        return false;
    std::array<unsigned, 16> bytes{};
    size_t digits = 0;
    for (size_t at = 0; at < text.size(); ++at) {
        if (at == 8 || at == 13 || at == 18 || at == 23) {
            if (text[at] != '-')
                return false;
            continue;
        }
        const int value = digit_value(text[at]);
        if (value < 0)
            return false;
        unsigned& byte = bytes.at(digits++ / 2);
        byte = byte * 16 + static_cast<unsigned>(value);
    }
    guid.Data1 = bytes[0] << 24 | bytes[1] << 16 | bytes[2] << 8 | bytes[3];
    guid.Data2 = static_cast<WORD>(bytes[4] << 8 | bytes[5]);
    guid.Data3 = static_cast<WORD>(bytes[6] << 8 | bytes[7]);
    for (size_t i = 0; i < sizeof guid.Data4; ++i)
        guid.Data4[i] = static_cast<BYTE>(bytes.at(8 + i));
    return true;
}

GUID guid_or_nil(const GUID* guid) {
    return guid ? *guid : GUID{};
}

template <typename Char>
RPC_STATUS string_give(std::basic_string_view<Char> text, Char** to) {
    auto* memory =
        static_cast<Char*>(HeapAlloc(GetProcessHeap(), 0, (text.size() + 1) * sizeof(Char)));
    if (!memory)
        return RPC_S_OUT_OF_MEMORY;
    memory[text.copy(memory, text.size())] = 0;
    *to = memory;
    return RPC_S_OK;
}

template <typename Char>
RPC_STATUS string_free(Char** string) {
    if (!string)
        return RPC_S_INVALID_ARG;
    if (*string)
        HeapFree(GetProcessHeap(), 0, *string);
    *string = nullptr;
    return RPC_S_OK;
}

RPC_STATUS uuid_read(std::string_view text, GUID& guid) {
    return guid_parse(text, guid) ? RPC_S_OK : RPC_S_INVALID_STRING_UUID;
}

HRESULT braced_read(LPCOLESTR text, GUID* guid, HRESULT failure) {
    if (!guid)
        return E_INVALIDARG;
    *guid = {};
    if (!text)
        return S_OK;
    return api_call<HRESULT>(E_OUTOFMEMORY, [&] {
        const std::string narrow = utf8_from_wide(text);
        const bool braced =
            narrow.size() == kLength + 2 && narrow.front() == '{' && narrow.back() == '}';
        return braced && guid_parse(std::string_view(narrow).substr(1, kLength), *guid) ? S_OK
                                                                                        : failure;
    });
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

RPC_STATUS RPC_ENTRY UuidCreate(UUID* Uuid) {
    if (!Uuid)
        return RPC_S_INVALID_ARG;
    return guid_create(*Uuid) ? RPC_S_OK : RPC_S_OUT_OF_RESOURCES;
}

RPC_STATUS RPC_ENTRY UuidCreateNil(UUID* NilUuid) {
    if (!NilUuid)
        return RPC_S_INVALID_ARG;
    *NilUuid = {};
    return RPC_S_OK;
}

RPC_STATUS RPC_ENTRY UuidToStringA(const UUID* Uuid, RPC_CSTR* StringUuid) {
    if (!StringUuid)
        return RPC_S_INVALID_ARG;
    return api_call<RPC_STATUS>(RPC_S_OUT_OF_MEMORY, [&] {
        return string_give<char>(guid_text(guid_or_nil(Uuid), false),
                                 reinterpret_cast<char**>(StringUuid));
    });
}

RPC_STATUS RPC_ENTRY UuidToStringW(const UUID* Uuid, RPC_WSTR* StringUuid) {
    if (!StringUuid)
        return RPC_S_INVALID_ARG;
    return api_call<RPC_STATUS>(RPC_S_OUT_OF_MEMORY, [&] {
        return string_give<WCHAR>(wide_from_utf8(guid_text(guid_or_nil(Uuid), false)), StringUuid);
    });
}

RPC_STATUS RPC_ENTRY UuidFromStringA(RPC_CSTR StringUuid, UUID* Uuid) {
    if (!Uuid)
        return RPC_S_INVALID_ARG;
    if (!StringUuid)
        return UuidCreateNil(Uuid);
    return uuid_read(reinterpret_cast<const char*>(StringUuid), *Uuid);
}

RPC_STATUS RPC_ENTRY UuidFromStringW(RPC_WSTR StringUuid, UUID* Uuid) {
    if (!Uuid)
        return RPC_S_INVALID_ARG;
    if (!StringUuid)
        return UuidCreateNil(Uuid);
    return api_call<RPC_STATUS>(RPC_S_OUT_OF_MEMORY,
                                [&] { return uuid_read(utf8_from_wide(StringUuid), *Uuid); });
}

RPC_STATUS RPC_ENTRY RpcStringFreeA(RPC_CSTR* String) {
    return string_free(String);
}

RPC_STATUS RPC_ENTRY RpcStringFreeW(RPC_WSTR* String) {
    return string_free(String);
}

int RPC_ENTRY UuidEqual(UUID* Uuid1, UUID* Uuid2, RPC_STATUS* Status) {
    if (Status)
        *Status = RPC_S_OK;
    return IsEqualGUID(guid_or_nil(Uuid1), guid_or_nil(Uuid2)) ? TRUE : FALSE;
}

int RPC_ENTRY UuidIsNil(UUID* Uuid, RPC_STATUS* Status) {
    return UuidEqual(Uuid, nullptr, Status);
}

HRESULT WINAPI CoCreateGuid(GUID* pguid) {
    if (!pguid)
        return E_INVALIDARG;
    return guid_create(*pguid) ? S_OK : E_FAIL;
}

int WINAPI StringFromGUID2(REFGUID rguid, LPOLESTR lpsz, int cchMax) {
    return api_call<int>(0, [&] {
        const std::wstring text = wide_from_utf8("{" + guid_text(rguid, true) + "}");
        if (!lpsz || cchMax <= static_cast<int>(text.size()))
            return 0;
        wmemcpy(lpsz, text.c_str(), text.size() + 1);
        return static_cast<int>(text.size()) + 1;
    });
}

HRESULT WINAPI CLSIDFromString(LPCOLESTR lpsz, CLSID* pclsid) {
    return braced_read(lpsz, pclsid, CO_E_CLASSSTRING);
}

HRESULT WINAPI IIDFromString(LPCOLESTR lpsz, IID* lpiid) {
    return braced_read(lpsz, lpiid, CO_E_IIDSTRING);
}
