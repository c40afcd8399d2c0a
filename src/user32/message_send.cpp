// SendMessage and its kin. A message for a window of another thread waits in that thread's queue
// until the thread looks for messages, waits for one, or itself sends one; its sender processes
// meanwhile what others send to it, so two threads that send to each other do not block.
// https://learn.microsoft.com/windows/win32/winmsg/about-messages-and-message-queues
#include <algorithm>
#include <memory>

#include "nt/api.h"
#include "nt/clock.h"
#include "nt/thread_suspend.h"
#include "user32/window.h"
#include "winbase.h"
#include "winerror.h"

namespace berth::user32 {

namespace {

constexpr uint64_t kHungLooks = 100 * nt::kNanosecondsPerMillisecond;  // between looks, in ns

// SendMessageCallback's answer, on its way home.
class CallbackAnswer final : public nt::SentMessage {
  public:
    CallbackAnswer(SENDASYNCPROC routine, HWND window, UINT message, ULONG_PTR data, LRESULT result)
        : routine_(routine), window_(window), message_(message), data_(data), result_(result) {}
    void run() override {
        routine_(window_, message_, data_, result_);
        finish(true, 0);
    }

  private:
    const SENDASYNCPROC routine_;
    const HWND window_;
    const UINT message_;
    const ULONG_PTR data_;
    const LRESULT result_;
};

class WindowMessage final : public nt::SentMessage {
  public:
    WindowMessage(DWORD kind, HWND window, UINT message, WPARAM wparam, LPARAM lparam, bool unicode)
        : kind_(kind),
          window_(window),
          message_(message),
          wparam_(wparam),
          lparam_(lparam),
          unicode_(unicode) {}

    void answer_to(nt::Ref<nt::MessageQueue> home, SENDASYNCPROC routine, ULONG_PTR data) {
        home_ = std::move(home);
        routine_ = routine;
        data_ = data;
    }

    void run() override {
        nt::MessageQueue& queue = *nt::message_queue_own();
        outer = queue.processing;
        queue.processing = this;
        LRESULT result = 0;
        const bool reached = window_call(window_, message_, wparam_, lparam_, unicode_, &result);
        queue.processing = outer;
        reply(reached, result);
    }

    void reply(bool reached, LRESULT result) {
        if (!finish(reached, result) || !routine_ || !reached)
            return;
        const auto answer =
            nt::object_make<CallbackAnswer>(routine_, window_, message_, data_, result);
        if (answer)
            home_->send(*answer);
    }

    DWORD kind() const { return kind_ | (is_signalled(nullptr) ? ISMEX_REPLIED : 0); }

  private:
    const DWORD kind_;  // ISMEX_*
    const HWND window_;
    const UINT message_;
    const WPARAM wparam_;
    const LPARAM lparam_;
    const bool unicode_;
    nt::Ref<nt::MessageQueue> home_;
    SENDASYNCPROC routine_ = nullptr;
    ULONG_PTR data_ = 0;
};

class Work final : public nt::SentMessage {
  public:
    explicit Work(std::function<void()> work) : work_(std::move(work)) {}
    void run() override {
        work_();
        finish(true, 0);
    }

