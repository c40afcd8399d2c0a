#include "ws2_32/name_space_text.h"

namespace berth::ws2 {
namespace {

LPWSTR widen(const char* narrow, std::wstring* wide) {
    if (!narrow)
        return nullptr;
    *wide = nt::wide_from_utf8(narrow);
    return wide->data();
}

template <typename Char>
void text_copy(RecordWriter& writer, const wchar_t* from, Char** to) {
    if (from)
        writer.text(nt::utf8_from_wide(from), to);
}

void address_copy(RecordWriter& writer, const SOCKET_ADDRESS& from, SOCKET_ADDRESS* to) {
    if (!from.lpSockaddr || from.iSockaddrLength <= 0)
        return;
    writer.take<uint64_t>(0);
    auto* copy = writer.copy(reinterpret_cast<const BYTE*>(from.lpSockaddr),
                             static_cast<size_t>(from.iSockaddrLength));
    if (to) {
        to->lpSockaddr = reinterpret_cast<LPSOCKADDR>(copy);
        to->iSockaddrLength = from.iSockaddrLength;
    }
}

template <typename To, typename From>
void query_copy(RecordWriter& writer, const From& wide) {
    To none{};
    auto* query = writer.take<To>();
    To& out = query ? *query : none;
    out.dwSize = sizeof out;
    out.dwNameSpace = wide.dwNameSpace;
    out.dwOutputFlags = wide.dwOutputFlags;
    text_copy(writer, wide.lpszServiceInstanceName, &out.lpszServiceInstanceName);
    text_copy(writer, wide.lpszComment, &out.lpszComment);
    text_copy(writer, wide.lpszContext, &out.lpszContext);
    text_copy(writer, wide.lpszQueryString, &out.lpszQueryString);
    if constexpr (requires { wide.lpServiceClassId; }) {
        if (wide.lpServiceClassId)
            out.lpServiceClassId = writer.copy(wide.lpServiceClassId);
    }
    if (wide.lpVersion)
        out.lpVersion = writer.copy(wide.lpVersion);
    if (wide.lpNSProviderId)
        out.lpNSProviderId = writer.copy(wide.lpNSProviderId);
    if (wide.lpafpProtocols) {
        out.dwNumberOfProtocols = wide.dwNumberOfProtocols;
        out.lpafpProtocols = writer.copy(wide.lpafpProtocols, wide.dwNumberOfProtocols);
    }
    if (wide.lpcsaBuffer) {
        out.dwNumberOfCsAddrs = wide.dwNumberOfCsAddrs;
        out.lpcsaBuffer = writer.copy(wide.lpcsaBuffer, wide.dwNumberOfCsAddrs);
        for (DWORD i = 0; i < wide.dwNumberOfCsAddrs; ++i) {
            CSADDR_INFO* const to = out.lpcsaBuffer ? &out.lpcsaBuffer[i] : nullptr;
            address_copy(writer, wide.lpcsaBuffer[i].LocalAddr, to ? &to->LocalAddr : nullptr);
            address_copy(writer, wide.lpcsaBuffer[i].RemoteAddr, to ? &to->RemoteAddr : nullptr);
        }
    }
    if (wide.lpBlob) {
        out.lpBlob = writer.take<BLOB>();
        writer.take<uint64_t>(0);
        BYTE* const bytes = writer.copy(wide.lpBlob->pBlobData, wide.lpBlob->cbSize);
        if (out.lpBlob)
            *out.lpBlob = {wide.lpBlob->cbSize, bytes};
    }
}

}  // namespace

WideQuery::WideQuery(const WSAQUERYSETA& narrow) {
    wide_.dwSize = sizeof wide_;
    wide_.lpszServiceInstanceName = widen(narrow.lpszServiceInstanceName, &name_);
    wide_.lpServiceClassId = narrow.lpServiceClassId;
    wide_.lpVersion = narrow.lpVersion;
    wide_.lpszComment = widen(narrow.lpszComment, &comment_);
    wide_.dwNameSpace = narrow.dwNameSpace;
    wide_.lpNSProviderId = narrow.lpNSProviderId;
    wide_.lpszContext = widen(narrow.lpszContext, &context_);
    wide_.dwNumberOfProtocols = narrow.dwNumberOfProtocols;
    wide_.lpafpProtocols = narrow.lpafpProtocols;
    wide_.lpszQueryString = widen(narrow.lpszQueryString, &query_);
    wide_.dwNumberOfCsAddrs = narrow.dwNumberOfCsAddrs;
    wide_.lpcsaBuffer = narrow.lpcsaBuffer;
    wide_.dwOutputFlags = narrow.dwOutputFlags;
    wide_.lpBlob = narrow.lpBlob;
}

void query_narrow(RecordWriter& writer, const WSAQUERYSETW& wide) {
    query_copy<WSAQUERYSETA>(writer, wide);
}

void query_complete(RecordWriter& writer, const WSAQUERYSET2W& result) {
    query_copy<WSAQUERYSETW>(writer, result);
}

}  // namespace berth::ws2
