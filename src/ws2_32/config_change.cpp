// WSAProviderConfigChange. Its handle is a file on which nothing is read: a request on it is over
// when the catalog changes, by event, completion routine or port like any other.
#include "ws2_32/config_change.h"

#include <memory>
#include <mutex>
#include <new>
#include <utility>

#include "nt/futex.h"
#include "nt/handle.h"
#include "nt/memory_probe.h"
#include "nt/overlapped.h"
#include "nt/pending_file.h"
#include "winsock2.h"
#include "ws2_32/catalog.h"
#include "ws2_32/socket_table.h"
#include "ws2_32/startup.h"

namespace berth::ws2 {
namespace {

class ConfigRequest final : public nt::OverlappedRequest {
  public:
    explicit ConfigRequest(LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) : routine_(routine) {}

    void give_back() override { std::unique_ptr<ConfigRequest>(this).reset(); }

    ConfigRequest* next = nullptr;

  private:
    void call_routine() override {
        routine_(static_cast<DWORD>(nt::error_from_status(status)), bytes, overlapped, 0);
    }

    const LPWSAOVERLAPPED_COMPLETION_ROUTINE routine_;
};

class ConfigChange;
constinit nt::FutexMutex lock;
constinit ConfigChange* changes = nullptr;  // under the lock, as all of them are

class ConfigChange final : public nt::PendingFile {
  public:
    ConfigChange() : PendingFile(-1, kOverlapped) {
        const std::lock_guard guard(lock);
        next_ = changes;
        changes = this;
    }

    // Not a file to read or write.
    DWORD transfer(const Transfer& /*what*/, DWORD* /*transferred*/, OVERLAPPED* /*overlapped*/,
                   LPOVERLAPPED_COMPLETION_ROUTINE /*routine*/) override {
        return ERROR_INVALID_FUNCTION;
    }
    DWORD flush() override { return ERROR_INVALID_FUNCTION; }
    nt::Parker* driver() override { return nullptr; }

    DWORD cancel(const OVERLAPPED* overlapped, bool own) override {
        const uint32_t thread = nt::thread_id();
        ConfigRequest* const found = take([&](const ConfigRequest& request) {
            return (!overlapped || request.overlapped == overlapped) &&
                   (!own || request.thread_started() == thread);
        });
        tell(found, nt::kStatusCancelled);
        return found ? 0 : ERROR_NOT_FOUND;
    }

    // 0, or WSA_INVALID_HANDLE (closed meanwhile).
    int add(ConfigRequest& request) {
        const std::lock_guard guard(lock);
        if (!has_handles())
            return WSA_INVALID_HANDLE;
        request.next = std::exchange(requests_, &request);
        return 0;
    }

    static void changed() {
        ConfigRequest* found = nullptr;
        {
            const std::lock_guard guard(lock);
            for (ConfigChange* change = changes; change; change = change->next_)
                while (ConfigRequest* request = change->requests_) {
                    change->requests_ = request->next;
                    request->next = std::exchange(found, request);
                }
        }
        tell(found, nt::kStatusSuccess);
    }

  private:
    ~ConfigChange() override {
        const std::lock_guard guard(lock);
        ConfigChange** at = &changes;
        while (*at != this)
            at = &(*at)->next_;
        *at = next_;
    }

    void on_last_handle() override {
        tell(take([](const ConfigRequest&) { return true; }), nt::kStatusCancelled);
    }

    template <typename Match>
    ConfigRequest* take(Match&& match) {
        ConfigRequest* found = nullptr;
        const std::lock_guard guard(lock);
        for (ConfigRequest** at = &requests_; *at;) {
            ConfigRequest* const request = *at;
            if (match(*request)) {
                *at = request->next;
                request->next = std::exchange(found, request);
            } else {
                at = &request->next;
            }
        }
        return found;
    }

    static void tell(ConfigRequest* first, uint32_t status) {
        while (first)
            std::exchange(first, first->next)->complete(status, 0);
    }

    ConfigRequest* requests_ = nullptr;
    ConfigChange* next_ = nullptr;
};

int handle_open(HANDLE* handle) {
    auto change = nt::Ref<nt::Object>(nt::object_make<ConfigChange>());
    *handle = change ? nt::handle_make(std::move(change)) : nullptr;
    if (!*handle)
        return WSA_NOT_ENOUGH_MEMORY;
    catalog_snapshot();
    catalog_watch();
    return 0;
}

int request_start(ConfigChange& change, WSAOVERLAPPED& overlapped,
                  LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    auto request = std::make_unique<ConfigRequest>(routine);
    const DWORD error = routine ? request->start_with_routine(overlapped, &change.binding)
                                : request->start(overlapped, &change.binding);
    if (error != 0)
        return error == ERROR_INVALID_PARAMETER ? WSAEINVAL : static_cast<int>(error);
    catalog_watch();
    const int code = change.add(*request);
    if (code == 0)
        static_cast<void>(request.release());
    else
        overlapped.Internal = nt::kStatusCancelled;
    return code == 0 ? WSA_IO_PENDING : code;
}

int change_wait(ConfigChange& change) {
    WSAOVERLAPPED overlapped{};
    const int code = request_start(change, overlapped, nullptr);
    if (code != WSA_IO_PENDING)
        return code;
    uint32_t status = 0;
    DWORD bytes = 0;
    const DWORD error =
        nt::overlapped_result(overlapped, nt::kNever, false, nullptr, &status, &bytes);
    return static_cast<int>(error != 0 ? error : nt::error_from_status(status));
}

int config_change(HANDLE* handle, WSAOVERLAPPED* overlapped,
                  LPWSAOVERLAPPED_COMPLETION_ROUTINE routine) {
    if (int code = startup_check())
        return code;
    if (!nt::memory_is_mapped(handle, sizeof *handle))
        return WSAEFAULT;
    if (!*handle)
        return handle_open(handle);
    const nt::Ref<nt::File> file = nt::handle_get<nt::File>(*handle);
    auto* const change = dynamic_cast<ConfigChange*>(file.get());
    if (!change)
        return WSA_INVALID_HANDLE;
    if (!overlapped)
        return change_wait(*change);
    if (nt::memory_is_null_page(overlapped))
        return WSAEFAULT;
    return request_start(*change, *overlapped, routine);
}

}  // namespace

void config_change_tell() {
    ConfigChange::changed();
}

}  // namespace berth::ws2

using namespace berth;

int WSAAPI WSAProviderConfigChange(LPHANDLE lpNotificationHandle, LPWSAOVERLAPPED lpOverlapped,
                                   LPWSAOVERLAPPED_COMPLETION_ROUTINE lpCompletionRoutine) {
    int code = WSA_NOT_ENOUGH_MEMORY;
    try {
        code = ws2::config_change(lpNotificationHandle, lpOverlapped, lpCompletionRoutine);
    } catch (const std::bad_alloc&) {
        code = WSA_NOT_ENOUGH_MEMORY;
    }
    return code == 0 ? 0 : ws2::socket_fail(code, SOCKET_ERROR);
}
