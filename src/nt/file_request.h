// An overlapped request on a file. The operation is done by the time that its function returns, as
// with files in Windows' cache; its end is told in every way that a pending one's would be.
#pragma once

#include <memory>
#include <new>

#include "nt/file.h"
#include "nt/overlapped.h"

namespace berth::nt {

class FileRequest final : public OverlappedRequest {
  public:
    explicit FileRequest(LPOVERLAPPED_COMPLETION_ROUTINE routine = nullptr) : routine_(routine) {}
    // One that outlives its function, waiting to be fetched; null: out of memory.
    static FileRequest* make(LPOVERLAPPED_COMPLETION_ROUTINE routine) {
        auto* const request = new (std::nothrow) FileRequest(routine);
        if (request)
            request->owned_ = true;
        return request;
    }

    void give_back() override {
        if (owned_)
            std::unique_ptr<FileRequest>(this).reset();
    }

  private:
    void call_routine() override { routine_(error_from_status(status), bytes, overlapped); }

    const LPOVERLAPPED_COMPLETION_ROUTINE routine_;
    bool owned_ = false;
};

// operation(&transferred) -> 0 or an error, which is returned.
template <typename Operation>
DWORD file_request(File& file, OVERLAPPED& overlapped, LPOVERLAPPED_COMPLETION_ROUTINE routine,
                   DWORD* transferred, Operation&& operation) {
    FileRequest local;
    FileRequest* request = &local;
    if (routine || file.binding.port())
        request = FileRequest::make(routine);
    if (!request)
        return ERROR_NOT_ENOUGH_MEMORY;
    DWORD error = routine ? request->start_with_routine(overlapped, &file.binding)
                          : request->start(overlapped, &file.binding);
    if (error != 0) {
        request->give_back();
        return error;
    }
    file.signal.clear();
    const bool signals = !request->event();
    error = std::forward<Operation>(operation)(transferred);
    request->complete_at_once(status_from_error(error), *transferred);
    if (signals)
        file.signal.set();
    return error;
}

}  // namespace berth::nt
