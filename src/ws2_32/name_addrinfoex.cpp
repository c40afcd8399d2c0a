// GetAddrInfoEx and its kin: getaddrinfo with a namespace, a timeout, and asynchronous completion.
// https://learn.microsoft.com/windows/win32/api/ws2tcpip/nf-ws2tcpip-getaddrinfoexw
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>

#include "nt/api.h"
#include "nt/event.h"
#include "nt/handle.h"
#include "nt/lasting.h"
#include "nt/memory_probe.h"
#include "ws2_32/name_addrinfo.h"
#include "ws2_32/name_space_provider.h"
#include "ws2_32/startup.h"

namespace {

using namespace berth;
using Clock = std::chrono::steady_clock;

constexpr ULONG_PTR kPending =
    0x103;  // STATUS_PENDING, in OVERLAPPED's Internal while a request is under way

// A question that a thread of its own asks, so that whoever wants the answer can stop waiting for
// it.
struct Request {
    std::optional<std::string> node;
    std::optional<std::string> service;
    ws2::NameHints hints;
    std::optional<Clock::time_point> deadline;

    std::mutex lock;
    std::condition_variable changed;
    bool answered = false;
    bool cancelled = false;
    int error = 0;
    ws2::NameAnswers answers;

    int ask(ws2::NameAnswers* to) const {
        return ws2::name_query(node ? node->c_str() : nullptr, service ? service->c_str() : nullptr,
                               hints, to);
    }
};

// Asynchronous requests by the number that GetAddrInfoExCancel takes.
struct Requests {
    std::mutex lock;
    std::map<ULONG_PTR, std::shared_ptr<Request>> all;
    ULONG_PTR next = 0x10000000;  // below every HANDLE, above every descriptor
};

Requests& requests() {
    // Outlives static destructors: a request may end while the process does.
    static nt::Lasting<Requests> lasting;
    Requests& instance = lasting.get();
    return instance;
}

void request_ask(const std::shared_ptr<Request>& request) {
    ws2::NameAnswers answers;
    const int error =
        nt::api_call<int>(WSA_NOT_ENOUGH_MEMORY, [&] { return request->ask(&answers); });
    const std::lock_guard guard(request->lock);
    request->error = error;
    request->answers = std::move(answers);
    request->answered = true;
    request->changed.notify_all();
}

// The answer, or why there is none: WSA_E_CANCELLED, WSAETIMEDOUT.
int request_wait(Request& request) {
    std::unique_lock guard(request.lock);
    const auto over = [&] { return request.answered || request.cancelled; };
    if (!request.deadline)
        request.changed.wait(guard, over);
    else if (!request.changed.wait_until(guard, *request.deadline, over))
        return WSAETIMEDOUT;
    return request.cancelled ? WSA_E_CANCELLED : request.error;
}

// A thread for `body`. 0 or WSA_NOT_ENOUGH_MEMORY.
template <typename Body>
int thread_start(Body&& body) {
    try {
        std::thread(std::forward<Body>(body)).detach();
        return 0;
    } catch (const std::system_error&) {
        return WSA_NOT_ENOUGH_MEMORY;
    }
}

// Where an asynchronous request's end is told.
struct Completion {
    LPOVERLAPPED overlapped = nullptr;
    nt::Ref<nt::Event> event;
    LPLOOKUPSERVICE_COMPLETION_ROUTINE routine = nullptr;

