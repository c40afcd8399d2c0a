// Queries, results and service classes of namespaces between their narrow and their wide form:
// providers know the wide one only.
#pragma once

#include <string>
#include <type_traits>
#include <vector>

#include "ws2_32/name_space.h"

namespace berth::ws2 {

// A narrow query set in its wide form, for as long as this lives.
class WideQuery {
  public:
    explicit WideQuery(const WSAQUERYSETA& narrow);
    WideQuery(const WideQuery&) = delete;
    WideQuery& operator=(const WideQuery&) = delete;
    WSAQUERYSETW* get() { return &wide_; }

  private:
    WSAQUERYSETW wide_{};
    std::wstring name_, comment_, context_, query_;
};

// A result, and all that it points at, in narrow form.
void query_narrow(RecordWriter& writer, const WSAQUERYSETW& wide);
// A result of a provider of version 2, which does not name the service's class.
void query_complete(RecordWriter& writer, const WSAQUERYSET2W& result);

struct ClassValue {
    std::string name;
    DWORD name_space;
    DWORD type;
    std::vector<BYTE> value;
};

struct ServiceClass {
    std::string name;
    std::vector<ClassValue> values;
};

template <typename Info>
ServiceClass service_class_read(const Info& info) {
    ServiceClass made{text_utf8(info.lpszServiceClassName), {}};
    for (DWORD i = 0; i < info.dwCount; ++i) {
        const auto& from = info.lpClassInfos[i];
        const auto* bytes = static_cast<const BYTE*>(from.lpValue);
        made.values.push_back({text_utf8(from.lpszName), from.dwNameSpace, from.dwValueType,
                               std::vector<BYTE>(bytes, bytes + from.dwValueSize)});
    }
    return made;
}

// The members of Info, then what they point at.
template <typename Info>
void service_class_write(RecordWriter& writer, const GUID& class_id, const ServiceClass& from) {
    using Value = std::remove_pointer_t<decltype(Info::lpClassInfos)>;
    const GUID id = class_id;  // it may lie where this writes
    Info none{};
    Info* info = writer.take<Info>();
    Info& out = info ? *info : none;
    out.lpServiceClassId = writer.copy(&id);
    writer.text(from.name, &out.lpszServiceClassName);
    out.dwCount = static_cast<DWORD>(from.values.size());
    out.lpClassInfos = writer.take<Value>(from.values.size());
    for (size_t i = 0; i < from.values.size(); ++i) {
        const ClassValue& value = from.values[i];
        Value unused{};
        Value& to = out.lpClassInfos ? out.lpClassInfos[i] : unused;
        writer.text(value.name, &to.lpszName);
        to.dwNameSpace = value.name_space;
        to.dwValueType = value.type;
        to.dwValueSize = static_cast<DWORD>(value.value.size());
        writer.take<uint64_t>(0);  // whatever the value is, it lies aligned
        to.lpValue = writer.copy(value.value.data(), value.value.size());
    }
}

}  // namespace berth::ws2
