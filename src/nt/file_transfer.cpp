// ReadFile, WriteFile, ReadFileEx, WriteFileEx.
#include <unistd.h>

#include "fileapi.h"
#include "nt/api.h"
#include "nt/descriptor.h"
#include "nt/file_request.h"
#include "nt/interrupt.h"
#include "nt/pending_file.h"
#include "winerror.h"

using namespace berth::nt;

namespace {

// A synchronous handle's position follows the transfer; an overlapped one has none.
void position_follow(File& file, uint64_t offset, DWORD transferred) {
    if (!(file.flags() & File::kOverlapped) && file.kind() == File::Kind::kDisk &&
        offset != ~uint64_t{0})
        lseek(file.descriptor(), static_cast<off_t>(offset + transferred), SEEK_SET);
}

// What a call reads or writes.
struct Transfer {
    bool writes;
    void* buffer;
    DWORD length;

    DWORD run(File& file, DWORD* transferred, const uint64_t* offset) const {
        // Where it may block, CancelSynchronousIo reaches it.
        const InterruptibleRegion region(file.kind() == File::Kind::kDisk ? nullptr : &file);
        return writes ? file_write(file, buffer, length, transferred, offset)
                      : file_read(file, buffer, length, transferred, offset);
    }
};

Ref<File> file_for(HANDLE handle, bool writes, DWORD* error) {
    if (!writes)
        return handle_get<File>(handle, FILE_READ_DATA, error);
    Ref<File> file = handle_get<File>(handle, FILE_WRITE_DATA);
    return file ? file : handle_get<File>(handle, FILE_APPEND_DATA, error);
}

DWORD file_transfer(HANDLE handle, const Transfer& transfer, LPDWORD count, LPOVERLAPPED overlapped,
                    LPOVERLAPPED_COMPLETION_ROUTINE routine) {
    DWORD error = ERROR_INVALID_HANDLE;
    const Ref<File> file = file_for(handle, transfer.writes, &error);
    if (!file)
        return error;
    if (file->kind() == File::Kind::kDirectory)
        return ERROR_INVALID_FUNCTION;
    const bool asynchronous = (file->flags() & File::kOverlapped) != 0;
    if ((routine && !asynchronous) ||
        (!overlapped && asynchronous && file->kind() == File::Kind::kDisk))
        return ERROR_INVALID_PARAMETER;
    if (!transfer.buffer && transfer.length != 0)
        return ERROR_NOACCESS;
    DWORD transferred = 0;
    if (PendingFile* const pending = file->pending()) {
        error = pending->transfer({transfer.writes, transfer.buffer, transfer.length}, &transferred,
                                  overlapped, routine);
    } else if (!overlapped) {
        error = transfer.run(*file, &transferred, nullptr);
    } else {
        const uint64_t offset = uint64_t{overlapped->OffsetHigh} << 32 | overlapped->Offset;
        error = file_request(*file, *overlapped, routine, &transferred, [&](DWORD* done) {
            const DWORD failure = transfer.run(*file, done, &offset);
            position_follow(*file, offset, *done);
            return failure;
        });
    }
    if (count)
        *count = transferred;
    return error;
}

DWORD file_transfer_with_routine(HANDLE handle, const Transfer& transfer, LPOVERLAPPED overlapped,
                                 LPOVERLAPPED_COMPLETION_ROUTINE routine) {
    if (!overlapped || !routine)
        return ERROR_INVALID_PARAMETER;
    if (const DescriptorOps* ops = descriptor_ops(handle))
        return ops->transfer ? ops->transfer(reinterpret_cast<uintptr_t>(handle), transfer.writes,
                                             transfer.buffer, transfer.length, overlapped, routine)
                             : DWORD{ERROR_NOT_SUPPORTED};
    const DWORD error = file_transfer(handle, transfer, nullptr, overlapped, routine);
    // Told by the routine.
    if (error == ERROR_MORE_DATA)
        last_error_set(error);
    return error == ERROR_IO_PENDING || error == ERROR_MORE_DATA ? 0 : error;
}

}  // namespace

extern "C" {

BOOL WINAPI ReadFile(HANDLE handle, LPVOID buffer, DWORD length, LPDWORD count,
                     LPOVERLAPPED overlapped) {
    return api_bool([&]() -> DWORD {
        if (count)
            *count = 0;
        else if (!overlapped)
            return ERROR_INVALID_PARAMETER;
        if (const DescriptorOps* ops = descriptor_ops(handle))
            return ops->read(reinterpret_cast<uintptr_t>(handle), buffer, length, count,
                             overlapped);
        return file_transfer(handle, {false, buffer, length}, count, overlapped, nullptr);
    });
}

BOOL WINAPI WriteFile(HANDLE handle, LPCVOID buffer, DWORD length, LPDWORD count,
                      LPOVERLAPPED overlapped) {
    return api_bool([&]() -> DWORD {
        if (count)
            *count = 0;
        if (const DescriptorOps* ops = descriptor_ops(handle))
            return ops->write(reinterpret_cast<uintptr_t>(handle), buffer, length, count,
                              overlapped);
        return file_transfer(handle, {true, const_cast<void*>(buffer), length}, count, overlapped,
                             nullptr);
    });
}

BOOL WINAPI ReadFileEx(HANDLE handle, LPVOID buffer, DWORD length, LPOVERLAPPED overlapped,
                       LPOVERLAPPED_COMPLETION_ROUTINE routine) {
    last_error_set(0);
    return api_bool([&] {
        return file_transfer_with_routine(handle, {false, buffer, length}, overlapped, routine);
    });
}

BOOL WINAPI WriteFileEx(HANDLE handle, LPCVOID buffer, DWORD length, LPOVERLAPPED overlapped,
                        LPOVERLAPPED_COMPLETION_ROUTINE routine) {
    last_error_set(0);
    return api_bool([&] {
        return file_transfer_with_routine(handle, {true, const_cast<void*>(buffer), length},
                                          overlapped, routine);
    });
}

}  // extern "C"
