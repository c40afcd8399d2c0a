#include "nt/process_inherit.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <sstream>

#include "nt/file.h"
#include "nt/file_mapping.h"
#include "nt/process_object.h"
#include "nt/shared_object.h"

namespace berth::nt {

namespace {

// Above what a program's own descriptors usually reach, so that a socket keeps its number.
constexpr int kFirstDescriptor = 500;

int duplicate(int descriptor) {
    const int high = fcntl(descriptor, F_DUPFD_CLOEXEC, kFirstDescriptor);
    return high >= 0 ? high : fcntl(descriptor, F_DUPFD_CLOEXEC, 3);
}

uint64_t inode_of(int descriptor) {
    struct stat status {};
    return fstat(descriptor, &status) == 0 ? static_cast<uint64_t>(status.st_ino) : 0;
}

std::string hexadecimal(std::string_view text) {
    std::string hex;
    for (const char c : text) {
        char digits[4];
        snprintf(digits, sizeof(digits), "%02x", static_cast<unsigned char>(c));
        hex += digits;
    }
    return hex.empty() ? "-" : hex;
}

std::string text_from_hexadecimal(const std::string& hex) {
    std::string text;
    for (size_t at = 0; hex != "-" && at + 1 < hex.size(); at += 2)
        text.push_back(static_cast<char>(strtoul(hex.substr(at, 2).c_str(), nullptr, 16)));
    return text;
}

std::string head(char kind, HANDLE handle, int descriptor, DWORD access) {
    std::ostringstream out;
    out << kind << ' ' << std::hex << reinterpret_cast<uintptr_t>(handle) << std::dec << ' '
        << descriptor << ' ' << inode_of(descriptor) << ' ' << access;
    return out.str();
}

// An open file of its own, since the lock that keeps a name belongs to the open file.
int duplicate_name(const SharedName& name) {
    const std::string path = "/proc/self/fd/" + std::to_string(name.descriptor());
    const int own = open(path.c_str(), O_RDWR | O_CLOEXEC);
    const int copy = own < 0 ? -1 : duplicate(own);
    if (own >= 0)
        close(own);
    if (copy >= 0 && flock(copy, LOCK_SH | LOCK_NB) != 0) {
        close(copy);
        return -1;
    }
    return copy;
}

bool add_mapping(Inheritance& list, HANDLE handle, const FileMapping& mapping, DWORD access) {
    const int memory = duplicate(mapping.descriptor());
    if (memory < 0)
        return false;
    int name = -1;
    if (mapping.name().descriptor() >= 0) {
        name = duplicate_name(mapping.name());
        if (name < 0 || !list.add(name, {})) {
            close(memory);
            return false;
        }
    }
    std::ostringstream out;
    out << head('m', handle, memory, access) << ' ' << mapping.offset() << ' ' << mapping.size()
        << ' ' << mapping.protection() << ' ' << name << ' ' << hexadecimal(mapping.name().path());
    return list.add(memory, out.str());
}

void add_shared(Inheritance& list, HANDLE handle, const SharedObject& object, DWORD access) {
    const int name = duplicate_name(object.name());
    list.add(name, head('o', handle, name, access) + ' ' + hexadecimal(object.name().path()));
}

void visit(void* context, HANDLE handle, Object& object, DWORD access) {
    auto& list = *static_cast<Inheritance*>(context);
    if (&object.type() == &File::kType) {
        auto& file = static_cast<File&>(object);
        if (file.flags() & File::kBorrowed)
            return;  // the standard handles and the C runtime's descriptors go their own way
        const int descriptor = duplicate(file.descriptor());
        list.add(descriptor, head('f', handle, descriptor, access) + ' ' +
                                 std::to_string(file.flags() & File::kOverlapped));
    } else if (&object.type() == &FileMapping::kType) {
        if (!add_mapping(list, handle, static_cast<FileMapping&>(object), access))
            list.add(-1, {});
    } else if (&object.type() == &Process::kType) {
        auto& process = static_cast<Process&>(object);
        if (process.pidfd() < 0)
            return;
        const int descriptor = duplicate(process.pidfd());
        list.add(descriptor,
                 head('p', handle, descriptor, access) + ' ' + std::to_string(process.pid()));
    } else if (object.type().waitable) {
        bool complete = true;
        if (const SharedObject* shared = shared_part(static_cast<Waitable&>(object), &complete))
            add_shared(list, handle, *shared, access);
        else if (!complete)
            list.add(-1, {});
    }
}

void adopt_mapping(std::istream& in, HANDLE handle, int descriptor, DWORD access) {
    uint64_t offset = 0;
    uint64_t size = 0;
    DWORD protection = 0;
    int name_descriptor = -1;
    std::string path;
    in >> offset >> size >> protection >> name_descriptor >> path;
    SharedName name;
    if (name_descriptor >= 0) {
        fcntl(name_descriptor, F_SETFD, FD_CLOEXEC);
        name.adopt(name_descriptor, text_from_hexadecimal(path));
    }
    handle_make_at(handle,
                   object_make<FileMapping>(descriptor, offset, size, protection, std::move(name)),
                   access, true);
}

void adopt_one(const std::string& entry) {
    std::istringstream in(entry);
    char kind = 0;
    uintptr_t value = 0;
    int descriptor = -1;
    uint64_t inode = 0;
    DWORD access = 0;
    in >> kind >> std::hex >> value >> std::dec >> descriptor >> inode >> access;
    // A program between this one and its maker may have closed the descriptor and opened others.
    if (!in || fcntl(descriptor, F_GETFD) < 0 || inode_of(descriptor) != inode)
        return;
    fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    const auto handle = reinterpret_cast<HANDLE>(value);
    if (kind == 'f') {
        uint32_t flags = 0;
        in >> flags;
        handle_make_at(handle, object_make<File>(descriptor, flags), access, true);
    } else if (kind == 'm') {
        adopt_mapping(in, handle, descriptor, access);
    } else if (kind == 'o') {
        std::string path;
        in >> path;
        SharedName name;
        name.adopt(descriptor, text_from_hexadecimal(path));
        shared_adopt(handle, std::move(name), access);
    } else if (kind == 'p') {
        pid_t pid = 0;
        in >> pid;
        const Ref<Process> process = object_make<Process>(pid, descriptor);
        if (process && process_watch(process) == 0)
            handle_make_at(handle, process, access, true);
    }
}

// Before main, and before any other handle is made.
[[gnu::constructor]] void adopt_inherited() {
    const char* const value = getenv(kInheritVariable);
    if (!value)
        return;
    std::istringstream entries(value);
    unsetenv(kInheritVariable);
    for (std::string entry; std::getline(entries, entry, ';');)
        adopt_one(entry);
}

}  // namespace

Inheritance::~Inheritance() {
    for (const int descriptor : descriptors_)
        close(descriptor);
}

bool Inheritance::add(int descriptor, const std::string& text) {
    if (descriptor < 0) {
        complete_ = false;
        return false;
    }
    descriptors_.push_back(descriptor);
    if (!text.empty())
        description_ += text + ';';
    return true;
}

bool Inheritance::gather() {
    handle_each_inherited(visit, this);
    return complete_;
}

}  // namespace berth::nt