  private:
    const std::function<void()> work_;
};

struct SendTerms {
    nt::Deadline deadline = nt::kNever;
    UINT flags = SMTO_NORMAL;
};

// Until `message` is answered: 0, or ERROR_TIMEOUT.
DWORD answer_await(nt::MessageQueue& own, nt::MessageQueue& receiver, nt::SentMessage& message,
                   const SendTerms& terms) {
    const bool hung_matters = (terms.flags & (SMTO_ABORTIFHUNG | SMTO_NOTIMEOUTIFNOTHUNG)) != 0;
    const UINT mask = (terms.flags & SMTO_BLOCK) ? 0 : QS_SENDMESSAGE;
    for (;;) {
        nt::Deadline until = terms.deadline;
        const bool late = until != nt::kNever && nt::clock_now() >= until;
        if (hung_matters) {
            const bool hung = receiver.is_hung();
            if (hung && (terms.flags & SMTO_ABORTIFHUNG))
                return ERROR_TIMEOUT;
            if (!hung && late && (terms.flags & SMTO_NOTIMEOUTIFNOTHUNG))
                until = nt::kNever;
            else if (late)
                return ERROR_TIMEOUT;
            until = std::min(until, nt::clock_now() + kHungLooks);
        } else if (late) {
            return ERROR_TIMEOUT;
        }
        DWORD outcome = 0;
        {
            const nt::StopHold hold;
            nt::Waitable* const objects[] = {&message};
            outcome = own.wait(objects, mask, false, true, until, false);
        }
        if (outcome == WAIT_OBJECT_0 || outcome == WAIT_FAILED)
            return outcome == WAIT_OBJECT_0 ? 0 : DWORD{ERROR_NOT_ENOUGH_MEMORY};
        if (outcome == WAIT_OBJECT_0 + 1)
            sent_run(own);
    }
}

// 0; ERROR_INVALID_WINDOW_HANDLE: no such window, or it went before it answered; ERROR_TIMEOUT.
DWORD send(HWND window, UINT message, WPARAM wparam, LPARAM lparam, bool unicode,
           const SendTerms& terms, LRESULT* result) {
    const nt::Ref<nt::MessageQueue> receiver = window_queue(window);
    if (!receiver)
        return ERROR_INVALID_WINDOW_HANDLE;
    nt::MessageQueue* own = nt::message_queue_current();
    if (!own)
        return ERROR_NOT_ENOUGH_MEMORY;
    if (receiver.get() == own)
        return window_call(window, message, wparam, lparam, unicode, result)
                   ? 0
                   : DWORD{ERROR_INVALID_WINDOW_HANDLE};
    const auto sent =
        nt::object_make<WindowMessage>(ISMEX_SEND, window, message, wparam, lparam, unicode);
    if (!sent)
        return ERROR_NOT_ENOUGH_MEMORY;
    if (!receiver->send(*sent))
        return ERROR_INVALID_WINDOW_HANDLE;
    if (const DWORD error = answer_await(*own, *receiver, *sent, terms))
        return error;
    *result = sent->result();
    return sent->answered() ? 0 : DWORD{ERROR_INVALID_WINDOW_HANDLE};
}

LRESULT send_plain(HWND window, UINT message, WPARAM wparam, LPARAM lparam, bool unicode) {
    LRESULT result = 0;
    if (window == HWND_BROADCAST) {
        for (const HWND top : tree_children(nullptr))
            send(top, message, wparam, lparam, unicode, {}, &result);
        return 1;
    }
    if (const DWORD error = send(window, message, wparam, lparam, unicode, {}, &result))
        nt::last_error_set(error);
    return result;
}

LRESULT send_timeout(HWND window, UINT message, WPARAM wparam, LPARAM lparam, UINT flags,
                     UINT milliseconds, PDWORD_PTR answer, bool unicode) {
    LRESULT result = 0;
    auto terms = [&] {
        return SendTerms{nt::clock_now() + milliseconds * nt::kNanosecondsPerMillisecond, flags};
    };
    if (answer)
        *answer = 0;
    if (window == HWND_BROADCAST) {
        for (const HWND top : tree_children(nullptr))
            send(top, message, wparam, lparam, unicode, terms(), &result);
        if (answer)
            *answer = 1;
        return 1;
    }
    const DWORD error = send(window, message, wparam, lparam, unicode, terms(), &result);
    if (answer)
        *answer = static_cast<DWORD_PTR>(result);
    return error == 0 ? 1 : nt::api_fail<LRESULT>(error, 0);
}

// SendNotifyMessage, and SendMessageCallback where `routine` is given.
DWORD send_on(DWORD kind, HWND window, UINT message, WPARAM wparam, LPARAM lparam, bool unicode,
              SENDASYNCPROC routine, ULONG_PTR data) {
    const nt::Ref<nt::MessageQueue> receiver = window_queue(window);
    if (!receiver)
        return ERROR_INVALID_WINDOW_HANDLE;
    nt::MessageQueue* own = nt::message_queue_current();
    if (!own)
        return ERROR_NOT_ENOUGH_MEMORY;
    if (receiver.get() == own) {
        LRESULT result = 0;
        if (!window_call(window, message, wparam, lparam, unicode, &result))
            return ERROR_INVALID_WINDOW_HANDLE;
        if (routine)
            routine(window, message, data, result);
        return 0;
    }
    const auto sent =
        nt::object_make<WindowMessage>(kind, window, message, wparam, lparam, unicode);
    if (!sent)
        return ERROR_NOT_ENOUGH_MEMORY;
    sent->answer_to(nt::Ref<nt::MessageQueue>::share(own), routine, data);
    return receiver->send(*sent) ? 0 : DWORD{ERROR_INVALID_WINDOW_HANDLE};
}

BOOL send_on_api(DWORD kind, HWND window, UINT message, WPARAM wparam, LPARAM lparam, bool unicode,
                 SENDASYNCPROC routine, ULONG_PTR data) {
    return nt::api_bool([&]() -> DWORD {
        if (window != HWND_BROADCAST)
            return send_on(kind, window, message, wparam, lparam, unicode, routine, data);
        for (const HWND top : tree_children(nullptr))
            send_on(kind, top, message, wparam, lparam, unicode, routine, data);
        return 0;
    });
}

WindowMessage* processing() {
    nt::MessageQueue* queue = nt::message_queue_own();
    return queue ? static_cast<WindowMessage*>(queue->processing) : nullptr;
}

}  // namespace

DWORD message_send(HWND window, UINT message, WPARAM wparam, LPARAM lparam, bool unicode,
                   LRESULT* result) {
    return send(window, message, wparam, lparam, unicode, {}, result);
}

void work_run_in(nt::MessageQueue& queue, std::function<void()> work) {
    nt::MessageQueue* own = nt::message_queue_current();
    if (&queue == own) {
        work();
        return;
    }
    if (!own)
        return;
    const auto sent = nt::object_make<Work>(std::move(work));
    if (!sent)
        return;
    if (queue.send(*sent))
        answer_await(*own, queue, *sent, {});
}

void sent_run(nt::MessageQueue& queue) {
    while (queue.sent_pending()) {
        const nt::Ref<nt::SentMessage> message = queue.sent_take();
        if (message)
            message->run();
    }
}

}  // namespace berth::user32

