// A file whose requests may be pending: a named pipe. nt's file functions hand over to it; who
// opens such files by name registers here.
#pragma once

#include "nt/file.h"

namespace berth::nt {

class PendingFile : public File {
  public:
    struct Transfer {
        bool writes;
        void* buffer;
        DWORD length;
    };

    using File::File;

    PendingFile* pending() final { return this; }
    // ReadFile, WriteFile and their Ex forms. 0, ERROR_IO_PENDING or another error; without
    // `overlapped` it waits.
    virtual DWORD transfer(const Transfer& what, DWORD* transferred, OVERLAPPED* overlapped,
                           LPOVERLAPPED_COMPLETION_ROUTINE routine) = 0;
    // The requests with this OVERLAPPED (null: all), only the calling thread's if `own`. 0 or
    // ERROR_NOT_FOUND.
    virtual DWORD cancel(const OVERLAPPED* overlapped, bool own) = 0;
    // Waits until the other end has read everything.
    virtual DWORD flush() = 0;
    // Who drives the requests, or null.
    virtual Parker* driver() = 0;
};

// CreateFile on \\.\pipe\ and the rest of the name, which is given. `access` holds specific rights.
using PipeOpen = DWORD (*)(std::string_view name, DWORD access, bool inherit, uint32_t file_flags,
                           HANDLE* handle);
// Once, when the library is loaded.
void pipe_open_register(PipeOpen open);

// The name behind \\.\pipe\ in a path; empty: it is no pipe's.
std::string_view pipe_name_in(std::string_view path);

}  // namespace berth::nt
