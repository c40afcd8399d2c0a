// Processes, this one and others, as objects that a thread can wait for.
// (Not process.h: that is a public header, and a quoted include looks in its own folder first.)
#pragma once

#include <sys/types.h>
#include <atomic>

#include "nt/wait.h"

namespace berth::nt {

class Process final : public Waitable {
  public:
    static constexpr ObjectType kType{"Process", true};
    // Takes over the pidfd; -1 for the process itself.
    Process(pid_t pid, int pidfd) : Waitable(kType), pid_(pid), pidfd_(pidfd) {}

    bool is_signalled(const Thread* /*by*/) const override { return ended_; }

    pid_t pid() const { return pid_; }
    int pidfd() const { return pidfd_; }
    DWORD exit_code();  // STILL_ACTIVE while it runs
    // 0 or a Windows error code.
    DWORD terminate(DWORD code);
    // For its only thread, as CreateProcess hands it out: made with CREATE_SUSPENDED, and the count
    // of suspensions before.
    void suspended_at_start() { suspended_ = 1; }
    DWORD resume();
    // The watcher's: the process has ended. Reaps it where it is a child.
    void finish();

    std::atomic<DWORD> priority_class{0};

  private:
    friend class ProcessWatcher;
    ~Process() override;

    const pid_t pid_;
    const int pidfd_;
    std::atomic<DWORD> suspended_{0};
    bool ended_ = false;                   // under mutex()
    DWORD exit_code_ = 0;                  // likewise
    bool terminated_ = false;              // likewise: by terminate(), with that code
    Process* watched_previous_ = nullptr;  // among those that are watched: the watcher's
    Process* watched_next_ = nullptr;
};

// The object of a process that runs, watched until its end. `error` is set where it is empty.
Ref<Process> process_open(pid_t pid, DWORD* error);
Ref<Process> process_self();
// Starts to watch a process that was made with its pidfd. 0 or a Windows error code.
DWORD process_watch(const Ref<Process>& process);

}  // namespace berth::nt