using namespace berth::user32;

LRESULT WINAPI SendMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return send_plain(hWnd, Msg, wParam, lParam, false);
}
LRESULT WINAPI SendMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return send_plain(hWnd, Msg, wParam, lParam, true);
}
LRESULT WINAPI SendMessageTimeoutA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam, UINT fuFlags,
                                   UINT uTimeout, PDWORD_PTR lpdwResult) {
    return send_timeout(hWnd, Msg, wParam, lParam, fuFlags, uTimeout, lpdwResult, false);
}
LRESULT WINAPI SendMessageTimeoutW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam, UINT fuFlags,
                                   UINT uTimeout, PDWORD_PTR lpdwResult) {
    return send_timeout(hWnd, Msg, wParam, lParam, fuFlags, uTimeout, lpdwResult, true);
}
BOOL WINAPI SendNotifyMessageA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return send_on_api(ISMEX_NOTIFY, hWnd, Msg, wParam, lParam, false, nullptr, 0);
}
BOOL WINAPI SendNotifyMessageW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam) {
    return send_on_api(ISMEX_NOTIFY, hWnd, Msg, wParam, lParam, true, nullptr, 0);
}
BOOL WINAPI SendMessageCallbackA(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam,
                                 SENDASYNCPROC lpResultCallBack, ULONG_PTR dwData) {
    return send_on_api(ISMEX_CALLBACK, hWnd, Msg, wParam, lParam, false, lpResultCallBack, dwData);
}
BOOL WINAPI SendMessageCallbackW(HWND hWnd, UINT Msg, WPARAM wParam, LPARAM lParam,
                                 SENDASYNCPROC lpResultCallBack, ULONG_PTR dwData) {
    return send_on_api(ISMEX_CALLBACK, hWnd, Msg, wParam, lParam, true, lpResultCallBack, dwData);
}

BOOL WINAPI ReplyMessage(LRESULT lResult) {
    WindowMessage* message = processing();
    if (!message)
        return FALSE;
    message->reply(true, lResult);
    return TRUE;
}

DWORD WINAPI InSendMessageEx(LPVOID /*lpReserved*/) {
    const WindowMessage* message = processing();
    return message ? message->kind() : DWORD{ISMEX_NOSEND};
}

BOOL WINAPI InSendMessage(VOID) {
    return processing() != nullptr;
}

BOOL WINAPI IsHungAppWindow(HWND hwnd) {
    const berth::nt::Ref<berth::nt::MessageQueue> queue = window_queue(hwnd);
    return queue && queue->is_hung();
}
