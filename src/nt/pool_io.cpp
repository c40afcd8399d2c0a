// The thread pool's I/O: CreateThreadpoolIo and its family, BindIoCompletionCallback. A bound file
// has a port of its own without waiting threads; each packet that comes there is one call of the
// callback in the pool.
#include <mutex>

#include "nt/descriptor_port.h"
#include "nt/last_error.h"
#include "nt/ntstatus.h"
#include "nt/pool_object.h"
#include "winerror.h"

namespace berth::nt {

namespace {

class BoundFile : public PoolObject, public PacketSink {
  public:
    // Once, after bind().
    DWORD associate(HANDLE file) {
        Ref<CompletionPort> port = object_make<CompletionPort>(*this, Ref<Object>::share(this));
        return port ? handle_port_associate(file, std::move(port), 0)
                    : DWORD{ERROR_NOT_ENOUGH_MEMORY};
    }

    void packet_take(CompletionPacket& packet) override {
        expect();
        if (!started_take()) {
            forget();
            packet.give_back();
            return;
        }
        {
            const std::lock_guard guard(lock_);
            packets_.push(packet);
        }
        due();
    }

  protected:
    BoundFile(const ObjectType& type, void* context) : PoolObject(type, context) {}
    ~BoundFile() override { packets_.give_back(); }

    // False: no request was started of which the callback is to be told.
    virtual bool started_take() { return true; }
    virtual void call_with(PTP_CALLBACK_INSTANCE instance, OVERLAPPED* overlapped, DWORD error,
                           DWORD bytes) = 0;

  private:
    CompletionPacket* packet_pop() {
        const std::lock_guard guard(lock_);
        return packets_.pop();
    }
    void call(PTP_CALLBACK_INSTANCE instance) override {
        CompletionPacket* const packet = packet_pop();
        if (!packet)
            return;
        OVERLAPPED* const overlapped = packet->overlapped;
        const DWORD error = error_from_status(packet->status);
        const DWORD bytes = packet->bytes;
        packet->give_back();
        call_with(instance, overlapped, error, bytes);
    }
    void dropped(uint32_t count) override {
        for (; count != 0; --count) {
            if (CompletionPacket* const packet = packet_pop())
                packet->give_back();
        }
    }

    FutexMutex lock_;
    PacketQueue packets_;
};

// CreateThreadpoolIo's.
class PoolIo final : public BoundFile {
  public:
    static constexpr ObjectType kType{"PoolIo", false};
    PoolIo(PTP_WIN32_IO_CALLBACK function, void* context)
        : BoundFile(kType, context), function_(function) {}

    void start() { started_.fetch_add(1, std::memory_order_relaxed); }
    void cancel() { started_take(); }
    // With `drop` only the callbacks that run are waited for, else every request that was started.
    void wait(bool drop) {
        uint32_t started = 0;
        while (!drop && (started = started_.load(std::memory_order_acquire)) != 0)
            futex_wait(started_, started);
        callbacks_wait(drop);
    }

  private:
    bool started_take() override {
        uint32_t started = started_.load(std::memory_order_relaxed);
        do {
            if (started == 0)
                return false;
        } while (!started_.compare_exchange_weak(started, started - 1, std::memory_order_release));
        if (started == 1)
            futex_wake(started_, kWakeAll);
        return true;
    }
    void call_with(PTP_CALLBACK_INSTANCE instance, OVERLAPPED* overlapped, DWORD error,
                   DWORD bytes) override {
        function_(instance, context_, overlapped, error, bytes, reinterpret_cast<PTP_IO>(this));
    }

    const PTP_WIN32_IO_CALLBACK function_;
    std::atomic<uint32_t> started_{0};
};

// BindIoCompletionCallback's. It lives as long as its file.
class BoundRoutine final : public BoundFile {
  public:
    static constexpr ObjectType kType{"BoundRoutine", false};
    explicit BoundRoutine(LPOVERLAPPED_COMPLETION_ROUTINE routine)
        : BoundFile(kType, nullptr), routine_(routine) {}

  private:
    void call_with(PTP_CALLBACK_INSTANCE /*instance*/, OVERLAPPED* overlapped, DWORD error,
                   DWORD bytes) override {
        routine_(error, bytes, overlapped);
    }

    const LPOVERLAPPED_COMPLETION_ROUTINE routine_;
};

PoolIo* pool_io(PTP_IO pio) {
    return reinterpret_cast<PoolIo*>(pio);
}

DWORD routine_bind(HANDLE file, LPOVERLAPPED_COMPLETION_ROUTINE routine, ULONG flags) {
    if (!routine || flags != 0)
        return ERROR_INVALID_PARAMETER;
    const Ref<BoundRoutine> bound = object_make<BoundRoutine>(routine);
    if (!bound)
        return ERROR_NOT_ENOUGH_MEMORY;
    const DWORD error = bound->bind(nullptr);
    return error != 0 ? error : bound->associate(file);
}

}  // namespace

}  // namespace berth::nt

using namespace berth::nt;

PTP_IO WINAPI CreateThreadpoolIo(HANDLE fl, PTP_WIN32_IO_CALLBACK pfnio, PVOID pv,
                                 PTP_CALLBACK_ENVIRON pcbe) {
    DWORD error = pfnio ? 0 : ERROR_INVALID_PARAMETER;
    if (error == 0) {
        Ref<PoolIo> io = object_make<PoolIo>(pfnio, pv);
        error = io ? io->bind(pcbe) : DWORD{ERROR_NOT_ENOUGH_MEMORY};
        if (error == 0) {
            error = io->associate(fl);
            if (error == 0)
                return reinterpret_cast<PTP_IO>(io.release());
            io.release()->close();
        }
    }
    last_error_set(error);
    return nullptr;
}

VOID WINAPI StartThreadpoolIo(PTP_IO pio) {
    if (pio)
        pool_io(pio)->start();
}

VOID WINAPI CancelThreadpoolIo(PTP_IO pio) {
    if (pio)
        pool_io(pio)->cancel();
}

VOID WINAPI WaitForThreadpoolIoCallbacks(PTP_IO pio, BOOL fCancelPendingCallbacks) {
    if (pio)
        pool_io(pio)->wait(fCancelPendingCallbacks != 0);
}

VOID WINAPI CloseThreadpoolIo(PTP_IO pio) {
    if (pio)
        pool_io(pio)->close();
}

BOOL WINAPI BindIoCompletionCallback(HANDLE FileHandle, LPOVERLAPPED_COMPLETION_ROUTINE Function,
                                     ULONG Flags) {
    const DWORD error = routine_bind(FileHandle, Function, Flags);
    // Its page says that the last error is an NTSTATUS.
    return last_error_result(status_from_error(error));
}