    void tell(int error) const {
        __atomic_store_n(&overlapped->Internal, static_cast<ULONG_PTR>(error), __ATOMIC_RELEASE);
        if (routine)
            routine(static_cast<DWORD>(error), 0, overlapped);
        else
            event->set();
    }
};

int completion_read(LPOVERLAPPED overlapped, LPLOOKUPSERVICE_COMPLETION_ROUTINE routine,
                    Completion* completion) {
    completion->overlapped = overlapped;
    completion->routine = routine;
    if (routine)
        return overlapped->hEvent ? WSAEINVAL : 0;
    completion->event = nt::handle_get<nt::Event>(overlapped->hEvent);
    return completion->event ? 0 : WSAEINVAL;
}

void requests_forget(ULONG_PTR number) {
    const std::lock_guard guard(requests().lock);
    requests().all.erase(number);
}

template <typename Info>
int request_finish(Request& request, Info** result) {
    const int error = request_wait(request);
    const std::lock_guard guard(request.lock);
    // From here on there is nothing left to cancel.
    request.cancelled = true;
    if (error == 0)
        *result = ws2::addrinfo_list<Info>(request.answers);
    return error;
}

template <typename Info>
int request_begin(const std::shared_ptr<Request>& request, const Completion& completion,
                  Info** result, LPHANDLE handle) {
    ULONG_PTR number = 0;
    {
        const std::lock_guard guard(requests().lock);
        number = requests().next += sizeof(HANDLE);
        requests().all.emplace(number, request);
    }
    completion.overlapped->Pointer = result;
    __atomic_store_n(&completion.overlapped->Internal, kPending, __ATOMIC_RELEASE);
    if (handle)
        *handle = reinterpret_cast<HANDLE>(number);
    int error = thread_start([request] { request_ask(request); });
    if (error == 0)
        error = thread_start([request, completion, result, number] {
            const int outcome = nt::api_call<int>(WSA_NOT_ENOUGH_MEMORY,
                                                  [&] { return request_finish(*request, result); });
            requests_forget(number);
            completion.tell(outcome);
        });
    if (error == 0)
        return WSA_IO_PENDING;
    requests_forget(number);
    return error;
}

std::optional<std::string> optional_text(const char* text) {
    return text ? std::optional<std::string>(text) : std::nullopt;
}

std::optional<std::string> optional_text(const wchar_t* text) {
    return text ? std::optional<std::string>(nt::utf8_from_wide(text)) : std::nullopt;
}

struct Options {
    DWORD name_space;
    const GUID* provider;
    const timeval* timeout;
    LPOVERLAPPED overlapped;
    LPLOOKUPSERVICE_COMPLETION_ROUTINE routine;
    LPHANDLE handle;
};

template <typename Info, typename Char>
int addrinfoex_get(const Char* node, const Char* service, const Info* hints, Info** result,
                   const Options& options) {
    if (!nt::memory_is_mapped(result, sizeof(void*)) || nt::memory_faults_if_given(node) ||
        nt::memory_faults_if_given(service) || nt::memory_faults_if_given(hints) ||
        nt::memory_faults_if_given(options.provider) ||
        nt::memory_faults_if_given(options.timeout) ||
        nt::memory_faults_if_given(options.overlapped) ||
        nt::memory_faults_if_given(options.handle))
        return WSAEFAULT;
    *result = nullptr;
    if (const int error = ws2::startup_check())
        return error;
    if (!options.overlapped && options.routine)
        return WSAEINVAL;
    const auto request = std::make_shared<Request>();
    if (const int error = ws2::addrinfo_hints(hints, &request->hints))
        return error;
    if (!ws2::name_space_served(options.name_space, options.provider))
        return WSASERVICE_NOT_FOUND;
    request->hints.scope.name_space = options.name_space;
    request->hints.scope.one = options.provider != nullptr;
    if (options.provider)
        request->hints.scope.provider = *options.provider;
    request->node = optional_text(node);
    request->service = optional_text(service);
    if (options.timeout)
        request->deadline = Clock::now() + std::chrono::seconds(options.timeout->tv_sec) +
                            std::chrono::microseconds(options.timeout->tv_usec);
    if (options.overlapped) {
        Completion completion;
        if (const int error = completion_read(options.overlapped, options.routine, &completion))
            return error;
        return request_begin(request, completion, result, options.handle);
    }
    if (options.handle)
        *options.handle = nullptr;
    if (!options.timeout) {
        if (const int error = request->ask(&request->answers))
            return error;
        *result = ws2::addrinfo_list<Info>(request->answers);
        return 0;
    }
    if (const int error = thread_start([request] { request_ask(request); }))
        return error;
    return request_finish(*request, result);
}

}  // namespace

INT WSAAPI GetAddrInfoExA(PCSTR pName, PCSTR pServiceName, DWORD dwNameSpace, LPGUID lpNspId,
                          const ADDRINFOEXA* hints, PADDRINFOEXA* ppResult, struct timeval* timeout,
                          LPOVERLAPPED lpOverlapped,
                          LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine,
                          LPHANDLE lpNameHandle) {
    return ws2::name_call([&]() -> int {
        if (timeout || lpOverlapped || lpCompletionRoutine || lpNameHandle)
            return WSAEINVAL;
        return addrinfoex_get(pName, pServiceName, hints, ppResult,
                              {dwNameSpace, lpNspId, nullptr, nullptr, nullptr, nullptr});
    });
}

INT WSAAPI GetAddrInfoExW(PCWSTR pName, PCWSTR pServiceName, DWORD dwNameSpace, LPGUID lpNspId,
                          const ADDRINFOEXW* hints, PADDRINFOEXW* ppResult, struct timeval* timeout,
                          LPOVERLAPPED lpOverlapped,
                          LPLOOKUPSERVICE_COMPLETION_ROUTINE lpCompletionRoutine,
                          LPHANDLE lpHandle) {
    return ws2::name_call([&] {
        return addrinfoex_get(
            pName, pServiceName, hints, ppResult,
            {dwNameSpace, lpNspId, timeout, lpOverlapped, lpCompletionRoutine, lpHandle});
    });
}

INT WSAAPI GetAddrInfoExCancel(LPHANDLE lpHandle) {
    return ws2::name_call([&]() -> int {
        std::shared_ptr<Request> request;
        if (nt::memory_faults_if_given(lpHandle))
            return WSAEFAULT;
        if (lpHandle) {
            const std::lock_guard guard(requests().lock);
            const auto found = requests().all.find(reinterpret_cast<ULONG_PTR>(*lpHandle));
            if (found != requests().all.end())
                request = found->second;
        }
        if (!request)
            return WSA_INVALID_HANDLE;
        const std::lock_guard guard(request->lock);
        if (request->answered || request->cancelled)
            return WSA_INVALID_HANDLE;
        request->cancelled = true;
        request->changed.notify_all();
        return 0;
    });
}

INT WSAAPI GetAddrInfoExOverlappedResult(LPOVERLAPPED lpOverlapped) {
    if (!nt::memory_is_mapped(lpOverlapped, sizeof *lpOverlapped))
        return WSAEINVAL;
    const ULONG_PTR status = __atomic_load_n(&lpOverlapped->Internal, __ATOMIC_ACQUIRE);
    return status == kPending ? WSAEINPROGRESS : static_cast<INT>(status);
}

VOID WSAAPI FreeAddrInfoEx(PADDRINFOEXA pAddrInfoEx) {
    ws2::addrinfo_free(pAddrInfoEx);
}

VOID WSAAPI FreeAddrInfoExW(PADDRINFOEXW pAddrInfoEx) {
    ws2::addrinfo_free(pAddrInfoEx);
}
